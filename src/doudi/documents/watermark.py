"""Who took something out of the house: the line that goes onto every page and sheet that leaves it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Language = Literal["zh", "en"]

_BEGINNINGS = {"zh": "水印：", "en": "Watermark: "}


@dataclass(frozen=True)
class Watermark:
    """Who printed or exported, in which post and unit, when, and under which request the log finds it.

    `at` carries its time zone and is shown in it; one without is refused with `ValueError`, since it names no moment.
    """

    who: str
    post: str
    unit: str
    at: datetime
    request_id: str

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("水印的时间没有时区；请给出带时区的时刻")

    @property
    def moment(self) -> str:
        """The moment to the second, in its own time zone."""
        return f"{self.at:%Y-%m-%d %H:%M:%S}"

    @property
    def words(self) -> str:
        """The line without a beginning, as it is printed across a page."""
        return " ".join(part for part in (self.unit, self.post, self.who, self.moment, self.request_id) if part)

    def line(self, language: Language = "zh") -> str:
        """The line as it stands in a sheet or a CSV file; `is_watermark` knows it again."""
        return _BEGINNINGS[language] + self.words


def is_watermark(text: object) -> bool:
    """Whether the first cell of a row is a watermark of ours, so that a reader may leave the row out."""
    return isinstance(text, str) and text.startswith(tuple(_BEGINNINGS.values()))
