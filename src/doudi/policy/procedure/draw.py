"""The random spot check: which cases the county looks at itself, drawn so that anyone can draw them again.

    drawn = draw((("QS-2026-00417", "341502103204"), …), ratio=Fraction(3, 10), seed="…")

In each village the cases stand in the order of SHA-256(seed + "|" + case number), as hexadecimal; the first
ceiling(ratio × cases) are drawn. So no village is left out, no share falls below the ratio, the order in which the
cases came does not matter, and the record (frame, ratio, seed) is all it takes to check the draw.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import sha256

from doudi.policy.procedure.clocks import PROFILES
from doudi.vocabulary.money import ceiling

Frame = tuple[tuple[str, str], ...]
"""The cases a draw is made from: the number of each, and the code or name of its village."""


@dataclass(frozen=True, kw_only=True)
class SpotCheck:
    """The least share of a procedure's cases that the county checks, for draws from a day on, until before another."""

    procedure: str
    share: Fraction
    since: date
    cites: tuple[str, ...]
    until: date | None = None
    profiles: tuple[str, ...] = ("anhui", "national")


# Nothing here for dibao: since July 2021 the county visits the registered relatives and complaints only, and no share.
SPOT_CHECKS: tuple[SpotCheck, ...] = (
    SpotCheck(
        procedure="tekun",
        share=Fraction(30, 100),
        since=date(2021, 7, 1),
        cites=("特困人员认定办法#16",),
        profiles=("national",),
    ),
    SpotCheck(
        procedure="tekun",
        share=Fraction(30, 100),
        since=date(2021, 7, 1),
        cites=("特困人员认定办法#16", "安徽省特困供养实施方案#审核确认程序"),
        profiles=("anhui",),
    ),
)


def spot_check_on(procedure: str, profile: str, day: date) -> SpotCheck | None:
    """The share that binds a draw on a day; None where the law asks for none. Raises `KeyError` for an unknown profile."""
    if profile not in PROFILES:
        raise KeyError(profile)
    for one in SPOT_CHECKS:
        holds = one.since <= day and (one.until is None or day < one.until)
        if holds and one.procedure == procedure and profile in one.profiles:
            return one
    return None


@dataclass(frozen=True)
class Village:
    """One village of a draw: how many `cases` stood in the frame, and the numbers of those drawn, in their order."""

    village: str
    cases: int
    drawn: tuple[str, ...]


@dataclass(frozen=True)
class Drawn:
    """A draw, with all that it takes to draw it again. `frame` is in the order of case numbers."""

    frame: Frame
    ratio: Fraction
    seed: str
    villages: tuple[Village, ...]

    @property
    def cases(self) -> tuple[str, ...]:
        """The numbers of the cases drawn, village by village."""
        return tuple(case for village in self.villages for case in village.drawn)

    @property
    def share(self) -> str:
        """The ratio as the record keeps it, always with its denominator: `3/10`, `1/1`."""
        return f"{self.ratio.numerator}/{self.ratio.denominator}"

    def __contains__(self, case: str) -> bool:
        return case in self.cases


def draw(frame: Iterable[tuple[str, str]], *, ratio: Fraction, seed: str) -> Drawn:
    """Draw the cases the county checks; the same for the same frame in any order.

    Raises `ValueError` for a case that stands in the frame twice, a ratio outside 0 to 1, or an empty seed.
    """
    whole = _in_order(frame)
    _refuse(ratio, seed)
    villages = tuple(_drawn_in(village, cases, ratio, seed) for village, cases in _by_village(whole).items())
    return Drawn(whole, ratio, seed, villages)


def chance_of(frame: Iterable[tuple[str, str]], ratio: Fraction) -> dict[str, Fraction]:
    """The chance of each case to be drawn, by its number: in a village of n, ceiling(ratio × n) in n."""
    villages = _by_village(_in_order(frame))
    return {case: Fraction(_count(len(cases), ratio), len(cases)) for cases in villages.values() for case in cases}


def place_in_draw(case: str, seed: str) -> str:
    """What the cases of a village are ordered by: 64 hexadecimal digits."""
    return sha256(f"{seed}|{case}".encode()).hexdigest()


def _in_order(frame: Iterable[tuple[str, str]]) -> Frame:
    whole = tuple(sorted((case, village) for case, village in frame))
    cases = [case for case, _ in whole]
    twice = sorted({case for case in cases if cases.count(case) > 1}) if len(set(cases)) < len(cases) else []
    if twice:
        raise ValueError(f"抽查名册里有重复的案件：{'、'.join(twice)}；每个案件只列一次")
    return whole


def _refuse(ratio: Fraction, seed: str) -> None:
    if not isinstance(ratio, Fraction) or not 0 < ratio <= 1:
        raise ValueError(f"抽查比例 {ratio} 不对；应是大于0、不超过1的分数，例如 30/100")
    if not seed:
        raise ValueError("抽查种子为空；请用抽查当天公开的号码或系统生成的种子")


def _by_village(frame: Frame) -> dict[str, list[str]]:
    villages: dict[str, list[str]] = {}
    for case, village in sorted(frame, key=lambda one: (one[1], one[0])):
        villages.setdefault(village, []).append(case)
    return villages


def _drawn_in(village: str, cases: list[str], ratio: Fraction, seed: str) -> Village:
    in_order = sorted(cases, key=lambda case: place_in_draw(case, seed))
    return Village(village, len(cases), tuple(in_order[: _count(len(cases), ratio)]))


def _count(cases: int, ratio: Fraction) -> int:
    return ceiling(ratio.numerator * cases, ratio.denominator)
