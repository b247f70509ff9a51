"""The code lists: national standards and the project's own, each with its edition and how sure we are of it.

A list is a file `lists/<name>.csv` of `code, zh, en, identifier, note` and one line of `lists/index.csv`. Codes are
text, since `01` is not `1`; the identifier, where there is one, is the word the programs and case files use.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True)
class Code:
    """One line of a list: the code, its label in both languages and, where it has one, its identifier."""

    code: str
    zh: str
    en: str
    identifier: str = ""
    note: str = ""


@dataclass(frozen=True)
class CodeList:
    """A list with its pedigree: `standard` and `edition` are empty where the list is the project's own.

    `partial` says that the standard has codes we have not entered because we were not sure of them. Raises
    `ValueError`, in Chinese, where a code or an identifier occurs twice or a label is missing.
    """

    name: str
    title: str
    standard: str
    edition: str
    confidence: str
    partial: bool
    codes: tuple[Code, ...]

    def __post_init__(self) -> None:
        _refuse_duplicates(self.name, "代码", [code.code for code in self.codes])
        _refuse_duplicates(self.name, "标识", [code.identifier for code in self.codes if code.identifier])
        for code in self.codes:
            if not (code.code and code.zh and code.en):
                raise ValueError(f"代码表 {self.name} 的“{code.code}”一行缺少代码、中文名或英文名")

    @cached_property
    def by_code(self) -> Mapping[str, Code]:
        """The lines by code."""
        return MappingProxyType({code.code: code for code in self.codes})

    @cached_property
    def by_identifier(self) -> Mapping[str, Code]:
        """The lines that have an identifier, by it."""
        return MappingProxyType({code.identifier: code for code in self.codes if code.identifier})

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def __getitem__(self, code: str) -> Code:
        if code not in self.by_code:
            raise KeyError(f"代码表 {self.name}（{self.title}）中没有代码“{code}”")
        return self.by_code[code]

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)


def _refuse_duplicates(name: str, what: str, values: list[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"代码表 {name} 中{what}“{value}”重复；请删去其中一行")
        seen.add(value)


@cache
def list_names() -> tuple[str, ...]:
    """The names of all lists, in the order of the index."""
    return tuple(_index())


@cache
def load_list(name: str) -> CodeList:
    """The list of a name such as `ethnic_group`; raises `KeyError`, in Chinese, where the index has none."""
    if name not in _index():
        raise KeyError(f"没有名为“{name}”的代码表；现有：{'、'.join(_index())}")
    head = _index()[name]
    return CodeList(
        name=name,
        title=head["title"],
        standard=head["standard"],
        edition=head["edition"],
        confidence=head["confidence"],
        partial=head["partial"] == "yes",
        codes=tuple(Code(**row) for row in _rows(name)),
    )


@cache
def _index() -> dict[str, dict[str, str]]:
    rows = _rows("index")
    _refuse_duplicates("index", "表名", [row["list"] for row in rows])
    return {row["list"]: row for row in rows}


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("doudi.vocabulary") / "lists" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
