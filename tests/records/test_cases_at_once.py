"""Two officers at one application at the same moment: both get through, one after the other."""

import datetime
import time
import uuid

import pytest
from django.db import connection

from doudi.records.cases import flow
from doudi.records.cases.actions import draws, exits, inquiries
from doudi.records.cases.models import Case, SpotCheck
from doudi.records.cases.queries import load_by_office, waiting_for
from doudi.records.registry.actions.payments import BenefitDraft, take_over_benefit
from support import caseways
from support import families_of_cases as families
from support.at_once import at_once
from support.case_world import member_of, ready, surveyed_case
from support.caseways import Way
from support.families_of_cases import standards_entered
from support.families_registered import family_on
from world import DAY, World, build_world


@pytest.fixture
def world(transactional_db: None) -> World:
    return build_world(far=False)


def test_a_step_of_a_case_and_a_form_of_its_application_do_not_wait_for_each_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    way, family = Way(world, DAY), family_on(world, "600")
    caseways.bring_papers(world.desk("township_acceptance"), family)
    application = caseways.accepted(way, family, ("dibao", None))
    case, by = application.cases.get(), way.desk("township_surveyor")
    caseways.inquire(way, "home_visit", application=application)
    original = flow.refuse_relative

    def late(*told: object) -> None:
        original(*told)  # type: ignore[arg-type]
        time.sleep(0.3)

    monkeypatch.setattr(flow, "refuse_relative", late)
    content = {"who": "邻居", "told": "收入少"}
    at_once(
        lambda: inquiries.request_core_check(by=by, case=case.pk).pk,
        lambda: (
            inquiries.begin_inquiry(
                by=by, kind="neighbour_visit", on=DAY, application=application.pk, content=content
            ).pk
        ),
    )
    assert case.steps.filter(event="core_check_requested").count() == 1
    assert application.inquiries.filter(kind="neighbour_visit").count() == 1
    # What waits is counted without the cases, and told with them.
    waiting = waiting_for(by)
    assert [one.case.pk for one in waiting[:5]] == [case.pk] and len(waiting) == 1 and waiting.over == 0
    assert sum(office.open for office in load_by_office(by)) == 1


def test_a_survey_sent_twice_at_once_is_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    way, family = Way(world, DAY), family_on(world, "600")
    caseways.bring_papers(world.desk("township_acceptance"), family)
    application, by, key = caseways.accepted(way, family, ("dibao", None)), way.desk("township_surveyor"), uuid.uuid4()
    content = {"who": "邻居", "told": "收入少"}
    _slowly(monkeypatch)

    def send() -> int:
        return inquiries.begin_inquiry(
            by=by, kind="neighbour_visit", on=DAY, application=application.pk, content=content, client_key=key
        ).pk

    first, second = at_once(send, send)
    assert first == second == application.inquiries.get().pk


def test_the_same_end_of_tekun_reported_twice_at_once_is_one_case(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = Way(world, DAY)
    elder = ready(world, families.elder)
    paid = BenefitDraft("tekun", 93_800, datetime.date(2025, 1, 1), person=member_of(elder, 0))
    benefit = take_over_benefit(by=way.desk("township_acceptance"), household=elder.pk, draft=paid)
    original = exits.refuse_relative

    def late(*told: object) -> None:
        original(*told)  # type: ignore[arg-type]
        time.sleep(0.3)

    monkeypatch.setattr(exits, "refuse_relative", late)
    by = way.desk("township_surveyor")
    told = at_once(*[lambda: exits.report_exit(by=by, benefit=benefit.pk, reason="已有赡养人赡养").pk] * 2)
    # Whether it waited for the first or came when that was over.
    assert sum(isinstance(one, str) and ("立案" in one or "已经在办" in one) for one in told) == 1
    assert Case.objects.filter(procedure="tekun_exit").count() == 1


def test_of_two_who_conclude_one_spot_check_the_second_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    standards_entered(world)
    way = Way(world, DAY)
    elder = ready(world, families.elder)
    case = surveyed_case(way, elder, "tekun", member_of(elder, 0))
    caseways.posted(way, case, care_mode="home")
    caseways.at_county(way.later(8), case)
    reviewer = way.later(8).desk("county_reviewer")
    draws.draw_checks(by=reviewer)
    check = SpotCheck.objects.get(case=case)
    visits = [caseways.inquire(way.later(8), "county_visit", case=case, finding=one).pk for one in ("right", "wrong")]
    _slowly(monkeypatch)
    acts = [
        lambda visit=visit: draws.conclude_check(by=reviewer, check=check.pk, inquiry=visit).conclusion
        for visit in visits
    ]
    told = at_once(*acts)
    assert "这项抽查已有结论" in told
    assert SpotCheck.objects.get(pk=check.pk).conclusion == next(one for one in told if one in ("right", "wrong"))


def _slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever locks a case keeps it for a while, so that the other waits for it."""
    original = flow.refuse_relative

    def late(*told: object) -> None:
        original(*told)  # type: ignore[arg-type]
        time.sleep(0.3)

    monkeypatch.setattr(flow, "refuse_relative", late)


def test_what_is_told_of_a_race_names_a_constraint_there_is(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint UNION SELECT indexrelid::regclass::text FROM pg_index WHERE indisunique"
        )
        known = {name for (name,) in cursor.fetchall()}
    assert set(flow.RACES) <= known
