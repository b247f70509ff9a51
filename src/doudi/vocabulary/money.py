"""Money as whole fen: read from text, written for a page, rounded once and by name.

Nothing here is a float. An amount is an `int` of fen; a quotient is rounded only by `half_up`, `ceiling` or
`floor`, so the page that pays can say which of them the law asked for.
"""

import re

Fen = int

_YUAN = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,2})?")
_LARGEST_YUAN = 999_999_999

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_LARGEST_IN_CAPITALS = 10**16


def parse_yuan(text: str | int) -> Fen:
    """Read an amount in yuan, as text (`"58.13"`) or as a whole number, and give it in fen.

    Only ASCII digits with at most two decimals are read: no sign, no space, no grouping, no exponent. Raises
    `ValueError`, in Chinese, for anything else; a float is refused because it has already lost what it meant.
    """
    if isinstance(text, bool) or not isinstance(text, str | int):
        raise ValueError(f'金额 {text!r} 不是文字或整数；请写成 "58.13" 这样带引号的数字，单位为元')
    if isinstance(text, int):
        return _whole_yuan(text)
    if not _YUAN.fullmatch(text):
        raise ValueError(f"金额“{text}”无法识别；只能用半角数字，最多九位整数、两位小数，例如 872 或 58.13，单位为元")
    whole, _, decimals = text.partition(".")
    return int(whole) * 100 + int(decimals.ljust(2, "0"))


def _whole_yuan(amount: int) -> Fen:
    if not 0 <= amount <= _LARGEST_YUAN:
        raise ValueError(f"金额 {amount} 元超出范围；应在 0 到 {_LARGEST_YUAN} 元之间")
    return amount * 100


def yuan(fen: Fen) -> str:
    """Write fen as yuan with two decimals and the sign kept: `87200` as `"872.00"`."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}"


def half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number; a half goes up, towards plus infinity: `half_up(1, 2)` is 1, `half_up(-1, 2)` is 0."""
    numerator, denominator = _positive_denominator(numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def ceiling(numerator: int, denominator: int) -> int:
    """The smallest whole number not below the quotient, exactly, for either sign."""
    numerator, denominator = _positive_denominator(numerator, denominator)
    return -(-numerator // denominator)


def floor(numerator: int, denominator: int) -> int:
    """The largest whole number not above the quotient, exactly, for either sign."""
    numerator, denominator = _positive_denominator(numerator, denominator)
    return numerator // denominator


def _positive_denominator(numerator: int, denominator: int) -> tuple[int, int]:
    """The same quotient over a positive denominator; `ZeroDivisionError` where there is none."""
    if denominator == 0:
        raise ZeroDivisionError("除数为零，无法取整")
    return (-numerator, -denominator) if denominator < 0 else (numerator, denominator)


def in_capitals(fen: Fen) -> str:
    """Write fen in the capitals of Chinese vouchers, without the words 人民币: `10000` as `壹佰元整`.

    An amount that ends at yuan or jiao closes with 整, one that ends at fen does not; 零 stands for a gap between
    digits. Raises `ValueError` from ten quadrillion yuan on.
    """
    whole, rest = divmod(abs(fen), 100)
    if whole >= _LARGEST_IN_CAPITALS:
        raise ValueError(f"金额 {yuan(fen)} 元过大，无法写成大写")
    sign = "负" if fen < 0 else ""
    return sign + _yuan_in_capitals(whole, rest) + _small_change_in_capitals(whole, rest)


def _yuan_in_capitals(whole: int, rest: int) -> str:
    if whole == 0:
        return "" if rest else "零元"
    return _integer_in_capitals(whole) + "元"


def _integer_in_capitals(whole: int) -> str:
    groups = [whole // 10_000**place % 10_000 for place in range(4)]
    words = ""
    gap = False
    for place in (3, 2, 1, 0):
        if groups[place] == 0:
            gap = True
            continue
        zero = "零" if words and (gap or groups[place] < 1000) else ""
        words += zero + _group_in_capitals(groups[place]) + _group_name(groups, place)
        gap = False
    return words


def _group_name(groups: list[int], place: int) -> str:
    """The word after a group of four digits; 万亿 is written 万 where the group below brings the 亿 itself."""
    return "万" if place == 3 and groups[2] else _GROUPS[place]


def _group_in_capitals(group: int) -> str:
    words = ""
    gap = False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return words


def _small_change_in_capitals(whole: int, rest: int) -> str:
    jiao, fen = divmod(rest, 10)
    if rest == 0:
        return "整"
    if fen == 0:
        return _DIGITS[jiao] + "角整"
    if jiao == 0:
        return ("零" if whole else "") + _DIGITS[fen] + "分"
    return _DIGITS[jiao] + "角" + _DIGITS[fen] + "分"
