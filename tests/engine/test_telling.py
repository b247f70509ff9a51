"""A family can add the answer up again from its own text: every sum is worked out here from what the text says alone."""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

import pytest

from doudi.engine.casefile import read_case
from doudi.engine.determine import determine
from doudi.engine.telling import Language, Line, Telling
from doudi.policy.facts import CODES
from support.families import (
    BEIJING,
    JINAN,
    Found,
    family,
    found,
    monthly,
    somebody,
    with_values,
    yearly,
)

CASES = Path(__file__).parents[1] / "cases"
LETTERS = Path(__file__).parents[2] / "src" / "doudi" / "synthetic" / "letters"
# What a sum may use without a line of its own: months of a year, per cent, and per mille to the yuan.
CONSTANTS = {Fraction(12), Fraction(100), Fraction(100000)}


def written(folder: Path, name: str) -> Found:
    answer = determine(read_case((folder / f"{name}.yaml").read_bytes(), name=f"{name}.yaml"))
    return Found(answer, {})


def of_couple(**more: Any) -> Found:
    """Both work and pay for it; she is seriously ill and he is old enough for class B."""
    he = somebody("he", age=61, incomes=monthly("wage", "700.50"), employment_cost="60.25")
    she = somebody("she", "spouse", sex="female", serious_illness=True, incomes=yearly("property", "1000.01"))
    she["spending"] = monthly("medical", "33.33")
    return found(family(he, she, incomes=yearly("transfer", "500"), spending=monthly("education", "10"), **more))


def of_child() -> Found:
    """A boy nobody brings up, whose grandparents' household has dibao to be shared out among three."""
    parents = {"father": {"state": "prison", "months": 20}, "mother": {"state": "lost_contact", "months": 9}}
    boy = somebody("boy", "grandchild", age=8, school="compulsory", parents=parents)
    grandparents = (somebody("he", age=58), somebody("she", "spouse", age=57, sex="female"))
    return found(family(*grandparents, boy, receiving={"dibao": "1000"}))


def with_event(**more: Any) -> Found:
    event = {"kind": "illness", "day": "2024-08-01", "urgent": True, "loss": "0", "self_paid": "30000"}
    he = somebody("he", serious_illness=True, labour="none", incomes=monthly("pension", "1300"))
    return found(family(he, somebody("she", "spouse", sex="female"), event=event, **more))


STORIES: dict[str, Callable[[], Found]] = {
    "a grant and two top-ups": lambda: written(CASES, "couple-and-child-hefei"),
    "income at the standard": lambda: written(CASES, "income-equals-standard"),
    "tekun at home with half care": lambda: written(CASES, "tekun-at-home-half-care"),
    "four of six are counted": lambda: written(CASES, "who-is-counted"),
    "a child without care": lambda: written(CASES, "child-without-care"),
    "a child and a share of dibao": of_child,
    "letter of the burned house": lambda: written(LETTERS, "letter-burned-house"),
    "letter of the widow": lambda: written(LETTERS, "letter-widow-and-daughter"),
    "a couple of tekun people": lambda: found(
        family(
            somebody("he", age=75, incomes=monthly("pension", "100.10"), unable=["walk"]),
            somebody("she", "spouse", age=71, sex="female", care_mode="institution"),
            place=JINAN,
        )
    ),
    "classes, costs and shared income": of_couple,
    "the same in the national profile": lambda: of_couple(place=BEIJING),
    "single-person dibao and spending": lambda: found(
        family(
            somebody("he", disability={"kind": "mental", "grade": 3}, incomes=monthly("pension", "200.20")),
            somebody("she", "spouse", sex="female", incomes=monthly("wage", "2400"), employment_cost="100"),
        )
    ),
    "costs beyond all income": lambda: found(
        family(
            somebody("he", incomes=monthly("pension", "300"), spending=monthly("medical", "450.55")),
            incomes=yearly("transfer", "600"),
        )
    ),
    "an event with a range": with_event,
    "a price subsidy": lambda: of_couple(day="2019-07-10"),
    "rigid spending against income": lambda: found(
        family(somebody("he", incomes=monthly("pension", "2500"), spending=yearly("other", "21000")), day="2025-03-01"),
        parameters=with_values(disposable_income="40000.00", rigid_spending_percent=60),
    ),
    "grace and bonus after the standard is reached": lambda: found(
        family(somebody("he", incomes=monthly("pension", "1000")), receiving={"dibao": "211.11"}, relapse_watch=True)
    ),
    "a very old woman": lambda: found(
        family(somebody("she", age=93, sex="female", incomes=monthly("pension", "5000")))
    ),
}


