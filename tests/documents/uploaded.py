"""Files as people and attackers hand them in, made at run time."""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject, TextStringObject

TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
)
_RELATION = (
    '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
    ' Target="{target}" TargetMode="External"/></Relationships>'
)


def pdf(pages: int = 2, change: Callable[[PdfWriter], object] = lambda _: None) -> bytes:
    """A PDF of blank pages, changed as wished before it is written."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    change(writer)
    into = io.BytesIO()
    writer.write(into)
    return into.getvalue()


def with_attachment(writer: PdfWriter) -> None:
    writer.add_attachment("inside.exe", b"MZ")


def with_password(writer: PdfWriter) -> None:
    writer.encrypt("secret", algorithm="RC4-128")


def with_action(kind: str) -> Callable[[PdfWriter], object]:
    """A PDF that does something of a kind when it is opened."""

    def change(writer: PdfWriter) -> None:
        action = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("calc.exe")})
        writer._root_object[NameObject("/OpenAction")] = action

    return change


def with_form(writer: PdfWriter) -> None:
    form = DictionaryObject({NameObject("/XFA"): writer._add_object(NumberObject(1))})
    writer._root_object[NameObject("/AcroForm")] = form


def pdf_with_packed_objects(packed: bytes, *, keys: str = "/Filter /FlateDecode") -> bytes:
    """A PDF one of whose streams holds other objects, as newer programs write them."""
    head = f"7 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length {len(packed)} {keys} >>\nstream\n".encode()
    whole = pdf()
    place = whole.index(b"xref")
    return whole[:place] + head + packed + b"\nendstream\nendobj\n" + whole[place:]


def packed_pages(pages: int) -> bytes:
    """A PDF whose page tree lies in packed objects only."""
    tree = f"8 0 << /Type /Pages /Kids [{' '.join(f'{n} 0 R' for n in range(9, 9 + pages))}] /Count {pages} >>"
    return b"%PDF-1.7\n" + (
        b"7 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n"
        + zlib.compress(tree.encode())
        + b"\nendstream\nendobj\n%%EOF\n"
    )


def office(part: str = "word/document.xml", more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word or Excel file of the fewest parts, with more put in."""
    kind = "wordprocessingml.document" if part.startswith("word") else "spreadsheetml.sheet"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES.format(part=part, kind=kind),
        part: '<?xml version="1.0" encoding="UTF-8"?><w/>',
        **(more or {}),
    }
    return archive(parts)


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return into.getvalue()


def relation(kind: str, target: str) -> str:
    return _RELATION.format(kind=kind, target=target)


def lying_about_length(document: bytes, name: str, length: int) -> bytes:
    """The same archive, one part of which says it is shorter than it is, in both places."""
    with zipfile.ZipFile(io.BytesIO(document)) as packed:
        true = packed.getinfo(name).file_size
    return document.replace(true.to_bytes(4, "little"), length.to_bytes(4, "little"))


def locked(document: bytes) -> bytes:
    """The same archive with the mark of encryption on its parts."""
    changed = bytearray(document)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(signature, at + 4)
    return bytes(changed)
