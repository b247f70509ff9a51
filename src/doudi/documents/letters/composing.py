"""A template and its values become a page in plain data, which the PDF and the Word file are both drawn from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from doudi.documents.letters.checking import ROW_NUMBER, checked_template
from doudi.documents.letters.fields import Field, FieldKind
from doudi.documents.letters.kinds import KINDS, LIMITS, ROW_NEEDS, Kind
from doudi.documents.letters.parts import (
    Block,
    Cell,
    Grid,
    Receipt,
    Seal,
    Sentences,
    Sign,
    Table,
    Text,
)
from doudi.documents.letters.posted import refuse_unpostable
from doudi.documents.letters.wording import Phrase, Shown, shown

_TYPES: dict[FieldKind, tuple[type, str]] = {
    "money": (int, "整数（分）"),
    "whole": (int, "整数"),
    "day": (date, "日期"),
    "flag": (bool, "是或否"),
    "rows": (Sequence, "列表"),
}
# A table of more columns is set smaller, or a number of identity runs over its column.
_MOST_COLUMNS = 8
_CHINESE_NUMBERS = "一二三四五六七八九十"


class ValuesRefused(ValueError):
    """Values a letter cannot be written with; `faults` by word says in Chinese what is wrong."""

    def __init__(self, kind: Kind, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__(f"“{kind.zh}”不能生成：{'；'.join(faults.values())}")


def composed(kind: str, values: Mapping[str, Any], template: str | None = None) -> dict[str, Any]:
    """The page: title, number, size of text and blocks, all texts filled in.

    Raises `KeyError` for an unknown kind, `TemplateRefused` for an office's template that may not be used and
    `ValuesRefused` for values that are unknown to the kind, of the wrong sort, missing from a letter, or that may not
    hang on a board.
    """
    declared, read = KINDS[kind], checked_template(kind, template)
    given = {**{word: LIMITS[word] for word in LIMITS if word in declared.words}, **values}
    _refuse_ill(declared, given)
    if declared.posted:
        refuse_unpostable(declared, given)
    words = {key: shown(given.get(key), field.kind) for key, field in declared.words.items()}
    blocks = [drawn for block in read.blocks if _wanted(block, words) for drawn in _drawn(block, words, declared)]
    return {
        "kind": declared.zh,
        "organ": read.organ.filled(words) if read.organ else "",
        "title": read.title.filled(words),
        "number": str(words.get("number", "")),
        "edition": read.edition,
        "size": read.size,
        "blocks": list(_held(blocks)),
    }


def _held(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The blocks, each with whether it must stay on the page of what is signed or sealed right below it."""
    for block, below in zip(blocks, [*blocks[1:], {"is": "end"}], strict=True):
        yield {**block, "holds": below["is"] in ("seal", "sign")}


def _refuse_ill(kind: Kind, values: Mapping[str, Any]) -> None:
    faults = dict(_ill(kind, values))
    if faults:
        raise ValuesRefused(kind, faults)


