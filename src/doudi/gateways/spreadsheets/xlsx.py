"""Excel workbooks of 2007 and later."""

from collections import deque
from collections.abc import Iterator
from posixpath import join, normpath
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from doudi.gateways.spreadsheets import calamine
from doudi.gateways.spreadsheets.archive import Archive
from doudi.gateways.spreadsheets.markup import well_formed
from doudi.gateways.spreadsheets.scan import MOST_ROWS
from doudi.gateways.spreadsheets.sheet import Grid, SheetRefused
from doudi.gateways.spreadsheets.xlsx_scan import scan_worksheet


def read_xlsx(data: bytes, archive: Archive) -> Iterator[Grid]:
    """The worksheets that hold anything, in their order; raises `SheetRefused`."""
    parts = _parts(archive)
    scans = {name: scan_worksheet(well_formed(archive.chunks(part))) for name, (part, _) in parts.items()}
    for part in archive.names & {"xl/sharedStrings.xml", "xl/styles.xml"}:
        deque(well_formed(archive.chunks(part)), maxlen=0)
    if sum(seen.last_row + 1 for seen in scans.values()) > MOST_ROWS:
        raise SheetRefused("too_many_rows", f"各工作表合计超过{MOST_ROWS}行；请分成几个文件后上传")
    with calamine.opened(data) as book:
        for name, (_, hidden) in parts.items():
            seen = scans[name]
            seen.hidden = hidden
            if seen.last_row >= 0:
                yield calamine.grid_of(name, seen, book.get_sheet_by_name(name))


def _parts(archive: Archive) -> dict[str, tuple[str, bool]]:
    """By the worksheet's name: the part its rows are in, and whether it is hidden."""
    targets = {}
    for relation in _parsed(archive, "xl/_rels/workbook.xml.rels"):
        target = relation.get("Target", "")
        targets[relation.get("Id", "")] = target[1:] if target.startswith("/") else normpath(join("xl", target))
    parts = {}
    for element in _parsed(archive, "xl/workbook.xml").iter():
        if element.tag.rpartition("}")[2] == "sheet":
            part = targets.get(next((value for key, value in element.items() if key.endswith("}id")), ""), "")
            if "chartsheets" not in part and "dialogsheets" not in part:
                parts[element.get("name", "")] = (part, element.get("state", "visible") != "visible")
    return parts


def _parsed(archive: Archive, part: str) -> Element:
    try:
        root: Element = fromstring(archive.read(part), forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError) as error:
        if isinstance(error, SheetRefused):
            raise
        raise calamine.damaged() from error
    return root
