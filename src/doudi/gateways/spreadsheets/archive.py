"""The zip file that a workbook is: opened only after it has been shown to unpack to a sensible size.

Sizes are measured, not believed: a directory may say one kilobyte for what unpacks to gigabytes.
"""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from doudi.gateways.spreadsheets.sheet import SheetRefused

MOST_ENTRIES = 2000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100
# Small parts may well be a hundred times their packed size; only large ones can do harm.
_RATIO_COUNTS_FROM = 1024 * 1024
_CHUNK = 256 * 1024

_LOCAL_HEADER = b"PK\x03\x04"
_DIRECTORY_ENTRY = b"PK\x01\x02"
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"MZ")
_DAMAGED = "文件已损坏或没有传完；请在原来的电脑上打开，另存为.xlsx后重新上传"


class Archive:
    """The parts of a zip file, each of which has been unpacked once to see that it may be."""

    def __init__(self, data: bytes) -> None:
        if data.count(_DIRECTORY_ENTRY) > MOST_ENTRIES:
            raise SheetRefused(
                "too_many_parts", f"文件内部有{MOST_ENTRIES}个以上的部分，不是正常的表格；请另存为.xlsx后重新上传"
            )
        self._data = data
        try:
            listed = zipfile.ZipFile(BytesIO(data)).infolist()
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError) as damage:
            raise SheetRefused("damaged", _DAMAGED) from damage
        self._entries = {entry.filename: entry for entry in listed}
        if not listed or len(self._entries) != len(listed):
            raise SheetRefused("damaged", _DAMAGED)
        self._refuse_declared()
        self._refuse_unpacked()

    @property
    def names(self) -> frozenset[str]:
        """The names of the parts."""
        return frozenset(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part's content, piece by piece; raises `SheetRefused` where there is none of that name."""
        if name not in self._entries:
            raise SheetRefused("damaged", _DAMAGED)
        return self._unpacked(self._entries[name])

    def read(self, name: str, most: int = 4 * 1024 * 1024) -> bytes:
        """A small part as a whole; raises `SheetRefused` where it is not small."""
        content = b"".join(self.chunks(name))
        if len(content) > most:
            raise SheetRefused("unpacked_size", "文件内部的目录过大，不是正常的表格；请另存为.xlsx后重新上传")
        return content

    def _refuse_declared(self) -> None:
        entries = sorted(self._entries.values(), key=lambda entry: entry.header_offset)
        for entry, after in zip(entries, [*entries[1:], None], strict=True):
            if entry.flag_bits & 1:
                raise SheetRefused("password", "文件设了打开密码；请取消密码后另存，再上传")
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise SheetRefused("damaged", _DAMAGED)
            if after is not None and entry.header_offset + entry.compress_size > after.header_offset:
                raise SheetRefused("damaged", "文件内部各部分互相重叠，不是正常的表格；请另存为.xlsx后重新上传")
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise _too_large()

    def _refuse_unpacked(self) -> None:
        whole = 0
        for entry in self._entries.values():
            size = 0
            for chunk in self._unpacked(entry):
                if size == 0 and chunk.startswith(_PACKED):
                    raise SheetRefused(
                        "nested", f"表格中嵌有其他文件（{entry.filename[-60:]}）；请删除嵌入的对象后另存，再上传"
                    )
                size += len(chunk)
                whole += len(chunk)
                if whole > MOST_UNPACKED:
                    raise _too_large()
                if size > _RATIO_COUNTS_FROM and size > MOST_RATIO * max(entry.compress_size, 1):
                    raise SheetRefused(
                        "ratio", "文件压缩得异常紧密，不是正常的表格；请把数据复制到新表格后另存，再上传"
                    )
            if size != entry.file_size:
                raise SheetRefused("damaged", _DAMAGED)

    def _unpacked(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        packed = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            yield from (bytes(packed[at : at + _CHUNK]) for at in range(0, len(packed), _CHUNK))
            return
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            rest: bytes | memoryview = packed
            while not inflater.eof and rest:
                chunk = inflater.decompress(rest, _CHUNK)
                rest = inflater.unconsumed_tail
                if chunk:
                    yield chunk
            last = inflater.flush()
        except zlib.error as damage:
            raise SheetRefused("damaged", _DAMAGED) from damage
        if last:
            yield last

    def _packed(self, entry: zipfile.ZipInfo) -> memoryview:
        """The packed bytes: after the local header, whose name and extra field have lengths of their own."""
        at = entry.header_offset
        header = self._data[at : at + 30]
        if len(header) < 30 or not header.startswith(_LOCAL_HEADER):
            raise SheetRefused("damaged", _DAMAGED)
        begin = at + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        packed = memoryview(self._data)[begin : begin + entry.compress_size]
        if len(packed) < entry.compress_size:
            raise SheetRefused("damaged", _DAMAGED)
        return packed


def _too_large() -> SheetRefused:
    return SheetRefused(
        "unpacked_size", f"文件展开后超过{MOST_UNPACKED // 1024 // 1024}MB；请只留需要导入的数据，分成几个文件后上传"
    )
