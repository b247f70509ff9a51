"""What the register refuses, for the person who can mend it."""

from collections.abc import Mapping


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
