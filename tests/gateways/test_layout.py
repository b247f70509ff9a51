"""Titles, headers, totals and notes are told from records, and every row is counted as something."""

import pytest

from doudi.gateways.spreadsheets import Sheet, read_table
from gateways.workbooks import HEADERS, household, saved, workbook, xlsx

PEOPLE = household()
BLANK: list[object] = [None] * 7


def sheet_of(*rows: list[object]) -> Sheet:
    return read_table(xlsx(rows), "花名册.xlsx").main


def kinds(sheet: Sheet) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for aside in sheet.asides:
        found.setdefault(aside.kind, []).append(aside.number)
    return found


def test_titles_above_the_header_are_kept_as_such() -> None:
    sheet = sheet_of(["三里村低保花名册"], ["填报单位：三里村", None, "单位：元"], list(HEADERS), *PEOPLE)
    assert sheet.titles == ("三里村低保花名册", "填报单位：三里村 单位：元")
    assert (sheet.header_rows, sheet.counts.data) == ((3,), 3)


@pytest.mark.parametrize(
    "word", ["合计", "合 计", "总计", "小计", "共计", "合计：", "本页合计", "全村合计", "合计3人", "累计"]
)
def test_a_total_is_no_person(word: str) -> None:
    sheet = sheet_of(list(HEADERS), *PEOPLE, [word, None, None, None, None, None, 1200])
    assert kinds(sheet)["total"] == [5]
    assert sheet.counts.data == 3


def test_a_total_may_stand_in_the_second_or_third_column_and_between_villages() -> None:
    total = [None, "小计", "3人", None, None, None, 1200]
    sheet = sheet_of(list(HEADERS), *PEOPLE, total, *household("H2"), total)
    assert kinds(sheet)["total"] == [5, 9]
    assert sheet.counts.data == 6


def test_a_person_whose_row_has_a_number_is_never_a_total() -> None:
    sheet = sheet_of(list(HEADERS), *PEOPLE, ["合计村", *PEOPLE[0][1:]])
    assert "total" not in kinds(sheet)


@pytest.mark.parametrize(
    "note",
    [
        ["填表人：赵七", None, None, "审核人：钱八"],
        ["注：本表一式两份"],
        ["备注：金额为月标准"],
        ["单位负责人（签字）：", None, "日期：2026年11月"],
        ["以上情况属实"],
        ["（盖章）"],
    ],
)
def test_notes_and_signatures_below_are_no_people(note: list[object]) -> None:
    sheet = sheet_of(list(HEADERS), *PEOPLE, BLANK, note)
    assert kinds(sheet)["note"] == [6]
    assert sheet.counts.data == 3


def test_a_header_printed_again_is_no_person() -> None:
    sheet = sheet_of(list(HEADERS), *PEOPLE, list(HEADERS), *household("H2"))
    assert kinds(sheet)["header"] == [1, 5]
    assert sheet.counts.data == 6


def test_a_person_with_one_cell_among_others_is_still_a_person() -> None:
    sheet = sheet_of(list(HEADERS), *PEOPLE, [None, "赵七"], *household("H2"))
    assert sheet.counts.data == 7


def test_a_row_with_only_its_serial_number_is_blank() -> None:
    sheet = sheet_of(["序号", *HEADERS], *([at, *row] for at, row in enumerate(PEOPLE, 1)), [4], [5])
    assert (sheet.counts.data, sheet.counts.blank) == (3, 2)


def test_two_header_rows_become_one() -> None:
    rows = [
        ["户编号", "姓名", "年收入", None, "银行"],
        [None, None, "工资性收入", "经营净收入", "账号"],
        ["H1", "王大山", 1, 2, "3"],
    ]
    book = workbook(rows)
    for merged in ("A1:A2", "B1:B2", "C1:D1"):
        book.active.merge_cells(merged)
    sheet = read_table(saved(book), "a.xlsx").main
    assert sheet.headers == ("户编号", "姓名", "年收入/工资性收入", "年收入/经营净收入", "银行/账号")
    assert (sheet.header_rows, sheet.counts.data) == ((1, 2), 1)


def test_two_header_rows_in_a_text_file_become_one() -> None:
    text = "户编号,姓名,年收入,\n,,工资性收入,经营净收入\nH1,王大山,1,2\n"
    sheet = read_table(text.encode(), "a.csv").main
    assert sheet.headers == ("户编号", "姓名", "年收入/工资性收入", "年收入/经营净收入")


def test_a_table_without_known_headers_is_refused_with_what_to_do() -> None:
    sheet = sheet_of(["甲", "乙"], ["丙", "丁"])
    assert sheet.refused
    assert [found.rule for found in sheet.findings] == ["no_header"]


def test_a_column_with_content_and_no_name_is_asked() -> None:
    sheet = sheet_of([*HEADERS, None], *([*row, "x"] for row in PEOPLE))
    [found] = [found for found in sheet.findings if found.rule == "nameless_columns"]
    assert (found.verdict, found.columns) == ("ask", (7,))


def test_a_long_number_in_a_note_is_masked_where_it_is_told() -> None:
    number = str(PEOPLE[0][2])
    sheet = sheet_of(list(HEADERS), *PEOPLE, BLANK, [f"注：{number}已去世"])
    assert all(number not in aside.text for aside in sheet.asides)
    assert all(number not in found.message for found in sheet.findings)


def test_every_row_is_counted_once() -> None:
    rows = [
        ["花名册"],
        BLANK,
        list(HEADERS),
        *PEOPLE,
        BLANK,
        ["合计", None, None, None, None, None, 1],
        BLANK,
        ["注：无"],
    ]
    sheet = sheet_of(*rows)
    assert sheet.counts.read == len(rows)
    numbers = {row.number for row in sheet.rows} | {aside.number for aside in sheet.asides}
    assert len(numbers) + sheet.counts.blank == len(rows)
