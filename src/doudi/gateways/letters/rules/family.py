"""Who belongs to the family: how many they are, who is named, who married, was born, parted or died."""

import re
from collections.abc import Iterable, Iterator

from doudi.gateways.letters.masks import MASK, MASK_CLASS, masked
from doudi.gateways.letters.numbers import people_of
from doudi.gateways.letters.proposal import PEOPLE, Proposal, Sure, Whose
from doudi.gateways.letters.rules.rule import made, only_supposed, timed
from doudi.gateways.letters.sentences import Clause
from doudi.gateways.letters.subjects import KIN, KinWord, Subject, kin_named

_ID = "身份证或户口簿"
_NUMBER = rf"(?:[0-9]{{1,2}}|[一二两三四五六七八九十]{{1,3}}|[{MASK_CLASS}]{{1,6}})"
_SIZE = re.compile(
    rf"(?:家庭人口|家庭成员|家庭|全家|我家|家里|家中|家有|一家|我们|家|户)(?:里|中)?(?:现有|一共有?|总共有?|共有?|有|人口|为|:)?(?P<number>{_NUMBER})(?:口人?|个?人(?![工民])|名?成员)"
    rf"|(?P<before>{_NUMBER})口之家|全家(?P<people>{_NUMBER})人"
)
_BLANK_SIZE = re.compile(rf"家庭人口(?:为|有|共)?(?:{MASK})?(?:人|口)?$")
_BORN_CHILD = re.compile(
    "(?:生育|育有|生有|养育|抚养|留下|有|生下?)了?(?:[一1]个?|[一1]名)?(?:.{0,6}的)?(?P<kin>女儿?|子|儿子?)$|生育?(?:了)?[一1](?P<short>女|子)"
)
_DEAD = re.compile("去世|病故|病逝|过世|离世|身亡|死亡|逝世|亡故|故去|早逝|不在人世|撒手人寰|病死|死了")
_MARRIED = re.compile("结为夫[妇妻]|结婚|成婚|结为连理|嫁给|嫁到|娶了")
_PARTED = re.compile("离婚|离异|离了婚")
_SINGLE = re.compile("未婚|终身未娶|没有结婚|没结婚|未成家|单身|光棍|孤身一人")
# `两个孩子`; one is what a word means anyway.
_COUNTED = re.compile("([二两三四五六七八九2-9])个(?:小|未成年|年幼的?|上学的?)?$")
_NEAR = frozenset({"spouse", "child", "grandchild", "parent", "grandparent"})
_NOBODY = re.compile("(?:无|没有?|靠|瞒着|以前|儿时|靠着)(?:我|其|他的?|她的?)?$")
_OTHERS = re.compile("^(?:的?(?:接济|坟|遗像|家|学校))")


def size_in(clause: Clause) -> Iterator[Proposal]:
    """How many the family are, or that the number was left blank."""
    found = _SIZE.search(clause.text)
    blank = _BLANK_SIZE.search(clause.text)
    if found is None and blank is None:
        return
    if found is None or masked(found[0]):
        words = found or blank
        assert words is not None
        yield _size(clause, words, "家庭人口没有填写", None)
        return
    people = people_of(found["number"] or found["before"] or found["people"])
    yield _size(clause, found, f"家庭人口：{people.number}人", people.number)


def _size(clause: Clause, found: re.Match[str], told: str, number: int | None) -> Proposal:
    return made(
        clause.sentence, _at(clause, found), topic="household_size", told=told, value=number, person="household",
        quantity=None if number is None else people_of(str(number)), sure="to_ask" if number is None else "stated", rule="写到家庭人口",
        ask="每个成员的姓名、身份证号、与户主关系，是否长期共同居住（户口簿）",
    )  # fmt: skip


