"""What the tree of places refuses, for the person who can mend it."""

from collections.abc import Sequence


class PlacesRefused(Exception):
    """What cannot be done to the tree: messages in Chinese, for a list one for each row with its number."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("；".join(self.faults[:20]))
