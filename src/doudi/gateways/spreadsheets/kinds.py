"""What a file really is, by what it begins with and holds, whatever its name says; and how to save it if it is no table."""

import re

from doudi.gateways.spreadsheets.archive import Archive
from doudi.gateways.spreadsheets.sheet import Kind, SheetRefused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
SAVE_AS = "请用Excel或WPS打开，选择“另存为”→“Excel 工作簿(*.xlsx)”，再上传"

_OTHER_FILES = (
    (b"%PDF", "pdf", "PDF文件"),
    (b"\x89PNG", "picture", "图片"),
    (b"\xff\xd8\xff", "picture", "图片"),
    (b"GIF8", "picture", "图片"),
    (b"BM", "picture", "图片"),
    (b"Rar!", "packed", "压缩包"),
    (b"7z\xbc\xaf", "packed", "压缩包"),
    (b"\x1f\x8b", "packed", "压缩包"),
    (b"PK\x05\x06", "packed", "空的压缩包"),
    (b"{\\rtf", "document", "RTF文档"),
    (b"MZ", "program", "程序"),
    (b"SQLite format 3", "database", "数据库文件"),
)
# Excel 2 to 4 wrote their records without a container.
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
_WEB = re.compile(rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|table|style|div)\b", re.I | re.S)
_XML = re.compile(rb"^\s*<\?xml\b|^\s*<(?:ss:)?Workbook\b", re.I)
_MHTML = re.compile(rb"^\s*(?:MIME-Version|Content-Type|From):", re.I)
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

_TEXT_NAMES = ("csv", "tsv", "txt", "tab", "")


def extension(filename: str) -> str:
    """The last part of a file's name, in lower case: `xlsx`."""
    return filename.rpartition(".")[2].strip().lower() if "." in filename else ""


def shown_filename(filename: str) -> str:
    """The file's name for a message: without folders and unseen characters, and not too long."""
    last = re.split(r"[/\\]", filename)[-1]
    return "".join(character for character in last if character.isprintable())[-80:] or "（无名）"


def kind_of(data: bytes, filename: str) -> tuple[Kind, Archive | None]:
    """The kind of table a file is, and its archive where it is one; raises `SheetRefused` for everything else."""
    named = extension(filename)
    if not data.strip(b"\x00\t\r\n "):
        raise SheetRefused("empty", "文件是空的；请核对后重新上传")
    if named in ("et", "ett"):
        raise SheetRefused("wps_et", f"这是WPS表格的.et文件；{SAVE_AS}")
    kind, archive = _by_content(data)
    _refuse_wrong_name(kind, named)
    return kind, archive


def _by_content(data: bytes) -> tuple[Kind, Archive | None]:
    if data.startswith(_ZIP):
        archive = Archive(data)
        return _kind_of_archive(archive), archive
    if data.startswith(OLE):
        return "xls", None
    if data.startswith(_OLD_EXCEL):
        raise SheetRefused("old_excel", f"这是Excel 5.0以前的旧格式；{SAVE_AS}")
    for magic, rule, what in _OTHER_FILES:
        if data.startswith(magic):
            raise SheetRefused(rule, f"这是{what}，不是表格；请上传.xlsx、.xls、.ods或.csv文件")
    _refuse_markup(data)
    return "csv", None


def _refuse_markup(data: bytes) -> None:
    begin = data[:4096].replace(b"\x00", b"")
    for mark in _BYTE_ORDER_MARKS:
        begin = begin.removeprefix(mark)
    if _WEB.search(begin):
        raise SheetRefused("html", f"这是网页，只是名字像表格（系统导出的“假Excel”）；{SAVE_AS}")
    if _MHTML.search(begin):
        raise SheetRefused("html", f"这是单个文件网页（mht），不是表格；{SAVE_AS}")
    if _XML.search(begin):
        raise SheetRefused("xml", f"这是XML表格（2003版XML或其他），不能直接读取；{SAVE_AS}")


def _kind_of_archive(archive: Archive) -> Kind:
    names = {name.lower() for name in archive.names}
    if any(name.endswith("vbaproject.bin") for name in names) or any("macrosheets/" in name for name in names):
        raise SheetRefused("macros", "文件带有宏（程序），为安全起见不能导入；请另存为不带宏的“Excel 工作簿(*.xlsx)”")
    if "xl/workbook.xml" in archive:
        return _kind_of_workbook(archive)
    if "mimetype" in archive:
        return _kind_of_open_document(archive)
    for folder, what in (("xl/workbook.bin", "二进制工作簿（.xlsb）"), ("word/", "Word文档"), ("ppt/", "幻灯片")):
        if any(name.startswith(folder) for name in names):
            raise SheetRefused("not_a_table", f"这是{what}；请把表格复制到Excel或WPS中，另存为.xlsx后上传")
    raise SheetRefused("packed", "这是压缩包，不是表格；请解压后上传里面的.xlsx、.xls、.ods或.csv文件")


def _kind_of_workbook(archive: Archive) -> Kind:
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive else b""
    if b"macroEnabled" in types:
        raise SheetRefused("macros", "文件是启用宏的工作簿，为安全起见不能导入；请另存为不带宏的“Excel 工作簿(*.xlsx)”")
    return "xlsx"


def _kind_of_open_document(archive: Archive) -> Kind:
    declared = archive.read("mimetype").strip()
    if b"opendocument.spreadsheet" not in declared:
        raise SheetRefused("not_a_table", f"这是文档而不是表格；{SAVE_AS}")
    if any(name.startswith("Basic/") and not name.endswith("/") for name in archive.names):
        raise SheetRefused("macros", "文件带有宏（程序），为安全起见不能导入；请另存为不带宏的表格")
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive else b""
    if b"encryption-data" in manifest:
        raise SheetRefused("password", "文件设了打开密码；请取消密码后另存，再上传")
    return "ods"


def _refuse_wrong_name(kind: Kind, named: str) -> None:
    if named == kind or (kind == "csv" and named in _TEXT_NAMES):
        return
    if named in ("xlsm", "xltm", "xlam", "xlsb"):
        raise SheetRefused("macros", f"不接受.{named}文件；{SAVE_AS}")
    really = {"xlsx": "新版Excel工作簿（.xlsx）", "xls": "旧版Excel工作簿（.xls）", "ods": "开放文档表格（.ods）"}
    what = really.get(kind, "文字（.csv）")
    raise SheetRefused("wrong_name", f"文件名是.{named[:10]}，内容却是{what}；{SAVE_AS}")
