"""Notices of five hundred households show nothing of anybody but the applicant's name: searched here by other means than ours."""

import datetime
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from doudi.policy.procedure.stages import PROCEDURES
from doudi.records.cases.actions import publicity
from doudi.records.cases.models import Application, Case, Decision, Posting
from doudi.records.cases.notices import notice_of
from doudi.records.evidence.actions import FactDraft, record_facts
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.actions.payments import AccountDraft, open_account
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import Household
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused
from doudi.vocabulary.identity import luhn_holds
from support.case_acts import ACTS, REFUSALS, At
from support.case_stories import household_for, opened_case
from support.case_world import world_of_cases
from support.caseways import Way
from support.rolled_back import rolled_back
from world import COUNTY, DAY, LIULIN, SHIQIAO, World, citizen_id

pytestmark = pytest.mark.django_db
HOUSEHOLDS = 500
# A run of digits so long may be of a number; a year and the telephones of the offices are taken out before.
NGRAM = 5
PHONES = ("0564-7123456", "0564-7654321")
SURNAMES, GIVEN = "柏岑邸鄢扈鞠蔺宓邰郗亓仉", "松梅兰竹菊荷桂桐榆槐樟楠杉桦柚椿芷芸苓萱蓉薇茉莉"
ILLNESSES = ("尿毒症", "肢体残疾", "精神残疾", "智力残疾", "肝癌", "抑郁")
SINCE = datetime.date(2025, 1, 1)


@dataclass
class Known:
    """What must not be shown of one household."""

    household: Household
    applicant: str
    names: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


@pytest.fixture(scope="module")
def known(world: World) -> list[Known]:
    """Households of one to five people, some headed by a child, with cards, telephones, illnesses and addresses."""
    by, draw = world.desk("township_acceptance"), random.Random(20260302)
    return [_household(by, draw, number) for number in range(HOUSEHOLDS)]


def _household(by: Any, draw: random.Random, number: int) -> Known:
    count = draw.randint(1, 5)
    names = draw.sample(
        [f"{a}{b}{c}" for a in draw.sample(SURNAMES, 3) for b in draw.sample(GIVEN, 4) for c in "文武"], count
    )
    years = [draw.choice((1950, 1968, 1980, 2012)), *(draw.randint(1940, 2020) for _ in range(count - 1))]
    births = [datetime.date(year, draw.randint(1, 12), 10 + at) for at, year in enumerate(years)]
    phones = [f"139{number:05d}{at:03d}" for at in range(count)]
    address = f"{draw.choice('一二三四五六七')}组{number + 11}号"
    sequence = 101 + number + number // 99
    members = tuple(
        MemberDraft(
            # Born in the county: their numbers begin as the numbers of its notices do.
            PersonDraft(name, citizen_id(born, sequence, COUNTY), phone=phone),
            "head" if at == 0 else "other_relative",
        )
        for at, (name, born, phone) in enumerate(zip(names, births, phones, strict=True))
    )
    village = draw.choice((LIULIN, SHIQIAO))
    draft = HouseholdDraft(village, members, SINCE, address=address, story=f"{draw.choice(ILLNESSES)}，负债五万元")
    household = register_household(by=by, draft=draft)
    people = [one.person for one in members_on(household, DAY)]
    card = _card(number)
    open_account(by=by, person=people[0].pk, draft=AccountDraft(card), since=SINCE)
    severe = FactDraft("disability", {"kind": "mental", "grade": 1, "certified": True}, SINCE, "certificate")
    record_facts(by=by, household=household, drafts=[(people[0], severe)])
    return Known(
        household, names[0], set(names[1:]), {card, *phones, *(one.citizen_id for one in people)},
        {address, *ILLNESSES, "残疾", "负债"},
    )  # fmt: skip


def _card(stem: int) -> str:
    first = f"622848{112_233 + 7 * stem:012d}"
    return first + next(str(digit) for digit in range(10) if luhn_holds(f"{first}{digit}"))


def _case(one: Known, number: int, programme: str, procedure: str) -> Case:
    head = members_on(one.household, DAY)[0].person_id
    application = Application.objects.create(
        number=f"SQ-{number}", household=one.household, applicant_id=head, territory=one.household.territory,
        office=one.household.territory[:9], channel="window", arrived_on=DAY, arrived_at="341591001",
    )  # fmt: skip
    return Case.objects.create(
        number=f"341591001-DB-2026-{number:05d}", application=application, household=one.household, programme=programme,
        procedure=procedure, profile="anhui", stage="first_opinion", territory=one.household.territory, opened_on=DAY,
        person_id=head if programme in ("tekun", "dibao_single") else None,
    )  # fmt: skip


