"""Public notices: built from a short list of values that may be shown, and from nothing else; scanned before they hang.

A notice is never a filtered copy of a case. `NoticeLine` has no place for an ID number, an account, an address or an
illness, and none can be made for a programme that is never posted. What the household must not have shown of it comes
along as `Withheld`, line by line, only so that the finished text can be searched for it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from doudi.documents.notice_wording import CLOSINGS, DUTY, KIND_TITLES, OPENINGS, REMARK, REMARK_WITHOUT_AMOUNTS
from doudi.documents.withheld import Withheld, own_values_in
from doudi.policy.procedure.clocks import PROCEDURE_NAMES
from doudi.policy.procedure.stages import may_be_posted
from doudi.vocabulary.disclosure import Finding, scan, web_name
from doudi.vocabulary.disclosure.harmless import digits_of
from doudi.vocabulary.disclosure.names import named_people
from doudi.vocabulary.disclosure.plain import BLANK, read
from doudi.vocabulary.money import Fen, yuan
from doudi.vocabulary.names import DOT, NameRefused, check_name

Where = Literal["board", "web"]
KINDS = tuple(KIND_TITLES)
_SHORT_NAME = 3
SHOWING_AMOUNTS = frozenset({"result", "late"})


class NoticeRefused(ValueError):
    """A notice that may not be posted; the message says why, `findings` what its text would have shown."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__("；".join([message, *(one.message for one in findings)]))
        self.findings = findings


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    """One household on a notice: everything that may ever be shown of it.

    `applicant` is the whole name; `shielded` shows it masked on the board too, with the case number, where the
    applicant is a minor or would be harmed. Class and amount (fen, a month or once) stand on results only.
    Raises `NoticeRefused` for a programme that is never posted and for values out of range.
    """

    procedure: str
    village: str
    applicant: str
    persons: int
    case_number: str = ""
    shielded: bool = False
    category: str = ""
    amount: Fen | None = None

    def __post_init__(self) -> None:
        if self.procedure not in PROCEDURE_NAMES:
            raise NoticeRefused(f"没有“{self.procedure}”这个程序，不能公示")
        if not may_be_posted(self.procedure):
            raise NoticeRefused(f"{PROCEDURE_NAMES[self.procedure].zh}涉及儿童，一律不公示，任何人不得张贴")
        if not self.applicant.strip() or not self.village.strip():
            raise NoticeRefused("公示缺申请人或村（社区），请补上")
        _refuse_no_name(self.applicant)
        if not 1 <= self.persons <= 99:
            raise NoticeRefused(f"家庭人数{self.persons}不对；应为1到99人，请核对")
        if self.amount is not None and self.amount < 0:
            raise NoticeRefused("救助金额是负数，请核对")
        if self.shielded and not self.case_number:
            raise NoticeRefused("姓名遮盖的申请人要写案件编号，群众才能提异议")

    def name_shown(self, where: Where) -> str:
        """The name as the board or the web shows it."""
        return web_name(self.applicant) if where == "web" or self.shielded else self.applicant


