"""Division codes and the places around them, with the table of divisions and their dates.

A code has 6 digits (GB/T 2260: province, prefecture, county), 9 (a town, GB/T 10114) or 12 (a village). The table,
`lists/divisions.csv`, holds every province, every prefecture and county of Anhui with the codes they had before,
and the places elsewhere that published standards speak of. Other counties are known by their province alone.
"""

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

COUNTRY = "000000"

# The provinces whose counties are all in the table: there a code the table lacks is a wrong one.
_LISTED_WHOLE = frozenset({"34"})

_CODE = re.compile(r"[0-9]{6}(?:[0-9]{3}(?:[0-9]{3})?)?")
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class Division:
    """One place under one name and code, from `since` until before `until` (None: not bounded on that side).

    Where only the year of a change is on record the two codes are both taken as good throughout that year.
    `successors` are the codes it became; more than one where it was divided.
    """

    code: str
    name: str
    since: date | None
    until: date | None
    successors: tuple[str, ...]
    note: str

    @property
    def retired(self) -> bool:
        """Whether the code is out of use."""
        return self.until is not None

    def stands_on(self, day: date) -> bool:
        """Whether the code was in use on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


def shortened(code: str) -> str:
    """The code without the zeros that pad a county or town to 12 digits; raises `ValueError` for no code."""
    if not _CODE.fullmatch(code):
        raise ValueError(f"区划代码“{code}”无法识别；应为6位（县以上）、9位（乡镇）或12位（村）半角数字")
    while len(code) > 6 and code.endswith("000"):
        code = code[:-3]
    return code


def parents(code: str) -> tuple[str, ...]:
    """The place itself and every place around it, narrowest first, down to the country.

    `341502` gives `("341502", "341500", "340000", "000000")`; a 9- or 12-digit code begins with the town or
    village. Raises `ValueError` for what is not a code.
    """
    place = shortened(code)
    wider = [place[:length] for length in (9, 6) if length < len(place)]
    padded = [place[:4] + "00", place[:2] + "0000", COUNTRY]
    return tuple(dict.fromkeys([place, *wider, *padded]))


@cache
def divisions() -> dict[str, tuple[Division, ...]]:
    """Every row of the table by code, oldest name first."""
    table: dict[str, tuple[Division, ...]] = {}
    text = (files("doudi.vocabulary") / "lists" / "divisions.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        table[row["code"]] = (*table.get(row["code"], ()), _division(row))
    return table


def _division(row: dict[str, str]) -> Division:
    return Division(
        code=row["code"],
        name=row["name"],
        since=_first_day(row["since"]),
        until=_day_after(row["until"]),
        successors=tuple(row["successors"].split()),
        note=row["note"],
    )


def _first_day(text: str) -> date | None:
    if _YEAR.fullmatch(text):
        return date(int(text), 1, 1)
    return date.fromisoformat(text) if text else None


def _day_after(text: str) -> date | None:
    if _YEAR.fullmatch(text):
        return date(int(text) + 1, 1, 1)
    return date.fromisoformat(text) if text else None


def division(code: str, on: date | None = None) -> Division | None:
    """The table's row for a code: the one in use on a day, or without a day the latest; None if there is none."""
    rows = divisions().get(code, ())
    standing = [row for row in rows if on is None or row.stands_on(on)]
    return standing[-1] if standing else None


def is_division(code: str) -> bool:
    """Whether a code can be that of a place, now or formerly.

    A town or village is judged by its county. Outside the provinces whose counties are all in the table, the
    province decides. The country itself is no division.
    """
    if not _CODE.fullmatch(code):
        return False
    county = shortened(code)[:6]
    return county in divisions() or (county[:2] not in _LISTED_WHOLE and province(county) is not None)


def province(code: str) -> Division | None:
    """The province, municipality or region a code begins with."""
    return division(code[:2] + "0000")


def full_name(code: str, on: date | None = None) -> str:
    """The names from the province down, as far as the table knows them: `安徽省六安市金安区`.

    Raises `ValueError` for what is not a code.
    """
    around = [division(place, on) or division(place) for place in reversed(parents(code)) if place != COUNTRY]
    return "".join(place.name for place in around if place is not None)


def current_codes(code: str) -> tuple[str, ...]:
    """The codes in use today for a place that may have been renamed, moved or divided; the code itself if it stands.

    Only the 6-digit part is followed. Raises `ValueError` for what is not a code.
    """
    place = division(shortened(code)[:6])
    if place is None or not place.retired:
        return (shortened(code)[:6],)
    return tuple(dict.fromkeys(now for successor in place.successors for now in current_codes(successor)))


def place_name(code: str) -> str:
    """A division's own name, or its code where it is not on the list."""
    found = division(code)
    return found.name if found else code
