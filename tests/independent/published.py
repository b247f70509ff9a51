"""The published standards the plain calculation needs for the places of the invented households.

A row: programme amount, code of the place it was published for, counties inside that place it does not hold for,
urban, rural or None for both, first day, yuan, and how many months the published amount covers.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

HEFEI_COUNTIES = ("340121", "340122", "340123", "340124", "340181")


@dataclass(frozen=True)
class Published:
    """One published amount, in yuan for so many months."""

    name: str
    place: str
    without: tuple[str, ...]
    area: str | None
    since: date
    yuan: str
    months: int = 1

    def covers(self, place: str) -> bool:
        """Whether `place` lies in the place the notice was published for."""
        whole = self.place
        while whole.endswith("00"):
            whole = whole[:-2]
        return place.startswith(whole) and place[:6] not in self.without

    def monthly_fen(self) -> int:
        """A yearly amount is a twelfth, rounded half-up to fen (reading 8)."""
        return half_up(Fraction(self.yuan) * 100 / self.months)


def half_up(amount: Fraction) -> int:
    """The nearest whole number, a half going up; for amounts that are not negative."""
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


_2022, _2023, _2024 = date(2022, 4, 1), date(2023, 7, 1), date(2024, 7, 1)
_GUIZHOU_2024 = date(2024, 4, 1)


def _hefei() -> list[Published]:
    rows = [
        Published("dibao", "340100", HEFEI_COUNTIES, "urban", _2023, "924"),
        Published("dibao", "340100", HEFEI_COUNTIES, "rural", _2023, "924"),
        Published("tekun basic", "340100", HEFEI_COUNTIES, None, _2023, "19779", 12),
        Published("orphan home", "340100", (), None, _2023, "2420"),
        Published("living severe", "340100", (), None, _2023, "277"),
        Published("living other", "340100", (), None, _2023, "185"),
        Published("nursing", "340100", (), None, _2023, "277"),
    ]
    for county in HEFEI_COUNTIES:
        rows.append(Published("dibao", county, (), "urban", _2023, "881"))
        rows.append(Published("dibao", county, (), "rural", _2023, "881"))
        rows.append(Published("tekun basic", county, (), None, _2023, "13744", 12))
    care = {
        "institution full": "12360",
        "institution half": "7416",
        "institution self": "989",
        "home full": "8652",
        "home half": "4944",
        "home self": "742",
    }
    rows.extend(Published(f"care {tier}", "340100", (), None, _2023, yuan, 12) for tier, yuan in care.items())
    return rows


def _luan() -> list[Published]:
    care = {
        "institution full": "965",
        "institution half": "579",
        "institution self": "78",
        "home full": "676",
        "home half": "386",
        "home self": "58",
    }
    return [
        Published("dibao", "341500", (), "urban", _2024, "756"),
        Published("dibao", "341500", (), "rural", _2024, "721"),
        Published("tekun basic", "341500", (), "urban", _2024, "1184"),
        Published("tekun basic", "341500", (), "rural", _2024, "938"),
        *(Published(f"care {tier}", "341502", (), None, _2024, yuan) for tier, yuan in care.items()),
    ]


PUBLISHED: tuple[Published, ...] = (
    *_hefei(),
    *_luan(),
    Published("dibao", "341202", (), "urban", _2023, "738"),
    Published("dibao", "341202", (), "rural", _2023, "703"),
    Published("dibao", "341800", (), "urban", _2024, "780"),
    Published("dibao", "341800", (), "rural", _2024, "755"),
    Published("dibao", "110000", (), "urban", _2023, "1395"),
    Published("dibao", "110000", (), "rural", _2023, "1395"),
    Published("dibao", "522627", (), "urban", _2022, "660"),
    Published("dibao", "522627", (), "rural", _2022, "5280", 12),
    Published("dibao", "522627", (), "urban", _GUIZHOU_2024, "756"),
    Published("dibao", "522627", (), "rural", _GUIZHOU_2024, "6804", 12),
    Published("orphan home", "520000", (), None, _GUIZHOU_2024, "1400"),
)
