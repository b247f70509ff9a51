"""Whether digits, taken alone, are an ID number or a bank card: by structure, with check digits as a hint."""

import re
from datetime import date

from doudi.vocabulary.identity import citizen_check_character, luhn_holds
from doudi.vocabulary.territory import is_division, province

_PERMITS = ("81", "82", "83")
ACCOUNT_LENGTHS = frozenset({16, 17, 18, 19, 21})


def is_citizen_number(digits: str) -> bool:
    """Whether 18, 17 or 15 characters could be an ID number: a province and a day of birth; a wrong check passes."""
    if re.fullmatch("[0-9]{17}[0-9Xx]?", digits):
        return _is_province(digits) and _is_day(digits[6:14])
    return len(digits) == 15 and digits.isdecimal() and is_division(digits[:6]) and _is_day("19" + digits[6:12])


def is_sure_citizen_number(digits: str) -> bool:
    """Whether 18 characters are an ID number beyond reasonable doubt: the check character fits as well."""
    return (
        len(digits) == 18 and is_citizen_number(digits) and citizen_check_character(digits[:17]) == digits[17].upper()
    )


def is_union_card(digits: str) -> bool:
    """Whether the digits are a bank card of this country: 62 or 60 in front, the last digit right."""
    return 16 <= len(digits) <= 19 and digits.isdecimal() and digits[:2] in ("60", "62") and luhn_holds(digits)


def _is_province(digits: str) -> bool:
    return digits[:2] in _PERMITS or province(digits[:6]) is not None or digits.startswith("91")


def _is_day(text: str) -> bool:
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    try:
        date(year, month, day)
    except ValueError:
        return False
    return 1890 <= year <= 2060
