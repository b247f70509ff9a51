"""What the register refuses, for the person who can mend it."""

from collections.abc import Mapping

from doudi.records.trail.races import tell_race


class Refused(Exception):
    """Input the register does not take: for each field what is wrong and how to mend it, in Chinese.

    `faults` maps a field's name (or an empty text for the whole) to the message. Where several people came at once,
    `members` says by their place in the list what was refused of each.
    """

    def __init__(self, faults: Mapping[str, str] | str) -> None:
        self.faults: dict[str, str] = {"": faults} if isinstance(faults, str) else dict(faults)
        self.members: dict[int, Refused] = {}
        super().__init__("；".join(self.faults.values()))


class AlreadyRegistered(Refused):
    """The ID number is in the register already: `person` where the desk may see them, else only which office to ask.

    `elsewhere` is whose number it is where another office answers for them: for the log, never for a page.
    """

    def __init__(self, message: str, *, person: int | None = None, elsewhere: int | None = None) -> None:
        super().__init__({"citizen_id": message})
        self.person, self.elsewhere = person, elsewhere


class Stale(Refused):
    """What was changed by somebody else after the form was opened; `state` is how it stands now."""

    def __init__(self, message: str, state: object = None) -> None:
        super().__init__(message)
        self.state = state


# Where somebody else was faster: by the constraint, the field and what is said.
_RACES = {
    "one_person_an_id": ("citizen_id", "这个证件号刚刚由他人登记；请重新查找后再办"),
    "one_household_a_day": ("on", "此人的户内关系刚刚由他人变动；请刷新页面后再办"),
    "one_head_a_day": ("on", "这户的户主刚刚由他人变动；请刷新页面后再办"),
    "one_residence_a_day": ("on", "这户的住址刚刚由他人变动；请刷新页面后再办"),
    "one_account_a_day": ("since", "此人的账号刚刚由他人变动；请刷新页面后再办"),
    "household_programme_once_a_day": ("programme", "这户的该项救助刚刚由他人变动；请刷新页面后再办"),
    "person_programme_once_a_day": ("programme", "此人的该项救助刚刚由他人变动；请刷新页面后再办"),
    "kin_once": ("relation", "这项亲属关系刚刚由他人登记；请刷新页面"),
}


def _tell(constraint: str, field: str, message: str) -> None:
    tell_race(constraint, lambda: Refused({field: message}))


for _constraint, (_field, _message) in _RACES.items():
    _tell(_constraint, _field, _message)
