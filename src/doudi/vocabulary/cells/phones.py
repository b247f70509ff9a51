"""Telephone numbers: mobiles, and lines with their area code."""

import re

from doudi.vocabulary.cells.reading import Cell, Read, as_text, ask, blank_reading, plain

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LINE = re.compile(r"(0(?:10|2[0-9]|[3-9][0-9]{2}))([2-8][0-9]{6,7})(?:[-转]([0-9]{1,6}))?")
_LINE_WITHOUT_ZERO = re.compile(r"(?:10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}")
_LOCAL = re.compile(r"[2-8][0-9]{6,7}")
_PUNCTUATION = re.compile(r"[\s()（）.·]|(?<=[0-9])[-–—](?=[0-9]{3,})")
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1[3-9][0-9]{9}$|0[0-9]{9,11})")
_SEVERAL = re.compile(r"[/／、，,;；|或\s]+")
_NOTHING = frozenset({"无", "没有", "无电话"})


def parse_phone(cell: Cell) -> Read[str]:
    """Read a telephone number: a mobile's 11 digits, or a line as `0564-3321234`.

    Spaces, hyphens and +86 are taken off. Several numbers, a missing area code and a wrong length are asked.
    """
    nothing = blank_reading(cell)
    return _phone(as_text(cell)) if nothing is None else nothing


def dialled(text: str) -> str | None:
    """The number somebody can be called under: a mobile, or a line with its area code. None for anything else."""
    return _number(plain(text))


def _phone(text: str) -> Read[str]:
    written = plain(text)
    if written in _NOTHING:
        return Read(None, "normalised", "注明没有电话，按空白处理")
    number = _number(written)
    if number is not None:
        return Read(number) if number == text else Read(number, "normalised", "去除了电话中的空格、连字符或国家代码")
    several = [_number(part) for part in _SEVERAL.split(written)]
    if len(several) > 1 and several[0] is not None and all(several):
        return ask(f"一栏里有{len(several)}个电话，请选定一个", several[0])
    return _doubtful(_PUNCTUATION.sub("", written))


def _number(written: str) -> str | None:
    digits = _COUNTRY.sub("", _PUNCTUATION.sub("", written))
    if _MOBILE.fullmatch(digits):
        return digits
    line = _LINE.fullmatch(digits)
    return None if line is None else f"{line[1]}-{line[2]}" + (f"-{line[3]}" if line[3] else "")


def _doubtful(digits: str) -> Read[str]:
    if _LINE_WITHOUT_ZERO.fullmatch(digits) and _number(f"0{digits}"):
        return ask("座机区号前的0可能被表格去掉了，请核对", _number(f"0{digits}"))
    if _LOCAL.fullmatch(digits):
        return ask("座机没有区号，请补上区号，例如 0564-3321234")
    if digits.isascii() and digits.isdecimal():
        return ask(f"电话有{len(digits)}位数字；手机应为1开头的11位，座机应带区号，请核对")
    return ask("电话中有数字以外的字符，请核对")
