"""The printed file of a household: complete, in order, counted, marked, and only ever text."""

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta

import pytest

from documents.household import HOUSEHOLD, MASKED, PRINTED, member, page_with, pages_of, picture
from doudi.documents.fonts import font_store
from doudi.documents.household_file import HouseholdFile, print_household_file
from doudi.documents.household_parts import Attachment, Evidence, Happening, Line, ProgrammeView

RARE = ("䶮", "㛃", "㑇", "𠮷", "𬭚", "𤧟", "𣲗", "𬱖")
TYPED = (
    "#强[制]",
    "$x^2$",
    "*粗*",
    "_下_",
    "@ref",
    "<tag>",
    "\\n\\u{41}",
    '"引号"',
    "`码`",
    "//注",
    "= 题",
    "- 项",
    "~",
)


@pytest.fixture(scope="module")
def pages() -> list[str]:
    return pages_of(print_household_file(HOUSEHOLD))


def test_every_page_says_its_number_out_of_all(pages: list[str]) -> None:
    assert [re.findall(r"第(\d+)页共(\d+)页", page)[-1] for page in pages] == [
        (str(number), str(len(pages))) for number in range(1, len(pages) + 1)
    ]


def test_cover_counts_pages_and_documents(pages: list[str]) -> None:
    assert f"共{len(pages)}页，文件材料3件" in pages[0]


def test_cover_names_the_household_and_the_archive(pages: list[str]) -> None:
    for words in ("QS-DB-2026-00017", "H-0417", "秦葵", "云岭县青石镇柳溪村", "30年", "乔禾", "2026年11月20日", "2026"):
        assert words in pages[0]


def test_contents_give_the_page_on_which_each_part_begins(pages: list[str]) -> None:
    listed = dict(
        re.findall(r"([一二三四五六七八九]、\D+?)乔禾2026-11-20(\d{1,2}?)(?=\d{1,2}[一二三四五六七八九材])", pages[1])
    )
    assert len(listed) == 9
    assert {heading: int(page) for heading, page in listed.items()} == {
        heading: page_with(pages, heading) for heading in listed
    }


def test_contents_give_the_page_of_a_picture(pages: list[str]) -> None:
    assert f"材料1：身份证复印件秦葵2025-06-01{page_with(pages, '材料1：身份证复印件')}" in pages[1]
    assert f"材料3：住房照片乔禾2025-06-12{len(pages)}" in pages[1]


def test_a_document_that_is_only_listed_points_to_the_list(pages: list[str]) -> None:
    assert f"材料2：核对报告县核对中心2025-06-09{page_with(pages, '九、文件材料清单')}" in pages[1]


def test_watermark_stands_on_every_page(pages: list[str]) -> None:
    words = PRINTED.words.replace(" ", "")
    assert all(words in page for page in pages)


def test_archive_number_stands_on_every_page(pages: list[str]) -> None:
    assert all("QS-DB-2026-00017" in page for page in pages)


def test_what_is_known_is_printed(pages: list[str]) -> None:
    text = "".join(pages)
    for words in ("柳溪村第三村民组17号", "因病、因残", "***************4417", MASKED, "秦山", "1,200.00", "743.00"):
        assert words in text
    assert "学籍证明（学校盖章）" in text and "最迟：2026年12月10日" in text


def test_unknown_amount_is_not_zero(pages: list[str]) -> None:
    assert "存款—不详" in "".join(pages)


def test_corrected_evidence_is_kept_and_marked(pages: list[str]) -> None:
    assert "零工（已更正）" in "".join(pages)


def test_end_of_evidence_is_its_last_day(pages: list[str]) -> None:
    assert "2025-01-01起至2025-12-31" in "".join(pages)


def test_reasons_come_in_the_order_of_the_tree(pages: list[str]) -> None:
    text = "".join(pages)
    told = ("最低生活保障：符合", "人均月收入512.33元", "家庭月收入1537.00元÷3人", "财产符合规定", "月补差额743.00元")
    places = [text.index(words) for words in told]
    assert places == sorted(places)


def test_what_happened_is_told_from_the_earliest_on(pages: list[str]) -> None:
    text = "".join(pages)
    assert text.index("2025-06-01提出申请") < text.index("2026-05-02入户调查")


def test_twenty_five_members_stand_in_one_table_with_its_head_on_each_page() -> None:
    crowd = tuple(member(f"秦{number:02d}号", 1950 + number) for number in range(25))
    pages = pages_of(print_household_file(replace(HOUSEHOLD, members=crowd)))
    assert all(f"{number + 1}秦{number:02d}号女{1950 + number}" in "".join(pages) for number in range(25))
    with_members = [page for page in pages if "号女19" in page]
    assert len(with_members) > 1 and all("与户主关系" in page for page in with_members)
    assert any("人口25人" in page for page in pages)


@pytest.mark.parametrize("character", RARE)
def test_rare_character_is_printed_or_written_out_as_its_code(character: str) -> None:
    text = "".join(pages_of(print_household_file(replace(HOUSEHOLD, members=(member(f"秦{character}"),)))))
    assert f"秦{character}女" in text or f"秦〔U+{ord(character):X}〕女" in text


