"""Names in pinyin without tones, for sorting and for the search box.

The readings are pypinyin's, character by character, with the family names it reads otherwise put right. A character
without a reading stays as it is, so that nobody drops out of a list. `ü` is written `v`, as it is typed.
"""

import unicodedata
from functools import cache

from doudi.vocabulary.scripts import is_han, standard_form
from doudi.vocabulary.variants import SIMPLIFIED

_SINGLE = """
单 shan 曾 zeng 解 xie 仇 qiu 查 zha 任 ren 区 ou 朴 piao 盖 ge 乐 yue 员 yun 覃 qin 翟 zhai 折 she 华 hua 缪 miao 费 fei
黑 he 种 chong 重 chong 冼 xian 洗 xian 召 shao 秘 bi 繁 po 尉 wei 那 na 都 du 薄 bo 柏 bo 沈 shen 车 che 石 shi 宁 ning 尹 yin
祭 zhai 逄 pang 句 gou 幺 yao 牟 mu 隗 wei 郗 xi 郇 xun 佴 nai 谌 chen 阚 kan 乜 nie 厍 she 舍 she 应 ying 燕 yan 相 xiang
贲 ben 俞 yu 褚 chu 莘 shen 谷 gu 行 xing 眭 sui 藏 zang 晟 cheng 纪 ji 曲 qu 葛 ge 过 guo 卜 bu 宓 mi 哈 ha 撒 sa 阿 a
贾 jia 殷 yin 占 zhan 洪 hong 强 qiang 盛 sheng 干 gan 於 yu 参 shen 长 zhang 万 wan 台 tai 鲜 xian 夏 xia 冯 feng 呙 guo
澹 tan 綦 qi 蕃 bo 晁 chao 炔 gui 瞿 qu 麴 qu 鄂 e 禚 zhuo 揭 jie 角 jue 教 jiao 仉 zhang 亓 qi 昝 zan 訾 zi 逯 lu
"""
_DOUBLE = """
尉迟 yu chi 令狐 ling hu 万俟 mo qi 长孙 zhang sun 澹台 tan tai 单于 chan yu 鲜于 xian yu 宰父 zai fu 亓官 qi guan
诸葛 zhu ge 欧阳 ou yang 上官 shang guan 司马 si ma 司徒 si tu 司空 si kong 公孙 gong sun 慕容 mu rong 皇甫 huang fu
夏侯 xia hou 呼延 hu yan 申屠 shen tu 太史 tai shi 太叔 tai shu 轩辕 xuan yuan 濮阳 pu yang 淳于 chun yu 仲孙 zhong sun
钟离 zhong li 宇文 yu wen 闾丘 lv qiu 东方 dong fang 南宫 nan gong 西门 xi men 独孤 du gu 端木 duan mu 百里 bai li
赫连 he lian 拓跋 tuo ba 公冶 gong ye 闻人 wen ren 第五 di wu 东郭 dong guo 羊舌 yang she 梁丘 liang qiu 左丘 zuo qiu
"""
# Characters in given names whose first reading in a dictionary is not the one people bear.
_GIVEN = {"曾": "zeng", "长": "chang", "朝": "chao", "柏": "bai", "晟": "sheng", "翟": "zhai", "厦": "xia", "着": "zhe"}


@cache
def _single_surnames() -> dict[str, str]:
    words = _SINGLE.split()
    return dict(zip(words[::2], words[1::2], strict=True))


@cache
def _double_surnames() -> dict[str, tuple[str, str]]:
    words = _DOUBLE.split()
    firsts, seconds = words[1::3], words[2::3]
    return dict(zip(words[::3], zip(firsts, seconds, strict=True), strict=True))


@cache
def _reading(character: str) -> str:
    """One character's first reading without its tone; the character itself where it has none."""
    from pypinyin.constants import PINYIN_DICT  # It takes 0.2 s to import, and most of a day needs no pinyin.

    if character in _GIVEN:
        return _GIVEN[character]
    standard = unicodedata.normalize("NFKC", standard_form(character) or character)
    readings = PINYIN_DICT.get(ord(standard)) if len(standard) == 1 and is_han(standard) else None
    return _without_tone(readings.split(",")[0]) if readings else character


def _without_tone(syllable: str) -> str:
    """`lǚ` as `lv`."""
    decomposed = unicodedata.normalize("NFD", syllable.replace("ɡ", "g"))
    plain = decomposed.replace("u\u0308", "v").replace("e\u0302", "e")
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _surname(name: str) -> tuple[str, ...]:
    """The syllables of the family name at the head of a name, where it is not read as its characters are."""
    head = name[:2].translate(SIMPLIFIED)
    if head in _double_surnames():
        return _double_surnames()[head]
    single = _single_surnames().get(head[:1])
    return (single,) if single else ()


def syllables_of(name: str) -> tuple[str, ...]:
    """The name's syllables; Latin and other words stay whole and in lower case, dots and spaces divide."""
    found: list[str] = []
    for part in name.replace("·", " ").split():
        surname = _surname(part) if not found else ()
        found += surname
        found += _given(part[len(surname) :])
    return tuple(found)


def _given(part: str) -> list[str]:
    if not part:
        return []
    if part.isascii() or not any(map(is_han, part)):
        return [_without_accents(part.lower())]
    return [_reading(character) for character in part]


def _without_accents(word: str) -> str:
    """`nguyễn` as `nguyen`; a word of another script as it is."""
    plain = "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
    return plain if plain.isascii() else word


def pinyin_of(name: str) -> str:
    """`单小芳` as `shan xiao fang`: a name for people to type and lists to be sorted by."""
    return " ".join(syllables_of(name))


def initials_of(name: str) -> str:
    """`单小芳` as `sxf`."""
    return "".join(syllable[0] for syllable in syllables_of(name))
