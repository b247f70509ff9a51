"""A Word or Excel file from outside: an archive of parts, looked at part by part within limits, never opened as a document."""

import io
import re
import zlib
from itertools import pairwise
from struct import error
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

_LARGEST_UNPACKED = 120_000_000
_MOST_PARTS = 3_000
_LARGEST_RATIO = 400
_SMALL_PART = 100_000
_END_RECORD = 22

_TYPES = "[Content_Types].xml"
_MAIN_PARTS = {
    "word/document.xml": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "xl/workbook.xml": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
}
_MACROS = re.compile(r"(vbaproject|vbadata|/activex/|/macrosheets/|/dialogsheets/)", re.IGNORECASE)
_EMBEDDED = re.compile(r"/embeddings/|oleobject|\.(exe|dll|bat|cmd|js|vbs|ps1|scr|jar|com|msi|lnk|hta)$", re.IGNORECASE)
_MACRO_TYPES = re.compile(rb"macroEnabled|vnd\.ms-office\.(vbaProject|activeX)", re.IGNORECASE)
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*>", re.IGNORECASE)
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_HYPERLINK = re.compile(rb"/hyperlink[\"']", re.IGNORECASE)
_LIVE = (b"<!doctype", b"<!entity", b"ddeauto", b"ddelink")
_OTHER_ENCODING = re.compile(rb"^\xff\xfe|^\xfe\xff|^.?\0|encoding\s*=\s*[\"'](?!utf-8|us-ascii)", re.IGNORECASE)
_DAMAGED = (BadZipFile, NotImplementedError, OSError, ValueError, EOFError, OverflowError, error, zlib.error)


class OfficeRefused(ValueError):
    """A document we do not take in; the message, in Chinese, says why and what to hand in instead."""


class OfficeKind(NamedTuple):
    """The media type of a document and the extension it goes by."""

    mime: str
    extension: str


def checked_office(data: bytes) -> OfficeKind:
    """Whether the archive is a harmless docx or xlsx, and which; raises `OfficeRefused` for any other."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            kind = _kind({part.filename for part in parts})
            _refuse_disorder(parts, data)
            for part in parts:
                _refuse_live(part.filename, _unpacked(archive, part))
            return kind
    except OfficeRefused:
        raise
    except _DAMAGED:
        raise OfficeRefused("文件已损坏，无法打开；请用 Word、Excel 或 WPS 另存后重新上传") from None


def _kind(names: set[str]) -> OfficeKind:
    if "OFD.xml" in names:
        raise OfficeRefused("暂不支持 OFD 文件；请打印成 PDF 后上传")
    found = [kind for part, kind in _MAIN_PARTS.items() if part in names]
    if _TYPES not in names or len(found) != 1:
        raise OfficeRefused("压缩包不能作为材料上传；请解压后逐个上传其中的图片或文档")
    return OfficeKind(*found[0])


def _refuse_disorder(parts: list[ZipInfo], data: bytes) -> None:
    """Refuse archives that are not what they say: bombs, overlapping or hidden parts, names that leave the folder."""
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
        raise OfficeRefused("文件展开后过大；请拆分后重新上传")
    if any(_blown_up(part) for part in parts):
        raise OfficeRefused("文件的压缩比例异常，可能是压缩炸弹；请另存后重新上传")
    if any(part.flag_bits & 1 for part in parts):
        raise OfficeRefused("文件设有密码；请去除密码后重新上传")
    names = [part.filename for part in parts]
    if len(set(names)) < len(names) or _overlapping(parts) or not _whole(data) or any(map(_leaves, names)):
        raise OfficeRefused("文件结构异常，不是正常保存的文档；请用 Word、Excel 或 WPS 另存后重新上传")
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise OfficeRefused("文件内部的压缩方式无法检查；请用 Word、Excel 或 WPS 另存后重新上传")


def _blown_up(part: ZipInfo) -> bool:
    return part.file_size > _SMALL_PART and part.file_size > _LARGEST_RATIO * max(part.compress_size, 1)


def _overlapping(parts: list[ZipInfo]) -> bool:
    """Whether two parts share packed bytes, as in bombs that need little room for much."""
    ordered = sorted(parts, key=lambda part: part.header_offset)
    pairs = pairwise(ordered)
    return any(first.header_offset + 30 + first.compress_size > second.header_offset for first, second in pairs)


def _whole(data: bytes) -> bool:
    """Whether the archive begins with its first part and ends with its end record, with nothing hung on."""
    return data.startswith(b"PK\x03\x04") and data[-_END_RECORD:].startswith(b"PK\x05\x06")


def _leaves(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name


def _unpacked(archive: ZipFile, part: ZipInfo) -> bytes:
    """A part, read no further than it says it is long: a lying length is a bomb."""
    with archive.open(part) as packed:
        content = packed.read(part.file_size + 1)
    if len(content) > part.file_size:
        raise OfficeRefused("文件展开后过大；请拆分后重新上传")
    return content


def _refuse_live(name: str, content: bytes) -> None:
    if _MACROS.search(name) or (name == _TYPES and _MACRO_TYPES.search(content)):
        raise OfficeRefused("文件含有宏；请另存为不含宏的 .docx 或 .xlsx 后上传")
    if _EMBEDDED.search(name):
        raise OfficeRefused("文件内嵌了其他文件或程序；请删去内嵌对象后重新上传")
    if not name.lower().endswith((".xml", ".rels", ".vml")):
        return
    if _OTHER_ENCODING.search(content[:200]):
        raise OfficeRefused("文件内部的编码无法检查；请用 Word、Excel 或 WPS 另存后重新上传")
    small = content.lower()
    if any(word in small for word in _LIVE) or (name.endswith(".rels") and _reaches_out(content)):
        raise OfficeRefused("文件会引用外部数据或模板；请断开链接，或另存为 PDF 后重新上传")


def _reaches_out(relations: bytes) -> bool:
    """Whether a part refers to anything outside but the links a reader clicks on."""
    outside = [relation for relation in _EXTERNAL.findall(relations) if _OUTSIDE.search(relation)]
    return any(not _HYPERLINK.search(relation) for relation in outside)
