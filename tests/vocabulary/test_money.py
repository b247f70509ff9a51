"""Money is whole fen; it is read by one narrow rule and rounded by name."""

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.vocabulary import money

FEN = st.integers(min_value=0, max_value=99_999_999_999)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("872", 87200),
        ("58.13", 5813),
        ("58.1", 5810),
        ("0", 0),
        ("0.01", 1),
        ("007", 700),
        ("999999999.99", 99999999999),
    ],
)
def test_a_decimal_text_is_read_as_fen(text: str, fen: int) -> None:
    assert money.parse_yuan(text) == fen


def test_a_whole_number_is_yuan() -> None:
    assert money.parse_yuan(1900) == 190000


@pytest.mark.parametrize(
    "text",
    "|| |NaN|Infinity|1e3|1_000|１２３|٣|+1|-1|-0|1.|.5|1.234|1,000|￥1|1元|1 | 1|1\n|0x10|1000000000|三百|1/2".split(
        "|"
    ),
)
def test_any_other_text_is_refused_in_chinese(text: str) -> None:
    with pytest.raises(ValueError, match="无法识别"):
        money.parse_yuan(text)


@pytest.mark.parametrize("amount", [-1, 1_000_000_000])
def test_a_whole_number_out_of_range_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="超出范围"):
        money.parse_yuan(amount)


@pytest.mark.parametrize("amount", [1.5, True, None, b"1"])
def test_what_is_neither_text_nor_whole_number_is_refused(amount: object) -> None:
    with pytest.raises(ValueError, match="不是文字或整数"):
        money.parse_yuan(amount)  # type: ignore[arg-type]


@given(FEN)
def test_what_is_written_reads_back(fen: int) -> None:
    assert money.parse_yuan(money.yuan(fen)) == fen


@pytest.mark.parametrize(("fen", "text"), [(87200, "872.00"), (-5, "-0.05"), (-12345, "-123.45"), (0, "0.00")])
def test_fen_are_written_with_two_decimals_and_the_sign(fen: int, text: str) -> None:
    assert money.yuan(fen) == text


@pytest.mark.parametrize(
    ("a", "b", "rounded"),
    [(1, 2, 1), (-1, 2, 0), (-3, 2, -1), (3, 2, 2), (1, 3, 0), (2, 3, 1), (-2, 3, -1), (1, -2, 0), (-1, -2, 1)],
)
def test_a_half_goes_up_for_either_sign(a: int, b: int, rounded: int) -> None:
    assert money.half_up(a, b) == rounded


@given(st.integers(), st.integers().filter(bool))
def test_the_named_roundings_are_exact(a: int, b: int) -> None:
    quotient = Fraction(a, b)
    assert money.floor(a, b) == floor(quotient)
    assert money.ceiling(a, b) == ceil(quotient)
    assert money.half_up(a, b) == floor(quotient + Fraction(1, 2))


@pytest.mark.parametrize("rounding", [money.half_up, money.ceiling, money.floor])
def test_nothing_is_divided_by_zero(rounding: object) -> None:
    with pytest.raises(ZeroDivisionError, match="除数为零"):
        rounding(1, 0)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("fen", "capitals"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (10000, "壹佰元整"),
        (87200, "捌佰柒拾贰元整"),
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (3000000, "叁万元整"),
        (10000500, "壹拾万零伍元整"),
        (1001000000, "壹仟零壹万元整"),
        (10000000100, "壹亿零壹元整"),
        (123450000000000, "壹万贰仟叁佰肆拾伍亿元整"),
        (100000000000000, "壹万亿元整"),
        (-5813, "负伍拾捌元壹角叁分"),
    ],
)
def test_capitals_as_on_a_voucher(fen: int, capitals: str) -> None:
    assert money.in_capitals(fen) == capitals


def test_an_amount_without_a_name_for_its_size_is_refused() -> None:
    assert money.in_capitals(10**18 - 1).startswith("玖仟玖佰玖拾玖万")
    with pytest.raises(ValueError, match="过大"):
        money.in_capitals(10**18)


@given(st.lists(FEN, min_size=2, max_size=2, unique=True))
def test_two_amounts_never_share_their_capitals(two: list[int]) -> None:
    assert money.in_capitals(two[0]) != money.in_capitals(two[1])
