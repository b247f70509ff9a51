"""What was typed into the search box: tidied, and told whether it is a number that may not stand in an address."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from doudi.gateways.pinyin import pinyin_of
from doudi.records.registry.identity import ACCOUNT, CERTIFICATE, CITIZEN, PHONE, account_columns, phone_columns
from doudi.records.registry.refusals import Refused
from doudi.records.sealing.ciphers import blind_index
from doudi.vocabulary.identity import IdentityError, check_citizen_id
from doudi.vocabulary.names import NameRefused, check_name, match_key
from doudi.vocabulary.scripts import is_han

LONGEST = 100
# From so many digits on a text may be part of an ID number, a telephone, an account or a certificate.
SECRET_DIGITS = 5

_HOUSEHOLD = re.compile(r"[0-9]{9}-[0-9]{6}")
_HOUSEHOLD_TAIL = re.compile(r"[0-9]{1,6}")
_TEMPORARY = re.compile(r"L[0-9]{15}")
_PADDING = re.compile(r"[\s\u00a0\u3000\u200b-\u200f\u2060\ufeff\-\u2010-\u2015\u2212]")
_LATIN = re.compile(r"[a-z]+")
_BETWEEN_SYLLABLES = re.compile(r"[\s'’\-]")
_DISABILITY_CERTIFICATE = re.compile(r"([0-9]{17}[0-9X])[0-9]{2}")


def tidied(text: str) -> str:
    """What a database can hold of the text, with full-width digits and letters as half-width ones."""
    return unicodedata.normalize("NFKC", _as_typed(text)).strip()


def _as_typed(text: str) -> str:
    """The text without NUL and halves of surrogate pairs, no longer than 100 characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode().strip()[:LONGEST].strip()


def is_secret(text: str) -> bool:
    """Whether a text may hold an ID number, a telephone, an account or a certificate's number.

    Anything with five digits may, in whatever script and grouping, but for a household's and a temporary number.
    """
    plain = tidied(text).upper()
    if _HOUSEHOLD.fullmatch(plain) or _TEMPORARY.fullmatch(plain):
        return False
    return sum(character.isdigit() for character in text) >= SECRET_DIGITS


@dataclass(frozen=True)
class Wanted:
    """A text read as a name: as it is written, folded, and as pinyin; `spelled` where it is pinyin or initials itself."""

    text: str
    key: str
    pinyin: str
    spelled: str

    @property
    def is_one_character(self) -> bool:
        """A single character finds what begins with it, nothing else."""
        return len(self.text) == 1


def name_wanted(text: str) -> Wanted | None:
    """The text as a name or a part of one; None where it can be neither, such as a number."""
    # A compatibility character stands in a name as it was given: it is not folded before the name is looked up.
    typed = _as_typed(text)
    if not typed or any(character.isdigit() for character in typed):
        return None
    try:
        written = check_name(typed).text
    except NameRefused:
        written = typed
    spelled = _BETWEEN_SYLLABLES.sub("", written.lower().replace("ü", "v"))
    return Wanted(
        text=written,
        key=match_key(written),
        pinyin=pinyin_of(written).replace(" ", "") if any(map(is_han, written)) else "",
        spelled=spelled if _LATIN.fullmatch(spelled) else "",
    )


@dataclass(frozen=True)
class Numbers:
    """A text read as a number of every kind it can be; empty or None where it cannot.

    `citizen`, `phone`, `account` and `certificates` are blind indexes. `fault` says why what looks like an ID number
    is none.
    """

    citizen: bytes | None = None
    phone: bytes | None = None
    account: bytes | None = None
    certificates: tuple[bytes, ...] = ()
    written: tuple[str, ...] = ()
    household: str = ""
    household_tail: int | None = None
    temporary: str = ""
    fault: str = ""

    @property
    def kinds(self) -> list[str]:
        """Which secret kinds of number the text can be, as the access log names them."""
        told = {CITIZEN: self.citizen, PHONE: self.phone, ACCOUNT: self.account, CERTIFICATE: self.certificates}
        return [kind for kind, index in told.items() if index]


def numbers_wanted(text: str) -> Numbers:
    """The text as a number. Nothing is refused: what cannot be a number of a kind is not looked up as one."""
    plain = tidied(text)
    if not any(character.isdigit() for character in plain):
        return Numbers()
    bare = _PADDING.sub("", plain).upper()
    citizen, fault = _citizen(plain, bare)
    written = tuple(dict.fromkeys((plain, bare)))
    tail = int(plain) if _HOUSEHOLD_TAIL.fullmatch(plain) else None
    return Numbers(
        citizen=citizen,
        phone=_index(lambda: phone_columns(plain)["phone_index"]),
        account=_index(lambda: account_columns(plain)["number_index"]),
        certificates=tuple(blind_index(one, CERTIFICATE) for one in written),
        written=written,
        household=plain if _HOUSEHOLD.fullmatch(plain) else "",
        household_tail=tail or None,
        temporary=bare if _TEMPORARY.fullmatch(bare) else "",
        fault=fault,
    )


def _citizen(plain: str, bare: str) -> tuple[bytes | None, str]:
    """The index of an ID number, of the one a disability certificate begins with, or why it is none."""
    certificate = _DISABILITY_CERTIFICATE.fullmatch(bare)
    try:
        found = check_citizen_id(certificate[1] if certificate else plain, seen_on_paper=True)
    except IdentityError as fault:
        return None, str(fault) if len(bare) in (15, 18) and bare[:-1].isdigit() else ""
    return blind_index(found.number18, CITIZEN), ""


def _index(read: Callable[[], bytes | None]) -> bytes | None:
    try:
        return read()
    except Refused:
        return None
