"""Telephones that are not the office's, mail addresses, QQ and WeChat, number plates."""

import re
from collections.abc import Iterator

from doudi.vocabulary.disclosure.findings import Finding, starred
from doudi.vocabulary.disclosure.harmless import SEPARATOR, without_days, without_own_codes
from doudi.vocabulary.disclosure.plain import Reading

_BETWEEN = f"{SEPARATOR}{{0,3}}"
_LINE_SPACE = r"[ \t\-‐-―−.·]"
_ABROAD = rf"(?:(?:\+|00)?86{_BETWEEN})?"
# Written in one piece, in the usual groups, digit by digit or in pairs; and broken anywhere, once.
_USUAL = (
    (11,),
    (3, 4, 4),
    (3, 8),
    (7, 4),
    (4, 3, 4),
    (3, 3, 5),
    (4, 4, 3),
    (5, 6),
    (6, 5),
    (3, 2, 2, 2, 2),
    (3, 4, 2, 2),
)
_MOBILE = re.compile("1[3-9][0-9]{9}")
_LINE = re.compile("0(?:10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}")
_RUN = re.compile(rf"[0-9]+(?:{SEPARATOR}{{1,4}}[0-9]+)*")
_LOCAL = re.compile(
    r"(?:电话|座机|手机|联系方式|[Tt]el)[^0-9\n。；]{0,6}((?:[1-9][0-9]{1,2}[- ])?[2-8][0-9]{2,3}[ -]?[0-9]{4})(?![0-9])"
)
_SINGLY = re.compile(
    rf"(?<![0-9]){_ABROAD}(?:1(?:{_LINE_SPACE}{{1,2}}[0-9]){{10}}|0(?:{_LINE_SPACE}{{1,2}}[0-9]){{9,11}})(?![0-9])"
)

_MAIL = re.compile(
    r"(?<![0-9A-Za-z._%+\-])[0-9A-Za-z._%+\-]{1,64}\s?@\s?[0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*\.[A-Za-z]{2,}"
)
_QQ = re.compile(r"(?:QQ|qq|Qq|扣扣|企鹅)\s*(?:号码?)?\s*(?:是|为)?\s*[:：]?\s*([1-9][0-9]{4,10})(?![0-9])")
_WECHAT = re.compile(
    r"(?:微信|VX|vx|V信|wechat|WeChat|weixin)\s*(?:号码?|ID|id)?\s*(?:是|为)?\s*[:：]?\s*([A-Za-z][0-9A-Za-z_\-]{5,19}|1[3-9][0-9]{9})"
)
_PLATE = re.compile(
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
    r"[A-HJ-Z]\s?[·•.\- ]?\s?(?=[A-Z]{0,5}[0-9])[0-9A-HJ-NP-Z]{5,6}(?![0-9A-Za-z])"
)


def telephones(reading: Reading) -> Iterator[Finding]:
    """Every mobile and line; the office's own have been blanked out before."""
    bare = without_own_codes(without_days(reading))
    for run in _RUN.finditer(bare.text):
        yield from _in_run(bare, run)
    for named in _LOCAL.finditer(bare.text):
        yield _found(bare, *named.span(1), "phone")
    for singly in _SINGLY.finditer(bare.text):
        yield _found(bare, *singly.span(), "phone")


def _in_run(reading: Reading, run: re.Match[str]) -> Iterator[Finding]:
    groups = [(found.start(), found.end()) for found in re.finditer("[0-9]+", run[0])]
    for first in range(len(groups)):
        for last in range(first, min(first + 5, len(groups))):
            texts = [run[0][start:end] for start, end in groups[first : last + 1]]
            if _is_phone(texts):
                yield _found(reading, run.start() + groups[first][0], run.start() + groups[last][1], "phone")


def _is_phone(groups: list[str]) -> bool:
    digits = re.sub("^(?:00)?86(?=1[3-9][0-9]{9}$|0[0-9]{9,11}$)", "", "".join(groups))
    if digits != "".join(groups):
        return True
    if _LINE.fullmatch(digits):
        return len(groups) == 1 or len(groups[0]) >= 3 or (len(groups) == 2 and len(groups[1]) >= 8)
    return _MOBILE.fullmatch(digits) is not None and (len(groups) == 2 or tuple(map(len, groups)) in _USUAL)


def mail_addresses(reading: Reading) -> Iterator[Finding]:
    """Every mail address but those of the government."""
    for found in _MAIL.finditer(reading.text):
        if not found[0].lower().endswith(".gov.cn"):
            yield _found(reading, *found.span(), "email")


def chat_accounts(reading: Reading) -> Iterator[Finding]:
    """Every QQ and WeChat account that is called one."""
    for pattern in (_QQ, _WECHAT):
        yield from (_found(reading, *found.span(), "chat") for found in pattern.finditer(reading.text))


def plates(reading: Reading) -> Iterator[Finding]:
    """Every number plate of a vehicle."""
    return (_found(reading, *found.span(), "plate") for found in _PLATE.finditer(reading.text))


def _found(reading: Reading, start: int, end: int, kind: str) -> Finding:
    return Finding(*reading.span(start, end), kind, starred(reading.text[start:end], 2))