def _refuse_no_name(applicant: str) -> None:
    try:
        check_name(applicant)
    except NameRefused as refused:
        raise NoticeRefused(f"申请人一栏只写姓名：{refused}") from None


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A notice of one kind: it hangs from `starts_on` to the end of `ends_on`, the last day, and on no day after.

    `office` is who posts it and takes objections, on the telephone numbers `phones`. Raises `NoticeRefused`.
    """

    kind: str
    number: str
    office: str
    phones: tuple[str, ...]
    starts_on: date
    ends_on: date
    lines: tuple[NoticeLine, ...]
    village: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise NoticeRefused(f"没有“{self.kind}”这种公示；可用：{'、'.join(KINDS)}")
        if not self.lines:
            raise NoticeRefused("公示里没有任何家庭")
        if self.ends_on < self.starts_on:
            raise NoticeRefused(f"公示截止日{self.ends_on}早于起始日{self.starts_on}")
        if not self.phones or not all(7 <= len(digits_of(phone)) <= 13 or _hotline(phone) for phone in self.phones):
            raise NoticeRefused("公示要写受理异议的办公电话，例如 0564-7123456")
        if self.kind not in SHOWING_AMOUNTS and any(line.category or line.amount is not None for line in self.lines):
            raise NoticeRefused("审核确认之前的公示不写类别和金额；只有确认结果公布时才写")

    @property
    def programmes(self) -> tuple[str, ...]:
        """The procedures on the notice, each once, in the order of the lines."""
        return tuple(dict.fromkeys(line.procedure for line in self.lines))

    @property
    def title(self) -> str:
        """What stands at the head."""
        names = "、".join(PROCEDURE_NAMES[one].zh for one in self.programmes)
        return f"{self.village}{names}{KIND_TITLES[self.kind]}"

    def hangs_on(self, day: date) -> bool:
        """Whether the notice may be seen on a day, on the board or on the web."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class ComposedNotice:
    """A notice that was searched and found clean: its lines of text for the board and for the web, and remarks."""

    notice: Notice
    board: tuple[str, ...]
    web: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def compose_notice(notice: Notice, withheld: Sequence[Withheld]) -> ComposedNotice:
    """The text of a notice for board and web.

    `withheld` has, line for line, what the household must not have shown of it. Raises `NoticeRefused` naming every
    finding where the text would show any of that, or anything else that may not be on a notice; and where a line
    comes without its household's values, since then nobody has looked.
    """
    if len(withheld) != len(notice.lines):
        raise NoticeRefused(f"公示有{len(notice.lines)}户，核对用的家庭资料有{len(withheld)}户；每户都要核对")
    _refuse_private_phones(notice, withheld)
    board, web = written(notice, "board"), written(notice, "web")
    found = [*_found_in(notice, board, withheld), *_found_in(notice, web, withheld)]
    if found:
        raise NoticeRefused("公示内容不能张贴", tuple(dict.fromkeys(found)))
    return ComposedNotice(notice, board, web, k_check(notice))


def check_handmade(text: str, *, phones: Sequence[str], withheld: Sequence[Withheld] = ()) -> tuple[Finding, ...]:
    """What a notice that somebody wrote or uploaded shows and may not: the same search as for our own."""
    names = [name for household in withheld for name in household.names]
    found = scan(text, allowed_phones=phones, names=names)
    return (*found, *own_values_in(text, withheld, phones=phones))


def _refuse_private_phones(notice: Notice, withheld: Sequence[Withheld]) -> None:
    private = {digits_of(number) for household in withheld for number in household.numbers}
    if any(digits_of(phone) in private for phone in notice.phones):
        raise NoticeRefused("受理异议的电话是公示家庭成员的电话，请换成办公电话")


def _found_in(notice: Notice, text: tuple[str, ...], withheld: Sequence[Withheld]) -> list[Finding]:
    whole = "\n".join(text)
    found = [one for one in scan(whole, allowed_phones=notice.phones) if not _is_part_of_a_name(one, whole, notice)]
    found += own_values_in(whole, withheld, phones=notice.phones, own=_own_numbers(notice))
    for line, household in zip(notice.lines, withheld, strict=True):
        found += _name_found(line, household)
    # The applicants and the villages are meant to be read: a member may bear the name of another household's head.
    unnamed = _without_shown(whole, notice)
    return found + [one for household in withheld for one in _names_in(unnamed, household)]


def _own_numbers(notice: Notice) -> tuple[str, ...]:
    """The numbers and amounts the notice was given by the office; those who wrote the text by hand have none."""
    amounts = (yuan(line.amount) for line in notice.lines if line.amount is not None)
    return (notice.number, *(line.case_number for line in notice.lines), *amounts)


def _is_part_of_a_name(one: Finding, text: str, notice: Notice) -> bool:
    """Whether a word found is but half of an applicant's short name: 李和尚 says nothing of belief."""
    if one.kind not in ("health", "religion", "custody"):
        return False
    names = (line.applicant for line in notice.lines if len(line.applicant) <= _SHORT_NAME)
    return any(found.start() <= one.start and one.end <= found.end() for name in names for found in _every(name, text))