def test_rare_characters_are_drawn_where_the_machine_has_a_large_font() -> None:
    if "Noto Serif CJK SC" not in font_store().families():
        pytest.skip("no Noto Serif CJK on this machine")
    text = "".join(pages_of(print_household_file(replace(HOUSEHOLD, members=(member("".join(RARE)),)))))
    assert "".join(RARE) in text and "〔U+" not in text


def test_character_no_font_has_is_written_out_as_its_code() -> None:
    text = "".join(pages_of(print_household_file(replace(HOUSEHOLD, members=(member("秦\U0010fffd葵"),)))))
    assert "秦〔U+10FFFD〕葵" in text


@pytest.mark.parametrize("typed", TYPED)
def test_text_is_printed_as_typed_and_never_read_as_markup(typed: str) -> None:
    file = replace(HOUSEHOLD, facts=replace(HOUSEHOLD.facts, address=f"甲{typed}乙"))
    assert f"甲{typed}乙".replace(" ", "") in "".join(pages_of(print_household_file(file)))


def test_marks_that_turn_the_writing_are_shown() -> None:
    file = replace(HOUSEHOLD, members=(member("秦\u202e葵\x00"),))
    assert "秦〔U+202E〕葵〔U+0000〕" in "".join(pages_of(print_household_file(file)))


def test_long_word_stays_in_its_cell_and_is_complete() -> None:
    word = "ABCDEFGHIJ" * 12
    file = replace(HOUSEHOLD, happenings=(Happening(date(2026, 1, 1), "上传", "乔禾", word),))
    assert word in "".join(pages_of(print_household_file(file))).replace("\u200b", "")


def test_picture_that_cannot_be_opened_is_listed_as_such() -> None:
    broken = Attachment("坏图片", "乔禾", date(2026, 1, 1), "image/jpeg", b"\xff\xd8\xff\xe0" + b"x" * 100, 1)
    pages = pages_of(print_household_file(replace(HOUSEHOLD, attachments=(broken,))))
    assert "图片无法打开，电子件另存" in pages[-1]


def test_pictures_have_a_page_each(pages: list[str]) -> None:
    many = tuple(Attachment(f"照片{n}", "乔禾", None, "image/png", picture(form="PNG")) for n in range(5))
    alone = pages_of(print_household_file(replace(HOUSEHOLD, attachments=many)))
    assert ["材料" in page and f"照片{n}" in page for n, page in enumerate(alone[-5:])] == [True] * 5


def test_household_of_which_little_is_known_is_printed() -> None:
    bare = HouseholdFile(PRINTED, HOUSEHOLD.cover, replace(HOUSEHOLD.facts, address="", accounts=()), ())
    pages = pages_of(print_household_file(bare))
    assert "家庭住址—" in "".join(pages) and "（无）" in "".join(pages)


def test_deep_and_long_reasons_do_not_leave_the_page() -> None:
    line = Line("最里层")
    for depth in range(40):
        line = Line(f"第{depth}层" * 10, (line,))
    view = ProgrammeView("最低生活保障", "符合", "", (line,))
    assert "最里层" in "".join(pages_of(print_household_file(replace(HOUSEHOLD, views=(view,)))))


def test_long_history_repeats_its_head_and_counts_its_pages() -> None:
    days = tuple(Happening(date(2020, 1, 1) + timedelta(days=n), f"第{n}件事", "乔禾") for n in range(300))
    pages = pages_of(print_household_file(replace(HOUSEHOLD, happenings=days)))
    assert all("日期事项经办人文书" in page for page in pages if "件事乔禾" in page)
    assert f"第{len(pages)}页共{len(pages)}页" in pages[-1]


def test_same_values_give_the_same_bytes() -> None:
    assert print_household_file(HOUSEHOLD) == print_household_file(HOUSEHOLD)


def test_english_print_has_no_chinese_label() -> None:
    pages = pages_of(print_household_file(HOUSEHOLD, language="en"))
    text = "".join(pages)
    assert f"Page1of{len(pages)}" in pages[0] and "1.Thehouseholdtoday" in text and "notknown" in text
    for label in ("卷内目录", "家庭住址", "证件号码", "档号", "共"):
        assert label not in text


def test_negative_amount_keeps_its_sign() -> None:
    loss = Evidence("income", "经营亏损", "秦葵", -50, "每年", "账本", "", None)
    assert "-0.50" in "".join(pages_of(print_household_file(replace(HOUSEHOLD, evidence=(loss,)))))


@pytest.mark.machine
@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="no pdftoppm")
def test_pages_are_drawn_with_ink_on_them(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "file.pdf").write_bytes(print_household_file(HOUSEHOLD))
    subprocess.run(["pdftoppm", "-r", "60", "-gray", tmp_path / "file.pdf", tmp_path / "page"], check=True, stderr=-3)
    drawn = sorted(tmp_path.glob("page*.pgm"))
    assert len(drawn) == len(pages_of((tmp_path / "file.pdf").read_bytes()))
    assert all(min(page.read_bytes()[20:]) < 140 for page in drawn)
