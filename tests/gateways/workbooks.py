"""Workbooks for tests, made by hand where no library would make them: old, broken, hidden, hostile."""

import struct
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO

import openpyxl

from doudi.vocabulary.identity import generate_citizen_id

SHEET_NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
_ROOT = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = f'<workbook {SHEET_NAMESPACE} xmlns:r="{_OFFICE}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
_BOOK_LINKS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)


def workbook(rows: Iterable[Sequence[object]], name: str = "花名册") -> openpyxl.Workbook:
    """An openpyxl workbook with one sheet."""
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(list(row))
    for cell in (cell for row in book.active for cell in row if isinstance(cell.value, str)):
        cell.data_type = "s"  # Else a text that begins with an equals sign is written as a formula.
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx(rows: Iterable[Sequence[object]]) -> bytes:
    """A plain .xlsx."""
    return saved(workbook(rows))


def raw_xlsx(sheet: str, *, parts: dict[str, bytes | str] | None = None, packed: bool = True) -> bytes:
    """An .xlsx whose only worksheet is this XML, with further parts."""
    return zipped(
        method=zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED,
        parts={
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _ROOT,
            "xl/workbook.xml": _BOOK,
            "xl/_rels/workbook.xml.rels": _BOOK_LINKS,
            "xl/worksheets/sheet1.xml": sheet,
            **(parts or {}),
        },
    )


def sheet_xml(rows: str, before: str = "", after: str = "") -> str:
    """A worksheet around its rows."""
    return f"<worksheet {SHEET_NAMESPACE}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def text_cell(place: str, text: str) -> str:
    """A cell with its text inside it."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def zipped(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def ods(tables: str, styles: str = "") -> bytes:
    """An open document with these tables."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def ods_cell(text: str, attributes: str = "") -> str:
    """A cell of an open document with a text."""
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'


def ods_row(*cells: str, attributes: str = "") -> str:
    """A row of an open document."""
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_table(*rows: str, name: str = "花名册", attributes: str = "", columns: str = "") -> str:
    """A sheet of an open document."""
    return f'<table:table table:name="{name}" {attributes}>{columns}{"".join(rows)}</table:table>'


def xls(
    rows: Sequence[Sequence[object]],
    *,
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
    merges: Iterable[tuple[int, int, int, int]] = (),
    sheet_hidden: bool = False,
    filtered: bool = False,
    password: bool = False,
    stream: str = "Workbook",
    folders: Iterable[str] = (),
) -> bytes:
    """A workbook of Excel 97: texts, numbers, and errors given as `("error", code)`."""
    return compound(
        _book_records(rows, hidden_rows, hidden_columns, merges, sheet_hidden, filtered, password), stream, folders
    )


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0x41, 0x06))


def _book_records(
    rows: Sequence[Sequence[object]],
    hidden_rows: Iterable[int],
    hidden_columns: Iterable[int],
    merges: Iterable[tuple[int, int, int, int]],
    sheet_hidden: bool,
    filtered: bool,
    password: bool,
) -> bytes:
    name = "表".encode("utf-16-le")
    before = _begin(0x0005) + (_record(0x002F, b"\x00" * 6) if password else b"")
    listed = len(_record(0x0085, bytes(8) + name))
    start = len(before) + listed + 4
    entry = struct.pack("<IBBBB", start, 1 if sheet_hidden else 0, 0, 1, 1) + name
    sheet = _begin(0x0010)
    for column in hidden_columns:
        sheet += _record(0x007D, struct.pack("<HHHHHH", column, column, 0, 0, 1, 0))
    sheet += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0))
    for row in hidden_rows:
        sheet += _record(0x0208, struct.pack("<HHHHHHHH", row, 0, 5, 255, 0, 0, 0x0120, 0))
    sheet += _record(0x009B, b"") if filtered else b""
    sheet += b"".join(_cell_record(at, column, cell) for at, row in enumerate(rows) for column, cell in enumerate(row))
    ranges = [struct.pack("<HHHH", first, last, left, right) for first, left, last, right in merges]
    sheet += _record(0x00E5, struct.pack("<H", len(ranges)) + b"".join(ranges)) if ranges else b""
    return before + _record(0x0085, entry) + _record(0x000A, b"") + sheet + _record(0x000A, b"")


def _cell_record(row: int, column: int, cell: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, str):
        text = cell.encode("utf-16-le")
        return _record(0x0204, place + struct.pack("<HB", len(text) // 2, 1) + text) if cell else b""
    if isinstance(cell, tuple):
        return _record(0x0205, place + bytes((int(cell[1]), 1)))
    return _record(0x0203, place + struct.pack("<d", float(str(cell)))) if cell is not None else b""


_SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(content: bytes, stream: str, folders: Iterable[str] = ()) -> bytes:
    """A compound file with one stream, large enough not to be among the small ones, and empty folders."""
    content = content.ljust(4096, b"\x00")
    sectors = -(-len(content) // _SECTOR)
    names = [("Root Entry", 5, _END, 0), (stream, 2, 0, len(content)), *((name, 1, 0, 0) for name in folders)]
    directory = b"".join(_entry(*name, child=1 if at == 0 else _FREE) for at, name in enumerate(names))
    directory += bytes(-len(directory) % _SECTOR)
    directory_sectors = len(directory) // _SECTOR
    table_sectors = 1
    while table_sectors * 128 < sectors + directory_sectors + table_sectors:
        table_sectors += 1
    chain = [
        *range(1, sectors),
        _END,
        *range(sectors + 1, sectors + directory_sectors),
        _END,
        *[_TABLE] * table_sectors,
    ]
    chain += [_FREE] * (table_sectors * 128 - len(chain))
    first_table = sectors + directory_sectors
    tables = [*range(first_table, first_table + table_sectors)]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, table_sectors, sectors, 0, 4096, _END, 0, _END, 0
    )
    header += struct.pack("<109I", *tables, *[_FREE] * (109 - len(tables)))
    body = content + bytes(-len(content) % _SECTOR) + directory + struct.pack(f"<{len(chain)}I", *chain)
    return header + body


def _entry(name: str, kind: int, start: int, size: int, *, child: int) -> bytes:
    written = name.encode("utf-16-le")
    fixed = struct.pack("<HBBIII", len(written) + 2, kind, 1, _FREE, _FREE, child)
    return written.ljust(64, b"\x00") + fixed + bytes(36) + struct.pack("<IQ", start, size)


HEADERS = ("户编号", "姓名", "身份证号", "与户主关系", "性别", "村", "月保障金")


def citizen_id(year: int = 1962, sequence: int = 123, month: int = 8, day: int = 1) -> str:
    """An invented person's number."""
    from datetime import date

    return generate_citizen_id("341502", date(year, month, day), sequence)


def household(number: str = "H1", village: str = "三里村") -> list[list[object]]:
    """A couple and their son, as rows under `HEADERS`."""
    return [
        [number, "王大山", citizen_id(1962, 123), "户主", "男", village, 400],
        [number, "李小河", citizen_id(1964, 124), "妻", "女", village, 400],
        [number, "王小山", citizen_id(1990, 125), "长子", "男", village, 400],
    ]
