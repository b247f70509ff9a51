"""The forms of finding out as pages: who names the second investigator, and what is said of a form that comes too late."""

from collections.abc import Callable

import pytest
from django.test import Client

from doudi.records.cases.actions import inquiries, intake
from doudi.records.cases.models import Application
from support import caseways
from support.caseways import CONTENT, Way
from support.families_registered import family_on
from world import DAY, TOWN

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
LATE = "这份记录只归档，不再作为办理依据"


@pytest.fixture
def application(way: Way) -> Application:
    family = family_on(way.world, "600")
    caseways.bring_papers(way.desk("township_acceptance"), family)
    return caseways.accepted(way, family, ("dibao", None))


def test_the_second_investigator_fills_in_and_does_not_choose_another(
    way: Way, application: Application, signed_in: SignedIn
) -> None:
    first, second = way.desk("township_surveyor"), way.desk("township_surveyor_second")
    begun = inquiries.begin_inquiry(
        by=first, kind="home_visit", on=DAY, application=application.pk, content={}, second=second.officer_id
    )
    assert 'name="second"' in signed_in(f"township-surveyor-{TOWN}").get(f"/inquiries/{begun.pk}/").content.decode()
    page = signed_in(f"township-surveyor-{TOWN}-second")
    shown = page.get(f"/inquiries/{begun.pk}/").content.decode()
    assert 'name="second"' not in shown and first.actor in shown
    filled = {key: "on" if value is True else value for key, value in CONTENT["home_visit"]().items()}
    answer = page.post(f"/inquiries/{begun.pk}/", {**filled, "on": str(DAY), "version": "1", "finish": "1"})
    assert answer.status_code == 302
    begun.refresh_from_db()
    assert begun.finished_at is not None and begun.second_id == second.officer_id


def test_a_form_for_a_closed_case_is_kept_and_says_so(way: Way, application: Application, signed_in: SignedIn) -> None:
    case = application.cases.get()
    page = signed_in(f"township-surveyor-{TOWN}")
    told = {"who": "邻居", "told": "收入少", "on": str(DAY)}
    open_still = page.post(f"/cases/{case.pk}/inquiries/new/?kind=neighbour_visit", told, follow=True)
    assert LATE not in open_still.content.decode()
    intake.withdraw_case(by=way.desk("township_acceptance"), case=case.pk, reason="不再申请")
    late = page.post(f"/cases/{case.pk}/inquiries/new/?kind=neighbour_visit", told, follow=True)
    assert late.status_code == 200
    assert f"办件已于{DAY}办结，{LATE}" in late.content.decode()
    assert application.inquiries.filter(kind="neighbour_visit").count() == 2
