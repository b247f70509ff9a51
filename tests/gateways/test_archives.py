"""Zip files that would hurt are refused before anything of them is unpacked into memory."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest

from doudi.gateways.spreadsheets import SheetRefused, read_table
from doudi.gateways.spreadsheets.archive import MOST_ENTRIES, Archive
from gateways.workbooks import raw_xlsx, sheet_xml, text_cell, xlsx, zipped


def refused(data: bytes) -> str:
    with pytest.raises(SheetRefused) as answer:
        read_table(data, "花名册.xlsx")
    return answer.value.rule


def test_a_part_packed_a_thousand_times_over_is_refused() -> None:
    assert refused(raw_xlsx(sheet_xml("<row/>" + " " * 5_000_000))) == "ratio"


def test_a_part_that_says_it_is_huge_is_refused() -> None:
    data = bytearray(zipped({"xl/workbook.xml": "x" * 1000}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 300 * 1024 * 1024)
    assert refused(bytes(data)) == "unpacked_size"


def lying(content: bytes, said: int) -> bytes:
    """A zip whose directory says that its only part is as long as `said`, with the checksum of that much."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    name = b"xl/workbook.xml"
    common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, zlib.crc32(content[:said]), len(packed), said, len(name), 0)[2:]
    local = b"PK\x03\x04" + struct.pack("<H", 20) + common + name + packed
    entry = b"PK\x01\x02" + struct.pack("<HH", 20, 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    return local + entry + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)


def test_a_part_longer_than_it_says_is_refused_however_its_checksum_fits() -> None:
    assert zipfile.ZipFile(BytesIO(lying(b"a" * 5000, 100))).read("xl/workbook.xml") == b"a" * 100
    assert refused(lying(b"a" * 5000, 100)) == "damaged"
    assert refused(lying(b"a" * 50_000_000, 100)) == "ratio"
    assert Archive(lying(b"a" * 5000, 5000)).read("xl/workbook.xml") == b"a" * 5000


def test_too_many_parts_are_refused() -> None:
    assert refused(zipped({f"p{at}": b"" for at in range(MOST_ENTRIES + 1)})) == "too_many_parts"


@pytest.mark.parametrize("inner", [zipped({"a": "b"}), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"MZ\x90"])
def test_a_file_within_the_file_is_refused(inner: bytes) -> None:
    assert refused(raw_xlsx(sheet_xml(""), parts={"xl/embeddings/a.bin": inner})) == "nested"


def test_the_same_name_twice_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "a")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("xl/workbook.xml", "b")
    assert refused(out.getvalue()) == "damaged"


def test_parts_that_overlap_are_refused() -> None:
    data = bytearray(zipped({"a": "x" * 50, "b": "y" * 50}, zipfile.ZIP_STORED))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 5)
    assert refused(bytes(data)) == "damaged"


def test_an_encrypted_part_is_called_a_password() -> None:
    data = bytearray(zipped({"a": "x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert refused(bytes(data)) == "password"


@pytest.mark.parametrize(
    "sheet",
    [
        '<!DOCTYPE x [<!ENTITY a "boom">]>' + sheet_xml("<row><c><v>&a;</v></c></row>"),
        sheet_xml("<row>"),
        sheet_xml('<row r="1"><c r="A1"><v>1</v></row>'),
        "<html/>",
        "",
        sheet_xml('<row r="1"><c r="?1"><v>1</v></c></row>').encode("utf-16").decode("latin-1"),
    ],
)
def test_xml_that_breaks_its_rules_or_declares_entities_is_refused(sheet: str) -> None:
    assert refused(raw_xlsx(sheet)) == "damaged"


@pytest.mark.parametrize("row", [1_000_000, 9_999_999])
def test_a_single_cell_far_down_is_refused_before_room_is_made_for_it(row: int) -> None:
    assert refused(raw_xlsx(sheet_xml(f'<row r="{row}">{text_cell(f"A{row}", "x")}</row>'))) == "too_many_rows"


def test_a_single_cell_far_out_is_refused_before_room_is_made_for_it() -> None:
    cells = f'<row r="1">{text_cell("A1", "x")}</row><row r="99999">{text_cell("XFD99999", "x")}</row>'
    assert refused(raw_xlsx(sheet_xml(cells))) == "too_wide"


def test_cells_that_do_not_say_where_they_are_are_counted() -> None:
    cells = (
        '<row><c t="inlineStr"><is><t>姓名</t></is></c></row>'
        + '<row><c t="inlineStr"><is><t>王大山</t></is></c></row>'
    )
    assert [row.cells for row in read_table(raw_xlsx(sheet_xml(cells)), "a.xlsx").main.rows] == [["王大山"]]
    assert refused(raw_xlsx(sheet_xml("<row><c><v>1</v></c></row>" * 100_001), packed=False)) == "too_many_rows"


def test_styled_rows_without_values_to_the_very_end_do_no_harm() -> None:
    rows = f'<row r="1">{text_cell("A1", "姓名")}</row><row r="2">{text_cell("A2", "王大山")}</row>'
    rows += '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert read_table(raw_xlsx(sheet_xml(rows)), "a.xlsx").main.counts.read == 2


def test_a_good_workbook_is_let_through() -> None:
    assert read_table(xlsx([["姓名"], ["王大山"]]), "../../花名册\u202e.xlsx").filename == "花名册.xlsx"
