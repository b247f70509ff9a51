"""What a person must know about the rows and columns of a sheet before anything of it is taken over."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from doudi.gateways.spreadsheets.headers import fold_header
from doudi.gateways.spreadsheets.sheet import (
    Finding,
    Grid,
    Row,
    RowKind,
    Sheet,
    column_letter,
    numbers_listed,
    range_name,
)
from doudi.vocabulary.cells import shown


def layout_findings(sheet: Sheet, grid: Grid, kinds: Sequence[RowKind]) -> Iterator[Finding]:
    """What was noticed while the rows were made out; `kinds` says what each row of the grid is."""
    if not sheet.header_rows:
        yield Finding("refused", "no_header", "没有找到表头；请在第一行写上“姓名”“身份证号”等栏名，再上传")
    elif not sheet.rows:
        yield Finding("refused", "no_rows", "表头以下没有数据；请核对是否选错了工作表")
    if len(sheet.header_rows) > 1:
        told = f"第{'、'.join(map(str, sheet.header_rows))}行是两层表头，已合并识别，请核对各栏的对应"
        yield Finding("ask", "two_header_rows", told, sheet.header_rows)
    yield from _merge_findings(grid, kinds)
    yield from _hidden_findings(grid, sheet)
    yield from _header_findings(sheet.headers, sheet.rows) if sheet.header_rows else ()
    yield from _aside_findings(sheet, kinds)


def _merge_findings(grid: Grid, kinds: Sequence[RowKind]) -> Iterator[Finding]:
    """A merged cell keeps only its first value; the rows below have lost theirs."""
    before = list(accumulate((kind == "data" for kind in kinds), initial=0))
    last = len(kinds)
    spoilt = [merge for merge in grid.merges if before[min(merge[2] + 1, last)] > before[min(merge[0], last)]]
    if spoilt:
        ranges = "、".join(range_name(*merge) for merge in spoilt[:10])
        more = f"等{len(spoilt)}处" if len(spoilt) > 10 else ""
        told = f"数据中有合并单元格：{ranges}{more}；合并后只留下第一格的内容，请取消合并，把每一格填满，再上传"
        yield Finding("refused", "merged_cells", told, tuple(sorted({merge[0] + 1 for merge in spoilt})))


def _hidden_findings(grid: Grid, sheet: Sheet) -> Iterator[Finding]:
    if grid.hidden:
        yield Finding("ask", "hidden_sheet", f"工作表“{grid.name}”是隐藏的，是否导入？")
    if sheet.hidden_rows:
        numbers = tuple(sorted(sheet.hidden_rows))
        told = f"有{len(numbers)}行被隐藏（第{numbers_listed(numbers)}），是否导入？"
        yield Finding("ask", "hidden_rows", told, numbers)
    headers = sheet.headers
    columns = tuple(at for at in sorted(grid.hidden_columns) if at < len(headers) and headers[at])
    if columns:
        named = "、".join(f"{column_letter(at)}列“{headers[at]}”" for at in columns)
        yield Finding("ask", "hidden_columns", f"有{len(columns)}列被隐藏（{named}），是否导入？", (), columns)


def _header_findings(headers: tuple[str, ...], rows: list[Row]) -> Iterator[Finding]:
    places: dict[str, list[int]] = {}
    for at, header in enumerate(headers):
        if header:
            places.setdefault(fold_header(header), []).append(at)
    for columns in places.values():
        if len(columns) > 1:
            named = "、".join(f"{column_letter(at)}列" for at in columns)
            told = f"栏名“{headers[columns[0]]}”出现了{len(columns)}次（{named}），请指定用哪一列"
            yield Finding("ask", "duplicate_headers", told, (), tuple(columns))
    nameless = [at for at, header in enumerate(headers) if not header]
    used = tuple(at for at in nameless if any(row.cells[at] not in ("", None) for row in rows))
    if used:
        named = "、".join(f"{column_letter(at)}列" for at in used[:10])
        yield Finding("ask", "nameless_columns", f"{named}有内容而没有栏名，不会导入；请补上栏名或确认不要", (), used)


def _aside_findings(sheet: Sheet, kinds: Sequence[RowKind]) -> Iterator[Finding]:
    """Rows that are not taken over, so that a person can say they should be."""
    after = [aside for aside in sheet.asides if aside.kind != "title" and aside.number not in sheet.header_rows]
    for kind, what in (("total", "合计行"), ("header", "重复的表头"), ("note", "说明、签字或小标题")):
        found = [aside for aside in after if aside.kind == kind]
        if found:
            quoted = "；".join(f"第{aside.number}行“{shown(aside.text, 20)}”" for aside in found[:5])
            told = f"有{len(found)}行是{what}，不作为人员导入：{quoted}{'等' if len(found) > 5 else ''}"
            yield Finding("ask", f"{kind}_rows", told, tuple(aside.number for aside in found))
    first = sheet.header_rows[-1] if sheet.header_rows else 0
    blank = tuple(number for number, kind in enumerate(kinds, 1) if kind == "blank" and number > first)
    if blank:
        yield Finding("normalised", "blank_rows", f"有{len(blank)}行空行（或只有序号），不导入", blank)
