"""What may come in as a document: decided by what is in the file, never by what it is called.

Pictures (JPEG, PNG, WebP), PDF, docx and xlsx up to 20 MB, if they do nothing when opened. Everything else is refused
with what to hand in instead, since the person at the counter has only this file.
"""

import re
from dataclasses import dataclass
from typing import Literal

from doudi.documents.office_checks import OfficeRefused, checked_office
from doudi.documents.pdf_checks import PdfRefused, checked_pdf
from doudi.documents.pictures import PictureRefused, cleaned_and_small, cleaned_image, picture_format
from doudi.documents.thumbnails import SIDE, thumbnail

LARGEST_BYTES = 20 * 1024 * 1024
_PDF = "application/pdf"
_EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", _PDF: "pdf"}
_SAME = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}
_DANGEROUS = frozenset(
    "exe dll com scr bat cmd ps1 vbs js jse wsf hta lnk msi jar apk sh py php html htm svg xhtml docm xlsm dotm xltm".split()
)

# The first bytes of what is refused, and what to say. The first that fits decides.
_OTHERS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"MZ|\x7fELF|\xca\xfe\xba\xbe|[\xcf\xce]\xfa\xed\xfe|\xfe\xed\xfa|L\0\0\0\x01\x14\x02\0|dex\n|#!"),
     "文件是可执行程序，不能上传"),
    (re.compile(rb"\xd0\xcf\x11\xe0"),
     "文件是旧版格式（.doc、.xls、.wps、.et）或设有密码；请去除密码，另存为 .docx、.xlsx 或 PDF 后上传"),
    (re.compile(rb"(?s)....ftyp(?:hei[cfxms]|hev[cx]|mif1|msf1|avif)"),
     "图片是 HEIC 格式（苹果手机默认格式）；请在手机设置中改为“兼容性最佳”，或转成 JPG 后上传"),
    (re.compile(rb"(?s)....ftyp"), "视频不能作为材料上传；请截取画面保存为 JPG 后上传"),
    (re.compile(rb"GIF8[79]a|BM|II\*\0|MM\0\*|\0\0\x01\0"), "不支持该图片格式（GIF、BMP、TIFF 等）；请转成 JPG 或 PNG 后上传"),
    (re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ"), "压缩包不能作为材料上传；请解压后逐个上传其中的图片或文档"),
    (re.compile(rb"\{\\rtf"), "不支持 RTF 文件；请另存为 .docx 或 PDF 后上传"),
    (re.compile(rb"(?is)(?:\xef\xbb\xbf)?\s*<(?:\?xml|!doctype|!--|html|head|body|script|svg|iframe|\?php)"),
     "网页、SVG 等可能带脚本的文件不能上传；请打印成 PDF 或截图后上传"),
)  # fmt: skip
_UNKNOWN = "文件内容无法识别；只能上传 JPG、PNG、WebP 图片，PDF，以及 .docx、.xlsx 文档"

# A second format inside the first: what one program shows as a picture another would run.
_HEAD = 1024
_TAIL = 66_000
_SECOND_HEADS = re.compile(rb"%PDF-|<\s*(?:script|html|svg|iframe|!doctype|\?php)", re.IGNORECASE)
_SECOND_ARCHIVES = re.compile(rb"PK\x05\x06|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c")


class UploadRefused(ValueError):
    """A file that is not taken in; the message, in Chinese, says why and what to hand in instead."""


@dataclass(frozen=True)
class Upload:
    """What a file is: its media type, the extension it is kept under, its pages where known, and what to look at."""

    mime: str
    extension: str
    pages: int | None
    warnings: tuple[str, ...] = ()


def checked_upload(data: bytes, filename: str) -> Upload:
    """What the bytes of an upload are, if they may come in; raises `UploadRefused`.

    A name that says something else than the content is a warning, and the content holds. What is kept of the file is
    `kept(data, upload)`, since a picture still carries where and when it was taken.
    """
    _refuse_by_size(data)
    try:
        mime, extension, pages = _recognised(data)
    except (PictureRefused, PdfRefused, OfficeRefused) as refusal:
        raise UploadRefused(str(refusal)) from None
    return Upload(mime, extension, pages, _doubts(filename, extension))


def kept(data: bytes, upload: Upload) -> bytes:
    """The bytes to keep of a checked upload: pictures without metadata, everything else as it came.

    Raises `UploadRefused` for a picture that is cut off or damaged inside, which only shows when it is decoded.
    """
    try:
        return cleaned_image(data) if upload.mime.startswith("image/") else data
    except PictureRefused as refusal:
        raise UploadRefused(str(refusal)) from None


def with_thumbnail(data: bytes, upload: Upload) -> tuple[bytes, bytes]:
    """The bytes to keep of a checked upload, and its small picture, a PNG. Raises `UploadRefused`."""
    try:
        if upload.mime.startswith("image/"):
            return cleaned_and_small(data, SIDE)
    except PictureRefused as refusal:
        raise UploadRefused(str(refusal)) from None
    return data, thumbnail(data, upload.mime)


def _refuse_by_size(data: bytes) -> None:
    if not data:
        raise UploadRefused("文件是空的；请检查后重新上传")
    if len(data) > LARGEST_BYTES:
        raise UploadRefused(f"文件超过{LARGEST_BYTES // 1024**2} MB；请压缩图片、降低扫描分辨率或拆分后上传")


def _recognised(data: bytes) -> tuple[str, str, int | None]:
    match _looks_like(data):
        case "picture":
            mime = picture_format(data)
            _refuse_second_format(data)
            return mime, _EXTENSIONS[mime], 1
        case "pdf":
            pages = checked_pdf(data)
            _refuse_second_format(data[5:])
            return _PDF, _EXTENSIONS[_PDF], pages
        case "archive":
            kind = checked_office(data)
            return kind.mime, kind.extension, None
    raise UploadRefused(next((words for pattern, words in _OTHERS if pattern.match(data)), _UNKNOWN))


def _looks_like(data: bytes) -> Literal["picture", "pdf", "archive", "other"]:
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "picture"
    if data.startswith(b"PK"):
        return "archive"
    # Readers look for the header in the first 1024 bytes, so whatever has it there is a PDF, and must be a plain one.
    if b"%PDF-" in data[:_HEAD]:
        return "pdf"
    return "other"


def _refuse_second_format(data: bytes) -> None:
    if _SECOND_HEADS.search(data[:_HEAD]) or _SECOND_ARCHIVES.search(data[-_TAIL:]):
        raise UploadRefused("文件中夹带了另一种格式的内容；请重新拍照、扫描或另存后上传")


def _doubts(filename: str, extension: str) -> tuple[str, ...]:
    """What to say of a name that does not go with the content."""
    named = filename.rpartition(".")[2].lower() if "." in filename else ""
    if named == extension or _SAME.get(named) == extension:
        return ()
    if named in _DANGEROUS:
        return (f"文件名的扩展名“.{named}”像是程序或网页，但内容是 {extension.upper()}；已按内容保存，请核对来源",)
    why = f"扩展名“.{named[:12]}”与内容不符" if named else "文件没有扩展名"
    return (f"{why}，已按内容认定为 {extension.upper()}",)
