"""The document properties of a workbook: who took it, when and under which request, also where its sheets are lost."""

import io
import re
from datetime import UTC
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from doudi.documents.watermark import Watermark

_CORE = "docProps/core.xml"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMESPACES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def with_properties(workbook: bytes, watermark: Watermark, *, title: str) -> bytes:
    """The same workbook with title, author, moment and watermark among its properties.

    The sheets are not packed anew: what lies behind the properties in the archive is written after the new ones.
    """
    into = io.BytesIO(workbook)
    with ZipFile(into, "a", ZIP_DEFLATED) as archive:
        start = archive.getinfo(_CORE).header_offset
        moved = [part for part in archive.infolist() if part.header_offset >= start]
        contents = {part.filename: archive.read(part) for part in moved} | {_CORE: _core(watermark, title)}
        for part in moved:
            archive.filelist.remove(part)
            del archive.NameToInfo[part.filename]
        archive.start_dir = start
        for name, content in contents.items():
            archive.writestr(ZipInfo(name, watermark.at.timetuple()[:6]), content, ZIP_DEFLATED)
    return into.getvalue()


def _core(watermark: Watermark, title: str) -> bytes:
    moment = f"{watermark.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    fields = {
        "dc:title": title,
        "dc:creator": f"{watermark.unit} {watermark.who}",
        "cp:keywords": watermark.request_id,
        "dc:description": watermark.words,
        "cp:lastModifiedBy": watermark.who,
    }
    told = "".join(f"<{name}>{escape(_NOT_XML.sub('?', text))}</{name}>" for name, text in fields.items())
    moments = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<cp:coreProperties {_NAMESPACES}>{told}{moments}</cp:coreProperties>".encode()
