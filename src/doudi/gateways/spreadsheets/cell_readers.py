"""Cells of a roster that need more than one reading: names, several codes in one cell, days that may not lie ahead."""

import re
from datetime import date

from doudi.vocabulary.cells import (
    Cell,
    Read,
    as_text,
    ask,
    blank_reading,
    parse_citizen_id,
    parse_code,
    parse_day,
    refuse,
    shown,
)
from doudi.vocabulary.identity import CitizenId
from doudi.vocabulary.names import Name, NameRefused, check_name


def read_name(cell: Cell, on: date) -> Read[Name]:
    """Read a cell with a name; a doubt about it is a question, with the name as the proposal."""
    nothing = blank_reading(cell)
    if nothing is not None:
        return nothing
    if not isinstance(cell, str):
        return refuse(f"“{shown(cell)}”是数字或日期，不是姓名")
    try:
        name = check_name(cell)
    except NameRefused as refused:
        proposal = check_name(refused.proposal) if refused.proposal else None
        return refuse(str(refused)) if proposal is None else ask(f"{refused}；是否为“{proposal.text}”？", proposal)
    if name.warnings:
        return ask("；".join(name.warnings), name)
    return Read(name, "normalised" if name.remarks else "ok", "；".join(name.remarks))


_BETWEEN_CODES = re.compile(r"[、，,;；/／+＋和\s]+")


def read_codes(cell: Cell, on: date, list_name: str) -> Read[tuple[str, ...]]:
    """Read a cell with several codes of one list, as causes are given."""
    nothing = blank_reading(cell)
    if nothing is not None:
        return nothing
    whole = parse_code(cell, list_name)
    if whole.value is not None:
        return Read((whole.value,), whole.verdict, whole.note)
    reads = [parse_code(part, list_name) for part in _BETWEEN_CODES.split(as_text(cell)) if part]
    notes = "；".join(dict.fromkeys(read.note for read in reads if read.note))
    worst = next((verdict for verdict in ("refused", "ask") if any(read.verdict == verdict for read in reads)), "")
    if worst == "refused":
        return refuse(notes)
    codes = tuple(dict.fromkeys(code for read in reads if (code := read.value or read.proposal)))
    if worst == "ask" or not codes:
        return ask(notes or f"“{shown(cell)}”无法识别", codes or None)
    return Read(codes, "normalised" if notes else "ok", notes)


def read_count(cell: Cell, on: date) -> Read[int]:
    """Read a number of people."""
    nothing = blank_reading(cell)
    if nothing is not None:
        return nothing
    digits = re.fullmatch("([0-9]{1,3})(?:人|口|位)?", as_text(cell).strip())
    return Read(int(digits[1])) if digits else ask(f"“{shown(cell)}”不是人数，请填整数")


def read_day(cell: Cell, on: date, *, past: bool) -> Read[date]:
    """Read a day; one in the `past` may not lie after the day of reading."""
    return parse_day(cell, on=on if past else None)


def read_citizen_id(cell: Cell, on: date) -> Read[CitizenId]:
    """Read a citizen number whose bearer has been born by the day of reading."""
    return parse_citizen_id(cell, on=on)
