"""Bytes of any kind are a table or are refused; nothing else comes out, whatever is done to a good file."""

import os
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.gateways.spreadsheets import SheetRefused, read_table
from doudi.gateways.spreadsheets.archive import Archive
from gateways.workbooks import HEADERS, household, ods, ods_cell, ods_row, ods_table, xls, xlsx, zipped

_TIMES = int(os.environ.get("DOUDI_SOAK", "1"))
ROWS = [list(HEADERS), *household()]
BEGINNINGS = [
    b"",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\x09\x08\x10\x00",
]
NAMES = ["a.xlsx", "a.xls", "a.ods", "a.csv", "a", "../a.xlsx", "a\x00.csv", "\u202exslx.a", "长" * 300 + ".csv"]


def read(data: bytes, name: str) -> None:
    """Read or refuse; a table has all its rows counted."""
    try:
        book = read_table(data, name)
    except SheetRefused:
        return
    for sheet in book.sheets:
        assert len(sheet.rows) == sheet.counts.data
        assert sheet.counts.read >= len(sheet.rows) + len(sheet.asides)


@settings(max_examples=200 * _TIMES)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=600), st.sampled_from(NAMES))
def test_any_bytes_are_a_table_or_refused(begin: bytes, rest: bytes, name: str) -> None:
    read(begin + rest, name)


@settings(max_examples=200 * _TIMES)
@given(st.text(max_size=300), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_text_is_a_table_or_refused(text: str, encoding: str) -> None:
    read(text.encode(encoding, "ignore"), "a.csv")


def spoilt(data: bytes, chance: Random) -> bytes:
    """The bytes with some changed, lost or put in."""
    raw = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(raw) + 1)
        how = chance.randrange(4)
        if how == 0:
            raw[at : at + 1] = bytes((chance.randrange(256),))
        elif how == 1:
            raw[at : at + chance.randrange(1, 30)] = b""
        elif how == 2:
            raw[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 8)))
        else:
            raw[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", bytes(4), b"9999", b'"<>&'))
    return bytes(raw)


def parts_of(data: bytes) -> dict[str, bytes | str]:
    archive = Archive(data)
    return {name: archive.read(name) for name in sorted(archive.names)}


@pytest.mark.parametrize("seed", range(60 * _TIMES))
def test_a_spoilt_workbook_is_read_or_refused(seed: int) -> None:
    chance = Random(seed)
    open_document = ods(ods_table(*(ods_row(*(ods_cell(str(cell)) for cell in row)) for row in ROWS)))
    for kind, data in (("xlsx", xlsx(ROWS)), ("ods", open_document)):
        parts = parts_of(data)
        name = chance.choice([part for part in parts if part.endswith(("sheet1.xml", "content.xml", "workbook.xml"))])
        read(zipped({**parts, name: spoilt(parts_of(data)[name], chance)}), f"a.{kind}")  # type: ignore[arg-type]
        read(spoilt(data, chance), f"a.{kind}")
    read(spoilt(xls(ROWS), chance), "a.xls")
