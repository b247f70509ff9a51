"""CSV rosters: nothing in them runs or is rounded, and a reader who takes one apostrophe away has what was written."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.household import PRINTED
from doudi.documents.columns import Column
from doudi.documents.csv_files import guarded, roster_csv, unguarded
from doudi.documents.watermark import is_watermark
from doudi.vocabulary.identity import generate_citizen_id

NUMBER = generate_citizen_id("341221", date(1953, 3, 4), 12)
COLUMNS = (
    Column("number", "身份证号"),
    Column("name", "姓名"),
    Column("amount", "金额", "money"),
    Column("since", "起", "day"),
)


def read_again(data: bytes) -> list[list[str]]:
    text = data.decode("utf-8-sig")
    return [[unguarded(cell) for cell in line] for line in csv.reader(io.StringIO(text, newline=""))]


def row(**changed: Any) -> dict[str, Any]:
    return {"number": NUMBER, "name": "秦葵", "amount": 74_300, "since": date(2025, 7, 1), **changed}


def test_file_begins_with_the_byte_order_mark_and_ends_lines_as_spreadsheets_do() -> None:
    data = roster_csv(COLUMNS, [row()])
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")


def test_rows_come_back_as_they_were() -> None:
    assert read_again(roster_csv(COLUMNS, [row(), row(amount=None, since=None)])) == [
        ["身份证号", "姓名", "金额", "起"],
        [NUMBER, "秦葵", "743.00", "2025-07-01"],
        [NUMBER, "秦葵", "", ""],
    ]


def test_first_line_is_the_watermark_where_one_is_given() -> None:
    lines = read_again(roster_csv(COLUMNS, [row()], watermark=PRINTED))
    assert is_watermark(lines[0][0]) and len(lines) == 3


@pytest.mark.parametrize(
    "text",
    [
        "=1",
        "+1",
        "-1",
        "@x",
        "\t=1",
        "\r=1",
        "\n=1",
        "\0=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        " =1",
        "\u3000=1",
        "'x",
        "\u200b=1",
    ],
)
def test_live_text_gets_an_apostrophe_and_comes_back_without(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert read_again(roster_csv(COLUMNS, [row(name=text)]))[1][1] == text


@pytest.mark.parametrize("text", [NUMBER, "6217000000000000018", "007", "1e5", "1-2", "3/4/5"])
def test_text_a_spreadsheet_would_make_a_number_of_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["秦葵", "13800000000", "柳溪村17号", "", "0", "12", "a=b"])
def test_plain_text_is_left_alone(text: str) -> None:
    assert guarded(text) == text


def test_negative_money_is_a_number_and_not_guarded() -> None:
    assert b",-0.50," in roster_csv(COLUMNS, [row(amount=-50)])


def test_commas_quotes_and_line_ends_come_back() -> None:
    text = '甲,"乙"\n丙\r\n丁'
    assert read_again(roster_csv(COLUMNS, [row(name=text)]))[1][1] == text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_text_comes_back(text: str) -> None:
    assert read_again(roster_csv(COLUMNS, [row(name=text, number=text)]))[1][:2] == [text, text]


@given(st.text(max_size=10))
def test_guarding_is_undone_by_taking_one_apostrophe_away(text: str) -> None:
    assert unguarded(guarded(text)) == text
