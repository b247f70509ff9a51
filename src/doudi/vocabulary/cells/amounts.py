"""Amounts of money as people write them, in whole fen.

Only our own expressions decide: Python's number types take `NaN`, `1e3`, `1_000` and the digits of other scripts.
"""

import re
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from doudi.vocabulary.cells.reading import Cell, Read, ask, blank_reading, refuse, shown
from doudi.vocabulary.money import Fen, half_up, yuan

_LARGEST = 999_999_999_99
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，￥（）－", "0123456789.,¥()-")
_PLAIN = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,2})?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,2}(?:\.[0-9]{1,2})?")
_LONG_TAIL = re.compile(r"[0-9]{1,9}\.[0-9]{3,}")
_MULTIPLE = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)([十百千万])")
_BEFORE = re.compile(r"^(?:人民币|RMB|CNY|¥|￥)\s*", re.IGNORECASE)
_AFTER = re.compile(r"\s*(?:元整|圆整|元正|元|圆|块钱|块)$")
_UNIT_OF_TIME = re.compile(r"(?:/|每)\s*(?:人|户)?\s*[/每]?\s*(月|年|天|日|季度?)$|^(月|年|日)(?=[0-9])")
_NEGATIVE = re.compile(r"[-−–—]\s*[0-9.,]+|\([0-9.,]+\)|负.+")
_ABOUT = re.compile(r"(?:约|大约|大概)?([0-9]{1,9})(?:元|块)?(?:左右|上下|多)?(?:元|块)?")
_NOTHING = frozenset({"无", "没有", "无收入", "零", "〇", "免"})
_CHINESE_NUMBER = re.compile("[零〇一二三四五六七八九两十百千万壹贰叁肆伍陆柒捌玖拾佰仟萬元圆角分整正]+")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬圆", "一二三四五六七八九十百千万元")
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10000}

_HOW = "请用数字写明，单位为元，最多两位小数，例如 872 或 58.13"


def parse_amount(cell: Cell, *, losses: bool = False) -> Read[Fen]:
    """Read an amount in yuan and give it in fen; a blank is unknown, not zero.

    Signs of currency, full-width digits and thousands commas are normalised. Words, 万, a third decimal and
    approximations are asked, with a proposal. A negative amount is refused unless `losses` may be entered.
    """
    nothing = blank_reading(cell)
    if nothing is not None:
        return nothing
    if isinstance(cell, bool | date | time | timedelta):
        return refuse(f"“{shown(cell)}”不是金额（单元格是日期、时刻或是/否），{_HOW}")
    if isinstance(cell, int | float):
        return _from_number(cell, losses)
    return _from_text(str(cell), losses)


@lru_cache(maxsize=65536)
def _from_number(number: int | float, losses: bool) -> Read[Fen]:
    if number != number or number in (float("inf"), float("-inf")):
        return refuse(f"单元格里不是有效的数字，{_HOW}")
    if number < 0:
        return _negative(_from_number(-number, losses), losses)
    exact = Fraction(Decimal(repr(number))) * 100
    fen = half_up(exact.numerator, exact.denominator)
    if fen > _LARGEST:
        return refuse("金额超过九位整数，请核对是否填错了栏")
    if exact == fen:
        return Read(fen)
    if abs(exact - fen) < Fraction(1, 10**5):
        return Read(fen, "normalised", f"表格里存的是 {number!r}，按 {yuan(fen)} 元读取")
    return _too_many_decimals(str(number), fen)


def _too_many_decimals(written: str, fen: Fen) -> Read[Fen]:
    return ask(f"“{shown(written)}”超过两位小数，是否为 {yuan(fen)} 元？", fen)


def _negative(read: Read[Fen], losses: bool) -> Read[Fen]:
    if losses and read.value:
        return Read(-read.value, read.verdict, read.note)
    return refuse(f"金额不能为负数，{_HOW}；经营亏损请填在经营净收入一栏")


