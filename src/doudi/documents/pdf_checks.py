"""A PDF from outside: what it would do when opened, and how many pages it has, read from its text without running it.

No reader of PDFs is let loose on the file. Its raw bytes and everything packed in it are searched for the names of
actions; names may be written with escapes (`/J#61vaScript`), which are undone first. A file that packs its objects in
a way we do not unpack is refused: what cannot be looked at is not taken in.
"""

import re
import zlib
from collections.abc import Iterator
from itertools import islice

_LARGEST_UNPACKED = 200_000_000
_TAIL = 4096
# A hostile file may repeat a word millions of times; each of these bounds what is done for one word.
_MOST_STREAMS = 50_000
_MOST_NODES = 100
_MOST_ESCAPES = 100_000
_FARTHEST = 100_000
_CHUNK = 65_536
_DISORDER = "PDF 结构异常，无法检查；请打印成普通 PDF，或改为扫描件后上传"
_END = rb"(?=[\s()<>\[\]{}/%]|$)"
_REFERENCE = rb"[0-9]+\s+[0-9]+\s+R"

_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:<<|" + _REFERENCE + rb")")
_ACTIVE = {
    "含有脚本（JavaScript）": re.compile(rb"/JavaScript" + _END),
    "含有启动外部程序的动作": re.compile(rb"/Launch" + _END),
    "内嵌了其他文件": re.compile(rb"/(?:EmbeddedFiles?|RichMedia)" + _END + rb"|/EF\s*(?:<<|" + _REFERENCE + rb")"),
    "含有提交或导入数据的动作": re.compile(rb"/(?:SubmitForm|ImportData|GoToE)" + _END),
    "含有动态表单（XFA）": re.compile(rb"/XFA\s*(?:\[|" + _REFERENCE + rb")"),
}
# Objects packed together give the place of the first one, whatever else their dictionary says of itself.
_OBJECTS_PACKED = re.compile(rb"/(?:ObjStm|First)" + _END)
_PLAINLY_PACKED = re.compile(rb"/Filter\s*\[?\s*/Fl(?:ateDecode)?\s*[\]/>]")
_PREDICTED = re.compile(rb"/Predictor\s+(?!1" + _END + rb")")

_PAGES = re.compile(rb"/Type\s*/Pages" + _END)
_PAGE = re.compile(rb"/Type\s*/Page" + _END)
_COUNT = re.compile(rb"/Count\s+([0-9]{1,6})(?=[\s/>])")
_BRACKETS = re.compile(rb"<<|>>")


class PdfRefused(ValueError):
    """A PDF we do not take in; the message, in Chinese, says why and what to hand in instead."""


def checked_pdf(data: bytes) -> int:
    """How many pages a harmless PDF has; raises `PdfRefused` for any other, also where no page can be found."""
    if not data.startswith(b"%PDF-"):
        raise PdfRefused("PDF 文件开头夹有其他内容；请重新扫描或另存为 PDF")
    if b"%%EOF" not in data.rstrip(b"\0\r\n ")[-_TAIL:]:
        raise PdfRefused("PDF 文件不完整（缺少结尾）；请重新扫描或重新传输")
    largest_count, pages = 0, 0
    for part in _parts(data):
        _refuse_active(part)
        largest_count = max([largest_count, *_counts(part)])
        pages += len(_PAGE.findall(part))
    if not (largest_count or pages):
        raise PdfRefused("PDF 中没有页面，文件可能已损坏；请重新扫描或另存为 PDF")
    return largest_count or pages


def _parts(data: bytes) -> Iterator[bytes]:
    """The file as it is, then what each of its streams holds, names always without escapes."""
    yield _plain(data)
    for part in _unpacked(data):
        yield _plain(part)


def _plain(part: bytes) -> bytes:
    # Undone everywhere, not in names alone: what stands elsewhere is only searched, never read.
    plain, escapes = _ESCAPE.subn(lambda code: bytes.fromhex(code[1].decode()), part, count=_MOST_ESCAPES)
    if escapes == _MOST_ESCAPES:
        raise PdfRefused(_DISORDER)
    return plain


def _refuse_active(part: bytes) -> None:
    if _ENCRYPTED.search(part):
        raise PdfRefused("PDF 设有密码或权限限制；请去除密码后重新上传")
    for what, pattern in _ACTIVE.items():
        if pattern.search(part):
            raise PdfRefused(f"PDF {what}；请打印成普通 PDF，或改为扫描件、照片后上传")


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What every stream holds that is packed the usual way; together no more than 200 million bytes."""
    room, dictionaries = _LARGEST_UNPACKED, 0
    for number, start in enumerate(_STREAM.finditer(data)):
        dictionary = _dictionary_before(data, start.start())
        dictionaries += len(dictionary)
        # In a sound file no two of them overlap.
        if number >= _MOST_STREAMS or dictionaries > len(data):
            raise PdfRefused(_DISORDER)
        _refuse_hidden_objects(_plain(dictionary))
        part = _inflated(data, start.end(), room)
        room -= len(part)
        yield part


def _dictionary_before(data: bytes, place: int) -> bytes:
    """What stands between the object or stream before and the stream that begins here."""
    lowest = max(0, place - _FARTHEST)
    return data[max(data.rfind(b"endobj", lowest, place), data.rfind(b"endstream", lowest, place), lowest) : place]


def _refuse_hidden_objects(dictionary: bytes) -> None:
    packed = _OBJECTS_PACKED.search(dictionary) and b"/Filter" in dictionary
    if packed and (not _PLAINLY_PACKED.search(dictionary) or _PREDICTED.search(dictionary)):
        raise PdfRefused("PDF 内部的压缩方式无法检查；请打印成普通 PDF，或改为扫描件后上传")


def _inflated(data: bytes, start: int, room: int) -> bytes:
    """What is packed from `start` on, nothing where it is not; raises `PdfRefused` where it is more than `room`.

    Tried on every stream, whatever its dictionary says: a dictionary can be written so that we misread it.
    """
    unpacker, parts, size = zlib.decompressobj(), [], 0
    for at in range(start, len(data), _CHUNK):
        try:
            part = unpacker.decompress(data[at : at + _CHUNK], room - size + 1)
        except zlib.error:
            break
        parts.append(part)
        size += len(part)
        if size > room:
            raise PdfRefused("PDF 展开后过大；请降低扫描分辨率后重新上传")
        if unpacker.eof:
            break
    return b"".join(parts)


def _counts(part: bytes) -> Iterator[int]:
    """The counts of pages that the nodes of the page tree give."""
    for node in islice(_PAGES.finditer(part), _MOST_NODES):
        around = part[_opening(part, node.start()) : _closing(part, node.end())]
        yield from map(int, _COUNT.findall(around))


def _opening(part: bytes, place: int) -> int:
    """Where the dictionary around a place opens; the place itself where that is too far away."""
    depth = 0
    for mark in reversed(list(_BRACKETS.finditer(part, max(0, place - _FARTHEST), place))):
        if mark[0] == b"<<" and depth == 0:
            return mark.start()
        depth += 1 if mark[0] == b">>" else -1
    return place


def _closing(part: bytes, place: int) -> int:
    """Where the dictionary around a place closes; the place itself where that is too far away."""
    depth = 0
    for mark in _BRACKETS.finditer(part, place, place + _FARTHEST):
        if mark[0] == b">>" and depth == 0:
            return mark.end()
        depth += 1 if mark[0] == b"<<" else -1
    return place
