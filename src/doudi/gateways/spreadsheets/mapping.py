"""Which column is which field: proposed from the headers, for a person to confirm and an office to keep."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from doudi.gateways.spreadsheets.columns import columns_by_field, labels, words
from doudi.gateways.spreadsheets.headers import SERIAL_HEADERS, fold_header, fold_whole
from doudi.gateways.spreadsheets.money_columns import undated_money
from doudi.gateways.spreadsheets.sheet import Finding, column_letter

How = Literal["exact", "synonym", "similar"]
_RANKS: tuple[How, ...] = ("exact", "synonym", "similar")
# Columns about somebody else, or about the office: no word in them makes them the person's own.
_SOMEBODY_ELSE = re.compile("配偶|监护|代理|代办|经办|联系人|父亲|母亲|子女|赡养|审核|填表|调查|包保|帮扶|负责|村干部")
_LONGEST_HEADER = 60


@dataclass(frozen=True)
class Proposal:
    """A field proposed for a column: by its very label, by another word for it, or because the words are alike."""

    field: str
    how: How
    note: str = ""


def propose_mapping(headers: Sequence[str]) -> dict[int, Proposal]:
    """The field of each column whose header is understood, by column from 0; no field is given to two columns."""
    found = [(at, _proposal(header)) for at, header in enumerate(headers) if header]
    ranked = sorted(
        ((at, proposal) for at, proposal in found if proposal is not None),
        key=lambda pair: (_RANKS.index(pair[1].how), pair[0]),
    )
    mapping: dict[int, Proposal] = {}
    taken: set[str] = set()
    for at, proposal in ranked:
        if proposal.field not in taken:
            taken.add(proposal.field)
            mapping[at] = proposal
    return dict(sorted(mapping.items()))


def fields_of(mapping: Mapping[int, Proposal]) -> dict[int, str]:
    """The mapping as it is read with, once it has been confirmed."""
    return {at: proposal.field for at, proposal in mapping.items()}


def _proposal(header: str) -> Proposal | None:
    """The field a header means. Of two header rows the whole is tried, then the lower one."""
    parts = [part for part in header.split("/") if part.strip()]
    texts = dict.fromkeys([header, "".join(parts), parts[-1] if parts else header])
    for text in texts:
        found = _named(text[:_LONGEST_HEADER], header)
        if found is not None:
            return found
    return _similar(fold_header(header[:_LONGEST_HEADER])) if len(parts) < 2 else _similar(fold_header(parts[-1]))


def _named(text: str, header: str) -> Proposal | None:
    whole, bare = fold_whole(text), fold_header(text)
    unit = "栏名写的是万元，系统按元读取；请把本栏换算成元" if "万元" in header else ""
    if whole in labels() or bare in labels():
        return Proposal(labels().get(whole) or labels()[bare], "exact", unit)
    if whole in words() or bare in words():
        return Proposal(words().get(whole) or words()[bare], "synonym", unit)
    return _money_without_period(bare, header, unit)


def _money_without_period(bare: str, header: str, unit: str) -> Proposal | None:
    """Income or spending whose period stands in the header above, in brackets, or nowhere."""
    yearly = undated_money().get(bare)
    if yearly is None:
        return None
    if "月" in header:
        return Proposal(yearly.replace("_yearly", "_monthly"), "synonym", unit)
    if "年" in header:
        return Proposal(yearly, "synonym", unit)
    return Proposal(yearly, "similar", "；".join(filter(None, ("栏名没有写明按月还是按年，暂按年，请核对", unit))))


def _similar(bare: str) -> Proposal | None:
    if len(bare) < 2 or _SOMEBODY_ELSE.search(bare) or bare in SERIAL_HEADERS:
        return None
    held = [word for word in words() if len(word) > 1 and word in bare]
    near = max(held, key=len) if held else next(iter(get_close_matches(bare, words(), n=1, cutoff=0.75)), None)
    return None if near is None else Proposal(words()[near], "similar", f"栏名与“{_label(words()[near])}”相近，请核对")


def _label(field: str) -> str:
    return columns_by_field()[field].label


def mapping_findings(headers: Sequence[str], mapping: Mapping[int, str]) -> Iterator[Finding]:
    """What a confirmed mapping lacks, and the columns it leaves behind."""
    fields = set(mapping.values())
    for column in columns_by_field().values():
        if column.missing != "ok" and column.field not in fields:
            yield _missing(column.field, column.label)
    if not fields & {"household_no", "head_citizen_id"}:
        yield Finding("ask", "no_household_key", "没有户编号或户主身份证号一栏，将从每个“户主”行起另算一户，请确认")
    left = tuple(at for at, header in enumerate(headers) if header and at not in mapping and not _is_serial(header))
    if left:
        named = "、".join(f"{column_letter(at)}列“{headers[at]}”" for at in left)
        yield Finding("ask", "unmapped_columns", f"以下各列没有对应的栏目，不会导入：{named}", (), left)


def _missing(field: str, label: str) -> Finding:
    if field == "relation":
        return Finding("ask", "no_relation", "没有“与户主关系”一栏；是否每行都是户主？")
    if field == "citizen_id":
        return Finding("ask", "no_citizen_id", "没有“身份证号”一栏，每个人都要另行核对身份；请补上，或确认")
    return Finding("refused", f"no_{field}", f"没有“{label}”一栏；请补上，或指定是哪一列")


def _is_serial(header: str) -> bool:
    return fold_header(header) in SERIAL_HEADERS