def members_in(clause: Clause) -> Iterator[Proposal]:
    """Every near relative a clause names who is alive, each as a member to be asked about."""
    if only_supposed(clause) or _DEAD.search(clause.text):
        return
    for kin, found in kin_named(clause.text):
        told_of = kin.person in _NEAR and not _NOBODY.search(clause.text, 0, found.start())
        if told_of and not _OTHERS.match(clause.text[found.end() :]):
            counted = _COUNTED.search(clause.text, 0, found.start())
            yield _member(
                clause, found.span(), found[0], kin.person, kin.sex, counted[1] if counted is not None else ""
            )
    yield from _children_born(clause)
    married = _MARRIED.search(clause.text)
    if married is not None and "结" in married[0]:
        yield _member(clause, married.span(), "配偶", "spouse", "")


def _children_born(clause: Clause) -> Iterator[Proposal]:
    found = _BORN_CHILD.search(clause.text)
    if found is None or next(kin_named(clause.text), None) is not None:
        return
    female = (found["kin"] or found["short"]).startswith("女")
    yield _member(clause, found.span(), "女儿" if female else "儿子", "child", "female" if female else "male")


def _member(clause: Clause, at: tuple[int, int], called: str, person: Whose, sex: str, number: str = "") -> Proposal:
    value = {"relation": person} | ({"sex": sex} if sex else {})
    return made(
        clause.sentence, (clause.start + at[0], clause.start + at[1]), topic="member", told=f"提到{called}（{PEOPLE[person]}）" + (f"，{number}个" if number else ""),
        quantity=people_of(number) if number else None,
        value=value, person=person, called=called, sure="stated", rule="亲属称谓对照表",
        ask=f"{called}的姓名、出生日期、身份证号，是否共同生活（{_ID}）",
    )  # fmt: skip


def deaths_in(clause: Clause, subject: Subject) -> Iterator[Proposal]:
    """Who died: a near relative the clause speaks of."""
    found = _DEAD.search(clause.text)
    if found is None or subject.person not in (*_NEAR, "sibling") or only_supposed(clause):
        return
    yield made(
        clause.sentence, _at(clause, found), topic="death", told=timed(f"{subject.called}已去世", clause.sentence, clause.start + found.end()), value=True, person=subject.person,
        called=subject.called, rule="写到亲属去世", ask="死亡证明或户口注销证明，去世日期",
    )  # fmt: skip
    if subject.person == "spouse":
        yield _marital(clause, found, "丧偶", "30", "implied")


def marriage_in(clause: Clause, subject: Subject) -> Iterator[Proposal]:
    """Whether the applicant is married, parted or single."""
    if subject.person not in ("applicant", "spouse") or only_supposed(clause):
        return
    for pattern, told, code in ((_PARTED, "离婚", "40"), (_SINGLE, "未婚", "10"), (_MARRIED, "已婚", "20")):
        found = pattern.search(clause.text)
        if found is not None:
            yield _marital(clause, found, told, code, "stated")
            return


def _marital(clause: Clause, found: re.Match[str], told: str, code: str, sure: Sure) -> Proposal:
    return made(
        clause.sentence, _at(clause, found), topic="marital", told=timed(f"婚姻：{told}", clause.sentence, clause.start + found.end()), value=code, sure=sure, rule="写到婚姻变化",
        ask="结婚证、离婚证或死亡证明",
    )  # fmt: skip


def sex_by_spouse(members: Iterable[Proposal]) -> Iterator[Proposal]:
    """The applicant's sex as the word for the spouse implies it, in the law of marriage: a husband's is a wife."""
    for one in members:
        sex = _SPOUSE_SEX.get(one.called) if one.person == "spouse" and one.topic in ("member", "death") else None
        if sex is not None:
            other = "female" if sex == "male" else "male"
            told = f"申请人应为{'女' if other == 'female' else '男'}性（称配偶为“{one.called}”）"
            yield Proposal(
                "sex", told, "由对配偶的称呼推出性别", "", one.start, one.end, one.word_start, one.word_end, "implied", other,
                ask=f"与{_ID}核对",
            )  # fmt: skip
            return


def _words_of(kin: KinWord) -> list[str]:
    return kin.words.split("|")


_SPOUSE_SEX = {word: kin.sex for kin in KIN if kin.person == "spouse" and kin.sex for word in _words_of(kin)}


def _at(clause: Clause, found: re.Match[str]) -> tuple[int, int]:
    return clause.start + found.start(), clause.start + found.end()
