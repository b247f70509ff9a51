"""What the tree of places refuses, for the person who can mend it."""

from collections.abc import Sequence

from doudi.records.trail.races import tell_race


class PlacesRefused(Exception):
    """What cannot be done to the tree: messages in Chinese, for a list one for each row with its number."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("；".join(self.faults[:20]))


tell_race("place_once_a_day", lambda: PlacesRefused(["这个区划刚刚由他人变动；请刷新页面后再办"]))
