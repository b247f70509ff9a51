"""Open documents, as LibreOffice and the office programs built on it save them."""

from collections.abc import Iterator

from python_calamine import SheetVisibleEnum

from doudi.gateways.spreadsheets import calamine
from doudi.gateways.spreadsheets.archive import Archive
from doudi.gateways.spreadsheets.markup import well_formed
from doudi.gateways.spreadsheets.ods_scan import scan_document
from doudi.gateways.spreadsheets.sheet import Grid


def read_ods(data: bytes, archive: Archive) -> Iterator[Grid]:
    """The sheets that hold anything, in their order; raises `SheetRefused`."""
    scans = scan_document(well_formed(archive.chunks("content.xml")))
    with calamine.opened(data) as book:
        if len(book.sheets_metadata) != len(scans):
            raise calamine.damaged()
        for place, (listed, seen) in enumerate(zip(book.sheets_metadata, scans, strict=True)):
            seen.hidden = listed.visible != SheetVisibleEnum.Visible
            if seen.last_row >= 0:
                yield calamine.grid_of(listed.name, seen, book.get_sheet_by_index(place))
