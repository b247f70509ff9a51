"""The texts at the head of columns, compared as people mean them and not as they are spaced."""

import re
import unicodedata

_MARKS = re.compile(r"[\s*＊★:：\-—_、,，.。/\\|]+")
_BRACKETED = re.compile(r"[(（\[【].*?[)）\]】]")
SERIAL_HEADERS = frozenset({"序号", "序", "编号", "行号", "no", "№", "顺序号"})


def fold_header(text: str) -> str:
    """A header without spaces, marks and what stands in brackets, in half-width lower case."""
    without = _BRACKETED.sub("", unicodedata.normalize("NFKC", text))
    return _MARKS.sub("", without if without.strip() else text).casefold()


def fold_whole(text: str) -> str:
    """The same with what stands in brackets, where the unit or the period often is."""
    return re.sub(r"[()（）\[\]【】]", "", _MARKS.sub("", unicodedata.normalize("NFKC", text))).casefold()
