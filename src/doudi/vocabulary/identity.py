"""Citizen numbers, organisation codes and bank accounts: checked, explained and masked.

The citizen number follows GB 11643 (18 digits with an ISO 7064 MOD 11-2 check character, and the 15 digits of before
1999), the organisation code GB 32100-2015. A number is read or refused, never repaired in silence: what was
tidied stands in `remarks`, what a person should look at in `warnings`. No message repeats the number itself.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from doudi.vocabulary.periods import completed_years
from doudi.vocabulary.territory import current_codes, division, is_division, province

Sex = Literal["male", "female"]
Kind = Literal["resident", "residence_permit", "foreign_permit"]

_OLDEST_AGE = 120
_EARLIEST_BIRTH = date(1850, 1, 1)

_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)}
# Word processors and spreadsheets put these around or inside a number: spaces, zero-width marks, hyphens, a quote.
_PADDING = re.compile("[\\s\u00a0\u200b-\u200f\u2060\u3000\ufeff\\-\u2010-\u2015\u2212]")
_LEADING_QUOTE = re.compile("^['`\u2018\u2019]")
_SCIENTIFIC = re.compile(r"[0-9]+(?:\.[0-9]*)?[Ee]\+?[0-9]+")
_DECIMAL = re.compile(r"[0-9]+\.[0-9]*")

_CITIZEN_18 = re.compile(r"[0-9]{17}[0-9X]")
_CITIZEN_15 = re.compile(r"[0-9]{15}")
_CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN_CHECKS = "10X98765432"
_RESIDENCE_PERMITS = {"81": "810000", "82": "820000", "83": "830000"}

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_CODE = re.compile(f"[{_CREDIT_ALPHABET}]{{18}}")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_CARD_LENGTHS = range(16, 20)
_PASSBOOK_LENGTHS = (19, 21)

_AS_NUMBER = "单元格为数字格式，后几位已丢失；请把该列改为文本格式，按原件重新录入"


class IdentityError(ValueError):
    """A number that cannot be what it is given as; the message, in Chinese, says why and how to mend it."""


@dataclass(frozen=True)
class CitizenId:
    """A citizen number that holds together, and what it says of its bearer.

    `number18` is the number in 18 characters, also where 15 were given (`derived`). `region` is where it was first
    issued, not where the bearer lives. `kind` is `resident`, `residence_permit` (Hong Kong, Macao, Taiwan) or
    `foreign_permit` (permanent residence of foreigners).
    """

    number18: str
    region: str
    born: date
    sex: Sex
    kind: Kind
    derived: bool = False
    warnings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def check_citizen_id(text: str, on: date | None = None, *, seen_on_paper: bool = False) -> CitizenId:
    """Read a citizen number of 18 or 15 digits (GB 11643).

    Spaces, hyphens, full-width and lower-case characters are put right and remarked. With a day `on` the birth date
    may not lie after it nor more than 120 years before it. A number ending in 000 is taken for one that a
    spreadsheet has cut, unless an officer has `seen_on_paper` that it ends so. An unlisted or retired area code
    is a warning. Raises `IdentityError`.
    """
    number, remarks = _tidied(text, "身份证号")
    derived = _CITIZEN_15.fullmatch(number) is not None
    number18 = _from_15_digits(number) if derived else number
    _refuse_malformed(number18)
    if number18.endswith("000") and not derived and not seen_on_paper:
        raise IdentityError(f"身份证号末三位为000，可能是{_AS_NUMBER}；原件确为000的，请注明已核对原件")
    _refuse_wrong_check(number18)
    doubts = ("由15位旧号推得18位号，请核对原件",) if derived else ()
    return CitizenId(
        number18=number18,
        region=number18[:6],
        born=_birth_date(number18, on),
        sex="male" if int(number18[16]) % 2 else "female",
        kind=_kind(number18),
        derived=derived,
        warnings=(*doubts, *_region_warnings(number18[:6])),
        remarks=remarks,
    )


def _tidied(text: str, what: str) -> tuple[str, tuple[str, ...]]:
    """The text without padding and in half-width capitals, and a remark where that changed anything."""
    if not isinstance(text, str):
        raise IdentityError(f"{what}不是文字；{_AS_NUMBER}")
    half_width = text.translate(_FULL_WIDTH)
    clean = _PADDING.sub("", _LEADING_QUOTE.sub("", half_width.strip())).upper()
    if not clean:
        raise IdentityError(f"{what}为空，请按原件录入")
    if _SCIENTIFIC.fullmatch(half_width.strip()) or _DECIMAL.fullmatch(clean):
        raise IdentityError(f"{what}{_AS_NUMBER}")
    return clean, () if clean == text else (f"{what}已规范：去除空格、连字符等，全角或小写字符改为半角大写",)


def _from_15_digits(number: str) -> str:
    """The 18-character form of a number issued before 1999: the century put in and the check character worked out."""
    without_check = number[:6] + "19" + number[6:]
    return without_check + citizen_check_character(without_check)


def citizen_check_character(first17: str) -> str:
    """The 18th character for the first 17 digits of a citizen number (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _CITIZEN_WEIGHTS, strict=True))
    return _CITIZEN_CHECKS[total % 11]


