"""XML that keeps its own rules, and declares nothing: what does not, the reader of values may never come back from."""

from collections.abc import Iterable, Iterator
from xml.parsers import expat

from doudi.gateways.spreadsheets.sheet import SheetRefused

_STRANGE = "文件内部的结构有错误；请在Excel或WPS中把数据复制到新表格，另存为.xlsx后上传"


def well_formed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same pieces, each handed on once the parser has found nothing wrong with it.

    Raises `SheetRefused` for XML that is broken, is not in UTF-8, or has a document type, which is where entities hide.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.XmlDeclHandler = _refuse_other_encodings
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            yield chunk
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise SheetRefused("damaged", _STRANGE) from error


def _refuse_declarations(*_: object) -> None:
    raise SheetRefused("damaged", _STRANGE)


def _refuse_other_encodings(version: str, encoding: str | None, standalone: int) -> None:
    if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii"):
        raise SheetRefused("damaged", _STRANGE)
