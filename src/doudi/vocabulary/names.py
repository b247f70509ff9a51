"""Names of people as offices write them: read or refused, tidied where that is safe, folded where two are compared.

A name is judged by its writing systems, never by `isalpha()`, which does not know the rarest characters. What was
tidied stands in `remarks`, what a person should look at in `warnings`; `raw` is the name as it came.
"""

import re
import unicodedata
from dataclasses import dataclass

from doudi.vocabulary.scripts import (
    HAN,
    HAN_RADICALS,
    LETTERS,
    PRIVATE,
    VARIATION,
    garbled,
    is_everyday,
    scripts_of,
    standard_form,
)
from doudi.vocabulary.variants import SIMPLIFIED

DOT = "·"
_LONGEST = 60

_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)}
_QUOTES = re.compile("^['`\u2018\u2019]+|['`\u2018\u2019]+$")
_HAN_LIKE = f"{HAN}{HAN_RADICALS}{PRIVATE}{VARIATION}"
_BETWEEN_HAN = rf"(?<=[{_HAN_LIKE}])[ ]*{{}}[ ]*(?=[{_HAN_LIKE}])"
_DOTS = re.compile("[ ]*[\u2022\u2027\u2219\u22c5\u2e31\u30fb\uff65\u00b7\u0387\u318d\u16eb\uff0e][ ]*")
_FULL_STOP = re.compile(_BETWEEN_HAN.format(r"\."))
_HAN_SPACE = re.compile(rf"(?<=[{_HAN_LIKE}]) +(?=[{_HAN_LIKE}])")
_TWO_WORDS = re.compile(rf"[{_HAN_LIKE}]{{2,}} +[{_HAN_LIKE}]{{2,}}")
_SPACES = re.compile("[\t \u00a0\u1680\u2000-\u200a\u205f\u3000]+")
_BREAKS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Controls, zero-width marks, marks of direction, variation selectors that follow nothing: they are not seen, and two
# names that look the same differ by them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
    f"|(?<![{HAN}])[{VARIATION}]"
)
_NAME = re.compile(f"[{LETTERS}](?:[{LETTERS} '’.\\-{DOT}]*[{LETTERS}.])?")
_STRANGER = re.compile(f"[^{LETTERS} '’.\\-{DOT}]")
# Memory that a program never wrote to, shown as GBK; every one of its characters is an everyday one.
_UNWRITTEN = re.compile("烫烫|屯屯")
_PLAIN_HAN = re.compile(f"[{HAN}]+(?:{DOT}[{HAN}]+)*")
_BRACKETED = re.compile(r"[(（\[【〔<《].*?[)）\]】〕>》]")
_PLACEHOLDERS = frozenset(
    {"无", "无名", "不详", "未知", "未取名", "未起名", "待定", "待补", "空", "测试", "姓名", "某某", "同上"}
)
_SUSPICIOUS_WORDS = re.compile("合计|小计|总计|身份证|姓名|残疾|电话")


class NameRefused(ValueError):
    """A text that is no name; the message, in Chinese, says why, and `proposal` what it may have meant, if anything."""

    def __init__(self, message: str, proposal: str = "") -> None:
        super().__init__(message)
        self.proposal = proposal


@dataclass(frozen=True, slots=True)
class Name:
    """A name to be kept as `text`, the same as it came as `raw`."""

    text: str
    raw: str
    remarks: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def check_name(text: str) -> Name:
    """Read a person's name; raises `NameRefused`.

    Han of every block, `·`, and the scripts of minorities and foreigners are taken. Spaces, unseen characters and
    the many shapes of the middle dot are put right and remarked; rare doubts are warnings.
    """
    if not isinstance(text, str):
        raise NameRefused("姓名不是文字，请按身份证录入")
    if 2 <= len(text) <= 4 and is_everyday(text) and text not in _PLACEHOLDERS and not _UNWRITTEN.search(text):
        return Name(text, text, (), _odd_words(text))
    clean, remarks = (text, ()) if _PLAIN_HAN.fullmatch(text) else _tidied(text)
    _refuse_garbled(text)
    _refuse_no_name(clean)
    return Name(clean, text, remarks, _warnings(text, clean))


def _tidied(text: str) -> tuple[str, tuple[str, ...]]:
    """The name without what is not seen, and a remark for each thing that was done."""
    remarks: list[str] = []
    if _BREAKS.search(text.strip()):
        raise NameRefused("姓名中有换行，可能是两个人的姓名；请一人一行")
    for pattern, put, remark in _TIDYING:
        tidied = pattern.sub(put, text).strip()
        if tidied != text:
            remarks.append(remark)
        text = tidied
    half_width = text.translate(_FULL_WIDTH)
    if half_width != text:
        remarks.append("全角字母改为半角")
    return half_width, tuple(dict.fromkeys(remarks))


