"""Two who give posts, cover or a new place at the same moment: what does not go together never stands."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from doudi.records.accounts import actions, staffing
from doudi.records.accounts.actions import appoint, engage_officer
from doudi.records.accounts.models import Appointment, Cover, Officer
from doudi.records.accounts.staffing import arrange_cover
from doudi.records.territory import changes
from doudi.records.territory.changes import retire_place
from doudi.records.territory.models import Place
from support.at_once import at_once
from world import COUNTY, DAY, LIULIN, PASSWORD, SHIQIAO, TOWN, World, build_world

TEN_DAYS = DAY + datetime.timedelta(days=10)


@pytest.fixture
def world(transactional_db: None) -> World:
    return build_world(far=False)


def slowly(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
    """Let what was looked up grow old before it is used."""
    import time

    original = getattr(module, name)

    def late(*args: object, **named: object) -> object:
        found = original(*args, **named)
        time.sleep(0.2)
        return found

    monkeypatch.setattr(module, name, late)


def test_two_posts_that_do_not_go_together_are_not_given_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    by = world.desk("administrator")
    officer = engage_officer(by=by, login="both", name="两岗", password=PASSWORD)
    slowly(monkeypatch, actions, "conflict_of")
    answers = at_once(
        *(
            lambda post=post: appoint(by=by, officer=officer, post=post, territory=COUNTY, since=DAY).pk
            for post in ("county_finance", "county_approver")
        )
    )
    assert officer.appointments.count() == 1
    assert sum("不相容" in str(answer) for answer in answers) == 1


def test_two_deputies_are_not_put_at_one_desk_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    by, post = world.desk("township_approver"), world.desk("township_surveyor").appointment_id
    assert post is not None
    deputies = [world.officers[f"township-acceptance-{TOWN}"], world.officers[f"village-assistant-{LIULIN}"]]
    slowly(monkeypatch, staffing, "conflict_of")
    answers = at_once(
        *(
            lambda one=one: (
                arrange_cover(by=by, appointment=post, deputy=one, since=DAY, until=TEN_DAYS, reason="年休假").pk
            )
            for one in deputies
        )
    )
    assert Cover.objects.count() == 1 and sum("代班；请先撤销" in str(answer) for answer in answers) == 1


def test_the_database_lets_no_two_covers_of_a_post_stand_on_one_day(world: World) -> None:
    post = Appointment.objects.get(pk=world.desk("township_surveyor").appointment_id)
    deputy = Officer.objects.get(pk=world.desk("township_acceptance").officer_id)
    told = {"appointment": post, "deputy": deputy, "since": DAY, "until": TEN_DAYS, "reason": "年休假"}
    first = Cover.objects.create(**told)
    with pytest.raises(IntegrityError, match="covered_once_a_day"), transaction.atomic():
        Cover.objects.create(**{**told, "since": TEN_DAYS - datetime.timedelta(days=1)})
    first.revoked_on = DAY
    first.save()
    assert Cover.objects.create(**told).pk


def test_of_two_villages_merged_into_each_other_at_once_one_stands(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = world.desk("administrator")
    slowly(monkeypatch, changes, "level_of")
    answers = at_once(
        *(
            lambda code=code, other=other: retire_place(by=by, code=code, successor=other, on=DAY, reason="合并").code
            for code, other in ((LIULIN, SHIQIAO), (SHIQIAO, LIULIN))
        )
    )
    standing = Place.objects.filter(code__in=(LIULIN, SHIQIAO), until__isnull=True)
    assert standing.count() == 1 and sum("并入的区划须是现有的" in str(answer) for answer in answers) == 1
