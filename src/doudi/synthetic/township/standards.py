"""Standards the invented county sets for itself, because none are published for it: the amounts and the notice are invented."""

from datetime import date
from functools import lru_cache

from doudi.engine.dated import Parameters, published_parameters
from doudi.synthetic.township.numbers import COUNTY
from doudi.synthetic.township.shapes import StoryStandard

_MONEY = {
    "disability_living_severe": "80.00",
    "disability_living_other": "40.00",
    "disability_nursing": "80.00",
    "orphan_home": "1510.00",
    "orphan_institution": "1950.00",
    "old_age_80": "50.00",
    "old_age_90": "100.00",
    "old_age_100": "300.00",
    "obligor_income_limit": "2500.00",
    "disposable_income": "24600.00",
}
_PERCENT = {"rigid_spending_percent": "40"}


def standards(day: date) -> tuple[StoryStandard, ...]:
    """What the county has entered and checked by a day: in force since the first of July before it."""
    since = date(day.year if day.month >= 7 else day.year - 1, 7, 1)
    notice = f"示范区民〔{since.year}〕12号"
    return tuple(StoryStandard(name, COUNTY, since, value, notice) for name, value in (_MONEY | _PERCENT).items())


@lru_cache(maxsize=4)
def parameters_of(day: date) -> Parameters:
    """The published parameters with the county's own laid over them, as the engine takes them."""
    return published_parameters().with_changes(
        [
            {
                "parameter": one.parameter,
                "place": one.place,
                "since": one.since,
                "value": int(one.published) if one.parameter in _PERCENT else one.published,
                "source": one.notice,
                "confidence": "high",
                "provisional": False,
            }
            for one in standards(day)
        ]
    )
