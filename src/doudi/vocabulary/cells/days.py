"""Days and months as people write them: read where there is one reading, asked where there are two or none."""

import calendar
import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from doudi.vocabulary.cells.reading import Cell, Read, as_text, ask, blank_reading, plain, refuse, shown
from doudi.vocabulary.periods import Month

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
# Spreadsheets count days from the end of 1899; below, a number could be a year as well.
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(_LAST_YEAR + 1, 73051)

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = r"(?:[T ]*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?)?"
_FULL = re.compile(rf"([0-9]{{4}}) ?[-./年 ] ?([0-9]{{1,2}}) ?[-./月 ] ?([0-9]{{1,2}}) ?[日号]?{_CLOCK}")
_EIGHT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR_MONTH = re.compile(r"([0-9]{4}) ?[-./年 ] ?([0-9]{1,2}) ?月?份?")
_YEAR = re.compile(r"[0-9]{4} ?年?")
_SHORT = re.compile(r"[0-9]{1,2} ?[-./年] ?[0-9]{1,2} ?[-./月] ?[0-9]{1,4} ?[日号]?")
_NUMBER = re.compile(r"[0-9]{5,6}(?:\.[0-9]+)?")
_LUNAR = re.compile("农历|阴历|旧历|正月|腊月|冬月|闰|初[一二三四五六七八九十]|廿|大年|除夕|端午|中秋")
_VAGUE = re.compile("约|左右|大概|前后|上旬|中旬|下旬|年初|年底|不详|不清|[?？~～至]|以[前后]")
_CHINESE = re.compile(
    "([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)
_CHINESE_DIGITS = {**{digit: value for value, digit in enumerate("零一二三四五六七八九")}, "〇": 0, "○": 0}

_AS_WRITTEN = "请按原件写成 1962-08-01 这样的年月日"


def parse_day(cell: Cell, *, on: date | None = None) -> Read[date]:
    """Read a day from a date cell, a serial number or text; with a day `on` a later one is refused.

    What lacks a part, could be read in two ways, is of the lunar calendar or only about right is asked, without a guess.
    """
    read = _day(cell)
    if read.value is not None and on is not None and read.value > on:
        return refuse(f"{read.value} 晚于{on}，还没有到，请核对原件")
    return read


def _day(cell: Cell) -> Read[date]:
    nothing = blank_reading(cell)
    if nothing is not None:
        return nothing
    if isinstance(cell, date):
        return _from_date(cell)
    if isinstance(cell, bool | time | timedelta):
        return refuse(f"单元格里是{_what(cell)}，不是日期（1900-01-00 也会这样），{_AS_WRITTEN}")
    if isinstance(cell, int | float):
        return _from_number(cell)
    return _from_text(str(cell))


def _what(cell: bool | time | timedelta) -> str:
    return "是/否" if isinstance(cell, bool) else "时刻或时长"


def _from_date(cell: date) -> Read[date]:
    day = cell.date() if isinstance(cell, datetime) else cell
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return refuse(f"{day} 的年份不在{_FIRST_YEAR}到{_LAST_YEAR}年之间，请核对原件")
    if isinstance(cell, datetime) and cell.time() != time():
        return Read(day, "normalised", f"去掉了时刻，按 {day} 读取")
    return Read(day)


def _from_number(number: int | float) -> Read[date]:
    if number != number or number in (float("inf"), float("-inf")):
        return refuse("单元格里不是有效的数字")
    whole = int(number)
    if whole != number and _FIRST_YEAR <= whole <= _LAST_YEAR:
        return ask(f"{shown(number)} 只有年月，{_AS_WRITTEN}")
    if whole in _SERIALS:
        return _from_serial(whole)
    return _from_text(str(whole)) if whole == number else refuse(f"{shown(number)} 不是日期，{_AS_WRITTEN}")


def _from_serial(serial: int) -> Read[date]:
    day = _SERIAL_ZERO + timedelta(days=serial)
    return Read(day, "normalised", f"Excel日期序号{serial}，按 {day} 读取，请核对")


@lru_cache(maxsize=65536)
def _from_text(text: str) -> Read[date]:
    written = plain(text)
    if _ISO.fullmatch(written):
        return _of(written[:4], written[5:7], written[8:], written, tidy=True)
    full = _FULL.fullmatch(written) or _EIGHT.fullmatch(written)
    if full is not None:
        return _of(full[1], full[2], full[3], written)
    chinese = _CHINESE.fullmatch(written)
    if chinese is not None:
        year = "".join(str(_CHINESE_DIGITS[digit]) for digit in chinese[1])
        return _of(year, _small_number(chinese[2]), _small_number(chinese[3]), written)
    return _not_a_whole_day(written)


def _not_a_whole_day(written: str) -> Read[date]:
    """A text that is no day in the calendar: what is missing, or that it is none."""
    if _LUNAR.search(written):
        return ask(f"“{shown(written)}”是农历，系统不换算，请按身份证或户口簿填公历日期")
    if _VAGUE.search(written):
        return ask(f"“{shown(written)}”不是确定的日期，{_AS_WRITTEN}")
    if _YEAR.fullmatch(written) and _FIRST_YEAR <= int(written[:4]) <= _LAST_YEAR:
        return ask(f"“{written}”只有年份，{_AS_WRITTEN}")
    if _YEAR_MONTH.fullmatch(written):
        return ask(f"“{written}”只有年月，{_AS_WRITTEN}")
    if _SHORT.fullmatch(written):
        return ask(f"“{written}”年份不全或年月日的先后不明，{_AS_WRITTEN}")
    if _NUMBER.fullmatch(written):
        return _from_digits(written)
    return refuse(f"“{shown(written)}”不是日期，{_AS_WRITTEN}")


def _from_digits(written: str) -> Read[date]:
    if int(float(written)) in _SERIALS:
        return _from_serial(int(float(written)))
    if len(written) == 6:
        return ask(f"“{written}”可能是年月，也可能是两位年份的年月日，{_AS_WRITTEN}")
    return refuse(f"“{shown(written)}”不是日期，{_AS_WRITTEN}")


def _of(year: str, month: str, day: str, written: str, *, tidy: bool = False) -> Read[date]:
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return refuse(f"“{shown(written)}”的年份不在{_FIRST_YEAR}到{_LAST_YEAR}年之间，请核对原件")
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return refuse(f"“{shown(written)}”：{_why_impossible(int(year), int(month))}，请核对原件")
    return Read(found) if tidy else Read(found, "normalised", f"“{shown(written)}”按 {found} 读取")


def _why_impossible(year: int, month: int) -> str:
    if not 1 <= month <= 12:
        return f"没有{month}月"
    return f"{year}年{month}月只有1到{calendar.monthrange(year, month)[1]}日"


def _small_number(chinese: str) -> str:
    """`二十三` as `23`; what is no number becomes 99, a month and a day that do not exist."""
    tens, ten, ones = chinese.partition("十")
    if not ten:
        return str(_CHINESE_DIGITS[chinese]) if len(chinese) == 1 else "99"
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return "99"
    return str((_CHINESE_DIGITS[tens] if tens else 1) * 10 + (_CHINESE_DIGITS[ones] if ones else 0))


def parse_month(cell: Cell) -> Read[Month]:
    """Read a calendar month: `2023-09`, `202309`, `2023年9月`, or any day of it."""
    nothing = blank_reading(cell)
    if nothing is not None:
        return nothing
    if isinstance(cell, float) and not cell.is_integer():
        return _month_from_decimal(cell)
    if isinstance(cell, str | int | float):
        written = plain(as_text(cell))
        short = _YEAR_MONTH.fullmatch(written) or re.fullmatch(r"([0-9]{4})([0-9]{2})", written)
        if short is not None:
            return _month_of(int(short[1]), int(short[2]), written)
    return _month_from_day(_day(cell), cell)


def _month_from_decimal(number: float) -> Read[Month]:
    """`2023.9` typed as a number; `2023.1` may have been October."""
    year, _, month = str(number).partition(".")
    if not year.isdecimal() or not month.isdecimal() or not _FIRST_YEAR <= int(year) <= _LAST_YEAR or len(month) > 2:
        return refuse(f"{shown(number)} 不是月份，请写成 2023-09")
    if month == "1":
        return ask(f"{number} 是数字格式，分不清1月还是10月，请写成 {year}-01 或 {year}-10")
    return _month_of(int(year), int(month), str(number))


def _month_of(year: int, month: int, written: str) -> Read[Month]:
    if not 1 <= month <= 12 or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return refuse(f"“{written}”没有这个月份，请写成 2023-09")
    found = Month(year, month)
    return Read(found) if written == str(found) else Read(found, "normalised", f"“{written}”按 {found} 读取")


def _month_from_day(read: Read[date], cell: Cell) -> Read[Month]:
    if read.value is None:
        return Read(None, read.verdict, f"“{shown(cell)}”不是月份，请写成 2023-09")
    month = Month.of(read.value)
    first = isinstance(cell, date) and read.value == month.first_day
    return Read(month) if first else Read(month, "normalised", f"{read.value} 按 {month} 读取")