def _every(name: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(re.escape(name), text)


def _without_shown(text: str, notice: Notice) -> str:
    shown = {value for line in notice.lines for value in (line.applicant, web_name(line.applicant), line.village)}
    for value in sorted({*shown, notice.office}, key=len, reverse=True):
        text = text.replace(value, BLANK * len(value))
    return text


def _names_in(text: str, household: Withheld) -> Iterator[Finding]:
    return named_people(read(text), household.names)


def _name_found(line: NoticeLine, household: Withheld) -> Iterator[Finding]:
    """The applicant's own name where the household must not show it: a minor's is shown only masked.

    A member's name that is but a part of it is not told by it: 王建 by 王建国, his father.
    """
    shown = line.name_shown("board")
    return (one for one in named_people(read(shown), household.names) if not _is_part(one, shown))


def _is_part(one: Finding, name: str) -> bool:
    """Whether what was found leaves of a name what is no name: a single character, or what a `·` divides from it."""
    rest = name[: one.start] + name[one.end :]
    return len(rest) == 1 or rest.startswith(DOT) or rest.endswith(DOT)


def k_check(notice: Notice) -> tuple[str, ...]:
    """A remark where masking does not hide: masked name, village and the amount shown together occur once on the notice."""
    keys = [(line.name_shown("web"), line.village, line.amount) for line in notice.lines]
    times = Counter(keys)
    alone = [str(number) for number, key in enumerate(keys, start=1) if times[key] == 1]
    words = REMARK if any(line.amount is not None for line in notice.lines) else REMARK_WITHOUT_AMOUNTS
    return (words.format("、".join(alone)),) if alone else ()


def written(notice: Notice, where: Where) -> tuple[str, ...]:
    """The notice as lines of plain text, not yet searched: `compose_notice` does both."""
    span = f"{_day(notice.starts_on)}起至{_day(notice.ends_on)}24时止"
    return (
        notice.title,
        f"编号：{notice.number}",
        OPENINGS[notice.kind],
        *(_line(number, line, notice, where) for number, line in enumerate(notice.lines, start=1)),
        f"{'公布' if notice.kind == 'result' else '公示'}时间：{span}。",
        f"{CLOSINGS[notice.kind]}受理单位：{notice.office}；电话：{'、'.join(map(phone_shown, notice.phones))}。",
        DUTY,
        f"{notice.office}　{_day(notice.starts_on)}",
    )


def _line(number: int, line: NoticeLine, notice: Notice, where: Where) -> str:
    parts = [f"{number}.", line.village, line.name_shown(where), f"{line.persons}人"]
    if len(notice.programmes) > 1:
        parts.insert(1, PROCEDURE_NAMES[line.procedure].zh)
    if line.shielded:
        parts.append(f"案件编号{line.case_number}")
    if line.category:
        parts.append(line.category)
    if line.amount is not None:
        parts.append(f"{_grouped(line.amount)}元")
    return "　".join(parts)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _grouped(amount: Fen) -> str:
    """Yuan with a comma before every three digits, so that no five digits of an amount stand in a row."""
    whole, _, decimals = yuan(amount).partition(".")
    return f"{int(whole):,}.{decimals}"


def phone_shown(phone: str) -> str:
    """A telephone number as it is printed: `0564-712 3456`, `139 0000 1111`; at most four digits in a row, but for hotlines."""
    digits = digits_of(phone)
    area = re.match("0(?:10|2[0-9]|[3-9][0-9]{2})", digits)
    if area:
        local = digits[area.end() :]
        return f"{area[0]}-{local[:-4]} {local[-4:]}"
    if _hotline(phone):
        return digits
    return f"{digits[:3]} {digits[3:7]} {digits[7:]}" if len(digits) == 11 else f"{digits[:-4]} {digits[-4:]}"


def _hotline(phone: str) -> bool:
    return re.fullmatch("1[0-9]{4}", digits_of(phone)) is not None
