"""Numbers for invented people: citizen numbers, telephones, bank cards and certificates, all valid in form, all different."""

import random
from datetime import date, timedelta

from doudi.vocabulary.identity import generate_citizen_id, luhn_holds

COUNTY = "341502"
# Numbers keep the code of the county that issued them: the prefecture was another one before 1999.
_OLD_AROUND = ("342401", "342401", "342422", "342423", "342425", "342427")
_NEW_AROUND = ("341502", "341502", "341502", "341503", "341522", "341525")
_NEW_CODES = date(1999, 9, 2)
_KINDS = ("visual", "hearing", "speech", "physical", "intellectual", "mental", "multiple")


class Numbers:
    """Gives every number out once."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._sequences: dict[tuple[str, date, bool], int] = {}
        self._phones, self._cards, self._papers = 100_000, 0, 0

    def citizen_id(self, born: date, sex: str, region: str = "") -> str:
        """A citizen number; where the region is not given, one of the prefecture's counties of those years."""
        region = region or self._draw.choice(_NEW_AROUND if born >= _NEW_CODES else _OLD_AROUND)
        male = sex == "male"
        while True:
            sequence = self._sequences.get((region, born, male), 10 + self._draw.randrange(0, 20) * 2 + male)
            self._sequences[region, born, male] = sequence + 2
            try:
                return generate_citizen_id(region, born, sequence)
            except ValueError:
                # The number would end in 000, as one does that a spreadsheet has cut.
                continue

    def phone(self) -> str:
        """A telephone number of the range 13800, which is dialled nowhere in the township."""
        self._phones += self._draw.randrange(1, 40)
        return f"13800{self._phones:06d}"

    def card(self) -> str:
        """A bank card of 19 digits whose last digit fits."""
        self._cards += self._draw.randrange(11, 9999)
        stem = f"622848{self._cards:012d}"
        return stem + next(str(digit) for digit in range(10) if luhn_holds(f"{stem}{digit}"))

    def certificate(self, word: str, on: date) -> str:
        """The number of a paper of the county."""
        self._papers += 1
        return f"金示{word}〔{on.year}〕{self._papers:04d}号"


def old_number(citizen_id: str) -> str:
    """The 15 digits somebody born before 2000 had until 1999."""
    return citizen_id[:6] + citizen_id[8:17]


def disability_certificate(citizen_id: str, kind: str, grade: int) -> str:
    """The 20 digits of a disability certificate: the citizen number, the kind and the grade."""
    return f"{citizen_id}{_KINDS.index(kind) + 1}{grade}"


def first_of_month(day: date, months: int = 0) -> date:
    """The first day of the month some months after a day's own."""
    at = day.year * 12 + day.month - 1 + months
    return date(at // 12, at % 12 + 1, 1)


def some_day(draw: random.Random, first: date, last: date) -> date:
    """A day from the first on and before the last; the first where there is none between."""
    return first + timedelta(days=draw.randrange(max((last - first).days, 1)))
