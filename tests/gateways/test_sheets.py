"""What a workbook of each kind keeps and hides comes out the same."""

from collections.abc import Callable
from datetime import date, datetime, time

import openpyxl
import pytest

from doudi.gateways.spreadsheets import Book, CellFault, SheetRefused, read_table
from gateways.workbooks import (
    HEADERS,
    household,
    ods,
    ods_cell,
    ods_row,
    ods_table,
    raw_xlsx,
    saved,
    sheet_xml,
    text_cell,
    workbook,
    xls,
    xlsx,
)

PEOPLE = [[str(cell) for cell in row] for row in household()]


def as_ods(rows: list[list[str]]) -> bytes:
    return ods(ods_table(*(ods_row(*map(ods_cell, row)) for row in rows)))


KINDS: list[tuple[str, Callable[[list[list[str]]], bytes]]] = [
    ("xlsx", xlsx),
    ("xls", xls),
    ("ods", as_ods),
    ("csv", lambda rows: "\n".join(",".join(row) for row in rows).encode("gb18030")),
]


@pytest.mark.parametrize(("kind", "make"), KINDS)
def test_every_kind_of_file_gives_the_same_rows(kind: str, make: Callable[[list[list[str]]], bytes]) -> None:
    book = read_table(make([list(HEADERS), *PEOPLE]), f"花名册.{kind}")
    assert book.kind == kind
    assert book.main.headers == HEADERS
    assert [(row.number, row.cells) for row in book.main.rows] == list(enumerate(PEOPLE, 2))
    assert book.main.counts.read == 4


def test_rows_keep_the_numbers_they_have_in_the_sheet() -> None:
    rows = f'<row r="3">{text_cell("C3", "姓名")}</row><row r="7">{text_cell("C7", "王大山")}</row>'
    sheet = read_table(raw_xlsx(sheet_xml(rows)), "a.xlsx").main
    assert (sheet.header_rows, sheet.rows) == ((3,), [(7, ["", "", "王大山"])])
    assert (sheet.counts.blank, sheet.counts.read) == (5, 7)


def test_days_and_moments_come_as_such() -> None:
    book = workbook(
        [["姓名", "出生日期"], ["甲", date(2023, 2, 3)], ["乙", datetime(2023, 2, 3, 4, 5)], ["丙", time(3, 4)]]
    )
    cells = [row.cells[1] for row in read_table(saved(book), "a.xlsx").main.rows]
    assert cells == [date(2023, 2, 3), datetime(2023, 2, 3, 4, 5), time(3, 4)]


def findings(book: Book) -> dict[str, str]:
    return {found.rule: found.message for found in (*book.findings, *book.main.findings)}


def test_what_an_old_workbook_hides_is_found() -> None:
    data = xls(
        [list(HEADERS), *household(), [None, ("error", 0x17)]],
        hidden_rows=[2],
        hidden_columns=[4],
        merges=[(1, 5, 3, 5)],
        filtered=True,
    )
    book = read_table(data, "花名册.xls")
    assert set(findings(book)) == {"filtered", "hidden_rows", "hidden_columns", "merged_cells"}
    assert "F2:F4" in findings(book)["merged_cells"]
    assert book.main.rows[-1].cells[1] == CellFault("error", "#REF!")
    assert read_table(xls([["姓名"], ["甲"]], sheet_hidden=True), "a.xls").main.hidden


