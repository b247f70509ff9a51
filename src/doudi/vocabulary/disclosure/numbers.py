"""ID numbers, bank accounts and half-hidden numbers, however they are split, spelled or widened."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from doudi.vocabulary.disclosure.findings import Finding, starred
from doudi.vocabulary.disclosure.harmless import SEPARATOR, without_days, without_labelled, without_own_numbers
from doudi.vocabulary.disclosure.judging import (
    ACCOUNT_LENGTHS,
    is_citizen_number,
    is_sure_citizen_number,
    is_union_card,
)
from doudi.vocabulary.disclosure.plain import Reading

_RUN = re.compile(rf"[0-9]+(?:{SEPARATOR}{{1,4}}[0-9]+)*(?:{SEPARATOR}{{0,3}}[Xx](?![0-9A-Za-z]))?")
_GROUP = re.compile("[0-9]+|[Xx]")
_LONGEST = 21
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_USUAL_15 = {(6, 6, 3), (4, 4, 4, 3), (6, 2, 2, 2, 3), (3, 3, 3, 3, 3), (5, 5, 5), (6, 4, 5), (6, 4, 2, 3)}
_ACCOUNT_WORDS = re.compile(r"(?:卡号|帐号|账号|账户|帐户|存折|一卡通|社保卡|开户|银行卡|信用社|农商行)[^0-9\n]{0,12}$")
_NAMED_ACCOUNT = re.compile(r"(?:卡号|帐号|账号|账户|帐户|存折|一卡通)[^0-9\n。；]{0,10}([0-9][0-9 \-]{6,}[0-9])")
_NAMED_ID = re.compile(r"(?:身份证|证件号|公民身份号码)[^0-9\n。；]{0,10}([0-9]{4,}[Xx]?)(?!\s*[年月日元])")
_TAIL = re.compile(r"(?:尾号|[后末][3-8三四五六七八]位)[^0-9\n。；]{0,6}([0-9]{3,8})(?!\s*[年月日元人])")

_STAR = r"[*×✱✲●■◆#?Xx﹡∗]"
_HIDDEN = re.compile(
    rf"(?<![0-9])[0-9]{{2,}}\s*{_STAR}(?:\s?{_STAR}){{1,}}(?:\s?[0-9]+[Xx]?)?"
    rf"|(?<![㐀-鿿*×✱●■◆#?Xx﹡∗]){_STAR}{{2,}}(?:[0-9]{{4,}}[Xx]?|[0-9]{{3}}[Xx])(?!\s*[年元人户])"
    rf"|(?<![0-9])[0-9]{{3,}}\s*[_…○.]{{3,}}\s*[0-9]{{3,}}[Xx]?"
)
_NAMED_HIDDEN = re.compile(rf"(?:身份证|证件号|卡号|账号|电话|手机)[^0-9\n。；*×]{{0,6}}{_STAR}{{2,}}[0-9]{{2,}}")


@dataclass(frozen=True, slots=True)
class _Digits:
    """Neighbouring groups of digits taken together: the digits, how long each group is, what stands between them."""

    digits: str
    start: int
    end: int
    lengths: tuple[int, ...]
    broken: bool
    """Whether a line ends in the middle."""


def citizen_ids(reading: Reading) -> Iterator[Finding]:
    """Every ID number of 18, 17 or 15 digits, and digits that are said to be part of one."""
    for run in _RUN.finditer(without_labelled(reading).text):
        yield from (_found(reading, one.start, one.end, "citizen_id") for one in _ids_in(run))
    for named in _NAMED_ID.finditer(without_days(reading).text):
        yield _found(reading, *named.span(1), "citizen_id")


def _ids_in(run: re.Match[str]) -> Iterator[_Digits]:
    taken = -1
    for one in _windows(run):
        if one.start >= taken and _is_id(one):
            taken = one.end
            yield one
    for group in _GROUP.finditer(run[0]):
        yield from _buried(group, run.start())


def _buried(group: re.Match[str], offset: int) -> Iterator[_Digits]:
    """An ID number with more digits glued to it, such as the number of a disability certificate."""
    for at in range(len(group[0]) - 17):
        if is_sure_citizen_number(group[0][at : at + 18]):
            start = offset + group.start() + at
            yield _Digits(group[0][at : at + 18], start, start + 18, (18,), False)


def _is_id(one: _Digits) -> bool:
    if not is_citizen_number(one.digits):
        return False
    return len(one.digits) > 15 or len(one.lengths) <= 2 or one.lengths in _USUAL_15 or _even(one)


def _even(one: _Digits) -> bool:
    """Digit by digit, or in groups of the same length but for the last, in one line."""
    return len(set(one.lengths[:-1])) == 1 and not one.broken


def _windows(run: re.Match[str]) -> Iterator[_Digits]:
    """All neighbouring groups of a run taken together that are as long as a number may be, the longest first."""
    groups = [(found.start(), found[0]) for found in _GROUP.finditer(run[0])]
    for first in range(len(groups)):
        found, digits = [], ""
        for last in range(first, len(groups)):
            digits += groups[last][1]
            if len(digits) > _LONGEST:
                break
            start, end = groups[first][0], groups[last][0] + len(groups[last][1])
            lengths = tuple(len(text) for _, text in groups[first : last + 1])
            between = run[0][start:end]
            found.append(_Digits(digits, run.start() + start, run.start() + end, lengths, "\n" in between))
        yield from reversed(found)


def accounts(reading: Reading) -> Iterator[Finding]:
    """Every bank card and passbook account, whole or split."""
    bare = without_own_numbers(without_days(reading))
    for run in _RUN.finditer(bare.text):
        taken = -1
        for one in _windows(run):
            if one.start >= taken and _is_account(one, bare.text):
                taken = one.end
                yield _found(reading, one.start, one.end, "account")
        yield from (
            _found(reading, run.start() + group.start(), run.start() + group.end(), "account")
            for group in _GROUP.finditer(run[0])
            if len(group[0]) > _LONGEST
        )
    for named in _NAMED_ACCOUNT.finditer(bare.text):
        yield _found(reading, *named.span(1), "account")


def _is_account(one: _Digits, text: str) -> bool:
    if not one.digits.isdecimal() or len(one.digits) < 16:
        return False
    if len(one.lengths) == 1:
        return True
    if len(one.digits) not in ACCOUNT_LENGTHS:
        return False
    if len(one.lengths) == 2:
        return max(one.lengths) >= 13 or min(one.lengths) >= 4
    named = _ACCOUNT_WORDS.search(text[: one.start][-24:]) is not None
    return named or is_union_card(one.digits) or _in_fours(one) or (_even(one) and max(one.lengths) <= 3)


def _in_fours(one: _Digits) -> bool:
    """As cards are printed: fours and a rest, and not a row of years."""
    fours = [one.digits[at : at + 4] for at in range(0, len(one.digits) - 3, 4)]
    return set(one.lengths[:-1]) == {4} and one.lengths[-1] <= 4 and not all(map(_YEAR.fullmatch, fours))


def hidden_numbers(reading: Reading) -> Iterator[Finding]:
    """Numbers of which a part is hidden, and the last digits of one."""
    for pattern, group in ((_HIDDEN, 0), (_NAMED_HIDDEN, 0), (_TAIL, 1)):
        for found in pattern.finditer(reading.text):
            if sum(character.isdecimal() for character in found[group]) >= 3:
                yield _found(reading, *found.span(group), "masked_number")


def _found(reading: Reading, start: int, end: int, kind: str) -> Finding:
    shown = starred(reading.text[start:end], 0 if kind == "masked_number" else 2)
    return Finding(*reading.span(start, end), kind, shown)
