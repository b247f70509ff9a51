"""Numbers that belong on a notice: days, document and case numbers, codes of places, the office's own telephones."""

import re
from collections.abc import Iterable

from doudi.vocabulary.disclosure.judging import is_sure_citizen_number, is_union_card
from doudi.vocabulary.disclosure.plain import Reading, read
from doudi.vocabulary.identity import IdentityError, check_credit_code
from doudi.vocabulary.territory import is_division

SEPARATOR = r"[\s\-‐-―−_.·•/\\|()（）]"
_YEAR = r"(?:19|20)[0-9]{2}"
_MONTH, _DAY = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12][0-9]|0?[1-9])"

DAY_IN_WORDS = re.compile(rf"(?<![0-9]){_YEAR}\s*年(?:\s*{_MONTH}\s*月(?:\s*{_DAY}\s*[日号])?)?")
_DAY_IN_DIGITS = re.compile(
    rf"(?<![0-9])(?<![0-9][-./]){_YEAR}(?:([-./])0?{_MONTH}\1{_DAY}|(?:1[0-2]|0[1-9])(?:3[01]|[12][0-9]|0[1-9]))"
    r"(?![0-9])(?![./][0-9])"
)
_TIME = re.compile(r"(?<![0-9])[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?![0-9])")
_AMOUNT = re.compile(
    r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?(?![0-9])|(?<![0-9])[0-9]{1,7}\.[0-9]{2}(?=\s*元)"
)
# 民发〔2021〕57号, 黄民公示[2025]第12号, 第649号.
_DOCUMENT = re.compile(rf"[〔\[［(（【]\s*{_YEAR}\s*[〕\]］)）】]\s*第?\s*[0-9]{{1,5}}\s*号|第\s*[0-9]{{1,5}}\s*号")
_LABELLED = re.compile(
    r"(?:(?:公示|公告|公布|文|案|受理|档案|案件|备案|登记|申请|流水|批次|批准|户)[编单]?号(?:码)?|编号|区划代码|行政区划|村代码|信用代码)"
    r"\s*(?:为|是)?\s*[:：]?\s*([0-9A-Za-z][0-9A-Za-z\-]*)"
)
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{1,4}-?(?:19|20)[0-9]{2}-?[0-9]{1,8}(?![0-9A-Za-z])")
_CODE = re.compile(r"(?<![0-9])(?:[0-9]{12}|[0-9]{9})(?![0-9])")
_ENDS_ABOVE = re.compile(r"(?<![0-9.])([0-9]+)[ \t]*\n\s*\Z")
_GOES_ON_BELOW = re.compile(r"[ \t]*\n\s*([0-9]+)(?![0-9.])")
_CREDIT_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NP-RTUWXY]{18}(?![0-9A-Za-z])")


def without_days(reading: Reading) -> Reading:
    """The reading without days, times of day, amounts of money and the numbers of documents."""
    return reading.without_matches(DAY_IN_WORDS, _DOCUMENT, _DAY_IN_DIGITS, _TIME, _AMOUNT)


def without_own_numbers(reading: Reading) -> Reading:
    """The reading without what is labelled as a notice's or case's number, without codes of places and bodies."""
    return without_own_codes(without_labelled(reading))


def without_labelled(reading: Reading) -> Reading:
    """The reading without what is called the number of a notice, a case or a list."""
    return reading.without(found.span(1) for found in _LABELLED.finditer(reading.text) if not _is_private(found[1]))


def without_own_codes(reading: Reading) -> Reading:
    """The reading without the codes of places and bodies, and numbers such as QS-2026-00417."""
    codes = [found.span() for found in _CODE.finditer(reading.text) if is_division(found[0]) and not _goes_on(found)]
    bodies = [found.span() for found in _CREDIT_CODE.finditer(reading.text) if _is_credit_code(found[0])]
    return reading.without([*codes, *bodies]).without_matches(_NUMBER)


def _goes_on(found: re.Match[str]) -> bool:
    """Whether what looks like the code of a place is one half of a longer number that a line end has cut in two."""
    before, after = _ENDS_ABOVE.search(found.string, 0, found.start()), _GOES_ON_BELOW.match(found.string, found.end())
    halves = [(before[1], before[1] + found[0])] if before else []
    halves += [(after[1], found[0] + after[1])] if after else []
    # Codes in a column are of one county.
    return any((len(half) > 4 and half[:6] != found[0][:6]) or is_union_card(whole) for half, whole in halves)


def without_phones(reading: Reading, phones: Iterable[str]) -> Reading:
    """The reading without these telephone numbers, however they are spaced, with or without the area code."""
    return reading.without_matches(*(pattern for phone in phones for pattern in _phone_patterns(phone)))


def digits_of(phone: str) -> str:
    """The digits of a telephone number, half-width, without an extension."""
    return re.sub("[^0-9]", "", re.split("转|ext|分机", read(phone).text)[0])


def _phone_patterns(phone: str) -> tuple[re.Pattern[str], ...]:
    digits = digits_of(phone)
    local = re.sub("^0(?:10|2[0-9]|[3-9][0-9]{2})", "", digits)
    wanted = {digits, digits.removeprefix("86"), digits.removeprefix("0"), local}
    return tuple(_spaced(number) for number in sorted(wanted, key=len, reverse=True) if len(number) >= 3)


def _spaced(digits: str) -> re.Pattern[str]:
    spaced = f"{SEPARATOR}{{0,3}}".join(digits)
    return re.compile(rf"(?<![0-9])(?:(?:\+|00)86{SEPARATOR}{{0,2}})?{spaced}(?![0-9])")


def _is_private(number: str) -> bool:
    """Whether a number is a bank card or an ID number all the same, whatever it is labelled as."""
    return is_union_card(number) or is_sure_citizen_number(number)


def _is_credit_code(text: str) -> bool:
    if text.isdecimal():
        return False
    try:
        check_credit_code(text)
    except IdentityError:
        return False
    return True
