"""A letter as text, from whatever it was handed in as: pasted, a text file, Word, or a picture of paper.

What a file is, is decided by what is in it. Nothing of a file is run, and nothing outside of it is fetched.
"""

import re
from dataclasses import dataclass
from typing import Literal

from doudi.documents.pictures import upright_image
from doudi.documents.uploads import LARGEST_BYTES, Upload, UploadRefused, checked_upload, kept
from doudi.gateways.letters.refusals import LetterRefused
from doudi.gateways.letters.scanned_page import page_picture
from doudi.gateways.letters.seen_text import read_picture
from doudi.gateways.letters.word_file import paragraphs_of
from doudi.gateways.spreadsheets.sheet import SheetRefused
from doudi.gateways.spreadsheets.text_table import decoded

Source = Literal["pasted", "text", "word", "picture"]

# Nobody writes ten thousand characters to ask for help; what is longer is another kind of text, or several letters.
MOST_CHARACTERS = 20_000
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Halves of pairs and control characters would break the page that shows the letter, and the database.
_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufeff\u202a-\u202e\u2066-\u2069]")
_NEITHER = re.compile(rb"PK\x03\x04|%PDF-|\xff\xd8\xff|\x89PNG|RIFF|\xd0\xcf\x11\xe0|\{\\rtf|GIF8|BM|MZ|\x7fELF")
_SAVE_AS = "请用记事本打开，确认文字正常后另存为UTF-8文本，或把文字直接粘贴到页面上"


@dataclass(frozen=True, slots=True)
class LetterText:
    """The text of a letter, with `\\n` for every end of a line, and what a person should know of how it was read.

    `certainty` is the lowest share of certainty (0 to 1) of a line read from a picture; None for all other sources.
    """

    text: str
    source: Source
    remarks: tuple[str, ...] = ()
    certainty: float | None = None


def read_letter(data: bytes, name: str) -> LetterText:
    """The text of a letter in a file called `name`; without a name it is what somebody pasted, in UTF-8.

    Text files, docx, pictures and the first page of a PDF are read. Pictures need the extra `doudi[ocr]`. Raises
    `LetterRefused`.
    """
    if not data.strip():
        raise LetterRefused("empty", "没有内容；请粘贴申请书的文字，或上传有内容的文件")
    if len(data) > LARGEST_BYTES:
        raise LetterRefused("too_large", f"文件超过{LARGEST_BYTES // 1024**2} MB；请压缩或拆分后上传")
    if not _NEITHER.match(data):
        return _from_text(data, "text" if name else "pasted")
    upload, remarks = _checked(data, name)
    match upload.extension:
        case "docx":
            return _tidied("\n".join(paragraphs_of(data)), "word", remarks)
        case "xlsx":
            raise LetterRefused("table", "这是表格，不是申请书；花名册请到“花名册”页面导入")
    seen = read_picture(page_picture(data) if upload.extension == "pdf" else upright_image(data))
    remarks += ("文字由图片识别得出，请逐句对照原件",)
    if upload.extension == "pdf" and (upload.pages or 1) > 1:
        remarks += (f"PDF共{upload.pages}页，只识别了第1页；其余各页请另存为图片后分别上传",)
    return _tidied(seen.text, "picture", remarks, seen.certainty)


def _checked(data: bytes, name: str) -> tuple[Upload, tuple[str, ...]]:
    try:
        upload = checked_upload(data, name)
        if upload.mime.startswith("image/"):
            # A picture that is damaged inside only shows it when it is decoded.
            kept(data, upload)
    except UploadRefused as refusal:
        raise LetterRefused("file", str(refusal)) from None
    return upload, upload.warnings


def _from_text(data: bytes, source: Source) -> LetterText:
    """Text in UTF-8 or UTF-16 with a mark, UTF-8 or GB18030, one encoding for the whole file, strictly."""
    try:
        text, encoding = decoded(data)
    except SheetRefused:
        told = f"文字的编码无法识别，或混有几种编码，也可能不是文本文件；{_SAVE_AS}"
        raise LetterRefused("encoding", told) from None
    remarks = ("按GB18030（GBK）编码读取，请核对汉字是否正常",) if encoding == "gb18030" else ()
    return _tidied(text, source, remarks)


def _tidied(text: str, source: Source, remarks: tuple[str, ...], certainty: float | None = None) -> LetterText:
    clean = _UNFIT.sub("", _LINE_ENDS.sub("\n", text)).strip("\n")
    if not clean.strip():
        raise LetterRefused("empty", "文件里没有读到文字；如果是照片，请拍得更清楚、更正后重新上传")
    if len(clean) > MOST_CHARACTERS:
        told = f"文字超过{MOST_CHARACTERS}字，不像一份申请书；请只留下申请书的内容，几份申请书请分别上传"
        raise LetterRefused("too_long", told)
    return LetterText(clean, source, remarks, certainty)
