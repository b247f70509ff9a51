"""A stranger's file is read by a process that may die of it."""

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.gateways.spreadsheets import Book, SheetRefused, read_table, read_table_safely
from doudi.gateways.spreadsheets.transport import packed, unpacked
from gateways.workbooks import HEADERS, household, ods, ods_cell, ods_row, ods_table, raw_xlsx, sheet_xml, xls, xlsx

pytestmark = pytest.mark.machine

ROWS = [list(HEADERS), *household(), ["H2", ("error", 0x2A), 1.5]]


def test_the_answer_is_that_of_the_direct_way() -> None:
    for data, name in ((xls(ROWS), "a.xls"), (xlsx(ROWS[:4]), "花名册.xlsx"), ("姓名\n甲".encode("gbk"), "a.csv")):
        assert read_table_safely(data, name) == read_table(data, name)


def test_a_refusal_comes_across_with_its_rule() -> None:
    with pytest.raises(SheetRefused, match="打开密码") as refused:
        read_table_safely(xls(ROWS, password=True), "a.xls")
    assert refused.value.rule == "password"


def test_a_file_that_needs_more_memory_than_there_is_is_refused() -> None:
    with pytest.raises(SheetRefused):
        read_table_safely(xlsx(ROWS[:4]), "a.xlsx", memory_bytes=20 * 1024 * 1024)


def test_a_file_that_takes_too_long_is_refused_when_its_time_is_up() -> None:
    begun = time.monotonic()
    with pytest.raises(SheetRefused, match="过多的内存或时间"):
        read_table_safely(xlsx(ROWS[:4]), "a.xlsx", seconds=0.01)
    assert time.monotonic() - begun < 5


def test_a_file_above_the_size_starts_no_process() -> None:
    with pytest.raises(SheetRefused, match="超过20MB"):
        read_table_safely(bytes(20 * 1024 * 1024 + 1), "a.xlsx")


def test_the_child_knows_nothing_of_its_parent_s_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}
    real = subprocess.run

    def watched(command: list[str], **options: object) -> object:
        seen.update(options, command=command)
        return real(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", watched)
    read_table_safely(xlsx(ROWS[:4]), "a.xlsx")
    assert seen["env"] == {}
    assert isinstance(seen["command"], list)
    assert seen["command"][:2] == [sys.executable, "-I"]


def test_hostile_files_are_refused_soon() -> None:
    begun = time.process_time()
    bombs = [
        (raw_xlsx(sheet_xml("<row/>" + " " * 100_000_000)), "a.xlsx"),
        (ods(ods_table(ods_row(ods_cell("甲"), attributes='table:number-rows-repeated="99999999"'))), "a.ods"),
        (xls(ROWS).replace(b"\x00\x02\x0e\x00\x00\x00\x00\x00", b"\x00\x02\x0e\x00\x00\x00\x00\x7f"), "a.xls"),
    ]
    for data, name in bombs:
        with pytest.raises(SheetRefused):
            read_table_safely(data, name)
    assert time.process_time() - begun < 4


CELLS = st.one_of(
    st.none(),
    st.text(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
) | st.one_of(st.datetimes(), st.times(), st.timedeltas())


@settings(max_examples=50)
@given(st.lists(st.lists(CELLS, max_size=4), max_size=4))
def test_a_book_is_the_same_after_its_way_between_processes(table: list[list[object]]) -> None:
    book = read_table(xlsx([["姓名"], ["甲"]]), "a.xlsx")
    book.main.rows[:] = [type(book.main.rows[0])(at, cells) for at, cells in enumerate(table, 1)]  # type: ignore[arg-type]
    again = unpacked(packed(book))
    assert isinstance(again, Book)
    assert again == book
