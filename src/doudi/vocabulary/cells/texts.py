"""Free text, places and the numbers that people carry: citizen number, disability certificate, bank account."""

import re
from datetime import date, time, timedelta

from doudi.vocabulary.cells.reading import Cell, Read, as_text, ask, blank_reading, plain, refuse
from doudi.vocabulary.identity import CitizenId, IdentityError, check_bank_account, check_citizen_id
from doudi.vocabulary.territory import current_codes, division, is_division

_LONGEST = 500
# What PostgreSQL or a page cannot hold, and what is not seen; line breaks and tabs stay.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_OTHER_PAPER = re.compile(r"[A-Za-z]{1,3}[0-9]{6,10}|[0-9]{8}|[0-9]{10}")
_CERTIFICATE = re.compile(r"([0-9]{17}[0-9X])([1-7])([1-4])(?:B[0-9]{1,2})?")
_NO_NUMBER = frozenset({"无", "没有", "无证", "未办理", "未办", "新生儿", "未上户", "遗失", "丢失", "不详"})
_CUT = "单元格为数字格式，第15位以后的数字已丢失；请把该列改为文本格式，按原件重新录入"
_TO_BE_PUT_RIGHT = ("已停用",)


def parse_text(cell: Cell, *, longest: int = _LONGEST) -> Read[str]:
    """Read free text as it was typed, whatever it looks like; only unseen characters and padding are taken off."""
    nothing = blank_reading(cell)
    if nothing is not None:
        return nothing
    written = as_text(cell)
    clean = _UNSEEN.sub("", written).strip() if not written.isalnum() else written
    if len(clean) > longest:
        return refuse(f"文字有{len(clean)}个字，超过{longest}个字，请缩短")
    return Read(clean or None) if clean == written.strip() else Read(clean or None, "normalised", "去除了看不见的字符")


def digits_of(cell: Cell) -> str | None:
    """A number that people carry as text; None where a spreadsheet keeps it as a number and has cut it."""
    if isinstance(cell, float) and not (cell.is_integer() and abs(cell) < 1e15):
        return None
    if isinstance(cell, int) and abs(cell) >= 10**15:
        return None
    return as_text(cell)


def parse_citizen_id(cell: Cell, *, on: date | None = None, seen_on_paper: bool = False) -> Read[CitizenId]:
    """Read a citizen number; one of 15 digits, and one first issued in no place we know, is asked.

    A number that a spreadsheet has cut is refused, never padded. Other papers and people without a number are asked.
    """
    nothing = blank_reading(cell)
    if nothing is not None:
        return nothing
    if isinstance(cell, bool | date | time | timedelta):
        return refuse("单元格是日期、时刻或是/否，不是身份证号；请把该列改为文本格式，按原件重新录入")
    text = digits_of(cell)
    if text is None:
        return refuse(_CUT)
    try:
        return _checked(check_citizen_id(text, on, seen_on_paper=seen_on_paper))
    except IdentityError as refused:
        return _other_paper(plain(text), str(refused))


def _checked(bearer: CitizenId) -> Read[CitizenId]:
    doubts = [warning for warning in bearer.warnings if not any(word in warning for word in _TO_BE_PUT_RIGHT)]
    if doubts:
        return ask("；".join(doubts), bearer)
    if bearer.remarks:
        return Read(bearer, "normalised", "；".join((*bearer.remarks, *bearer.warnings)))
    return Read(bearer, "ok", "；".join(bearer.warnings))


def _other_paper(text: str, why: str) -> Read[CitizenId]:
    if text in _NO_NUMBER:
        return ask("没有身份证号；请选择原因（新生儿未上户、遗失等），按临时编号登记")
    if _OTHER_PAPER.fullmatch(text):
        return ask("像是护照、通行证等其他证件的号码，请选择证件种类")
    return refuse(why)


def parse_account(cell: Cell) -> Read[str]:
    """Read the number of a bank card or passbook; what cannot be one is asked, since it stops payment and not help."""
    nothing = blank_reading(cell)
    if nothing is not None:
        return nothing
    if isinstance(cell, bool | date | time | timedelta):
        return refuse("单元格是日期、时刻或是/否，不是银行账号；请把该列改为文本格式，按存折或银行卡录入")
    text = digits_of(cell)
    if text is None:
        return refuse(_CUT)
    try:
        account = check_bank_account(text)
    except IdentityError as refused:
        return refuse(str(refused)) if "已丢失" in str(refused) else ask(str(refused))
    if account.warnings:
        return ask("；".join(account.warnings), account.number)
    return Read(account.number, "normalised" if account.remarks else "ok", "；".join(account.remarks))


def parse_certificate(cell: Cell) -> Read[str]:
    """Read the number of a disability certificate: the citizen number, the kind and the grade, 20 characters."""
    nothing = blank_reading(cell)
    if nothing is not None:
        return nothing
    text = digits_of(cell)
    if text is None:
        return refuse(_CUT)
    number = "".join(plain(text).replace("-", "").split()).upper()
    if number in _NO_NUMBER:
        return Read(None, "normalised", "注明没有残疾人证，按空白处理")
    if not _CERTIFICATE.fullmatch(number):
        return ask(f"残疾人证号应为20位（18位身份证号、残疾类别、残疾等级），现为{len(number)}位，请核对")
    return Read(number) if number == text else Read(number, "normalised", "残疾人证号已规范：去除空格等")


def parse_place(cell: Cell) -> Read[str]:
    """Read a village or town, by name or by division code of 6, 9 or 12 digits.

    A county's code that is out of use gives its successor where there is one; otherwise a person is asked.
    """
    read = parse_text(cell, longest=100)
    code = plain(read.value or "")
    if not (code.isascii() and code.isdecimal() and len(code) >= 6):
        return read
    if not is_division(code):
        return ask("区划代码不在区划表中，请核对，或改填村（社区）名称")
    return _current(code)


def _current(code: str) -> Read[str]:
    county = division(code[:6])
    if county is None or not county.retired:
        return Read(code)
    now = current_codes(code)
    if len(code) == 6 and len(now) == 1:
        return Read(now[0], "normalised", f"区划代码{code}（{county.name}）已停用，按现代码{now[0]}读取")
    return ask(f"区划代码{code[:6]}（{county.name}）已停用，现为{'、'.join(now)}，请改用现在的代码")
