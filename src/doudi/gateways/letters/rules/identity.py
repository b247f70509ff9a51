"""Who writes: name, sex, ethnic group, age or birth, and where the family lives, as far as the letter gives them."""

import re
from collections.abc import Iterator
from datetime import date

from doudi.gateways.letters.masks import MASK, MASK_CLASS, masked, nothing_left
from doudi.gateways.letters.numbers import DATE_WORDS, age_in, day_of
from doudi.gateways.letters.proposal import Proposal
from doudi.gateways.letters.rules.rule import made, only_supposed
from doudi.gateways.letters.rules.surnames import begins_with_surname
from doudi.gateways.letters.sentences import Clause
from doudi.gateways.letters.subjects import Subject
from doudi.vocabulary.cells import parse_code
from doudi.vocabulary.codes import load_list
from doudi.vocabulary.names import NameRefused, check_name
from doudi.vocabulary.scripts import HAN

_ID = "身份证或户口簿"
_NAME_WORD = rf"(?:[{HAN}]{{1,2}}{MASK}|[{HAN}]{{2,4}}(?:·[{HAN}]{{1,8}}){{0,3}}|{MASK})"
_SAID = re.compile(rf"(?:我名叫?|我叫做?|本人叫|名叫|姓名是?|我的名字(?:叫|是))(?P<name>{_NAME_WORD})")
_AFTER_PLACE = re.compile(rf"(?:村民|居民|社员|牧民|农民|村人|组人)(?P<name>{_NAME_WORD})$")
_SELF_AND_NAME = re.compile(rf"^(?:我|本人|申请人)(?:是)?(?P<name>[{HAN}]{{1,2}}{MASK}|[{HAN}]{{2,4}}|{MASK})$")
_NO_NAMES = re.compile("因|由于|患|家|在|现|的|是|有|系|身|生|今|已|和|与|于|及")

_SEX = re.compile("^(?:性别)?(男|女)性?$")
_ETHNIC = re.compile(rf"^(?:民族)?(?P<group>[{HAN}]{{1,5}}族)(?:人)?$")
_BORN = re.compile(rf"(?P<day>{DATE_WORDS})(?:出?生)|生于(?P<after>{DATE_WORDS}|{MASK})")
_PLACE_END = "省|市|州|盟|自治州|县|区|旗|镇|乡|街道|苏木|村|社区|居委会|嘎查|组|队|屯|寨|巷|路|街|号|小区|地方"
_PLACE_PART = rf"[{HAN}0-9{MASK_CLASS}]{{1,8}}?(?:{_PLACE_END})"
_PLACE = re.compile(
    rf"(?:家住|住在|住址:?|现住|居住在|我?是|我系|本人|来自)?(?P<place>(?:{_PLACE_PART}){{1,7}}(?:[0-9{MASK_CLASS}]{{1,4}}号)?)"
)
_HOME = re.compile("家住|住在|住址|现住|居住在|^(?:我|本人)(?:是|系)|来自")
_RESIDENT = re.compile("村民|居民|牧民|人$|社员|组|村$")
_NARROW = re.compile("[镇乡村组屯寨旗]|社区|街道|嘎查|苏木|地方")
_SHOWN_ONLY = re.compile(rf"(?:我?是|来自|家住)(?P<place>[{MASK_CLASS}]{{2,}}(?:村|镇|县|乡|的|地方)?)")


def names_in(clause: Clause, subject: Subject, *, opening: bool) -> Iterator[Proposal]:
    """The applicant's name: said (`我叫`), behind the place (`村民`), or, at the letter's opening, behind 本人."""
    found = _SAID.search(clause.text) or _AFTER_PLACE.search(clause.text)
    if found is None and opening:
        found = _SELF_AND_NAME.match(clause.text)
        if found is not None and not _could_be_name(found["name"]):
            found = None
    if found is not None and subject.person == "applicant":
        yield _name(clause, found)


def _could_be_name(words: str) -> bool:
    return nothing_left(words) or (begins_with_surname(words) and not _NO_NAMES.search(words))


def _name(clause: Clause, found: re.Match[str]) -> Proposal:
    start, end = clause.start + found.start("name"), clause.start + found.end("name")
    name = found["name"]
    if masked(name) or not _is_name(name):
        return made(
            clause.sentence, (start, end), topic="name", told="姓名隐去或空缺", person="applicant", sure="to_ask", ask=f"申请人姓名（{_ID}）",
            rule="申请人自报姓名",
        )  # fmt: skip
    return made(
        clause.sentence, (start, end), topic="name", told=f"申请人姓名：{name}", value=name, ask=f"与{_ID}核对", rule="申请人自报姓名",
    )  # fmt: skip


