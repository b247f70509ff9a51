"""“What may our family get?”: the answer is the engine's, what is not known stays open, and nothing is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from world import LIULIN, World

pytestmark = pytest.mark.django_db
Ask = Callable[..., str]

START = {"place": LIULIN, "area": "rural", "size": "2"}
WHO = {"p0-age": "40", "p0-sex": "female", "p1-relation": "child", "p1-age": "10", "p1-sex": "male"}
WELL = {"disability": "none", "illness": "no", "care": "no", "medical": "0", "education": "0"}
DETAILS = (
    {f"d0-{key}": value for key, value in (WELL | {"labour": "partial", "earns": "yes", "wage": "300", "cost": "0",
                                                   "absence": "none", "cohabits": "yes"}).items()}
    | {f"d1-{key}": value for key, value in (WELL | {"school": "compulsory", "father": "dead", "mother": "able"}).items()}
)  # fmt: skip
HOUSE = {f"house-{key}": value for key, value in {
    "savings": "0", "homes": "1", "vehicles": "0", "businesses": "0", "together": "0", "receiving": "no", "watch": "no",
    "obligors": "no", "event": "none",
}.items()}  # fmt: skip


def counts() -> dict[str, int]:
    left_out = ("Knock", "Session")
    return {m.__name__: m.objects.count() for m in apps.get_models() if m._meta.managed and m.__name__ not in left_out}


def test_a_poor_mother_is_told_dibao_with_its_sum_and_its_reasons(world: World, ask: Ask) -> None:
    text = ask("/citizen/check/", START | WHO | DETAILS | HOUSE | {"to": "answer"})
    likely = text.partition("还不能判断")[0]
    assert "最低生活保障" in likely
    assert "大约每月" in likely
    assert "为什么这么说" in likely
    assert "members[" not in text
    assert "身份证和户口簿" in text


def test_the_pages_come_one_after_the_other_with_the_answers_carried_along(world: World, ask: Ask) -> None:
    assert "一共几口人" in ask("/citizen/check/")
    who = ask("/citizen/check/", START | {"to": "who"})
    assert "第2个人" in who
    assert f'name="place" value="{LIULIN}"' in who
    details = ask("/citizen/check/", START | WHO | {"to": "details"})
    assert "子女10岁" in details
    assert 'name="p1-relation" value="child"' in details
    assert 'name="d1-wage"' not in details
    assert 'name="d0-wage"' in details


def test_knowing_nothing_is_allowed_everywhere_and_asks_for_all(world: World, ask: Ask) -> None:
    nothing = {"place": "", "area": "", "size": "1", "p0-age": "", "p0-sex": "", "d0-labour": "", "house-event": ""}
    text = ask("/citizen/check/", nothing | {"to": "answer"})
    assert "还不能判断" in text
    assert "按现在填的，还没有能确定的" in text
    assert "还要弄清" in text


def test_a_village_may_be_unknown_within_its_town(world: World, ask: Ask) -> None:
    told = START | {"place": LIULIN[:9]} | WHO | DETAILS | HOUSE
    assert "最低生活保障" in ask("/citizen/check/", told | {"to": "answer"})


def test_nothing_of_it_is_stored(world: World, ask: Ask) -> None:
    before = counts()
    ask("/citizen/check/", START | WHO | DETAILS | HOUSE | {"to": "answer"})
    assert counts() == before


def test_what_cannot_be_read_is_said_beside_its_question(world: World, ask: Ask) -> None:
    text = ask("/citizen/check/", START | WHO | DETAILS | HOUSE | {"d0-wage": "很多", "to": "answer"}, 422)
    assert "请写数字" in text


def test_in_english_the_answer_is_english(world: World, citizen: Client, ask: Ask) -> None:
    citizen.cookies["doudi_language"] = "en"
    text = ask("/citizen/check/", START | WHO | DETAILS | HOUSE | {"to": "answer"})
    assert "yuan" in text


@pytest.mark.parametrize("event", ["none", "fire"])
def test_an_event_without_a_day_counts_from_today(world: World, ask: Ask, event: str) -> None:
    told: dict[str, Any] = HOUSE | {"house-event": event, "house-urgent": "yes"}
    text = ask("/citizen/check/", START | WHO | DETAILS | told | {"to": "answer"})
    likely = text.partition("看来不符合")[0]
    assert ("急难型临时救助" in likely) is (event == "fire")
