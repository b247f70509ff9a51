"""Notices on the web: what may stand there and nothing more, for as long as they hang; then they are gone."""

from collections.abc import Callable

import pytest
from django.test import Client

from doudi.records.cases.actions import publicity
from doudi.records.cases.models import Case, Objection, Posting, Step
from doudi.records.registry.models import Household
from doudi.records.trail.models import AuditEntry
from support import caseways
from support.caseways import Way
from support.clock import Clock
from support.families_registered import family_on
from world import FENGLING, LIULIN, World

pytestmark = pytest.mark.django_db
Ask = Callable[..., str]


@pytest.fixture
def family(world: World) -> Household:
    household = family_on(world, "600")
    caseways.bring_papers(world.desk("township_acceptance"), household)
    return household


@pytest.fixture
def posting(way: Way, family: Household) -> Posting:
    """The first opinion on a family, hanging since today."""
    application = caseways.accepted(way, family, ("dibao", None))
    caseways.surveyed(way, application)
    caseways.posted(way, application.cases.get())
    return Posting.objects.get()


def test_a_village_shows_its_notices_masked_and_no_other_village_does(posting: Posting, ask: Ask) -> None:
    text = ask(f"/citizen/notices/?village={LIULIN}")
    assert posting.number in text
    assert "沈*" in text
    assert "沈立国" not in text
    assert posting.number not in ask(f"/citizen/notices/?village={FENGLING}")
    assert "柳林村" in ask("/citizen/notices/?village=nowhere")


def test_a_notice_shows_no_number_amount_or_address(posting: Posting, family: Household, ask: Ask) -> None:
    text = ask(f"/citizen/notices/{posting.number}/")
    people = [one.person for one in family.memberships.all()]
    withheld = [str(one.citizen_id) for one in people] + [one.name for one in people] + ["三组", "600"]
    assert not any(one in text for one in withheld)


def test_search_engines_are_told_to_keep_off(posting: Posting, citizen: Client) -> None:
    for address in (f"/citizen/notices/?village={LIULIN}", f"/citizen/notices/{posting.number}/"):
        response = citizen.get(address)
        assert "noindex" in response["X-Robots-Tag"]
        assert 'name="robots" content="noindex' in response.content.decode()
        assert response["Cache-Control"] == "no-store"


def test_on_its_last_day_it_hangs_and_the_day_after_it_is_gone(posting: Posting, citizen: Client, clock: Clock) -> None:
    clock.pass_by(days=(posting.ends_on - posting.starts_on).days)
    assert citizen.get(f"/citizen/notices/{posting.number}/").status_code == 200
    clock.pass_by(days=1)
    response = citizen.get(f"/citizen/notices/{posting.number}/")
    assert response.status_code == 410
    assert "不再显示" in response.content.decode()
    assert "沈" not in response.content.decode()
    assert citizen.get(f"/citizen/notices/{posting.number}/object/").status_code == 410
    assert posting.number not in citizen.get(f"/citizen/notices/?village={LIULIN}").content.decode()


def test_taken_down_it_is_gone_at_once(posting: Posting, way: Way, citizen: Client) -> None:
    publicity.take_down(by=way.desk("township_acceptance"), posting=posting.pk, reason="写错了")
    assert citizen.get(f"/citizen/notices/{posting.number}/").status_code == 410


def test_a_number_that_does_not_exist_is_not_found(world: World, citizen: Client) -> None:
    assert citizen.get("/citizen/notices/341591001-GS-2026-09999/").status_code == 404


def test_a_childs_case_has_no_notice_whatever_the_database_holds(posting: Posting, citizen: Client) -> None:
    Case.objects.filter(pk=posting.case_id).update(procedure="unattended_child")
    assert citizen.get(f"/citizen/notices/{posting.number}/").status_code == 404
    assert citizen.post(f"/citizen/notices/{posting.number}/object/", {"content": "x"}).status_code == 404
    assert posting.number not in citizen.get(f"/citizen/notices/?village={LIULIN}").content.decode()


def test_an_objection_opens_the_inquiry_and_who_objects_is_sealed(posting: Posting, ask: Ask) -> None:
    told = {"content": "他家有车", "objector": "匡正言", "contact": "13700002222"}
    assert "异议已收到" in ask(f"/citizen/notices/{posting.number}/object/", told)
    made = Objection.objects.get()
    assert made.online and made.timely and made.received_by is None
    assert made.objector == "匡正言"
    case = Case.objects.get(pk=posting.case_id)
    assert case.stage == "objected"
    written = [str(one.before) + str(one.after) + one.actor + one.reason for one in AuditEntry.objects.all()]
    written += [f"{one.actor}{one.reason}{one.post}" for one in Step.objects.all()]
    assert not any("匡正言" in one or "13700002222" in one for one in written)


@pytest.mark.parametrize(
    "who", [{}, {"objector": "匡正言"}, {"contact": "13700002222"}, {"objector": "匡正言", "contact": "村口找我"}]
)
def test_word_without_a_name_and_a_telephone_is_a_clue_and_no_case_stands_still_for_it(
    posting: Posting, ask: Ask, who: dict[str, str]
) -> None:
    ask(f"/citizen/notices/{posting.number}/object/", {"content": " "}, 422)
    text = ask(f"/citizen/notices/{posting.number}/object/", {"content": "情况不实", **who})
    assert "线索已收到" in text and "请写明姓名和电话再提交" in text
    made = Objection.objects.get()
    assert (made.objector, made.is_identified) == (who.get("objector", ""), False)
    assert Case.objects.get(pk=posting.case_id).stage == "under_publicity"


def test_the_page_says_what_was_typed_now_and_never_whose_telephone_had_objected(posting: Posting, ask: Ask) -> None:
    address, neighbour = f"/citizen/notices/{posting.number}/object/", "13700002222"
    ask(address, {"content": "他家有车", "objector": "匡正言", "contact": neighbour})
    for told in ({"contact": neighbour}, {"contact": "13700003333"}, {"objector": "匡", "contact": neighbour}):
        assert "线索已收到" in ask(address, {"content": "没有的事", **told})
    assert "异议已收到" in ask(address, {"content": "没有的事", "objector": "别人", "contact": neighbour})
    assert Objection.objects.order_by("pk").first().content == "他家有车"  # type: ignore[union-attr]


def test_objections_from_one_address_are_counted(posting: Posting, citizen: Client) -> None:
    address = f"/citizen/notices/{posting.number}/object/"
    assert [citizen.post(address, {"content": ""}).status_code for _ in range(6)] == [*[422] * 5, 429]
