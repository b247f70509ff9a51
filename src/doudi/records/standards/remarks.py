"""What a person should look at twice before a value is written or checked. A remark never changes the value.

Some ask for an answer (`asks`): whoever enters or checks says that they have read them. The rest only tell what stands
beside the value.
"""

import dataclasses
import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from doudi.engine.dated import AREAS, Area, Parameters, Value
from doudi.engine.determine import profile_for
from doudi.engine.parameter_files import FEN_UNITS
from doudi.engine.standards_check import RATIOS, Finding, check_figure
from doudi.records.standards.drafts import Said, change_of, value_of
from doudi.records.standards.figures import AREA_WORDS, figure
from doudi.records.territory.queries import name_of
from doudi.vocabulary.money import yuan
from doudi.vocabulary.territory import parents

# A change by more than this is more often a slip of the hand than a decision.
MOST_PERCENT = 30
_FAR_AHEAD = datetime.timedelta(days=366)
_MOST_NAMED = 5


@dataclass(frozen=True)
class Remark:
    """One thing to look at, in both languages; `asks` where somebody has to say that they did."""

    key: str
    zh: str
    en: str
    asks: bool = True


def remarks_on(said: Said, before: Parameters, *, today: datetime.date) -> tuple[Remark, ...]:
    """Everything to look at in an entry, set against the parameters without it; raises StandardRefused."""
    value = value_of(said, before)
    after = before.with_changes([change_of(said)])
    found = [
        *_far_from_before(value, before),
        *_outside_its_ratio(value, after),
        *_puts_others_outside(value, before, after),
        *_same_day(value, before),
        *_odd_day(value, today),
        *_goes_before_it(value, before),
    ]
    return tuple(dict.fromkeys(found))


