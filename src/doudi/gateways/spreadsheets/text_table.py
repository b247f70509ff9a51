"""Tables as plain text, separated by commas or tabs, in whichever encoding they came."""

import csv
import re
from collections.abc import Iterator
from io import StringIO

from doudi.gateways.spreadsheets.scan import MOST_CELLS, MOST_ROWS
from doudi.gateways.spreadsheets.sheet import Finding, Grid, Sheet, SheetCell, SheetRefused, numbers_listed

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CALLED = {"utf-8-sig": "UTF-8（带BOM）", "utf-16": "UTF-16", "utf-8": "UTF-8", "gb18030": "GB18030（GBK）"}
_SEPARATORS = ",\t;|"
_LONGEST_CELL = 32_767
# Programs write this so that a spreadsheet keeps a long number as text.
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
_SWALLOWED_LINES = 3
_SAVE_AS = "请用Excel或WPS打开，核对无误后另存为.xlsx，再上传"


def decoded(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding, decided for the whole file: a mark, else UTF-8, else GB18030, strictly.

    Never cell by cell and never GB18030 first, which takes nearly anything. Raises `SheetRefused` where none fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding), encoding
    if b"\x00" in data:
        raise SheetRefused("encoding", f"文件像是没有标记的UTF-16文本，或者不是文本；{_SAVE_AS}")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as not_utf8:
        return _as_gb18030(data, not_utf8), "gb18030"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        told = f"文件开头标明是{_CALLED[encoding]}，但第{line}行不是；可能拼接了不同编码的内容，{_SAVE_AS}"
        raise SheetRefused("encoding", told) from error


def _as_gb18030(data: bytes, not_utf8: UnicodeDecodeError) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as neither:
        first, second = (data.count(b"\n", 0, error.start) + 1 for error in (not_utf8, neither))
        told = f"第{first}行不是UTF-8，第{second}行不是GB18030，文件中混有几种编码；{_SAVE_AS}"
        raise SheetRefused("encoding", told) from neither
    mixed = _lines_in_utf8(data)
    if mixed:
        told = f"文件中混用了两种编码：第{numbers_listed(mixed)}是UTF-8，其余是GB18030；{_SAVE_AS}"
        raise SheetRefused("encoding", told)
    return text


def _lines_in_utf8(data: bytes) -> list[int]:
    """The lines of a GB18030 file that are UTF-8 with enough Chinese in them for it to be no accident."""
    return [number for number, line in enumerate(data.split(b"\n"), 1) if _is_utf8_line(line)]


def _is_utf8_line(line: bytes) -> bool:
    if line.isascii():
        return False
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return sum("\u4e00" <= character <= "\u9fff" for character in text) >= 3


def read_text_table(data: bytes) -> tuple[Grid, str]:
    """The one table of a text file and the name of its encoding; raises `SheetRefused`."""
    text, encoding = decoded(data)
    separator = _separator(text)
    rows = list(_rows(text, separator))
    grid = Grid("", rows)
    grid.findings += _findings(rows, encoding)
    return grid, _CALLED[encoding]


def _separator(text: str) -> str:
    """The separator there is most of in the first lines; a comma where there is none at all."""
    begin = "\n".join(text[:20_000].splitlines()[:20])
    return max(_SEPARATORS, key=begin.count)


def _rows(text: str, separator: str) -> Iterator[list[SheetCell]]:
    """The records, each as a row. An open quotation mark is refused, since it would swallow every line to the end."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    cells = number = 0
    try:
        for number, row in enumerate(reader, 1):
            cells += len(row)
            if any(len(cell) > _LONGEST_CELL for cell in row):
                raise SheetRefused(
                    "quotes", f"第{number}行有超过{_LONGEST_CELL}字的单元格，可能引号不配对；请改正后再上传"
                )
            if number > MOST_ROWS or cells > MOST_CELLS:
                raise SheetRefused("too_many_rows", f"文件超过{MOST_ROWS}行或过宽；请按村或乡镇分成几个文件")
            if any(cell.count("\n") >= _SWALLOWED_LINES and separator in cell for cell in row):
                raise SheetRefused("quotes", f"第{number}行的引号不配对，把后面几行并成了一格；请改正后再上传")
            yield [_cell(cell) for cell in row]
    except csv.Error as error:
        told = f"第{number + 1}行的引号不配对，或单元格过长；请用Excel或WPS打开核对，另存为.xlsx后上传"
        raise SheetRefused("quotes", told) from error


def _cell(text: str) -> SheetCell:
    kept = _KEPT_AS_TEXT.fullmatch(text) if text.startswith("=") else None
    return kept[1] if kept is not None else text


def _findings(rows: list[list[SheetCell]], encoding: str) -> Iterator[Finding]:
    if encoding != "utf-8-sig":
        yield Finding("ask", "encoding", f"按{_CALLED[encoding]}编码读取，请核对下面几行汉字是否正常")
    if len(rows) in (65_536, 65_535):
        yield Finding("ask", "cut_off", "数据正好到旧版表格65536行的上限，后面的可能已被截断；请与原数据核对总数")


def ragged_findings(sheet: Sheet, lengths: list[int]) -> Iterator[Finding]:
    """The records of a text table with more or fewer cells than its header: a comma too many, or one lost."""
    wide = lengths[sheet.header_rows[-1] - 1]
    longer = tuple(row.number for row in sheet.rows if any(row.cells[wide:]))
    shorter = tuple(row.number for row in sheet.rows if lengths[row.number - 1] < wide)
    if longer:
        told = f"第{numbers_listed(longer)}比表头多出内容，可能是文字里的逗号没有加引号，各栏会错位；请改正后再上传"
        yield Finding("refused", "ragged", told, longer)
    if shorter:
        told = f"第{numbers_listed(shorter)}比表头少几栏，末尾按空白读取；请核对是否错位"
        yield Finding("ask", "ragged", told, shorter)
