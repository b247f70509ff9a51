"""Is a published standard inside the ratios the law sets? The figure itself is never changed, only checked.

The ratios are those of Anhui's plans, and apply to Anhui's figures. Cities round a ratio to the yuan in their own way:
half up, or always up. A figure that either rounding gives is inside, even where half up falls short by some fen.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from doudi.engine.dated import AREAS, Area, Parameters, Per, Value
from doudi.vocabulary.money import ceiling, half_up, yuan
from doudi.vocabulary.territory import parents

Outcome = Literal["ok", "outside", "cannot_check"]
Rounding = Literal["exact", "half_up", "ceiling", "above"]

ANHUI = "340000"
_YUAN = 100
_LONG_AGO = datetime.date(2010, 1, 1)
# Anhui's cities set care standards as shares of the minimum wage since 2022, and freely before.
_WAGE_SHARES_SINCE = datetime.date(2022, 1, 1)
_WAGE_PERCENT = {
    "institution": {"full": 50, "half": 30, "self": 4},
    "home": {"full": 35, "half": 20, "self": 3},
}

_OUTCOME_WORDS: dict[Outcome, tuple[str, str]] = {
    "ok": ("符合", "inside"),
    "outside": ("不符", "outside"),
    "cannot_check": ("无法核对", "cannot be checked"),
}
_ROUNDING_WORDS: dict[Rounding, tuple[str, str]] = {
    "exact": ("恰为此数", "exactly"),
    "half_up": ("四舍五入到元", "rounded half up to the yuan"),
    "ceiling": ("向上取整到元", "rounded up to the yuan"),
    "above": ("高于下限", "above the least"),
}
_AREA_WORDS: dict[Area | None, tuple[str, str]] = {
    "urban": ("城镇", "urban"),
    "rural": ("农村", "rural"),
    None: ("城乡", "urban and rural"),
}
_PER_WORDS: dict[Per, tuple[str, str]] = {"month": ("元/月", "yuan a month"), "year": ("元/年", "yuan a year")}


@dataclass(frozen=True)
class Ratio:
    """A standard is at least `least` of another figure, and at most `most` where the law sets an upper end.

    `of` is the parameter of the other figure; `consumption` stands for that of town or country, as the figure is.
    """

    key: str
    of: str
    least: Fraction
    most: Fraction | None
    zh: str
    en: str
    cites: tuple[str, ...]
    since: datetime.date = _LONG_AGO


@dataclass(frozen=True)
class Finding:
    """One figure held against one ratio. `least` and `most` are exact fen for the period the figure is published for.

    `area` is the one it was checked for (None: both alike). `rounding` says how the figure comes from `least`; it is
    None outside and where nothing could be checked. `missing` names the figure that would be needed.
    """

    figure: Value
    area: Area | None
    ratio: Ratio
    outcome: Outcome
    rounding: Rounding | None
    least: Fraction | None
    most: Fraction | None
    missing: tuple[str, ...]

    @property
    def zh(self) -> str:
        """The finding in a Chinese sentence: figure, formula, expected amount, outcome."""
        return f"{self._figure(0)}：应{self.ratio.zh}{self._expected(0)}；{self._outcome(0)}"

    @property
    def en(self) -> str:
        """The finding in an English sentence: figure, formula, expected amount, outcome."""
        return f"{self._figure(1)}: should be {self.ratio.en}{self._expected(1)}; {self._outcome(1)}"

    def _figure(self, language: int) -> str:
        figure, area = self.figure, _AREA_WORDS[self.area][language]
        unit = _PER_WORDS[_period(figure)][language]
        return f"{figure.parameter} {figure.place} {area} {figure.since} {figure.published} {unit}"

    def _expected(self, language: int) -> str:
        if self.least is None:
            return ""
        amounts = "–".join(_exact(amount) for amount in (self.least, self.most) if amount is not None)
        return (f"，即 {amounts}", f", that is {amounts}")[language]

    def _outcome(self, language: int) -> str:
        words = _OUTCOME_WORDS[self.outcome][language]
        if self.missing:
            return words + (f"：缺 {'、'.join(self.missing)}", f": {', '.join(self.missing)} is missing")[language]
        if self.rounding and self.most is None:
            return (
                words
                + (f"（{_ROUNDING_WORDS[self.rounding][0]}）", f" ({_ROUNDING_WORDS[self.rounding][1]})")[language]
            )
        return words


def _exact(fen: Fraction) -> str:
    """Fen as yuan: to the fen, with `…` where the exact amount goes on."""
    return yuan(int(fen)) + ("" if fen.denominator == 1 else "…")


def _percent(percent: int) -> Fraction:
    return Fraction(percent, 100)


_DIBAO_PLAN, _TEKUN_PLAN = ("安徽省低保实施方案#保障标准",), ("安徽省特困供养实施方案#标准",)

_DIBAO_TO_CONSUMPTION = Ratio(
    key="dibao_to_consumption",
    of="urban_consumption",
    least=_percent(25),
    most=_percent(35),
    zh="为上年度城镇居民人均消费支出的25%至35%",
    en="25 to 35 per cent of the previous year's urban consumption a head",
    cites=_DIBAO_PLAN,
)
_TEKUN_TO_CONSUMPTION = Ratio(
    key="tekun_to_consumption",
    of="consumption",
    least=_percent(60),
    most=None,
    zh="不低于上年度当地居民人均消费支出的60%",
    en="at least 60 per cent of the previous year's local consumption a head",
    cites=_TEKUN_PLAN,
)
_TEKUN_TO_DIBAO = Ratio(
    key="tekun_to_dibao",
    of="dibao_standard",
    least=Fraction(13, 10),
    most=None,
    zh="不低于低保标准的1.3倍",
    en="at least 1.3 times the dibao standard",
    cites=_TEKUN_PLAN,
)


def _care_to_basic(mode: str) -> Ratio:
    """Reading: the tenth is for those who need care, so the grade that can do everything is not held to it."""
    return Ratio(
        key="care_to_basic",
        of=f"tekun_basic_{mode}",
        least=_percent(10),
        most=None,
        zh="不低于特困基本生活标准的10%",
        en="at least 10 per cent of the tekun basic standard",
        cites=_TEKUN_PLAN,
    )


def _care_to_wage(percent: int) -> Ratio:
    return Ratio(
        key="care_to_wage",
        of="minimum_wage",
        least=_percent(percent),
        most=None,
        zh=f"不低于最低工资标准的{percent}%",
        en=f"at least {percent} per cent of the minimum wage",
        cites=_TEKUN_PLAN,
        since=_WAGE_SHARES_SINCE,
    )


def _allowance_to_dibao(percent: int) -> Ratio:
    return Ratio(
        key="allowance_to_dibao",
        of="dibao_standard",
        least=_percent(percent),
        most=None,
        zh=f"不低于低保标准的{percent}%",
        en=f"at least {percent} per cent of the dibao standard",
        cites=_DIBAO_PLAN,
    )


def _ratios() -> dict[str, tuple[Ratio, ...]]:
    ratios: dict[str, tuple[Ratio, ...]] = {
        "dibao_standard": (_DIBAO_TO_CONSUMPTION,),
        "tekun_care_untiered": (_care_to_basic("home"),),
        "disability_living_severe": (_allowance_to_dibao(30),),
        "disability_living_other": (_allowance_to_dibao(20),),
        "disability_nursing": (_allowance_to_dibao(30),),
    }
    for mode, percents in _WAGE_PERCENT.items():
        ratios[f"tekun_basic_{mode}"] = (_TEKUN_TO_CONSUMPTION, _TEKUN_TO_DIBAO)
        for grade, percent in percents.items():
            tenth = () if grade == "self" else (_care_to_basic(mode),)
            ratios[f"tekun_care_{mode}_{grade}"] = (_care_to_wage(percent), *tenth)
    return ratios


RATIOS: dict[str, tuple[Ratio, ...]] = _ratios()


def check_standards(parameters: Parameters, *, place: str | None = None) -> tuple[Finding, ...]:
    """Every figure of Anhui that a ratio speaks of, held against it, on the day the figure begins.

    With a place, only the figures published for it and the places inside it. Raises `ValueError` for a place that is
    no division code.
    """
    figures = [figure for name in RATIOS for figure in parameters.published(name) if _within(figure, place or ANHUI)]
    return tuple(finding for figure in figures for finding in check_figure(parameters, figure))


def check_figure(parameters: Parameters, figure: Value) -> tuple[Finding, ...]:
    """One figure held against every ratio that speaks of it; none for a figure from outside Anhui."""
    if not _within(figure, ANHUI):
        return ()
    ratios = [ratio for ratio in RATIOS.get(figure.parameter, ()) if ratio.since <= figure.since]
    return tuple(finding for ratio in ratios for finding in _held_against(parameters, figure, ratio))


def _within(figure: Value, place: str) -> bool:
    around = parents(figure.place)
    return place in around and ANHUI in around


def _held_against(parameters: Parameters, figure: Value, ratio: Ratio) -> Iterator[Finding]:
    """One finding; two where one figure serves town and country and the other figure differs between them."""
    bases = {
        area: _base(parameters, figure, ratio, area) for area in ((figure.area,) if figure.area else (None, *AREAS))
    }
    if bases.get(None) is not None or all(base is None for base in bases.values()):
        bases = {figure.area: bases[figure.area]}
    for area, base in bases.items():
        if base is not None:
            yield _measured(figure, ratio, area, base)
        elif area is not None or len(bases) == 1:
            missing = (_other_figure(ratio, area),)
            yield Finding(figure, area, ratio, "cannot_check", None, None, None, missing)


def _other_figure(ratio: Ratio, area: Area | None) -> str:
    """Reading: one standard for town and country must cover the higher consumption, that of the town."""
    if ratio.of != "consumption":
        return ratio.of
    return "rural_consumption" if area == "rural" else "urban_consumption"


def _base(parameters: Parameters, figure: Value, ratio: Ratio, area: Area | None) -> Value | None:
    return parameters.value(_other_figure(ratio, area), place=figure.place, area=area, on=figure.since)


def _measured(figure: Value, ratio: Ratio, area: Area | None, base: Value) -> Finding:
    months = 12 if _period(figure) == "month" else 1
    yearly = Fraction(base.published_fen("year"), months)
    least = yearly * ratio.least
    most = None if ratio.most is None else yearly * ratio.most
    published = figure.published_fen(_period(figure))
    rounding = _rounding(published, least)
    inside = rounding is not None and (most is None or published <= _rounded_up(most))
    return Finding(figure, area, ratio, "ok" if inside else "outside", rounding if inside else None, least, most, ())


def _period(figure: Value) -> Per:
    return figure.per or "month"


def _rounding(published: int, least: Fraction) -> Rounding | None:
    """How a published amount comes from the least it may be; None where it is below every rounding of it."""
    if published == least:
        return "exact"
    if published == half_up(least.numerator, least.denominator * _YUAN) * _YUAN:
        return "half_up"
    if published == _rounded_up(least):
        return "ceiling"
    return "above" if published > least else None


def _rounded_up(amount: Fraction) -> int:
    return ceiling(amount.numerator, amount.denominator * _YUAN) * _YUAN