def doubts(remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
    """The remarks that ask for an answer."""
    return tuple(remark for remark in remarks if remark.asks)


def mark_of(remarks: tuple[Remark, ...]) -> str:
    """A short mark of what was shown, so that a tick given to some doubts is not taken for others."""
    return hashlib.sha256("\n".join(remark.zh for remark in remarks).encode()).hexdigest()[:16]


def values_before(value: Value, before: Parameters) -> dict[Area | None, Value]:
    """What held in the place the day before a value begins, for its area: one for both where they are alike."""
    eve = value.since - datetime.timedelta(days=1)
    return held_in(before, value.parameter, place=value.place, area=value.area, on=eve)


def held_in(
    table: Parameters, parameter: str, *, place: str, area: Area | None, on: datetime.date
) -> dict[Area | None, Value]:
    """What holds in a place on a day for an area; without one, one value where town and country are alike, else two."""
    profile = profile_for(place)

    def held(which: Area | None) -> Value | None:
        return table.value(parameter, place=place, area=which, on=on, profile=profile)

    alike = held(area)
    if alike is not None or area is not None:
        found: dict[Area | None, Value | None] = {area: alike}
    else:
        found = {each: held(each) for each in AREAS}
    return {each: one for each, one in found.items() if one is not None}


def _far_from_before(value: Value, before: Parameters) -> Iterator[Remark]:
    for area, old in values_before(value, before).items():
        (zh, en), shown = AREA_WORDS[area], figure(old)
        gap = value.amount - old.amount
        told, told_en = f"{zh}此前为 {shown[0]}（自 {old.since}）", f"{en}: {shown[1]} before (since {old.since})"
        if abs(gap) * 100 > MOST_PERCENT * abs(old.amount):
            percent = f"{abs(gap) * 100 // abs(old.amount)}%" if old.amount else ""
            way = ("高出", "higher") if gap > 0 else ("低了", "lower")
            yield Remark(
                "far_from_before",
                f"{told}，新值{way[0]} {percent}".strip(),
                f"{told_en}; the new value is {way[1]} by {percent}",
            )
        elif gap < 0 and value.unit in FEN_UNITS:
            yield Remark("lower", f"{told}，新值低于此前", f"{told_en}; the new value is lower")
    if value.amount == 0:
        yield Remark("zero", "数额为 0", "The value is 0")


def _outside_its_ratio(value: Value, after: Parameters) -> Iterator[Remark]:
    for finding in check_figure(after, value):
        if finding.outcome == "outside":
            zh, en = _expected(finding)
            yield Remark("outside", f"不在法定比例之内：应{zh}", f"Outside the legal ratio: should be {en}")


def _puts_others_outside(value: Value, before: Parameters, after: Parameters) -> Iterator[Remark]:
    """Figures of the same place that the law measures by this one, and that would no longer do beside it."""
    measured = [name for name, ratios in RATIOS.items() if value.parameter in {ratio.of for ratio in ratios}]
    for name in measured:
        for other in held_in(after, name, place=value.place, area=value.area, on=value.since).values():
            here = dataclasses.replace(other, place=value.place, since=value.since, excepted=())
            was_outside = {one.ratio.key for one in check_figure(before, here) if one.outcome == "outside"}
            for finding in check_figure(after, here):
                if finding.outcome == "outside" and finding.ratio.key not in was_outside:
                    label, (zh, en), shown = after.definition(name), _expected(finding), figure(other)
                    yield Remark(
                        "others_outside",
                        f"{label.zh}现为 {shown[0]}，应{zh}；请核对是否一并调整",
                        f"{label.en} is {shown[1]} and should be {en}: is it to change as well?",
                    )


def _expected(finding: Finding) -> tuple[str, str]:
    bounds = [yuan(int(fen)) for fen in (finding.least, finding.most) if fen is not None]
    amounts = "–".join(bounds)
    whole = all(fen is None or Fraction(fen).denominator == 1 for fen in (finding.least, finding.most))
    about = ("即", "that is") if whole else ("约", "about")
    return f"{finding.ratio.zh}（{about[0]} {amounts} 元）", f"{finding.ratio.en} ({about[1]} {amounts} yuan)"


def _same_day(value: Value, before: Parameters) -> Iterator[Remark]:
    for other in before.published(value.parameter):
        meets = value.area is None or other.area in (None, value.area)
        if (other.place, other.since) == (value.place, value.since) and meets and other.profile is None:
            (zh, en), shown = AREA_WORDS[other.area], figure(other)
            yield Remark(
                "same_day",
                f"{zh}同日已有 {shown[0]}（{other.source}），复核后以本条为准",
                f"{en}: {shown[1]} stands for the same day ({other.source}); this entry will go before it",
            )


def _odd_day(value: Value, today: datetime.date) -> Iterator[Remark]:
    if value.since > today + _FAR_AHEAD:
        yield Remark(
            "far_ahead", f"执行日期 {value.since} 在一年以后，请核对年份", f"{value.since} is more than a year ahead"
        )


def _goes_before_it(value: Value, before: Parameters) -> Iterator[Remark]:
    """Later values of the place and values of narrower places that hold instead of this one."""
    later, narrower = [], []
    for other in before.published(value.parameter):
        if value.area is not None and other.area not in (None, value.area):
            continue
        around = parents(other.place)
        if other.place in parents(value.place) and other.since > value.since:
            later.append(other)
        elif value.place in around[1:] and other.since >= value.since:
            narrower.append(other)
    if later:
        first = min(later, key=lambda one: one.since)
        yield Remark(
            "later",
            f"自 {first.since} 起另有较新的值 {figure(first)[0]}（{name_of(first.place)}），到那天为止",
            f"From {first.since} a later value holds: {figure(first)[1]} ({name_of(first.place)})",
            asks=False,
        )
    if narrower:
        places = list(dict.fromkeys(name_of(one.place) for one in narrower))
        named = "、".join(places[:_MOST_NAMED]) + ("等" if len(places) > _MOST_NAMED else "")
        yield Remark(
            "narrower",
            f"{named}自有同日或更晚的标准，那里仍按自己的标准",
            f"{', '.join(places[:_MOST_NAMED])} keep standards of their own of that day or later",
            asks=False,
        )
