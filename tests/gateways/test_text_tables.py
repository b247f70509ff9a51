"""Text files: one encoding for the whole file, and no line swallowed by a quotation mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.gateways.spreadsheets import SheetRefused, read_table
from doudi.gateways.spreadsheets.text_table import decoded

TEXT = "姓名,备注\n王大山,甲\n李小河,乙\n"


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_the_separator_is_found(separator: str) -> None:
    sheet = read_table(TEXT.replace(",", separator).encode(), "a.txt").main
    assert sheet.rows == [(2, ["王大山", "甲"]), (3, ["李小河", "乙"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_line_is_one(end: str) -> None:
    assert len(read_table(TEXT.replace("\n", end).encode(), "a.csv").main.rows) == 2


def test_quoted_commas_and_line_breaks_stay_within_their_cell() -> None:
    rows = read_table('姓名,备注\n王大山,"甲,乙\n丙"\n'.encode(), "a.csv").main.rows
    assert rows == [(2, ["王大山", "甲,乙\n丙"])]


@pytest.mark.parametrize("line", ['王大山,"甲', '王大山,"甲"乙'])
def test_a_quotation_mark_that_does_not_close_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(SheetRefused, match="第[23]行的引号不配对"):
        read_table(f"姓名,备注\n{line}\n李小河,乙\n".encode(), "a.csv")


def test_a_pair_of_stray_marks_that_swallows_lines_is_refused() -> None:
    swallowing = '姓名,备注\n王大山,"甲\n李小河,乙\n赵七,丙\n钱八,丁"\n'
    with pytest.raises(SheetRefused, match="第2行的引号不配对"):
        read_table(swallowing.encode(), "a.csv")


def test_a_number_kept_as_text_by_a_formula_is_read() -> None:
    assert read_table('姓名,备注\n王大山,="0012"\n'.encode(), "a.csv").main.rows[0].cells == ["王大山", "0012"]


def test_rows_longer_than_the_header_are_refused_and_shorter_ones_asked() -> None:
    sheet = read_table("姓名,备注,村\n王大山,甲,一村,多\n李小河,乙\n赵七,丙,二村\n".encode(), "a.csv").main
    assert [(found.rule, found.verdict, found.rows) for found in sheet.findings if found.rule == "ragged"] == [
        ("ragged", "refused", (2,)),
        ("ragged", "ask", (3,)),
    ]


def test_errors_written_as_text_are_faults() -> None:
    [row] = read_table("姓名,备注\n王大山,#N/A\n".encode(), "a.csv").main.rows
    assert str(row.cells[1]) == "#N/A"


def test_utf_16_without_its_mark_is_refused_with_what_to_do() -> None:
    with pytest.raises(SheetRefused, match="没有标记的UTF-16"):
        read_table(TEXT.encode("utf-16-le"), "a.csv")


def test_a_mark_that_lies_is_refused_with_the_line() -> None:
    with pytest.raises(SheetRefused, match=r"UTF-8（带BOM），但第1行不是"):
        read_table(b"\xef\xbb\xbf" + TEXT.encode("gb18030"), "a.csv")


@pytest.mark.parametrize("rows", [65_536, 65_535])
def test_a_text_saved_from_a_full_old_sheet_may_have_been_cut_off(rows: int) -> None:
    sheet = read_table(("姓名\n" + "甲\n" * (rows - 1)).encode(), "a.csv").main
    assert "cut_off" in [found.rule for found in sheet.findings]


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(SheetRefused, match="超过100000行"):
        read_table(("姓名\n" + "甲\n" * 100_001).encode(), "a.csv")


HAN = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=3, max_size=40)


@given(HAN)
def test_utf_8_is_never_taken_for_gb18030(text: str) -> None:
    assert decoded(text.encode()) == (text, "utf-8")


@given(st.lists(HAN, min_size=8, max_size=20))
def test_a_gb18030_file_is_read_as_such(lines: list[str]) -> None:
    text = "\n".join(["姓名,村,与户主关系,身份证号", *lines])
    assert decoded(text.encode("gb18030")) == (text, "gb18030")