def _ill(kind: Kind, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for word in values:
        if word not in kind.words:
            yield word, f"没有“{word}”这项内容"
    for word, field in kind.words.items():
        value = values.get(word)
        if value is None or value in ("", [], ()):
            if word in kind.needs and not kind.form:
                yield word, f"缺少“{field.zh}”"
        else:
            yield from _ill_value(word, field, value)
            if word in kind.needs and not kind.form and isinstance(value, Sequence):
                yield from _unsaid(field, value)


def _unsaid(field: Field, rows: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """What a row of a letter must say and does not."""
    for place, row in enumerate(rows, start=1):
        for below in ROW_NEEDS.get(field.key, ()):
            if isinstance(row, Mapping) and row.get(below) in (None, ""):
                yield f"{field.key}.{place}.{below}", f"“{field.zh}”第{place}行缺少“{field.field(below).zh}”"


def _ill_value(word: str, field: Field, value: Any) -> Iterator[tuple[str, str]]:
    if not _fits(field, value):
        yield word, f"“{field.zh}”应是{_TYPES.get(field.kind, (str, '文字'))[1]}"
    elif field.kind == "rows":
        for place, row in enumerate(value, start=1):
            yield from _ill_row(word, field, place, row)


def _fits(field: Field, value: Any) -> bool:
    """Whether a value is of the sort its field wants; a truth is no number here, and a text no list."""
    if isinstance(value, bool):
        return field.kind == "flag"
    if isinstance(value, str):
        return field.kind not in _TYPES
    return isinstance(value, _TYPES.get(field.kind, (str, ""))[0])


def _ill_row(word: str, field: Field, place: int, row: Any) -> Iterator[tuple[str, str]]:
    known = {below.key: below for below in field.fields}
    if not isinstance(row, Mapping) or set(row) - set(known):
        yield f"{word}.{place}", f"“{field.zh}”第{place}行只能有：{'、'.join(known)}"
        return
    for key, value in row.items():
        if value is not None and value != "":
            yield from _ill_value(f"{word}.{place}.{key}", known[key], value)


def _wanted(block: Block, words: Mapping[str, Shown]) -> bool:
    return block.when is None or bool(words[block.when])


def _drawn(block: Block, words: Mapping[str, Shown], kind: Kind) -> Iterator[dict[str, Any]]:
    body = block.body
    if isinstance(body, Text):
        yield from _paragraphs(body, words)
    elif isinstance(body, Sentences):
        for number, row in enumerate(_row_words(kind, body.rows, words), start=1):
            yield {"is": "text", "style": "text", "text": f"{_numbered(number)}{body.phrase.filled(row)}"}
    elif isinstance(body, Grid):
        yield {"is": "table", "widths": body.widths, "heads": 0, "size": 10.5, "rows": _grid_rows(body, words)}
    elif isinstance(body, Table):
        yield _table(body, words, kind)
    elif isinstance(body, Sign):
        yield {"is": "sign", "finger": body.finger, "day": body.day, "who": _signers(body, words, kind)}
    elif isinstance(body, Seal):
        yield {"is": "seal", "unit": body.unit.filled(words), "on": body.on.filled(words)}
    elif isinstance(body, Receipt):
        yield {"is": "receipt", "text": body.phrase.filled(words), "items": _filled(body.items, words)}
    else:
        yield {"is": "break"}


def _paragraphs(body: Text, words: Mapping[str, Shown]) -> Iterator[dict[str, Any]]:
    for line in body.phrase.filled(words).split("\n"):
        if line.strip():
            yield {"is": "text", "style": body.style, "text": line.strip()}


def _filled(phrases: Iterable[Phrase], words: Mapping[str, Any]) -> list[str]:
    return [phrase.filled(words) for phrase in phrases]


def _numbered(number: int) -> str:
    return f"{_CHINESE_NUMBERS[number - 1]}、" if number <= len(_CHINESE_NUMBERS) else f"{number}."


def _row_words(kind: Kind, word: str, words: Mapping[str, Shown]) -> Iterator[dict[str, Shown]]:
    """For every row the words it may print: its own, its number, and those of the letter."""
    fields = kind.words[word].fields
    for number, row in enumerate(words[word].raw or (), start=1):
        own = {field.key: shown(row.get(field.key), field.kind) for field in fields}
        yield {**words, **own, ROW_NUMBER.key: shown(number, ROW_NUMBER.kind)}


def _grid_rows(body: Grid, words: Mapping[str, Shown]) -> list[list[dict[str, Any]]]:
    return [[_cell(cell, words) for cell in row] for row in body.rows]


def _cell(cell: Cell, words: Mapping[str, Shown]) -> dict[str, Any]:
    return {
        "text": cell.phrase.filled(words).strip("\n"),
        "across": cell.across,
        "down": cell.down,
        "face": "label" if cell.label else "value",
        "high": cell.high,
        "foot": _filled(cell.foot, words),
    }


def _table(body: Table, words: Mapping[str, Shown], kind: Kind) -> dict[str, Any]:
    fields = {field.key: field for field in kind.words[body.rows].fields}
    faces = [_face(column.phrase, fields) for column in body.columns]
    rows: list[list[dict[str, Any]]] = [[_plain(column.head, "label") for column in body.columns]]
    for row in _row_words(kind, body.rows, words):
        rows.append([_plain(column.phrase.filled(row), face) for column, face in zip(body.columns, faces, strict=True)])
    while len(rows) <= body.least:
        rows.append([_plain("", "value") for _ in body.columns])
    title = body.title.filled(words) if body.title else ""
    widths = [column.width for column in body.columns]
    size = 9.5 if len(widths) <= _MOST_COLUMNS else 8.5
    return {"is": "table", "widths": widths, "heads": 1, "size": size, "rows": rows, "title": title}


def _plain(text: str, face: str) -> dict[str, Any]:
    return {"text": text, "across": 1, "down": 1, "face": face, "high": 0, "foot": []}


def _face(phrase: Phrase, fields: Mapping[str, Field]) -> str:
    """Amounts stand to the right, numbers, days and truths in the middle."""
    kinds = {fields[word].kind if word in fields else "whole" for word in phrase.words}
    if kinds == {"money"}:
        return "amount"
    return "centred" if kinds and kinds <= {"whole", "day", "flag"} else "value"


def _signers(body: Sign, words: Mapping[str, Shown], kind: Kind) -> list[str]:
    if body.rows is None:
        return _filled(body.who, words)
    return [text for row in _row_words(kind, body.rows, words) for text in _filled(body.who, row)]
