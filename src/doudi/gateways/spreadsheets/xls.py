"""Excel workbooks of 97 to 2003, up to 65,536 rows; what a longer one lost when it was saved so, nobody can tell."""

from collections.abc import Iterator

from python_calamine import SheetTypeEnum

from doudi.gateways.spreadsheets import calamine
from doudi.gateways.spreadsheets.kinds import SAVE_AS
from doudi.gateways.spreadsheets.ole import Container
from doudi.gateways.spreadsheets.sheet import Finding, Grid, SheetRefused
from doudi.gateways.spreadsheets.xls_scan import scan_records

_EXTERNAL = Finding(
    "ask",
    "external",
    "工作簿与其他文件有链接，取来的数可能已过时；请断开链接（数据→编辑链接→断开链接）后另存，或确认照用",
)


def read_xls(data: bytes) -> Iterator[Grid]:
    """The worksheets that hold anything, in their order; raises `SheetRefused`."""
    container = Container(data)
    book_seen = scan_records(container.stream(_stream_of(container.names)))
    with calamine.opened(data) as book:
        worksheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        if len(worksheets) != len(book_seen.sheets):
            raise calamine.damaged()
        for listed, seen in zip(worksheets, book_seen.sheets, strict=True):
            if seen.last_row >= 0:
                grid = calamine.grid_of(listed.name, seen, book.get_sheet_by_name(listed.name))
                grid.findings += [_EXTERNAL] if book_seen.external else []
                yield grid


def _stream_of(names: frozenset[str]) -> str:
    """The stream the sheets are in; raises `SheetRefused` where the container holds something else."""
    if "encryptedpackage" in names:
        raise SheetRefused("password", "文件设了打开密码；请取消密码后另存，再上传")
    if "_vba_project_cur" in names or "_vba_project" in names:
        raise SheetRefused("macros", "文件带有宏（程序），为安全起见不能导入；请另存为不带宏的“Excel 工作簿(*.xlsx)”")
    if "worddocument" in names or "powerpoint document" in names:
        raise SheetRefused("not_a_table", "这是Word文档或幻灯片；请把表格复制到Excel或WPS中，另存为.xlsx后上传")
    if "workbook" in names:
        return "workbook"
    if "book" in names:
        raise SheetRefused("old_excel", f"这是Excel 5.0/95的旧格式；{SAVE_AS}")
    raise SheetRefused("not_a_table", f"文件里没有工作簿；{SAVE_AS}")