def lines(line: Line) -> Iterator[Line]:
    """A line and everything below it."""
    yield line
    for below in line.below:
        yield from lines(below)


def tree(story: str, language: Language = "zh") -> list[Line]:
    telling = Telling(STORIES[story]().answer, language)
    return [each for top in telling.tree() for each in lines(top)]


class Sum:
    """Works a sum of the text out: + − × ÷, brackets, comparisons, and the words of the roundings."""

    TOKEN = re.compile(
        r"\s*(-?\d+(?:\.\d+)?|，四舍五入到分|，进位|，舍去|，低于零按零计|（＝|取大（|取小（|[()+−×÷<>≤≥＝≠，）])"
    )
    SIGNS: dict[str, Callable[[Fraction, Fraction], bool]] = {
        "<": lambda a, b: a < b,
        ">": lambda a, b: a > b,
        "≤": lambda a, b: a <= b,
        "≥": lambda a, b: a >= b,
        "＝": lambda a, b: a == b,
        "≠": lambda a, b: a != b,
    }
    ROUNDINGS: dict[str, Callable[[Fraction], Fraction]] = {
        "，四舍五入到分": lambda value: Fraction(floor(value * 100 + Fraction(1, 2)), 100),
        "，进位": lambda value: Fraction(ceil(value * 100), 100),
        "，舍去": lambda value: Fraction(floor(value * 100), 100),
        "，低于零按零计": lambda value: max(Fraction(0), value),
    }

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        self.numbers: list[Fraction] = []
        at = 0
        while at < len(text.rstrip()):
            match = self.TOKEN.match(text, at)
            assert match, f"{text!r} cannot be read from {text[at:]!r} on"
            self.tokens.append(match[1])
            at = match.end()

    def next(self) -> str:
        return self.tokens[0] if self.tokens else ""

    def take(self, *expected: str) -> str:
        assert not expected or self.next() in expected, self.tokens
        return self.tokens.pop(0)

    def result(self) -> Fraction | bool:
        value = self.rounded()
        if self.next() in self.SIGNS:
            sign = self.take()
            holds = self.SIGNS[sign](value, self.rounded())
            assert not self.tokens
            return holds
        assert not self.tokens, self.tokens
        return value

    def rounded(self) -> Fraction:
        value = self.total()
        while self.next() in self.ROUNDINGS:
            value = self.ROUNDINGS[self.take()](value)
        if self.next() == "（＝":
            self.take()
            assert Fraction(self.take()) == value
            self.take("）")
        return value

    def total(self) -> Fraction:
        value = self.product()
        while self.next() in ("+", "−"):
            value = value + self.product() if self.take() == "+" else value - self.product()
        return value

    def product(self) -> Fraction:
        value = self.atom()
        while self.next() in ("×", "÷"):
            value = value * self.atom() if self.take() == "×" else value / self.atom()
        return value

    def atom(self) -> Fraction:
        token = self.take()
        if token == "(":
            value = self.rounded()
            self.take(")")
            return value
        if token in ("取大（", "取小（"):
            left = self.rounded()
            self.take("，")
            right = self.rounded()
            self.take("）")
            return max(left, right) if token == "取大（" else min(left, right)
        self.numbers.append(Fraction(token))
        return self.numbers[-1]


SHOWN = re.compile(r"^(?P<label>[^：]+)：(?P<value>[^，〔（]+)，即 (?P<sum>[^〔]+)")
VALUE = re.compile(r"：(-?\d+(?:\.\d+)?)")


def value_of(shown: str) -> Fraction | bool:
    if shown in ("是", "否"):
        return True
    number = re.match(r"-?\d+(\.\d+)?", shown)
    assert number, shown
    return Fraction(number[0])


def test_the_small_reader_of_sums_reads_as_one_does_on_paper() -> None:
    assert Sum("(938.00 × 12 − 600.00) ÷ 12，四舍五入到分").result() == 888
    assert Sum("10464.00 × 20 ÷ (12 × 3 × 100)，四舍五入到分").result() == Fraction("58.13")
    assert Sum("22800.00 < 924.00 × 12 × 3（＝33264.00）").result() is True
    assert Sum("5.00 − 7.00，低于零按零计").result() == 0
    assert Sum("取大（1.00，2.00 + 3.00）").result() == 5


