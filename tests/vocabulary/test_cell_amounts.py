"""Amounts in cells: whole fen or nothing, and never what Python's number types would make of them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.vocabulary.cells import Cell, parse_amount
from doudi.vocabulary.money import yuan


@pytest.mark.parametrize(
    ("cell", "fen"),
    [(400, 40_000), (400.0, 40_000), (58.13, 5813), ("58.1", 5810), ("0", 0), (0, 0), (-0.0, 0), (0.29, 29)],
)
def test_a_plain_amount_is_read_without_a_word(cell: Cell, fen: int) -> None:
    read = parse_amount(cell)
    assert (read.value, read.verdict, read.note) == (fen, "ok", "")


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("１２３", 12_300),
        ("1,234.50", 123_450),
        ("￥100", 10_000),
        ("¥ 100", 10_000),
        ("人民币100元", 10_000),
        ("100元", 10_000),
        ("100元整", 10_000),
        ("100块钱", 10_000),
        (" 100 ", 10_000),
        ("'100", 10_000),
        (0.1 + 0.2, 30),
        (1234.5600000000001, 123_456),
    ],
)
def test_what_everybody_reads_alike_is_normalised_and_said(cell: Cell, fen: int) -> None:
    read = parse_amount(cell)
    assert (read.value, read.verdict) == (fen, "normalised")
    assert yuan(fen) in read.note


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("三百", 30_000),
        ("三百零五", 30_500),
        ("一千零二十", 102_000),
        ("两千", 200_000),
        ("三万五千", 3_500_000),
        ("十", 1000),
        ("十五", 1500),
        ("叁佰元整", 30_000),
        ("壹仟贰佰零伍元叁角肆分", 120_534),
        ("1.2万", 1_200_000),
        ("1.2万元", 1_200_000),
        ("3百", 30_000),
        ("58.135", 5814),
        (58.135, 5814),
        (1000 / 3, 33_333),
        ("约500", 50_000),
        ("500左右", 50_000),
        ("100元/月", 10_000),
        ("无", 0),
        ("零", 0),
    ],
)
def test_what_a_person_understands_is_asked_with_a_proposal(cell: Cell, fen: int) -> None:
    read = parse_amount(cell)
    assert (read.value, read.verdict, read.proposal) == (None, "ask", fen)


@pytest.mark.parametrize("cell", ["三百五", "三万五", "一二三", "3千5"])
def test_a_number_with_its_last_place_left_out_is_asked_without_a_guess(cell: Cell) -> None:
    read = parse_amount(cell)
    assert (read.verdict, read.proposal) == ("ask", None)


@pytest.mark.parametrize(
    "cell",
    [
        "NaN",
        "Infinity",
        "-inf",
        "1e3",
        "1_000",
        "٣",
        "０x10",
        "-0",
        "+5",
        "1 000",
        "1,2345",
        "100.",
        ".5",
        "1.2.3",
        "abc",
        "500-600",
        "1234567890",
        "1,234,567,890",
        1e12,
        float("nan"),
        float("inf"),
        True,
        date(2023, 2, 3),
        "①",
        "㊀",
    ],
)
def test_what_is_no_amount_is_refused(cell: Cell) -> None:
    read = parse_amount(cell)
    assert (read.value, read.verdict, read.proposal) == (None, "refused", None)
    assert read.note


@pytest.mark.parametrize("cell", ["-5", -5, -5.5, "－5", "(100)", "（100）", "负100"])
def test_a_negative_amount_is_refused_except_as_a_loss(cell: Cell) -> None:
    assert "不能为负数" in parse_amount(cell).note
    read = parse_amount(cell, losses=True)
    assert read.value is not None
    assert read.value < 0


def test_a_blank_is_unknown_and_not_nought() -> None:
    assert parse_amount("").value is None
    assert parse_amount("/").value is None
    assert parse_amount("0").value == 0


@given(st.integers(0, 99_999_999_999))
def test_every_amount_is_read_back_from_its_text(fen: int) -> None:
    assert parse_amount(yuan(fen)).value == fen


@given(st.integers(0, 10**11 - 1))
def test_every_amount_is_read_back_from_a_number(fen: int) -> None:
    assert parse_amount(float(yuan(fen))).value == fen


def in_chinese(number: int) -> str:
    """A whole number below ten thousand in words, worked out apart from the parser."""
    words, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            words += ("零" if gap else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit and bool(words)
    return words


@given(st.integers(1, 9999))
def test_every_number_in_words_is_proposed_as_itself(number: int) -> None:
    assert parse_amount(in_chinese(number)).proposal == number * 100


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.none(), st.booleans()))
def test_any_cell_is_read_asked_or_refused(cell: Cell) -> None:
    for losses in (False, True):
        read = parse_amount(cell, losses=losses)
        assert read.verdict in ("ok", "normalised", "ask", "refused")
        assert read.value is None or isinstance(read.value, int)


@given(st.text(alphabet="0123456789.,万百千元一二三零十-￥约 ", max_size=12))
def test_anything_like_an_amount_is_read_asked_or_refused(text: str) -> None:
    assert parse_amount(text).verdict in ("ok", "normalised", "ask", "refused")