def _refuse_malformed(number: str) -> None:
    if _CITIZEN_18.fullmatch(number):
        return
    if len(number) == 20 and _CITIZEN_18.fullmatch(number[:18]):
        raise IdentityError("身份证号有20位，像是残疾人证号；请只录入前18位")
    if len(number) in (15, 18):
        raise IdentityError("身份证号含有数字以外的字符（只有第18位可以是X），请核对原件")
    raise IdentityError(f"身份证号应为18位（旧号15位），现为{len(number)}位，请核对原件")


def _refuse_wrong_check(number18: str) -> None:
    expected = citizen_check_character(number18[:17])
    if number18[17] != expected:
        raise IdentityError(f"身份证号校验位不符（应为{expected}），请核对原件")


def _birth_date(number18: str, on: date | None) -> date:
    try:
        born = date(int(number18[6:10]), int(number18[10:12]), int(number18[12:14]))
    except ValueError:
        raise IdentityError("身份证号中的出生日期不存在，请核对原件") from None
    if born < _EARLIEST_BIRTH:
        raise IdentityError(f"身份证号中的出生年份{born.year}过早，请核对原件")
    if on is not None and born > on:
        raise IdentityError(f"身份证号中的出生日期晚于{on}，请核对原件")
    if on is not None and completed_years(born, on) > _OLDEST_AGE:
        raise IdentityError(f"按身份证号推算年龄超过{_OLDEST_AGE}岁，请核对原件")
    return born


def _kind(number18: str) -> Kind:
    if number18[:2] in _RESIDENCE_PERMITS:
        return "residence_permit"
    if number18.startswith("9"):
        return "foreign_permit"
    if province(number18) is None:
        raise IdentityError(f"身份证号前两位{number18[:2]}不是任何省份的代码，请核对原件")
    return "resident"


def _region_warnings(region: str) -> tuple[str, ...]:
    if region.startswith("9"):
        return ("外国人永久居留身份证号，请核对证件种类",)
    if region[:2] in _RESIDENCE_PERMITS:
        usual = _RESIDENCE_PERMITS[region[:2]]
        return () if region == usual else (f"港澳台居民居住证号通常以{usual}开头，请核对证件",)
    if not is_division(region):
        return (f"地区代码{region}不在区划表中，可能是早年的代码，请核对原件",)
    return _retired_warning(region)


def _retired_warning(region: str) -> tuple[str, ...]:
    place = division(region)
    if place is None or not place.retired:
        return ()
    now = "、".join(current_codes(region))
    return (f"地区代码{region}（{place.name}）已停用{f'，现为{now}' if now else ''}；旧号仍然有效",)


def generate_citizen_id(region: str, born: date, sequence: int) -> str:
    """A number in valid form for an invented person: an odd `sequence` (0 to 999) is male, an even one female.

    Raises `ValueError` for a region that is no six digits, a sequence out of range, or where the number would end in
    000, which `check_citizen_id` takes for a cut one.
    """
    if not re.fullmatch(r"[0-9]{6}", region) or not 0 <= sequence <= 999:
        raise ValueError("地区代码应为6位数字，顺序码应在0到999之间")
    first17 = f"{region}{born:%Y%m%d}{sequence:03d}"
    number = first17 + citizen_check_character(first17)
    if number.endswith("000"):
        raise ValueError("该顺序码得出的号码以000结尾，请换一个顺序码")
    return number


