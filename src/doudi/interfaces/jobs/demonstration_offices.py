"""The offices of the demonstration: who does what by custom, at a desk of the day; what the offices do for no single case."""

import datetime
from collections.abc import Mapping
from dataclasses import replace

from doudi.records.accounts.desk import Desk, system_desk
from doudi.records.accounts.powers import grant_power
from doudi.records.cases.actions import deciding, draws, intake
from doudi.records.cases.actions.contacts import set_contact
from doudi.synthetic.demonstration import TOWN, StoryStep
from doudi.synthetic.demonstration.asking_office import COUNTY_PHONE, POWERS, POWERS_NOTICE, TOWN_PHONE

GRANTED = datetime.date(2025, 12, 1)
ONE, OTHER = "surveyor1", "surveyor2"


class Offices:
    """The desks of everybody, each to be had on any day."""

    def __init__(self, desks: Mapping[str, Desk]) -> None:
        self.desks = desks

    def desk(self, login: str, day: datetime.date, village: str = "") -> Desk:
        """Somebody's desk on a day; `village` is the log-in of whichever assistant looks after it."""
        if login == "village":
            found = next(
                one for key, one in self.desks.items() if key.startswith("village") and one.territory == village
            )
            return replace(found, day=day)
        return replace(self.desks[login], day=day)

    def open(self, day: datetime.date) -> None:
        """Telephones for objections, and what the county leaves to the town."""
        set_contact(
            by=self.desk("acceptance", day),
            phone=TOWN_PHONE,
            address="东桥镇便民服务中心一楼",
            hours="工作日 8:30—17:30",
        )
        set_contact(
            by=self.desk("reviewer", day), phone=COUNTY_PHONE, address="县民政局三楼", hours="工作日 8:30—17:30"
        )
        for power, ceiling in POWERS:
            grant_power(
                by=self.desk("confirmer", day),
                power=power,
                town=TOWN,
                since=GRANTED,
                notice=POWERS_NOTICE,
                ceiling=ceiling,
            )

    def do(self, step: StoryStep, village: str) -> None:
        """One step that concerns no single case; `village` is where somebody who came to the wrong town belongs."""
        match step.do:
            case "begin_support":
                deciding.begin_support(by=system_desk(step.on, purpose="到期自动"), on=step.on)
            case "draw":
                draws.draw_checks(by=self.desk("reviewer", step.on), kind=step.of)
            case "send_word":
                intake.forward(
                    by=self.desk(step.by, step.on),
                    name="谭水根",
                    phone="13800099001",
                    words=step.words,
                    village=village,
                )
