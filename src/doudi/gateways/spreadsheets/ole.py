"""The container of Excel's old format: a small file system with chains of sectors, read no further than needed."""

from doudi.gateways.spreadsheets.sheet import SheetRefused

_FREE = 0xFFFFFFFA
_DIRECTORY_ENTRY = 128
_STREAM, _ROOT = 2, 5
_DAMAGED = "文件已损坏或没有传完；请在Excel或WPS中打开后另存为.xlsx，再上传"


class Container:
    """The streams of a compound file; raises `SheetRefused` where its chains lead nowhere or in a circle."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512:
            raise _damaged()
        self._data = data
        self._sector = 1 << min(self._short(30), 16)
        self._mini_sector = 1 << min(self._short(32), 12)
        self._mini_below = self._long(56)
        self._fat = self._table(self._fat_sectors())
        self._entries = self._directory()

    @property
    def names(self) -> frozenset[str]:
        """The names of streams and folders, in lower case."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """The content of a stream; raises `SheetRefused` where there is none of that name."""
        if name not in self._entries:
            raise _damaged()
        start, size = self._entries[name]
        if size >= self._mini_below:
            return self._chain(start, self._fat)[:size]
        mini_fat = self._table(self._sectors(self._long(60), self._fat))
        return self._mini_chain(start, mini_fat)[:size]

    def _short(self, at: int) -> int:
        return int.from_bytes(self._data[at : at + 2], "little")

    def _long(self, at: int) -> int:
        return int.from_bytes(self._data[at : at + 4], "little")

    def _at(self, sector: int) -> bytes:
        begin = (sector + 1) * self._sector
        return self._data[begin : begin + self._sector]

    def _fat_sectors(self) -> list[int]:
        """The sectors the table of chains is in: 109 in the header, more in sectors of their own."""
        listed = [self._long(76 + 4 * place) for place in range(109)]
        following, seen = self._long(68), 0
        while following < _FREE and seen <= len(self._data) // self._sector:
            numbers = _numbers(self._at(following))
            if not numbers:
                raise _damaged()
            listed += numbers[:-1]
            following, seen = numbers[-1], seen + 1
        return [sector for sector in listed if sector < _FREE]

    def _table(self, sectors: list[int]) -> list[int]:
        return _numbers(b"".join(map(self._at, sectors)))

    def _sectors(self, start: int, fat: list[int]) -> list[int]:
        chain: list[int] = []
        while start < _FREE:
            if start >= len(fat) or len(chain) > len(fat):
                raise _damaged()
            chain.append(start)
            start = fat[start]
        return chain

    def _chain(self, start: int, fat: list[int]) -> bytes:
        return b"".join(map(self._at, self._sectors(start, fat)))

    def _mini_chain(self, start: int, mini_fat: list[int]) -> bytes:
        """Small streams lie in slices of one stream, which the root entry holds."""
        whole = self._chain(self._root_start, self._fat)
        size = self._mini_sector
        return b"".join(whole[at * size : (at + 1) * size] for at in self._sectors(start, mini_fat))

    def _directory(self) -> dict[str, tuple[int, int]]:
        raw = self._chain(self._long(48), self._fat)
        found: dict[str, tuple[int, int]] = {}
        self._root_start = _FREE
        for at in range(0, len(raw) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY):
            entry = raw[at : at + _DIRECTORY_ENTRY]
            length = min(int.from_bytes(entry[64:66], "little"), 64)
            name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace").lower()
            start, size = (int.from_bytes(entry[begin : begin + 4], "little") for begin in (116, 120))
            if entry[66] == _ROOT:
                self._root_start = start
            if entry[66]:
                found.setdefault(name, (start, size))
        return found


def _numbers(raw: bytes) -> list[int]:
    return [int.from_bytes(raw[at : at + 4], "little") for at in range(0, len(raw) - 3, 4)]


def _damaged() -> SheetRefused:
    return SheetRefused("damaged", _DAMAGED)