@lru_cache(maxsize=65536)
def _from_text(text: str, losses: bool) -> Read[Fen]:
    written = text.strip().lstrip("'‘’`").translate(_FULL_WIDTH).strip()
    if _PLAIN.fullmatch(written):
        fen = _fen(written)
        return Read(fen) if written == text else _tidied(text, fen)
    if _NEGATIVE.fullmatch(written):
        return _negative(_from_text(written.strip("-−–—()负 "), losses), losses)
    bare = _AFTER.sub("", _BEFORE.sub("", written)).strip()
    if _PLAIN.fullmatch(bare) or _GROUPED.fullmatch(bare):
        return _tidied(text, _fen(bare.replace(",", "")))
    return _doubtful(written, bare)


def _fen(plain_yuan: str) -> Fen:
    whole, _, decimals = plain_yuan.partition(".")
    return int(whole) * 100 + int(decimals.ljust(2, "0"))


def _tidied(text: str, fen: Fen) -> Read[Fen]:
    return Read(fen, "normalised", f"“{shown(text)}”按 {yuan(fen)} 元读取")


def _doubtful(written: str, bare: str) -> Read[Fen]:
    """What a person understands and a program should not: a proposal where there is one."""
    if written in _NOTHING:
        return ask(f"“{written}”是没有（0元），还是不清楚？没有请填0，不清楚请留空", 0)
    if _LONG_TAIL.fullmatch(bare):
        exact = Fraction(Decimal(bare)) * 100
        return _too_many_decimals(written, half_up(exact.numerator, exact.denominator))
    fen = _from_words(bare) or _from_words(written)
    if fen is not None and fen <= _LARGEST:
        return ask(f"“{shown(written)}”是否为 {yuan(fen)} 元？", fen)
    if _CHINESE_NUMBER.fullmatch(bare) or _MULTIPLE.match(bare):
        return ask(f"“{shown(written)}”不是数字，{_HOW}")
    timed = _UNIT_OF_TIME.sub("", written)
    if timed != written and _PLAIN.fullmatch(_AFTER.sub("", timed)):
        return ask(f"“{shown(written)}”带有期间，请核对本栏的单位", _fen(_AFTER.sub("", timed)))
    about = _ABOUT.fullmatch(written)
    if about is not None:
        return ask(f"“{shown(written)}”不是确数，{_HOW}", _fen(about[1]))
    return refuse(f"“{shown(written)}”不是金额，{_HOW}")


def _from_words(text: str) -> Fen | None:
    """`1.2万` and `三百` in fen; None where the words are no number."""
    multiple = _MULTIPLE.fullmatch(text)
    if multiple is not None:
        exact = Fraction(Decimal(multiple[1])) * _PLACES[multiple[2]] * 100
        return half_up(exact.numerator, exact.denominator)
    if not _CHINESE_NUMBER.fullmatch(text):
        return None
    words = text.translate(_CAPITALS).rstrip("整正")
    whole, unit, change = words.partition("元")
    yuan_part = _whole(whole)
    fen_part = _change(change) if unit else 0
    return None if yuan_part is None or fen_part is None else yuan_part * 100 + fen_part


def _whole(words: str) -> int | None:
    """`一千二百零五` as 1205; None for what is no number, and for `三千五`, which leaves its last place out."""
    high, ten_thousand, low = words.rpartition("万")
    if ten_thousand and low and not low.startswith("零") and "千" not in low:
        return None
    upper = _below_ten_thousand(high) if high else 0
    lower = _below_ten_thousand(low) if low else 0
    return None if upper is None or lower is None or not words else upper * 10000 + lower


def _below_ten_thousand(words: str) -> int | None:
    total, digit, last, gap = 0, 0, 10000, not words.strip("零〇")
    for word in words:
        if _PLACES.get(word, 0) >= last or (word in _DIGITS and digit):
            return None
        if word in _PLACES:
            last = _PLACES[word]
            total, digit, gap = total + (digit or 1) * last, 0, False
        elif word in _DIGITS:
            digit = _DIGITS[word]
            gap = gap or not digit
        else:
            return None
    return total + digit if not digit or gap or last in (10, 10000) else None


def _change(words: str) -> Fen | None:
    found = re.fullmatch("(?:([一二三四五六七八九])角)?零?(?:([一二三四五六七八九])分)?", words)
    if found is None:
        return None
    return _DIGITS[found[1] or "零"] * 10 + _DIGITS[found[2] or "零"]
