"""Names that may not stand in a text, and a name as the web shows it."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from doudi.vocabulary.disclosure.findings import Finding
from doudi.vocabulary.disclosure.plain import Reading, read
from doudi.vocabulary.names import DOT, match_key
from doudi.vocabulary.scripts import is_han

_COMPOUND = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 "
    "宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 "
    "公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 淳于 达奚 褚师 纳兰".split()
)
_GAP = r"[\s·•.]{0,3}"


def web_name(name: str) -> str:
    """The name for a notice on the web: 张* 张*英 欧阳** 买买提·*; whoever knows the person recognises the line."""
    first, dot, _rest = name.partition(DOT)
    if dot:
        return f"{first}{DOT}*"
    first, space, _rest = name.strip().partition(" ")
    if space:
        return f"{first} *"
    if not all(is_han(character) for character in name):
        return f"{name[:1]}*" if name else ""
    return _han_on_web(name)


def _han_on_web(name: str) -> str:
    if len(name) > 2 and name[:2] in _COMPOUND:
        return name[:2] + "*" * (len(name) - 2)
    if len(name) < 3:
        return f"{name[0]}*" if len(name) == 2 else "*" * len(name)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def named_people(reading: Reading, names: Iterable[str]) -> Iterator[Finding]:
    """Every one of these names, also with spaces or a line end inside, or in traditional characters."""
    texts = tuple(dict.fromkeys((reading.text, _folded(reading.text))))
    for name in names:
        plain = "".join(read(name).text.split())
        for form, text in zip((plain, _folded(plain)), texts, strict=False):
            for found in _spaced(form).finditer(text) if len(plain) > 1 else ():
                yield Finding(*reading.span(*found.span()), "name", web_name(name))


def _spaced(name: str) -> re.Pattern[str]:
    return re.compile(_GAP.join(re.escape(character) for character in name if character != DOT))


def _folded(text: str) -> str:
    """Every character in its simplified, standard form, as long as the text; the everyday ones stay what they are."""
    return "".join(_standard(character) for character in text)


@lru_cache(maxsize=8192)
def _standard(character: str) -> str:
    # A dot or a space is folded away altogether; it keeps its place here.
    folded = match_key(character)
    return folded if len(folded) == 1 else character
