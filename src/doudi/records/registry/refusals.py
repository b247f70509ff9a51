"""What the register refuses, for the person who can mend it."""

from collections.abc import Mapping


class Refused(Exception):
    """Input the register does not take: for each field what is wrong and how to mend it, in Chinese.

    `faults` maps a field's name (or an empty text for the whole) to the message.
    """

    def __init__(self, faults: Mapping[str, str] | str) -> None:
        self.faults: dict[str, str] = {"": faults} if isinstance(faults, str) else dict(faults)
        super().__init__("；".join(self.faults.values()))


class AlreadyRegistered(Refused):
    """The ID number is in the register already: `person` where the desk may see them, else only which office to ask."""

    def __init__(self, message: str, person: int | None = None) -> None:
        super().__init__({"citizen_id": message})
        self.person = person


class Stale(Refused):
    """The household was changed by somebody else after the form was opened."""