_PROGRAMMES = ("dibao", "near_dibao", "dibao_single", "tekun", "temporary_spending", "temporary_urgent")


def notices_of(one: Known, number: int) -> list[dict[str, Any]]:
    """Every kind of notice that could hang of a household."""
    programme = _PROGRAMMES[number % len(_PROGRAMMES)]
    case = _case(one, number, programme, programme)
    once = programme.startswith("temporary")
    decision = Decision(
        case=case, kind="confirm", on=DAY, monthly=None if once else 65_000, once=80_000 if once else None
    )
    kinds = ["late"] if programme == "temporary_urgent" else ["first_opinion", "second", "result"]
    kinds += ["exit", "exit_again"] if programme == "tekun" else []
    ends = DAY + datetime.timedelta(days=7)
    return [notice_of(case, kind, f"341591001-GS-2026-{number:05d}", DAY, ends, decision=decision) for kind in kinds]


def grams(number: str) -> set[str]:
    digits = re.sub(r"\D", "", number)
    return {digits[at : at + NGRAM] for at in range(len(digits) - NGRAM + 1)}


def shown_in(content: dict[str, Any], text: str, one: Known) -> list[str]:
    """What of a household stands in a text and may not."""
    for harmless in (*PHONES, content["number"], f"341591001-DB-2026-{content['number'][-5:]}"):
        text = text.replace(harmless, "")
    text = re.sub(r"20\d\d年\d{1,2}月\d{1,2}日|20\d\d-\d\d-\d\d", "", text)
    runs = {gram for run in re.findall(r"\d+", text) for gram in grams(run)}
    found = [gram for number in one.numbers for gram in grams(number) & runs]
    found += [word for word in (*one.names, *one.words) if word in text]
    return found


def test_no_notice_shows_anything_of_anybody_but_the_applicants_name(known: list[Known]) -> None:
    looked_at = 0
    for number, one in enumerate(known):
        for content in notices_of(one, number):
            board, web = "\n".join(content["board"]), "\n".join(content["web"])
            # The amount as it is kept, in fen, is no number of anybody.
            kept = json.dumps({key: value for key, value in content.items() if key != "amount"}, ensure_ascii=False)
            for text in (board, web, kept):
                assert shown_in(content, text, one) == [], (content["kind"], text)
            assert one.applicant not in web
            assert content["amount"] is None or content["kind"] in ("result", "late")
            looked_at += 1
    assert looked_at >= 2 * HOUSEHOLDS


def test_a_child_who_applies_is_masked_on_the_board_and_in_what_is_kept(known: list[Known]) -> None:
    children = [
        (number, one) for number, one in enumerate(known) if members_on(one.household, DAY)[0].person.born_on.year == 2012
    ]  # fmt: skip
    assert len(children) > 50
    for number, one in children[:50]:
        for content in notices_of(one, number):
            assert one.applicant not in str(content)
            assert f"DB-2026-{number:05d}" in "\n".join(content["board"])


def test_the_search_would_find_what_it_looks_for(known: list[Known]) -> None:
    one = known[0]
    [content, *_rest] = notices_of(one, 0)
    for planted in (sorted(one.numbers)[0], sorted(one.numbers)[-1][3:9], *one.words, *one.names):
        assert shown_in(content, f"{content['board'][0]}{planted}", one) != []


@pytest.mark.parametrize("procedure", [name for name, one in PROCEDURES.items() if one.never_posted])
@pytest.mark.parametrize("stage", ["first_opinion", "under_publicity", "county_review", "confirmed", "second_opinion"])
def test_no_action_posts_a_childs_case_even_where_its_stage_was_forced(
    world: World, procedure: str, stage: str
) -> None:
    case = opened_case(Way(world, DAY), procedure, household_for(world, procedure))
    Case.objects.filter(pk=case.pk).update(stage=stage)
    for act in ACTS.values():
        for post in act.posts:
            try:
                act.do(At(world, Case.objects.get(pk=case.pk), world.desk(post)))
            except REFUSALS:
                continue
            finally:
                Case.objects.filter(pk=case.pk).update(stage=stage, closed_on=None)
    with pytest.raises(Refused):
        publicity.publish_result(by=world.desk("township_acceptance"), case=case.pk)
    with pytest.raises(Refused, match="不得公示"):
        publicity.hang(case, world.desk("township_acceptance"), "result", ends_on=None)
    assert not Posting.objects.filter(case=case).exists()