@pytest.mark.parametrize("story", STORIES)
def test_every_sum_of_the_text_comes_to_the_value_it_stands_beside(story: str) -> None:
    for line in tree(story):
        if "，即 " in line.text:
            match = SHOWN.match(line.text)
            assert match, line.text
            # A comparison is told as it came out, so what is written always holds, whatever follows from it.
            assert Sum(match["sum"]).result() == value_of(match["value"].strip()), line.text


@pytest.mark.parametrize("story", STORIES)
def test_every_number_of_a_sum_is_the_value_of_a_line_below_it(story: str) -> None:
    for line in tree(story):
        match = SHOWN.match(line.text)
        if match:
            sum_ = Sum(match["sum"])
            sum_.result()
            below = {
                Fraction(value) for each in lines(line) if each is not line for value in VALUE.findall(each.text)[:1]
            }
            assert set(sum_.numbers) <= below | CONSTANTS, line.text


@pytest.mark.parametrize("story", STORIES)
def test_the_parts_add_up_to_the_amount(story: str) -> None:
    for line in tree(story):
        if " = " in line.text:
            parts, _, amount = line.text.partition(" = ")
            numbers = [Fraction(part.split()[-1]) for part in parts.split(" + ")]
            assert len(numbers) > 1 and sum(numbers) == value_of(amount), line.text


def test_the_stories_show_sums_of_every_kind() -> None:
    sums = [match["sum"] for story in STORIES for line in tree(story) if (match := SHOWN.match(line.text))]
    assert len(sums) > 60
    for sign in ("+", "−", "×", "÷", "<", "≥", "（＝", "四舍五入到分", "低于零按零计"):
        assert any(sign in each for each in sums), sign


@pytest.mark.parametrize("story", STORIES)
def test_no_english_key_is_left_in_the_chinese_text(story: str) -> None:
    members = STORIES[story]().answer.case.members
    kept = re.compile(
        r"members\[\d+\][\w.\[\]]*|household(\.\w+)+|parameter:\w+|www\.\S+|" + "|".join(map(re.escape, members))
    )
    telling = Telling(STORIES[story]().answer)
    for text in [telling.paragraph(), *(line.text for line in tree(story))]:
        assert re.findall(r"[A-Za-z_]{2,}", kept.sub("", text)) == [], text


@pytest.mark.parametrize("story", STORIES)
def test_no_chinese_label_is_left_in_the_english_tree(story: str) -> None:
    # Sources are named as they were published, and the names of Chinese texts stay theirs.
    for line in tree(story, "en"):
        outside = re.sub(r"\(since .*|\[[^\]]*\]", "", line.text.partition("Look at: ")[0])
        assert re.findall(r"[\u4e00-\u9fff]{2,}", outside) == [], line.text


@pytest.mark.parametrize("codes", CODES)
def test_every_code_has_a_name_in_both_languages(codes: str) -> None:
    answer = STORIES["income at the standard"]().answer
    for word in CODES[codes]:
        zh, en = Telling(answer).word(word, codes), Telling(answer, "en").word(word, codes)
        assert re.search(r"[\u4e00-\u9fff]", zh), (codes, word, zh)
        assert en.isascii(), (codes, word, en)


@pytest.mark.parametrize("story", STORIES)
def test_every_eligible_programme_and_amount_stands_in_the_paragraph(story: str) -> None:
    answer = STORIES[story]().answer
    paragraph = Telling(answer).paragraph()
    for one in answer.determinations:
        if one.outcome == "eligible":
            assert one.programme.zh in paragraph
            for amount in (one.monthly, one.least, one.most):
                assert amount is None or f"{amount // 100}.{amount % 100:02d}" in paragraph


@pytest.mark.parametrize("story", STORIES)
def test_what_is_still_missing_is_named_under_its_programme(story: str) -> None:
    answer = STORIES[story]().answer
    heads = {top.text: [each.text for each in top.below] for top in Telling(answer).tree()}
    for one in answer.determinations:
        if one.missing and one.programme.in_contract:
            head = next(text for text in heads if text.endswith(Telling(answer).headline(one)))
            assert "还缺：" + "、".join(one.missing) in heads[head]
