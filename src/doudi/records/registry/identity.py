"""From what an officer types to the columns of a person: checked, folded for search, sealed and indexed."""

import datetime
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from doudi.gateways.pinyin import initials_of, pinyin_of
from doudi.records.registry.refusals import Refused
from doudi.records.sealing.ciphers import blind_index
from doudi.vocabulary.identity import (
    CitizenId,
    IdentityError,
    check_bank_account,
    check_citizen_id,
    mask_account,
    mask_citizen_id,
    mask_phone,
)
from doudi.vocabulary.names import NameRefused, check_name, match_key

CITIZEN, PHONE, ACCOUNT, CERTIFICATE = "citizen_id", "phone", "account", "certificate"
_PHONE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(?:-[0-9]{1,6})?")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LONG_NUMBER = re.compile(r"[0-9０-９]{11,}[XxＸｘ]?")
_BECAUSE = "；暂存原因："
_SPACES = re.compile(r"[\s\u00a0\u3000\u200b-\u200f\u2060\ufeff]")
_DASHES = re.compile(r"[\-\u2010-\u2015\u2212\uff0d]")
_HALF_WIDTH = {0xFF01 + at: 0x21 + at for at in range(94) if chr(0x21 + at).isalnum()}
# Issued on the ID number: the kind and the grade follow it, and after a loss the number of the copy.
_DISABILITY = re.compile(r"[0-9]{17}[0-9X][0-9]{2}(?:B[0-9]{1,2})?")


@dataclass(frozen=True)
class PersonDraft:
    """A person as an officer gives them. Empty is unknown; `seen_on_paper` confirms a number that ends in 000.

    `unverified_reason` keeps a number whose check digit does not fit, marked so that it is never paid on.
    `territory` empty stands for kin who live elsewhere.
    """

    name: str
    citizen_id: str = ""
    seen_on_paper: bool = False
    unverified_reason: str = ""
    no_id_reason: str = ""
    sex: str = ""
    born_on: datetime.date | None = None
    born_note: str = ""
    phone: str = ""
    ethnic: str = ""
    marital: str = ""
    education: str = ""
    hukou: str = ""
    hukou_place: str = ""
    note: str = ""


@dataclass
class Read:
    """The columns of a person and what should be looked at."""

    columns: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def read_person(draft: PersonDraft, *, on: datetime.date, territory: str) -> Read:
    """The columns for a draft; raises Refused with every field that is wrong."""
    read, faults = Read(), {}
    for step in (_name, _citizen, _birth_and_sex, _phone):
        try:
            step(draft, on, read)
        except Refused as refused:
            faults |= refused.faults
    if faults:
        raise Refused(faults)
    for name in ("ethnic", "marital", "education", "hukou", "hukou_place", "no_id_reason", "born_note", "note"):
        read.columns[name] = getattr(draft, name).strip()
    read.columns["territory"] = territory
    return read


def name_columns(text: str) -> dict[str, Any]:
    """The name and what it is found by; raises Refused."""
    try:
        name = check_name(text)
    except NameRefused as fault:
        raise Refused({"name": str(fault)}) from None
    return {"name": name.text, **search_columns(name.text)}


def search_columns(name: str) -> dict[str, Any]:
    """What a checked name is found by."""
    return {
        "name_key": match_key(name),
        "pinyin": pinyin_of(name).replace(" ", ""),
        "initials": initials_of(name),
        "grams": grams_of(name),
    }


def grams_of(name: str) -> list[str]:
    """Every character and every two that stand together: what an any-part search looks up."""
    return sorted({*name, *(name[at : at + 2] for at in range(len(name) - 1))})


def citizen_columns(citizen: CitizenId | None, *, note: str = "", unverified: bool = False) -> dict[str, Any]:
    """The sealed and indexed columns of a number that holds together; of none, empty ones."""
    if citizen is None:
        return {
            "citizen_id": "",
            "citizen_index": None,
            "citizen_shown": "",
            "id_kind": "",
            "id_note": "",
            "id_unverified": False,
        }
    return {
        "citizen_id": citizen.number18,
        "citizen_index": blind_index(citizen.number18, CITIZEN),
        "citizen_shown": mask_citizen_id(citizen.number18),
        "id_kind": citizen.kind,
        "id_note": note,
        "id_unverified": unverified,
    }