@dataclass(frozen=True)
class CreditCode:
    """A unified social credit code that holds together.

    `authority` is the character of the registering department, `category` that of the kind of body, `organisation`
    the nine characters of the body itself. The six digits between are left unread: agencies' codes are known
    whose digits name a neighbouring prefecture.
    """

    code: str
    authority: str
    category: str
    organisation: str
    warnings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def check_credit_code(text: str) -> CreditCode:
    """Read a unified social credit code of 18 characters (GB 32100-2015); raises `IdentityError`.

    A check character of the inner organisation code (GB 11714) that does not fit is a warning only.
    """
    code, remarks = _tidied(text, "统一社会信用代码")
    if len(code) != 18:
        raise IdentityError(f"统一社会信用代码应为18位，现为{len(code)}位，请核对证照")
    if not _CREDIT_CODE.fullmatch(code):
        raise IdentityError("统一社会信用代码只能由数字和除I、O、S、V、Z以外的大写字母组成，请核对证照")
    expected = credit_check_character(code[:17])
    if code[17] != expected:
        raise IdentityError(f"统一社会信用代码校验位不符（应为{expected}），请核对证照")
    return CreditCode(code, code[0], code[1], code[8:17], _organisation_warnings(code[8:17]), remarks)


def credit_check_character(first17: str) -> str:
    """The 18th character for the first 17 of a unified social credit code (modulus 31, weights powers of 3)."""
    total = sum(_CREDIT_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(first17))
    return _CREDIT_ALPHABET[-total % 31]


def _organisation_warnings(organisation: str) -> tuple[str, ...]:
    pairs = zip(organisation, _ORGANISATION_WEIGHTS, strict=False)
    remainder = -sum(_ORGANISATION_ALPHABET.index(character) * weight for character, weight in pairs) % 11
    expected = "X" if remainder == 10 else str(remainder)
    return () if organisation[8] == expected else ("主体标识码（第9至17位）校验位不符，请核对证照",)


@dataclass(frozen=True)
class BankAccount:
    """The digits of a card or passbook account, with what a person should look at."""

    number: str
    warnings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def check_bank_account(text: str) -> BankAccount:
    """Read the number of a card or passbook of 8 to 32 digits.

    A Luhn digit that does not fit is only a warning, since passbook accounts (often 19 or 21 digits) do not carry
    one. Raises `IdentityError` for other characters, other lengths, or a number a spreadsheet has cut after 15 digits.
    """
    number, remarks = _tidied(text, "银行账号")
    if not re.fullmatch(r"[0-9]{8,32}", number):
        raise IdentityError("银行账号应为8到32位数字，请按银行卡或存折录入")
    if len(number) >= 18 and not number[15:].strip("0"):
        raise IdentityError(f"银行账号第15位以后全为0，可能是{_AS_NUMBER}")
    return BankAccount(number, _account_warnings(number), remarks)


def _account_warnings(number: str) -> tuple[str, ...]:
    if len(number) in _CARD_LENGTHS and not luhn_holds(number):
        passbook = "；若为存折账号可不理会" if len(number) in _PASSBOOK_LENGTHS else ""
        return (f"银行卡号校验位不符，请与银行卡核对{passbook}",)
    if len(number) not in _CARD_LENGTHS and len(number) not in _PASSBOOK_LENGTHS:
        return (f"银行账号为{len(number)}位，不是常见的长度，请核对",)
    return ()


def luhn_holds(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of those before it."""
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    total = sum(int(digit) for digit in digits[-1::-2]) + sum(value // 10 + value % 10 for value in doubled)
    return total % 10 == 0


def mask_citizen_id(number: str) -> str:
    """The number for lists and screens: its first four characters, since more of it would give the person away."""
    return _masked_after(number, shown=4)


def mask_account(number: str) -> str:
    """The account for lists and screens: its last four digits."""
    hidden = len(number) - 4
    return "*" * len(number) if hidden <= 0 else "*" * hidden + number[hidden:]


def mask_name(name: str) -> str:
    """The name for public look-ups: the first character and one star, whatever the length."""
    return f"{name[0]}*" if name else ""


def mask_phone(number: str) -> str:
    """The telephone number for lists: `138****1234`; of anything but 11 digits only the last two stay."""
    if re.fullmatch(r"[0-9]{11}", number):
        return f"{number[:3]}****{number[7:]}"
    return "*" * len(number) if len(number) <= 4 else "*" * (len(number) - 2) + number[-2:]


def _masked_after(text: str, shown: int) -> str:
    return "*" * len(text) if len(text) <= shown else text[:shown] + "*" * (len(text) - shown)
