"""Small pieces of Markdown: cells, tables, links, a page with its note of origin."""

from collections.abc import Iterable, Sequence
from datetime import date


def cell(value: object) -> str:
    """A value as it may stand in a table: one line, with its bars escaped."""
    text = "" if value is None else str(value)
    return " ".join(text.split()).replace("|", "\\|")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """The lines of a table."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return [*lines, *(f"| {' | '.join(cell(value) for value in row)} |" for row in rows)]


def code(text: object) -> str:
    """A name as it is written in a file, or nothing."""
    return f"`{text}`" if text else ""


def codes(names: Iterable[object]) -> str:
    """Names one after the other."""
    return ", ".join(code(name) for name in names)


def link(name: str, target: str) -> str:
    """A name that leads to where it is described."""
    return f"[`{name}`]({target})"


def span(since: date | None, until: date | None) -> str:
    """The days something holds; the second day is not included."""
    if until is None:
        return f"{since} –" if since else "–"
    return f"{since or ''} – {until}".strip()


def page(title: str, source: str, *parts: Sequence[str]) -> str:
    """A whole page: its title, what it is generated from, and its parts with an empty line between them."""
    note = f"<!-- make docs: generated from {source}; change that and not this page. -->"
    blocks = ["\n".join(part) for part in (["# " + title], [note], *parts) if part]
    return "\n\n".join(blocks) + "\n"