_TIDYING = (
    (_SPACES, " ", "去除或统一了空格"),
    (_UNSEEN, "", "去除了看不见的字符"),
    (_QUOTES, "", "去除了首尾的引号"),
    (_DOTS, DOT, "间隔号统一为“·”"),
    (_FULL_STOP, DOT, "间隔号统一为“·”"),
    (_HAN_SPACE, "", "去除或统一了空格"),
)


def _refuse_garbled(text: str) -> None:
    spoilt = garbled(text.strip())
    if spoilt is not None and spoilt.certain:
        raise NameRefused(f"姓名成了乱码：{spoilt.why}；请用正确的编码重新导出后再导入")


def _refuse_no_name(name: str) -> None:
    if not name:
        raise NameRefused("姓名为空，请按身份证录入")
    if len(name) > _LONGEST:
        raise NameRefused(f"姓名有{len(name)}个字，超过{_LONGEST}个字，请核对是否填错了栏")
    if name in _PLACEHOLDERS:
        raise NameRefused(f"“{name}”不是姓名，请按身份证录入")
    if not _NAME.fullmatch(name):
        raise NameRefused(*_what_is_wrong(name))


def _what_is_wrong(name: str) -> tuple[str, str]:
    """The reason a text is no name, and what it may have meant."""
    without = _BRACKETED.sub("", name).strip()
    if without != name and _NAME.fullmatch(without):
        return "姓名中有括号说明，请移到备注栏", without
    if re.search("[、，,；;/／&＋+|]", name):
        return "姓名中有顿号或逗号，可能是几个人的姓名；请一人一行", ""
    if re.search("[0-9]", name):
        without = re.sub("[0-9]", "", name)
        return "姓名中有数字", without if _NAME.fullmatch(without) else ""
    without = name.strip(f" '’.-{DOT}")
    if without != name and _NAME.fullmatch(without):
        return "姓名以间隔号或标点开头或结尾", without
    if re.search("[\u2ff0-\u2fff\u31ef]", name):
        return "姓名中有用部件拼成的字，请按身份证录入原字；打不出的字可从身份证读卡器或字库复制", ""
    strangers = _STRANGER.finditer(name)
    return "；".join(
        f"姓名第{found.start() + 1}个字符“{found[0]}”不是文字（{_kind_of(found[0])}）" for found in strangers
    ), ""


def _kind_of(character: str) -> str:
    """What a character is, in a clerk's words."""
    category = unicodedata.category(character)
    if category == "So" or 0x1F000 <= ord(character) <= 0x1FBFF:
        return "表情或图形符号"
    return {"N": "数字", "P": "标点", "S": "符号", "L": "不认识的文字"}.get(category[0], f"U+{ord(character):04X}")


def _warnings(raw: str, name: str) -> tuple[str, ...]:
    """Everything about a readable name that a person should look at."""
    found = [*_odd_words(name), *_odd_characters(name)]
    scripts = scripts_of(name)
    if len(scripts) > 1:
        found.append(f"姓名混用了{'、'.join(scripts)}，请核对")
    if len(name) == 1:
        found.append("姓名只有一个字，请核对")
    if _TWO_WORDS.search(_SPACES.sub(" ", raw)):
        found.append("姓名中间有空格，原件上可能是间隔号“·”，请核对")
    spoilt = garbled(name)
    if spoilt is not None:
        found.append(f"姓名{spoilt.why}，请核对")
    return tuple(found)


def _odd_words(name: str) -> tuple[str, ...]:
    return (f"“{name}”不像姓名，请核对是否填错了栏",) if _SUSPICIOUS_WORDS.search(name) else ()


def _odd_characters(name: str) -> list[str]:
    found = [_private_warning(character) for character in re.findall(f"[{PRIVATE}]", name)]
    for piece in re.findall(f"[{HAN_RADICALS}]", name):
        whole = unicodedata.normalize("NFKC", piece)
        found.append(f"“{piece}”是部首字形（U+{ord(piece):04X}）{f'，应为“{whole}”' if whole != piece else ''}，请核对")
    return found


def _private_warning(character: str) -> str:
    meant = standard_form(character)
    advice = f"，可能是“{meant}”（U+{ord(meant):04X}）" if meant else "，请按身份证改为标准字"
    return f"“{character}”是本机自造字（U+{ord(character):04X}）{advice}，换一台机器会显示不出"


_FOLDED_AWAY = re.compile(f"[{VARIATION}{DOT} '’.\\-]")


def match_key(name: str) -> str:
    """The name as it is compared: one shape for each character, without dots and spaces, in lower case.

    Traditional and compatibility forms, radicals and private-use characters become the standard character. Names
    with the same key may be one person's; a name is never stored as its key.
    """
    if is_everyday(name):
        return name
    standard = "".join(standard_form(character) or character for character in name) if _has_private(name) else name
    folded = unicodedata.normalize("NFKC", _FOLDED_AWAY.sub("", _DOTS.sub("", standard)))
    return folded.translate(SIMPLIFIED).casefold()


def _has_private(name: str) -> bool:
    return re.search(f"[{PRIVATE}]", name) is not None
