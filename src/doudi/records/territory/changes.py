"""Places that merge, are renamed or come in by a list of official codes."""

import csv
import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass

from doudi.records.territory.actions import PlaceDraft, add_places, level_of
from doudi.records.territory.models import Place
from doudi.records.territory.queries import place_on, tree_changed
from doudi.records.trail.recording import Actor, recording
from doudi.vocabulary.territory import is_division, parents, shortened

_COLUMNS = ("code", "name", "area")
_HEADERS = {
    "code": ("code", "代码", "区划代码", "编码"),
    "name": ("name", "名称", "区划名称"),
    "area": ("area", "城乡"),
}
_AREAS = {
    "": "",
    "城镇": "urban",
    "城市": "urban",
    "urban": "urban",
    "农村": "rural",
    "乡村": "rural",
    "rural": "rural",
}
MOST_ROWS = 20_000


class PlacesRefused(Exception):
    """What cannot be done to the tree: messages in Chinese, for a list one for each row with its number."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("；".join(self.faults[:20]))


@dataclass(frozen=True)
class ReadPlaces:
    """A list of places: what is new, what stands already, what has another name there."""

    new: tuple[PlaceDraft, ...]
    standing: int
    renamed: tuple[tuple[Place, str], ...]


def read_places(data: bytes, *, since: datetime.date) -> ReadPlaces:
    """Read a CSV of official codes (代码, 名称, 城乡); raises PlacesRefused with every row that is wrong."""
    rows = _rows(data)
    faults: list[str] = []
    drafts: dict[str, PlaceDraft] = {}
    for number, row in rows:
        fault = _fault(row, drafts)
        if fault:
            faults.append(f"第{number}行：{fault}")
            continue
        code = shortened(row["code"])
        drafts[code] = PlaceDraft(code, row["name"], since, _AREAS[row["area"]])
    known = {one.code: one for one in Place.objects.filter(code__in=_with_parents(drafts), until__isnull=True)}
    faults += [
        f"{code}（{draft.name}）：上级区划{parents(code)[1]}既不在表中也未登记"
        for code, draft in drafts.items()
        if len(parents(code)) > 2 and parents(code)[1] not in drafts and parents(code)[1] not in known
    ]
    if faults:
        raise PlacesRefused(faults)
    return ReadPlaces(
        new=tuple(draft for code, draft in sorted(drafts.items(), key=_by_length) if code not in known),
        standing=sum(code in known and known[code].name == draft.name for code, draft in drafts.items()),
        renamed=tuple((known[c], d.name) for c, d in drafts.items() if c in known and known[c].name != d.name),
    )


def import_places(*, by: Actor, read: ReadPlaces, since: datetime.date, reason: str) -> int:
    """Add what is new and rename what has another name now, in one transaction; the answer is how many changed."""
    with recording(by, reason=reason):
        add_places(by=by, places=read.new, reason=reason)
        for place, name in read.renamed:
            rename_place(by=by, code=place.code, name=name, on=since, reason=reason)
    return len(read.new) + len(read.renamed)


def rename_place(*, by: Actor, code: str, name: str, on: datetime.date, reason: str) -> Place:
    """A place has another name from a day on; the old one stands in the history."""
    if not name.strip():
        raise PlacesRefused(["请填写新名称"])
    with recording(by, reason=reason):
        place = _standing(code, on)
        if place.since == on:
            place.name = name.strip()
            place.save(update_fields=["name"])
            new = place
        else:
            place.until = on
            place.save(update_fields=["until"])
            new = Place.objects.create(
                code=code,
                name=name.strip(),
                level=place.level,
                parent_code=place.parent_code,
                area=place.area,
                since=on,
            )
    tree_changed()
    return new


def retire_place(*, by: Actor, code: str, successor: str, on: datetime.date, reason: str) -> Place:
    """A village or town ends on a day and goes on in another; whoever lives there is moved by the caller."""
    other = place_on(successor, on)
    if other is None or other.level != level_of(code) or successor == code:
        raise PlacesRefused(["并入的区划须是现有的、同一级的另一个区划"])
    if Place.objects.filter(parent_code=code, until__isnull=True).exists():
        raise PlacesRefused(["该区划下还有下级区划；请先把下级并入或改属"])
    with recording(by, reason=reason):
        place = _standing(code, on)
        place.until, place.successor_code, place.note = on, successor, reason.strip()
        place.save(update_fields=["until", "successor_code", "note"])
    tree_changed()
    return place


def _standing(code: str, on: datetime.date) -> Place:
    place = Place.objects.select_for_update().filter(code=code, until__isnull=True).first()
    if place is None:
        raise PlacesRefused([f"没有现行的区划{code}"])
    if on < place.since:
        raise PlacesRefused([f"日期早于该区划的起始日期（{place.since}）"])
    return place


def _rows(data: bytes) -> list[tuple[int, dict[str, str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            raise PlacesRefused(["文件编码无法识别；请另存为 CSV UTF-8"]) from None
    lines = list(csv.reader(io.StringIO(text)))
    if not lines:
        raise PlacesRefused(["文件是空的"])
    if len(lines) > MOST_ROWS:
        raise PlacesRefused([f"超过{MOST_ROWS}行，请分批导入"])
    at = _places_of_columns(lines[0])
    return [
        (number, {name: line[at[name]].strip() if at[name] < len(line) else "" for name in at} | _missing(at))
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]


def _places_of_columns(header: list[str]) -> dict[str, int]:
    cells = [cell.strip().lower() for cell in header]
    at = {name: next((cells.index(word) for word in words if word in cells), -1) for name, words in _HEADERS.items()}
    if at["code"] < 0 or at["name"] < 0:
        raise PlacesRefused(["第1行应是表头，至少有“代码”和“名称”两列"])
    return {name: index for name, index in at.items() if index >= 0}


def _missing(at: dict[str, int]) -> dict[str, str]:
    return {name: "" for name in _COLUMNS if name not in at}


def _fault(row: dict[str, str], drafts: dict[str, PlaceDraft]) -> str:
    try:
        code = shortened(row["code"])
    except ValueError as fault:
        return str(fault)
    if not row["name"]:
        return "缺少名称"
    if row["area"] not in _AREAS:
        return f"城乡“{row['area']}”应为城镇或农村"
    if code in drafts:
        return f"代码{code}在表中出现两次"
    if len(code) == 6 and not is_division(code):
        return f"代码{code}不在国家区划表中，请核对"
    assert level_of(code)
    return ""


def _with_parents(drafts: dict[str, PlaceDraft]) -> set[str]:
    return {place for code in drafts for place in parents(code)}


def _by_length(item: tuple[str, PlaceDraft]) -> tuple[int, str]:
    return len(item[0].rstrip("0")), item[0]
