"""Coded cells: read by code, by label, by what offices usually write; near misses are proposed."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache, lru_cache

from doudi.vocabulary.cells.reading import Cell, Read, as_text, ask, blank_reading, plain, refuse, shown
from doudi.vocabulary.cells.synonyms import DOUBTFUL, SYNONYMS
from doudi.vocabulary.codes import Code, load_list

# A label without these says the same: 汉 for 汉族, 肢体 for 肢体残疾.
_SUFFIXES = ("族", "残疾", "类", "型", "性", "劳动能力")
_CHOICES_SHOWN = 12

_YES = frozenset({"是", "有", "对", "√", "✓", "✔", "☑", "y", "yes", "true", "t", "1", "患病", "已", "属实"})
_NO = frozenset({"否", "无", "不是", "没有", "×", "✗", "✘", "x", "n", "no", "false", "f", "0", "未", "非"})


def parse_code(cell: Cell, list_name: str) -> Read[str]:
    """Read a cell of a coded column and give the code; raises `KeyError` for a list that there is not.

    The code itself, its label, identifier and the usual words are read; a near miss is asked with a proposal, and
    anything else refused with what may be entered.
    """
    nothing = blank_reading(cell)
    return _code(as_text(cell), list_name) if nothing is None else nothing


@lru_cache(maxsize=16384)
def _code(text: str, list_name: str) -> Read[str]:
    words = _words(list_name)
    folded = _folded(text)
    doubtful = DOUBTFUL.get(list_name, {}).get(folded)
    if doubtful is not None:
        return _asked(text, list_name, doubtful)
    found = words.get(folded) or words.get(folded.lstrip("0"))
    if found is not None:
        return _read_as(load_list(list_name)[found], text)
    near = _near(folded, words)
    if near is not None:
        return _asked(text, list_name, near)
    return refuse(f"“{shown(text)}”不在“{load_list(list_name).title}”中；可填：{_choices(list_name)}")


def _asked(text: str, list_name: str, code: str) -> Read[str]:
    codes = load_list(list_name)
    return ask(f"“{shown(text)}”不在“{codes.title}”中，是否为“{codes[code].zh}”？", code)


def _read_as(code: Code, text: str) -> Read[str]:
    """A word that is part of the label, or holds it, says the same; any other is told."""
    written = plain(text)
    same = written in (code.code, code.identifier, code.en) or written in code.zh or code.zh in written
    trivial = same or _folded(text) == code.code.lstrip("0").casefold()
    return Read(code.code) if trivial else Read(code.code, "normalised", f"“{shown(text)}”按“{code.zh}”登记")


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", plain(text)).split()).casefold()


@cache
def _words(list_name: str) -> dict[str, str]:
    """Everything that may be written for a code of the list, folded; a word two codes share is the first one's."""
    words: dict[str, str] = {}
    for code in load_list(list_name):
        for word in (code.code, code.zh, code.identifier, code.en, *_letters(list_name, code), *_shorter(code.zh)):
            if word:
                words.setdefault(_folded(word), code.code)
    for code_text, synonyms in SYNONYMS.get(list_name, {}).items():
        for word in synonyms.split():
            words[_folded(word)] = code_text
    for code in load_list(list_name):
        words.setdefault(code.code.lstrip("0").casefold(), code.code)
    return words


def _letters(list_name: str, code: Code) -> tuple[str, ...]:
    """The letters GB/T 3304 gives each ethnic group beside its number."""
    return (code.note,) if list_name == "ethnic_group" else ()


def _shorter(label: str) -> Iterable[str]:
    return (label.removesuffix(suffix) for suffix in _SUFFIXES if label.endswith(suffix) and label != suffix)


def _near(folded: str, words: dict[str, str]) -> str | None:
    """The code of the nearest word: one that the text holds, the longest first, or one spelt much the same."""
    if len(folded) > 40:
        return None
    held = [word for word in words if len(word) > 1 and not word.isascii() and (word in folded or folded in word)]
    if held and folded:
        return words[max(held, key=lambda word: (word in folded, len(word)))]
    close = get_close_matches(folded, words, n=1, cutoff=0.6)
    return words[close[0]] if close else None


def _choices(list_name: str) -> str:
    labels = [code.zh for code in load_list(list_name)]
    return "、".join(labels[:_CHOICES_SHOWN]) + ("等" if len(labels) > _CHOICES_SHOWN else "")


def parse_yes_no(cell: Cell) -> Read[bool]:
    """Read a cell that says yes or no in one of the usual ways."""
    nothing = blank_reading(cell)
    return _yes_no(as_text(cell)) if nothing is None else nothing


@lru_cache(maxsize=1024)
def _yes_no(text: str) -> Read[bool]:
    folded = _folded(text)
    if folded in _YES or folded in _NO:
        return Read(folded in _YES)
    return ask(f"“{shown(text)}”分不清是还是否，请填“是”或“否”")
