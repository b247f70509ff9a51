"""The case file: one household on one day, read strictly and turned into facts.

What is left out is unknown and has a path under which it can be asked for; only the defaults of the format are filled
in, and each is listed. Nothing is repaired: a file with a fault is refused whole, with every fault named.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from doudi.engine.case_reading import CaseFacts, Reading
from doudi.engine.faults import CaseRefused, Fault
from doudi.engine.strict_text import MAX_BYTES, decoded, read_json, read_tree

__all__ = [
    "CaseFacts",
    "CaseRefused",
    "Fault",
    "Refusal",
    "facts_from_mapping",
    "read_case",
    "read_case_file",
    "read_cases_jsonl",
]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line of a file of cases that is refused: its number, counted from 1, and what is wrong with it."""

    line: int
    case: str | None
    errors: tuple[Fault, ...]

    def as_json(self) -> dict[str, object]:
        """The answer to the line, as the contract of the case file lays it out."""
        return CaseRefused(self.errors, self.case).as_json()


def read_case(source: str | bytes, *, name: str) -> CaseFacts:
    """Read the text of one case file, YAML or JSON; `name` is the file's (`.json` is read as JSON alone).

    Raises CaseRefused with every fault of the file.
    """
    try:
        tree, faults = read_tree(source, name=name)
    except CaseRefused as refused:
        refused.name = name
        raise
    return _facts(tree, faults, name)


def read_case_file(path: str | Path) -> CaseFacts:
    """Read a case file by its path, `-` for standard input; raises CaseRefused, also where it cannot be opened."""
    try:
        if str(path) == "-":
            return read_case(sys.stdin.buffer.read(MAX_BYTES + 1), name="-")
        with open(path, "rb") as file:
            source = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        fault = Fault("", f"文件无法打开：{reason}", f"the file cannot be opened: {reason}")
        raise CaseRefused([fault], name=str(path)) from None
    return read_case(source, name=str(path))


def read_cases_jsonl(lines: Iterable[str | bytes]) -> Iterator[CaseFacts | Refusal]:
    """Read one case a line, in order; a refused line gives a Refusal and the rest goes on.

    Empty lines at the end are no lines; one in between is refused, so that answers and lines stay beside each other.
    """
    empty: list[int] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            empty.append(number)
            continue
        for before in empty:
            yield Refusal(before, None, (Fault(f"line {before}", "这一行是空的", "the line is empty"),))
        empty.clear()
        yield _read_line(line, number)


def _read_line(line: str | bytes, number: int) -> CaseFacts | Refusal:
    try:
        return _facts(*read_json(decoded(line), first_line=number), "")
    except CaseRefused as refused:
        return Refusal(number, refused.case, refused.errors)


def facts_from_mapping(data: object) -> CaseFacts:
    """The facts of a case already parsed from JSON; raises CaseRefused with every fault."""
    return _facts(data, [], "")


def _facts(tree: object, faults: list[Fault], name: str) -> CaseFacts:
    reading = Reading(faults)
    facts = reading.read(tree)
    if facts is None:
        raise CaseRefused(faults, reading.case, name)
    return facts
