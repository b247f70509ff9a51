"""One invented household as a printed file, and what the tests read out of the PDF."""

import io
import re
from datetime import date, datetime, timedelta, timezone

from PIL import Image
from pypdf import PdfReader

from doudi.documents.household_file import HouseholdFile
from doudi.documents.household_parts import (
    Account,
    Attachment,
    BasicFacts,
    Benefit,
    Cover,
    Evidence,
    Happening,
    Member,
    Missing,
    Obligor,
    ProgrammeView,
)
from doudi.documents.watermark import Watermark
from doudi.engine.telling import Line
from doudi.vocabulary.identity import generate_citizen_id, mask_citizen_id

CHINA = timezone(timedelta(hours=8))
PRINTED = Watermark(
    "乔禾", "乡镇经办", "青石镇社会事务办", datetime(2026, 11, 25, 10, 21, 5, tzinfo=CHINA), "req-7f3a91c2"
)
MASKED = mask_citizen_id(generate_citizen_id("341221", date(1953, 3, 4), 12))


def member(name: str, born: int | None = 1953) -> Member:
    return Member(name, "女", born, "户主", MASKED, "无", "肢体残疾二级", "")


def picture(width: int = 300, height: int = 200, form: str = "JPEG") -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (width, height), "#dde6ee").save(into, form)
    return into.getvalue()


REASONS = (
    Line(
        "符合", (Line("人均月收入512.33元低于标准760.00元", (Line("家庭月收入1537.00元÷3人"),)), Line("财产符合规定"))
    ),
    Line("月补差额743.00元"),
)

HOUSEHOLD = HouseholdFile(
    printed=PRINTED,
    cover=Cover(
        year=2026,
        programmes=("最低生活保障", "困难残疾人生活补贴"),
        archive_number="QS-DB-2026-00017",
        household_number="H-0417",
        head="秦葵",
        county="云岭县",
        town="青石镇",
        village="柳溪村",
        retention="30年",
        made_by="乔禾",
        made_on=date(2026, 11, 20),
    ),
    facts=BasicFacts(
        as_of=date(2026, 11, 25),
        address="柳溪村第三村民组17号",
        area="农村",
        household_type="救济型",
        housing="砖木结构，自有",
        causes=("因病", "因残"),
        accounts=(Account("秦葵", "本人", "农村商业银行", "***************4417"),),
        others=(("承包地", "3.2亩"),),
    ),
    members=(member("秦葵"), member("秦小满", 2014)),
    obligors=(Obligor("秦山", "子", MASKED, "外省务工", "有能力", 30_000, "每月"),),
    evidence=(
        Evidence("income", "务工收入", "秦葵", 120_000, "每月", "本人申报", "村委会", date(2026, 1, 1)),
        Evidence(
            "income",
            "零工",
            "秦葵",
            90_000,
            "每月",
            "邻里访问",
            "",
            date(2025, 1, 1),
            date(2026, 1, 1),
            superseded=True,
        ),
        Evidence("asset", "存款", "", None, "", "核对报告", "县核对中心", date(2026, 10, 9)),
    ),
    benefits=(Benefit("最低生活保障", "全户2人", 74_300, "每月", date(2025, 7, 1), date(2027, 6, 30), "***4417"),),
    views=(ProgrammeView("最低生活保障", "符合", "每月补差743.00元。", REASONS),),
    missing=(Missing("秦小满的年级", ("教育救助",), ("学籍证明（学校盖章）",), "监护人", date(2026, 12, 10)),),
    happenings=(
        Happening(date(2026, 5, 2), "入户调查", "乔禾", "入户调查表"),
        Happening(date(2025, 6, 1), "提出申请", "秦葵", "救助申请书"),
    ),
    attachments=(
        Attachment("身份证复印件", "秦葵", date(2025, 6, 1), "image/jpeg", picture(), 1),
        Attachment("核对报告", "县核对中心", date(2025, 6, 9), "application/pdf", None, 4),
        Attachment("住房照片", "乔禾", date(2025, 6, 12), "image/png", picture(200, 300, "PNG"), 1),
    ),
)


def pages_of(pdf: bytes) -> list[str]:
    """The text of every page without spaces and line ends, since those depend on where a line was broken."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def page_with(pages: list[str], words: str) -> int:
    """The number of the first page after the contents on which words stand; contents name everything once before."""
    return next(number for number, page in enumerate(pages, start=1) if words in page and number > 2)