def phone_columns(text: str) -> dict[str, Any]:
    """The sealed and indexed columns of a telephone number, found with or without its dashes; raises Refused."""
    number = _DASHES.sub("-", _SPACES.sub("", text).translate(_HALF_WIDTH))
    if not number:
        return {"phone": "", "phone_index": None, "phone_shown": ""}
    if _MOBILE.fullmatch(number.replace("-", "")):
        number = number.replace("-", "")
    elif not _PHONE.fullmatch(number):
        raise Refused({"phone": "电话应为11位手机号，或带区号的固定电话（如0564-3612345）"})
    index = blind_index(number.replace("-", ""), PHONE)
    return {"phone": number, "phone_index": index, "phone_shown": mask_phone(number)}


def account_columns(text: str) -> dict[str, Any]:
    """The sealed and indexed columns of a bank account with its warnings; raises Refused."""
    try:
        account = check_bank_account(text)
    except IdentityError as fault:
        raise Refused({"number": str(fault)}) from None
    return {
        "number": account.number,
        "number_index": blind_index(account.number, ACCOUNT),
        "number_shown": mask_account(account.number),
        "warnings": "；".join(account.warnings),
    }


def certificate_columns(text: str) -> dict[str, Any]:
    """The sealed and indexed columns of a paper's number, however it was typed.

    Spaces and full-width letters and digits are not kept. A dash belongs to the number, but is not needed to find it;
    in the number of a disability certificate there is none.
    """
    written = _SPACES.sub("", text).translate(_HALF_WIDTH)
    bare = certificate_key(written)
    if not bare:
        return {"certificate": "", "certificate_index": None}
    certificate = bare if _DISABILITY.fullmatch(bare) else written
    return {"certificate": certificate, "certificate_index": blind_index(bare, CERTIFICATE)}


def without_numbers(text: str) -> str:
    """A name of a file or of a list, fit to be kept in clear: of what may be somebody's number only the beginning."""
    return _LONG_NUMBER.sub(lambda found: mask_citizen_id(found[0]), text)


def certificate_key(text: str) -> str:
    """What the number of a paper is found by: half width, capitals, neither spaces nor dashes."""
    return _DASHES.sub("", _SPACES.sub("", unicodedata.normalize("NFKC", text))).upper()


def _name(draft: PersonDraft, on: datetime.date, read: Read) -> None:
    read.columns |= name_columns(draft.name)
    read.warnings += check_name(draft.name).warnings


def _citizen(draft: PersonDraft, on: datetime.date, read: Read) -> None:
    if not draft.citizen_id.strip():
        read.columns |= citizen_columns(None)
        return
    try:
        citizen = check_citizen_id(draft.citizen_id, on=on, seen_on_paper=draft.seen_on_paper)
    except IdentityError as fault:
        _unverified(draft, str(fault), read)
        return
    note = "；".join((*citizen.warnings, *citizen.remarks))
    read.columns |= citizen_columns(citizen, note=note)
    read.columns |= {"born_on": citizen.born, "sex": citizen.sex}
    read.warnings += citizen.warnings


def _unverified(draft: PersonDraft, fault: str, read: Read) -> None:
    """A number that does not hold together is kept only as a draft, with a reason, and never found or paid by."""
    if not draft.unverified_reason.strip():
        raise Refused({"citizen_id": f"{fault}。确需暂存的，请填写暂存原因（暂存的号码核实前不能用于发放）"})
    read.columns |= citizen_columns(None)
    read.columns |= {"citizen_id": draft.citizen_id.strip(), "citizen_shown": "未核实", "id_unverified": True}
    read.columns["id_note"] = f"{fault}{_BECAUSE}{draft.unverified_reason.strip()}"
    read.warnings.append("证件号未核实，核实前不能用于发放")


def kept_because(note: str) -> str:
    """Why a number was kept unverified, out of the note that says so."""
    return note.partition(_BECAUSE)[2] or note


def _birth_and_sex(draft: PersonDraft, on: datetime.date, read: Read) -> None:
    by_number = read.columns.get("born_on")
    if draft.born_on and draft.born_on > on:
        raise Refused({"born_on": f"出生日期{draft.born_on}晚于今天，请核对"})
    if by_number and draft.born_on and draft.born_on != by_number:
        raise Refused({"born_on": f"出生日期与证件号（{by_number}）不一致，请核对原件"})
    if read.columns.get("sex") and draft.sex and draft.sex != read.columns["sex"]:
        raise Refused({"sex": "性别与证件号不一致，请核对原件"})
    read.columns.setdefault("born_on", draft.born_on)
    read.columns.setdefault("sex", draft.sex)


def _phone(draft: PersonDraft, on: datetime.date, read: Read) -> None:
    read.columns |= phone_columns(draft.phone)
