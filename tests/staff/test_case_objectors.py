"""Who objected is read by whoever answers them, every look is logged, and the page of the case shows it to nobody."""

from collections.abc import Callable

import pytest
from django.test import Client

from doudi.records.cases.actions import publicity
from doudi.records.cases.models import Case, Objection
from doudi.records.registry.queries import members_on
from doudi.records.registry.relatives import file_and_match
from doudi.records.trail.models import AccessEntry
from support import caseways
from support.case_world import ready, surveyed_case
from support.caseways import Way
from support.families_registered import family_on
from world import COUNTY, DAY, LIULIN, TOWN

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
OBJECTOR = ("匡正言", "0564-7000001")


@pytest.fixture
def objection(way: Way) -> Objection:
    case = surveyed_case(way, ready(way.world, lambda world: family_on(world, "600")), "dibao")
    caseways.posted(way, case)
    clerk, (who, contact) = way.desk("township_acceptance"), OBJECTOR
    return publicity.object_to(
        by=clerk, posting=case.postings.get().pk, content="家里有门面出租", objector=who, contact=contact
    )


def shown(client: Client, address: str) -> list[bool]:
    text = client.get(address).content.decode()
    return [one in text for one in OBJECTOR]


def test_whoever_answers_an_objection_reads_whose_it_is_and_the_look_is_logged(
    way: Way, objection: Objection, signed_in: SignedIn
) -> None:
    case = Case.objects.get(pk=objection.posting.case_id)
    approver = signed_in(f"township-approver-{TOWN}")
    assert shown(approver, f"/cases/{case.pk}/objections/{objection.pk}/") == [True, True]
    assert AccessEntry.objects.filter(facts__contains=["objection"], household_id=case.household_id).exists()


@pytest.mark.parametrize("step", ["", "aside/"])
def test_a_near_relative_of_the_family_is_shown_nobody_and_no_look_is_logged(
    way: Way, objection: Objection, signed_in: SignedIn, step: str
) -> None:
    case = Case.objects.get(pk=objection.posting.case_id)
    login = f"township-approver-{TOWN}"
    head = members_on(case.household, DAY)[0].person
    file_and_match(
        by=way.desk("county_reviewer"), staff_name="沈立民", staff_role="镇审核负责人", territory=TOWN, name=head.name,
        relation="sibling", citizen_id=head.citizen_id, officer=way.world.officers[login],
    )  # fmt: skip
    response = signed_in(login).get(f"/cases/{case.pk}/objections/{objection.pk}/{step}")
    text = response.content.decode()
    assert (response.status_code, [one in text for one in OBJECTOR]) == (403, [False, False])
    assert "您须回避" in text
    assert not AccessEntry.objects.filter(facts__contains=["objection"]).exists()


@pytest.mark.parametrize(
    "login", [f"township-approver-{TOWN}", f"county-reviewer-{COUNTY}", f"village-assistant-{LIULIN}"]
)
def test_no_other_page_of_the_case_shows_it(way: Way, objection: Objection, signed_in: SignedIn, login: str) -> None:
    case = objection.posting.case_id
    for address in (f"/cases/{case}/", f"/notices/{objection.posting_id}/"):
        assert shown(signed_in(login), address) == [False, False]


def test_a_second_objection_is_registered_while_the_notice_hangs(
    way: Way, objection: Objection, signed_in: SignedIn
) -> None:
    case = Case.objects.get(pk=objection.posting.case_id)
    clerk = signed_in(f"township-acceptance-{TOWN}")
    assert case.stage == "objected"
    assert f"/cases/{case.pk}/object/" in clerk.get(f"/cases/{case.pk}/").content.decode()
    told = {
        "content": "还有一辆车",
        "objector": "",
        "contact": "",
        "received_on": "2026-03-02",
        "version": case.version,
    }
    assert clerk.post(f"/cases/{case.pk}/object/", told).status_code == 302
    assert [one.timely for one in Objection.objects.order_by("pk")] == [True, True]
