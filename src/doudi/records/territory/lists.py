"""A list of official codes as an office receives it (CSV), read against the tree: what is new, what differs, what is wrong."""

import csv
import datetime
import io
from collections.abc import Iterator
from dataclasses import dataclass

from doudi.records.territory.actions import PlaceDraft
from doudi.records.territory.models import Place
from doudi.records.territory.refusals import PlacesRefused
from doudi.vocabulary.territory import is_division, parents, shortened

_HEADERS = {
    "code": ("code", "代码", "区划代码", "编码", "统计用区划代码"),
    "name": ("name", "名称", "区划名称"),
    "area": ("area", "城乡", "城乡分类代码", "城乡分类"),
}
# The statistical classes of villages begin with 1 for towns and 2 for the country.
_AREAS = {
    "": "",
    **dict.fromkeys(("城镇", "城市", "urban", "111", "112", "121", "122", "123"), "urban"),
    **dict.fromkeys(("农村", "乡村", "rural", "210", "220"), "rural"),
}
MOST_ROWS = 20_000
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Row:
    """One row of a list with its number in the file."""

    number: int
    draft: PlaceDraft


@dataclass(frozen=True)
class ReadPlaces:
    """A list of places: every row, what is new, how many stand as they are, what has another name or area there."""

    rows: tuple[PlaceDraft, ...]
    new: tuple[PlaceDraft, ...]
    standing: int
    changed: tuple[tuple[Place, PlaceDraft], ...]

    def as_csv(self) -> str:
        """The rows as a list again, for a form that confirms them without the file."""
        out = io.StringIO()
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(("代码", "名称", "城乡"))
        lines.writerows((one.code, one.name, one.area) for one in self.rows)
        return out.getvalue()


def read_places(data: bytes, *, since: datetime.date) -> ReadPlaces:
    """Read a CSV of official codes (代码, 名称, 城乡) in UTF-8 or GB18030; raises PlacesRefused with every row that is wrong."""
    rows, faults = _checked(_lines(data), since)
    known = _known(rows)
    there = {*rows, *(code for code, found in known.items() if found[-1].until is None)}
    faults += [fault for row in rows.values() if (fault := _fault_in_tree(row, there, known, since))]
    if faults:
        raise PlacesRefused([f"第{number}行：{fault}" for number, fault in sorted(faults)])
    drafts = [row.draft for row in rows.values()]
    now = {code: found[-1] for code, found in known.items() if found[-1].until is None}
    changed = [(now[one.code], one) for one in drafts if one.code in now and _differs(now[one.code], one)]
    new = sorted((one for one in drafts if one.code not in now), key=lambda one: (len(one.code), one.code))
    return ReadPlaces(tuple(drafts), tuple(new), len(drafts) - len(new) - len(changed), tuple(changed))


def _checked(
    lines: Iterator[tuple[int, dict[str, str]]], since: datetime.date
) -> tuple[dict[str, Row], list[tuple[int, str]]]:
    rows: dict[str, Row] = {}
    faults: list[tuple[int, str]] = []
    for number, cells in lines:
        try:
            draft = _draft(cells, since)
        except ValueError as fault:
            faults.append((number, str(fault)))
            continue
        if draft.code in rows:
            faults.append((number, f"代码{draft.code}在第{rows[draft.code].number}行已出现"))
        else:
            rows[draft.code] = Row(number, draft)
    return rows, faults


def _draft(cells: dict[str, str], since: datetime.date) -> PlaceDraft:
    """The draft of a row; raises ValueError."""
    code, name = shortened(cells["code"]), cells["name"]
    if not name:
        raise ValueError("缺少名称")
    if len(name) > _LONGEST_NAME or any(mark in name for mark in "<>{}\x00"):
        raise ValueError(f"名称“{name[:20]}”不像区划名称，请核对是否错列")
    if cells["area"] not in _AREAS:
        raise ValueError(f"城乡“{cells['area']}”应为城镇或农村")
    # Towns and villages are judged by the county around them, which has to stand.
    if len(code) == 6 and not is_division(code):
        raise ValueError(f"代码{code}不在国家区划表中，请核对")
    return PlaceDraft(code, name, since, _AREAS[cells["area"]])


def _known(rows: dict[str, Row]) -> dict[str, list[Place]]:
    """Every row of the tree for the codes of a list and for the places around them, oldest first."""
    around = {place for code in rows for place in parents(code)}
    known: dict[str, list[Place]] = {}
    for one in Place.objects.filter(code__in=around).order_by("since"):
        known.setdefault(one.code, []).append(one)
    return known


def _fault_in_tree(
    row: Row, there: set[str], known: dict[str, list[Place]], since: datetime.date
) -> tuple[int, str] | None:
    """What is wrong with a row against the tree and the rest of the list; `there` are the codes of both."""
    code, around = row.draft.code, parents(row.draft.code)
    if len(around) > 2 and around[1] not in there:
        return row.number, f"上级区划{around[1]}既不在表中也未登记"
    last = known[code][-1] if code in known else None
    if last is not None and last.until is not None and last.until > since:
        return row.number, f"代码{code}（{last.name}）到{last.until}才停用，生效日期不能更早"
    if last is not None and last.until is None and _differs(last, row.draft) and since < last.since:
        return row.number, f"生效日期早于{last.name}的起始日期（{last.since}）"
    return None


def _differs(place: Place, draft: PlaceDraft) -> bool:
    return place.name != draft.name or bool(draft.area and draft.area != place.area)


def _lines(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below the header by column, with their numbers; raises PlacesRefused for what is no such table."""
    try:
        lines = list(csv.reader(io.StringIO(_decoded(data), newline=""), strict=True))
    except csv.Error:
        raise PlacesRefused(["文件不是CSV表格；请在 Excel 或 WPS 中另存为 CSV"]) from None
    if not any(cell.strip() for line in lines for cell in line):
        raise PlacesRefused(["文件是空的"])
    if len(lines) > MOST_ROWS:
        raise PlacesRefused([f"共{len(lines)}行，超过{MOST_ROWS}行，请分批导入"])
    at = _places_of_columns(lines[0])
    for number, line in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in line):
            yield number, {name: _cell(line, at.get(name, -1)) for name in _HEADERS}


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PlacesRefused(["文件编码无法识别；请另存为 CSV UTF-8"])


def _cell(line: list[str], at: int) -> str:
    return line[at].strip() if 0 <= at < len(line) else ""


def _places_of_columns(header: list[str]) -> dict[str, int]:
    cells = [cell.strip().lower() for cell in header]
    at = {name: next((cells.index(word) for word in words if word in cells), -1) for name, words in _HEADERS.items()}
    if at["code"] < 0 or at["name"] < 0:
        raise PlacesRefused(["第1行应是表头，至少有“代码”和“名称”两列"])
    return at