def _is_name(name: str) -> bool:
    try:
        check_name(name)
    except NameRefused:
        return False
    return True


def particulars_in(clause: Clause, subject: Subject, on: date) -> Iterator[Proposal]:
    """Sex, ethnic group, age and birth of whom the clause speaks; the first two only where a clause is nothing else."""
    if subject.person in (None, "household") or only_supposed(clause):
        return
    for topic, pattern, group, zh in (("sex", _SEX, 1, "性别"), ("ethnic", _ETHNIC, "group", "民族")):
        found = pattern.match(clause.text)
        if found is not None:
            yield from _coded(clause, subject, found, topic, found[group], zh)
    yield from _born(clause, subject, on)
    yield from _age(clause, subject)


def _coded(
    clause: Clause, subject: Subject, found: re.Match[str], topic: str, words: str, zh: str
) -> Iterator[Proposal]:
    code = parse_code(words, {"sex": "sex", "ethnic": "ethnic_group"}[topic]).value
    if code is None:
        return
    value = load_list("sex")[code].identifier if topic == "sex" else code
    yield made(
        clause.sentence, _at(clause, found), topic=topic, told=f"{zh}：{words}", value=value, person=subject.person, called=subject.called,
        rule=f"单独成句的{zh}", ask=f"与{_ID}核对",
    )  # fmt: skip


def _born(clause: Clause, subject: Subject, on: date) -> Iterator[Proposal]:
    found = _BORN.search(clause.text)
    if found is None:
        return
    words = found["day"] or found["after"]
    day = day_of(words, on)
    yield made(
        clause.sentence, _at(clause, found), topic="born", told=f"出生：{words}", value=day and day.isoformat(),
        person=subject.person, called=subject.called, sure="stated" if day else "to_ask", rule="写到出生的年月",
        ask=f"与{_ID}核对" if day else f"完整的出生日期（{_ID}）",
    )  # fmt: skip


def _age(clause: Clause, subject: Subject) -> Iterator[Proposal]:
    read = age_in(clause.text)
    if read is None:
        return
    age, found = read
    exact = age.bound == "exact"
    told = f"年龄：{age.words}" + (f"（至少{age.number}岁）" if age.bound == "at_least" else "")
    yield made(
        clause.sentence, _at(clause, found), topic="age", told=told, value=age.number if exact else None, quantity=age,
        person=subject.person, called=subject.called, sure="stated" if exact else "to_ask", rule="写到年龄", ask=f"出生日期（{_ID}）",
    )  # fmt: skip


def places_in(clause: Clause, subject: Subject) -> Iterator[Proposal]:
    """Where the applicant lives: names of places in a row, behind 家住 or 我是, and narrow enough to be a home."""
    if subject.person not in ("applicant", "household") or only_supposed(clause):
        return
    hidden = _SHOWN_ONLY.search(clause.text)
    found = _PLACE.search(clause.text)
    if found is not None and _NARROW.search(found["place"]) and _is_home(clause.text, found):
        yield _place(clause, found)
    elif hidden is not None:
        yield _place(clause, hidden)


def _is_home(text: str, found: re.Match[str]) -> bool:
    """`我是…村民`, `家住…`, or a clause that is nothing but a place and a person of it."""
    alone = found.start("place") <= 2 and _RESIDENT.search(text) is not None and len(text) - found.end("place") <= 8
    return _HOME.search(text, 0, found.end()) is not None or alone


def _place(clause: Clause, found: re.Match[str]) -> Proposal:
    words = found["place"].removesuffix("的").removesuffix("地方")
    start = clause.start + found.start("place")
    hidden = masked(words)
    return made(
        clause.sentence, (start, start + max(len(words), 1)), topic="address", told=f"住址：{words}" + ("（有隐去）" if hidden else ""),
        value=None if hidden else words, person="household", sure="to_ask" if hidden else "stated", rule="家住、是某村人一类的说法",
        ask="县、乡镇、村的全名；户籍地与居住地是否一致（户口簿）",
    )  # fmt: skip


def _at(clause: Clause, found: re.Match[str]) -> tuple[int, int]:
    return clause.start + found.start(), clause.start + found.end()
