"""Single values of a case file: each reader gives what a fact holds, or says what was seen and what was expected.

Readers are made once, when the module is loaded; reading a value builds nothing. Every one takes what strict text or a
JSON body gives (text, whole numbers, truths, lists, mappings, `Number`, floats).
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from doudi.engine.strict_text import Number, seen
from doudi.vocabulary.money import Fen, parse_yuan
from doudi.vocabulary.territory import divisions

T = TypeVar("T")
Reader = Callable[[object], T]

OLDEST_AGE = 130
FIRST_YEAR, LAST_YEAR = 1950, 2099
LONGEST_TEXT = 200
MOST_OF_ANYTHING = 9_999
_LARGEST_AMOUNT = "999999999.99"

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLACE = re.compile(r"[0-9]{6}(?:[0-9]{3}){0,2}")
_DECIMAL = re.compile(r"[0-9]+\.[0-9]+")
_NEGATIVE = re.compile(r"-[0-9]+(?:\.[0-9]+)?")
_FINER_THAN_FEN = re.compile(r"[0-9]+\.[0-9]{3,}")
_TOO_LARGE = re.compile(r"[0-9]{10,}(?:\.[0-9]{1,2})?")
# Control characters, format characters (those that turn the direction of writing among them), halves of pairs, line ends.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class Wrong(ValueError):
    """A value that is not what its key asks for; why, in Chinese and in English."""

    def __init__(self, message_zh: str, message_en: str) -> None:
        self.message_zh, self.message_en = message_zh, message_en
        super().__init__(message_en)


def _wrong(value: object, zh: str, en: str) -> Wrong:
    seen_zh, seen_en = seen(value)
    return Wrong(f"{seen_zh} {zh}", f"{seen_en} {en}")


def truth(value: object) -> bool:
    """`true` or `false`, and no other word for them."""
    if value is True or value is False:
        return value
    raise _wrong(value, "不是 true 或 false；请写 true 或 false，不加引号", "is not true or false")


def whole(zh: str, en: str, *, least: int = 0, most: int = MOST_OF_ANYTHING) -> Reader[int]:
    """The reader of a whole number between two bounds, both allowed; `zh` and `en` say what it counts."""

    def read(value: object) -> int:
        if type(value) is int and least <= value <= most:
            return value
        raise _wrong(value, f"不是{zh}；应为 {least} 到 {most} 的整数，不加引号", f"is not {en} ({least} to {most})")

    return read


def word(zh: str, en: str, allowed: tuple[str, ...]) -> Reader[str]:
    """The reader of a code; `zh` and `en` say what the code stands for."""
    known = frozenset(allowed)
    choice_zh, choice_en = "、".join(allowed), ", ".join(allowed)

    def read(value: object) -> str:
        if type(value) is str and value in known:
            return value
        raise _wrong(value, f"不是{zh}；可填 {choice_zh}", f"is not {en} ({choice_en})")

    return read


def amount(value: object) -> Fen:
    """Yuan as text or as a whole number, in fen; a decimal without quotes has passed through a float and is refused."""
    if type(value) is str or type(value) is int:
        try:
            return parse_yuan(value)
        except ValueError:
            raise _wrong(value, *_why_no_amount(_written(value))) from None
    written = _written(value)
    if _DECIMAL.fullmatch(written):
        raise _wrong(
            value,
            '是不加引号的小数；请加引号写成最多两位小数的文字，例如 "58.13"',
            'is a decimal without quotes; write it as a quoted string with at most two places, such as "58.13"',
        )
    raise _wrong(value, *_why_no_amount(written))


def _written(value: object) -> str:
    """A number or text as it was written; nothing for what is neither."""
    if isinstance(value, str):
        return value
    if isinstance(value, Number):
        return value.text
    # Python refuses to write out a whole number of thousands of digits.
    if type(value) is int and abs(value) >= 10**18:
        return f"{10**18 if value > 0 else -(10**18)}"
    return repr(value) if type(value) in (int, float) else ""


def _why_no_amount(text: str) -> tuple[str, str]:
    if _NEGATIVE.fullmatch(text):
        return "是负数；金额不能小于 0", "is negative; an amount is 0 or more"
    if _FINER_THAN_FEN.fullmatch(text):
        return "的小数超过两位；金额最多写到分", "has more than two decimal places"
    if _TOO_LARGE.fullmatch(text):
        return f"过大；金额最多 {_LARGEST_AMOUNT} 元", f"is too large; an amount is at most {_LARGEST_AMOUNT}"
    if any(one.isdigit() and not one.isascii() for one in text):
        return "含有全角数字；请用半角数字 0 到 9", "has digits other than 0 to 9"
    return (
        '不是以元为单位的金额；请写成 1900 或 "58.13" 这样',
        'is not an amount in yuan (digits with at most two decimal places: 1900 or "58.13")',
    )


def day(value: object) -> date:
    """A day of the calendar, `2023-08-15`; a `date` passes as it is."""
    if type(value) is str and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise _wrong(value, "这一天不存在，请核对日期", "is not a day of the calendar") from None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise _wrong(value, "不是日期；请写成 2023-08-15 这样", "is not a date (YYYY-MM-DD)")


def day_of_decision(value: object) -> date:
    """A day in the years a decision can fall in."""
    read = day(value)
    if FIRST_YEAR <= read.year <= LAST_YEAR:
        return read
    raise _wrong(
        str(read), f"不在 {FIRST_YEAR} 到 {LAST_YEAR} 年之间", f"is not a day of the years {FIRST_YEAR} to {LAST_YEAR}"
    )


def text(value: object) -> str:
    """Text for display: not empty, not long, with nothing in it that cannot be seen."""
    if type(value) is not str:
        raise _wrong(value, "不是文字；请加引号", "is not text; put it in quotes")
    if not value.strip():
        raise _wrong(value, "是空的", "is empty")
    if len(value) > LONGEST_TEXT:
        raise _wrong(value, f"超过 {LONGEST_TEXT} 个字符", f"is longer than {LONGEST_TEXT} characters")
    # Rare characters younger than Python's tables are not "printable" either, so the categories decide.
    if not value.isprintable() and any(unicodedata.category(one) in _UNSEEN for one in value):
        raise _wrong(value, "含有控制字符或看不见的字符，请重新录入", "holds control or invisible characters")
    return value


def name_of_case(value: object) -> str:
    """The file's name for itself: text or a whole number."""
    return str(value) if type(value) is int and abs(value) < 10**18 else text(value)


def place(value: object) -> str:
    """A division code of 6, 9 or 12 digits in a province that exists."""
    if type(value) is int:
        raise _wrong(
            value,
            '是数；区划代码请加引号写成文字，例如 "340102"',
            'is a number; write the code in quotes, such as "340102"',
        )
    if type(value) is not str or not _PLACE.fullmatch(value):
        raise _wrong(value, "不是 6、9 或 12 位的区划代码", "is not a division code (6, 9 or 12 digits)")
    if value[:2] + "0000" not in divisions():
        raise _wrong(
            value, f"的前两位 {value[:2]} 不是任何省份的代码", f"is in no province: there is no {value[:2]}0000"
        )
    return value