def test_what_an_open_document_hides_is_found() -> None:
    body = [
        ods_row(*map(ods_cell, HEADERS)),
        ods_row(*map(ods_cell, PEOPLE[0]), attributes='table:visibility="collapse"'),
        ods_row(*map(ods_cell, PEOPLE[1]), attributes='table:visibility="filter"'),
        ods_row(
            ods_cell("H1", 'table:number-columns-spanned="2" table:number-rows-spanned="1"'), *map(ods_cell, "bcdef")
        ),
        ods_row(ods_cell("#N/A"), '<table:table-cell table:formula="of:=1+1"/>', ods_cell("x"), ods_cell("y")),
    ]
    columns = '<table:table-column table:number-columns-repeated="4"/><table:table-column table:visibility="collapse"/>'
    hidden = ods_table(
        ods_row(ods_cell("姓名")), ods_row(ods_cell("赵七")), name="旧", attributes='table:style-name="t"'
    )
    style = (
        '<style:style style:name="t" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    book = read_table(ods(ods_table(*body, columns=columns) + hidden, style), "花名册.ods")
    assert {"filtered", "hidden_rows", "hidden_columns", "merged_cells"} <= set(findings(book))
    assert book.main.hidden_rows == {2, 3}
    assert book.main.rows[-1].cells[:2] == [CellFault("error", "#N/A"), CellFault("no_value", "没有计算结果的公式")]
    assert [sheet.hidden for sheet in book.sheets] == [False, True]


def test_a_row_repeated_a_million_times_is_refused_and_blank_ones_are_not() -> None:
    header = ods_row(ods_cell("姓名"))
    person = ods_row(ods_cell("甲"))
    blank = ods_row(
        '<table:table-cell table:number-columns-repeated="1024"/>', attributes='table:number-rows-repeated="1048000"'
    )
    assert read_table(ods(ods_table(header, person, blank)), "a.ods").main.counts.read == 2
    many = ods_row(ods_cell("甲"), attributes='table:number-rows-repeated="1048000"')
    wide = ods_row(ods_cell("甲", 'table:number-columns-repeated="9999999"'))
    for bomb in (many, wide):
        with pytest.raises(SheetRefused):
            read_table(ods(ods_table(header, bomb)), "a.ods")


@pytest.mark.parametrize(
    ("before", "attributes", "rule"),
    [
        ("", 'hidden="1"', "hidden_rows"),
        ("", 'hidden="true"', "hidden_rows"),
        ("", 'ht="0" customHeight="1"', "hidden_rows"),
        ('<sheetFormatPr zeroHeight="1"/>', "", "hidden_rows"),
        ('<cols><col min="1" max="1" hidden="1"/></cols>', "", "hidden_columns"),
        ('<cols><col min="1" max="3" width="0"/></cols>', "", "hidden_columns"),
    ],
)
def test_every_way_of_hiding_is_found(before: str, attributes: str, rule: str) -> None:
    rows = f'<row r="1">{text_cell("A1", "姓名")}</row><row r="2" {attributes}>{text_cell("A2", "甲")}</row>'
    assert rule in findings(read_table(raw_xlsx(sheet_xml(rows, before)), "a.xlsx"))


def test_names_of_elements_may_have_a_prefix() -> None:
    rows = "".join(
        f'<x:row r="{at}" {hidden}><x:c r="A{at}" t="inlineStr"><x:is><x:t>{text}</x:t></x:is></x:c></x:row>'
        for at, text, hidden in ((1, "姓名", ""), (2, "甲", 'hidden="1"'))
    )
    namespace = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    book = read_table(raw_xlsx(f"<x:worksheet {namespace}><x:sheetData>{rows}</x:sheetData></x:worksheet>"), "a.xlsx")
    assert "hidden_rows" in findings(book)


def test_several_sheets_with_rows_are_asked_and_the_fullest_is_offered() -> None:
    book = workbook([["姓名"], ["甲"]], "一村")
    second = book.create_sheet("二村")
    for cells in (["姓名"], ["乙"], ["丙"]):
        second.append(cells)
    book.create_sheet("空")
    read = read_table(saved(book), "a.xlsx")
    assert [sheet.name for sheet in read.sheets] == ["一村", "二村"]
    assert read.main.name == "二村"
    assert "“一村”（1行）、“二村”（2行）" in findings(read)["several_sheets"]


def test_more_rows_than_the_limit_over_all_sheets_are_refused() -> None:
    book = openpyxl.Workbook(write_only=True)
    for name in ("一", "二"):
        sheet = book.create_sheet(name)
        for _ in range(50_001):
            sheet.append(["甲"])
    with pytest.raises(SheetRefused, match="合计超过100000行"):
        read_table(saved(book), "a.xlsx")


def test_a_workbook_without_content_is_refused() -> None:
    with pytest.raises(SheetRefused, match="没有任何内容"):
        read_table(xlsx([]), "a.xlsx")


def test_numbers_that_are_none_are_faults() -> None:
    rows = f'<row r="1">{text_cell("A1", "姓名")}{text_cell("B1", "月保障金")}</row>'
    rows += f'<row r="2">{text_cell("A2", "甲")}<c r="B2"><v>NaN</v></c></row>'
    assert read_table(raw_xlsx(sheet_xml(rows)), "a.xlsx").main.rows[0].cells[1] == CellFault("error", "无效数字")
