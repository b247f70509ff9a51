"""The writing systems that names in China are written in, by code point, and text that has come through the wrong one.

Python's own classes will not do: its tables are older than the characters, so `isalpha()` says no to thousands of
family names. A class here is a piece of a regular expression, to be put between square brackets.
"""

import re
from dataclasses import dataclass

# All blocks of Han: the number zero, Extension A, the unified block, compatibility forms, Extensions B to J.
HAN = (
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002ebef\U0002ebf0-\U0002ee5f"
    "\U0002f800-\U0002fa1f\U00030000-\U0003134f\U00031350-\U0003347f"
)
# Pieces of characters that stand as characters of their own; some programs put them where the whole one belongs.
HAN_RADICALS = "\u2e80-\u2fdf"
LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff"
CYRILLIC = "\u0400-\u052f"
# Uyghur, Kazak and Kirgiz in the Arabic script, without its digits and its punctuation.
ARABIC = "\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\ufb50-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
TIBETAN = "\u0f00\u0f0b\u0f35\u0f37\u0f39\u0f40-\u0fbc"
MONGOLIAN = "\u1807\u180b-\u180f\u1820-\u18aa\u202f"
YI = "\ua000-\ua48c"
LISU = "\ua4d0-\ua4fd"
TAI = "\u1950-\u19cf"
HANGUL = "\uac00-\ud7a3"
KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc\u3005"
# Wives from across the southern borders: Thai, Lao, Burmese, Khmer.
SOUTHERN = "\u0e01-\u0e4e\u0e81-\u0eda\u0edc-\u0edf\u1000-\u103f\u1050-\u109d\u1780-\u17d3"
# A glyph chosen for the Han character before it.
VARIATION = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"

_SCRIPTS = {
    "汉字": HAN + HAN_RADICALS + VARIATION + PRIVATE,
    "拉丁字母": LATIN,
    "西里尔字母": CYRILLIC,
    "阿拉伯字母": ARABIC,
    "藏文": TIBETAN,
    "蒙古文": MONGOLIAN,
    "彝文": YI,
    "傈僳文": LISU,
    "傣文": TAI,
    "谚文": HANGUL,
    "假名": KANA,
    "东南亚文字": SOUTHERN,
}
LETTERS = "".join(_SCRIPTS.values())
_OF_SCRIPT = {script: re.compile(f"[{letters}]") for script, letters in _SCRIPTS.items()}
_HAN = re.compile(f"[{HAN}]")


def is_han(character: str) -> bool:
    """Whether the character is a Han character, however rare."""
    return _HAN.fullmatch(character) is not None


def scripts_of(text: str) -> tuple[str, ...]:
    """The writing systems a text uses, by their Chinese names."""
    return tuple(script for script, letter in _OF_SCRIPT.items() if letter.search(text))


# Characters that GB 18030 of 2000 put into the private area, and the code points they have now (its edition of 2022).
_GB18030_PRIVATE = {
    0xE816: 0x20087,
    0xE817: 0x20089,
    0xE818: 0x200CC,
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE831: 0x215D7,
    0xE832: 0x9FB8,
    0xE83B: 0x2298F,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE855: 0x241FE,
    0xE864: 0x9FBB,
}
# GBK had 80 characters, from FE 50 on, that Unicode did not have then; Windows gave them U+E815 to U+E864 in that order.
_GBK_PRIVATE_FIRST = 0xE815
_GBK_TRAILS = tuple(trail for trail in range(0x50, 0xA1) if trail != 0x7F)


def standard_form(private: str) -> str:
    """The standard character that a private-use one of the GBK days most likely means; empty where none is known."""
    point = ord(private)
    if point in _GB18030_PRIVATE:
        return chr(_GB18030_PRIVATE[point])
    place = point - _GBK_PRIVATE_FIRST
    return bytes((0xFE, _GBK_TRAILS[place])).decode("gb18030") if 0 <= place < len(_GBK_TRAILS) else ""


@dataclass(frozen=True)
class Garbled:
    """Text that was read in the wrong encoding: why we think so, and whether there is any doubt."""

    why: str
    certain: bool


_SIGNS = (
    (re.compile("锟斤拷|锟斤|斤拷"), "出现“锟斤拷”，是UTF-8和GBK之间来回转换丢了字"),
    (re.compile("烫烫|屯屯"), "出现“烫烫”“屯屯”，是程序未写入内容的空白"),
    (re.compile("\ufffd"), "出现替换符“\ufffd”，是按错误的编码打开后另存造成的"),
    (re.compile("锘[?？\ufffd縖]|ï»¿"), "出现“锘”，是带BOM的UTF-8按GBK读取"),
    (re.compile("[?？□■▯]"), "出现“?”或“□”，是原字在转换编码时丢失"),
)
_GBK_AS_LATIN = re.compile("[\u00a1-\u00fe]{2,}")
_UTF8_AS_LATIN = re.compile("[\u00c2-\u00e9][\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]")


def garbled(text: str) -> Garbled | None:
    """Whether a short Chinese text looks like one that was read in the wrong encoding, and in which.

    Sure signs first; then the text is turned back into bytes and read the other way. Only where that gives everyday
    characters, and the text itself has others, is it called certain: a few real names could be read both ways.
    """
    for sign, why in _SIGNS:
        if sign.search(text):
            return Garbled(why, True)
    if _GBK_AS_LATIN.fullmatch(text) and _everyday(_read_again(text, "latin-1", "gb18030")):
        return Garbled("像是GBK编码的文件按西文编码打开", True)
    if _UTF8_AS_LATIN.search(text) and _is_some_han(_read_again(text, "cp1252", "utf-8")):
        return Garbled("像是UTF-8编码的文件按西文编码打开", True)
    return _utf8_as_gbk(text)


def _utf8_as_gbk(text: str) -> Garbled | None:
    """`张三` as `寮犱笁`: three bytes a character read two by two."""
    if is_everyday(text) or not _starts_like_utf8(text):
        return None
    if _everyday(_read_again(text, "gb18030", "utf-8")):
        return Garbled("像是UTF-8编码的文件按GBK读取", True)
    if not any(is_everyday(character) for character in text):
        return Garbled("可能是UTF-8编码的文件按GBK读取", False)
    return None


def _starts_like_utf8(text: str) -> bool:
    """Whether the first character's GBK bytes could begin a Han character of UTF-8."""
    raw = text[:1].encode("gb18030", "ignore")
    return len(raw) == 2 and 0xE4 <= raw[0] <= 0xE9 and 0x80 <= raw[1] <= 0xBF


def _read_again(text: str, written: str, meant: str) -> str:
    """The text's bytes in one encoding read in another; empty where they cannot be."""
    try:
        return b"".join(_byte_of(character, written) for character in text).decode(meant)
    except UnicodeDecodeError:
        return ""


def _byte_of(character: str, encoding: str) -> bytes:
    """The character in an encoding; Windows' western code page leaves holes, which programs fill from Latin-1."""
    for name in (encoding, "latin-1"):
        try:
            return character.encode(name)
        except UnicodeEncodeError:
            continue
    return b"?"


def _is_some_han(text: str) -> bool:
    return bool(text) and all(is_han(character) for character in text)


def _everyday(text: str) -> bool:
    return bool(text) and is_everyday(text)


def is_everyday(text: str) -> bool:
    """Whether every character is one of the 3,755 most used (GB 2312, first level); true of an empty text."""
    try:
        raw = text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(raw) == 2 * len(text) and all(0xB0 <= lead <= 0xD7 for lead in raw[::2])
