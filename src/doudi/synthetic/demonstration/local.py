"""Standards the demonstration county enters for itself, because none were published: invented, with an invented notice."""

from dataclasses import dataclass
from datetime import date

NOTICE = "示范县民〔2025〕12号"
SINCE = date(2025, 7, 1)


@dataclass(frozen=True)
class StoryStandard:
    """A value as a county enters it: yuan for money, a whole number otherwise."""

    parameter: str
    published: str
    per: str = ""

    @property
    def value(self) -> str | int:
        """The value as the engine takes it: a count or a share as a number."""
        return self.published if "." in self.published else int(self.published)


def standards() -> tuple[StoryStandard, ...]:
    """What two people of the county enter and check."""
    return (
        StoryStandard("disability_living_severe", "80.00"),
        StoryStandard("disability_living_other", "40.00"),
        StoryStandard("disability_nursing", "80.00"),
        StoryStandard("orphan_home", "1510.00"),
        StoryStandard("orphan_institution", "1950.00"),
        StoryStandard("old_age_80", "50.00"),
        StoryStandard("old_age_90", "100.00"),
        StoryStandard("old_age_100", "300.00"),
        StoryStandard("obligor_income_limit", "2500.00"),
        StoryStandard("rigid_spending_percent", "50"),
        StoryStandard("disposable_income", "30000.00"),
    )
