"""What is struck out or left blank in a letter, and the patterns of numbers that may be."""

import re

# What people put in the place of what they do not say. A single letter of the Latin alphabet may be a name.
MASK_CLASS = r"xX×✕✖*_○□△▲●▢◯"
MASK = rf"[{MASK_CLASS}某]+"
IS_MASKED = re.compile(rf"[{MASK_CLASS}]|某某|某(?=[省市县区镇乡村人年月])")
ONLY_MASK = re.compile(rf"[{MASK_CLASS}某\-. ]*")

DIGIT = rf"[0-9{MASK_CLASS}]"
YEAR = rf"(?:{DIGIT}{{1,6}}|[〇○零一二三四五六七八九]{{4}}|去|今|前|本|当|同)年"
MONTH = rf"(?:{DIGIT}{{1,3}}|[一二三四五六七八九十正腊]{{1,2}})月"
DAY = rf"(?:{DIGIT}{{1,3}}|[一二三四五六七八九十廿初]{{1,3}})[日号]"


def masked(words: str) -> bool:
    """Whether part of the words is struck out."""
    return IS_MASKED.search(words) is not None


def nothing_left(words: str) -> bool:
    """Whether the words are blank or struck out altogether."""
    return ONLY_MASK.fullmatch(words) is not None
