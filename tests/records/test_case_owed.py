"""What is owed beside the stages: whose desk a letter or a second hand waits at, and until when."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from doudi.records.accounts.desk import Desk
from doudi.records.cases import owed
from doudi.records.cases.actions import ending, intake
from doudi.records.cases.actions.applicants import NewApplicant, drop_replacement, replace_applicant
from doudi.records.cases.actions.letters import deliver_letter, make_letter
from doudi.records.cases.models import Case
from doudi.records.cases.owed import owed_by
from doudi.records.registry.actions.members import record_death
from doudi.records.registry.models import Household
from support import caseways
from support.case_acts import ACTS, At
from support.case_world import member_of, surveyed_case, world_of_cases
from support.caseways import Way
from support.rolled_back import rolled_back
from world import OTHER_TOWN, World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


def told(by: Desk) -> list[tuple[str, bool]]:
    """What a desk owes: the kind of letter (empty: a second hand), and whether it was made."""
    return [(one.kind, one.letter is not None) for one in owed_by(by)]


def ended(way: Way, household: Household, post: str = "township_approver") -> Case:
    """A case that ends five days later for want of cooperation."""
    case = surveyed_case(way, household, "dibao")
    ACTS["ask_to_cooperate"].do(At(way.world, case, way.desk("township_surveyor")))
    by = way.later(6).desk(post)
    ending.discontinue_case(by=by, case=case.pk, reason="三次约定入户均未在家", cause="no_cooperation")
    return case


def test_the_letter_of_an_end_is_the_windows_until_it_is_delivered(way: Way, household: Household) -> None:
    case, window = ended(way, household), way.later(7).desk("township_acceptance")
    (one,) = owed_by(window)
    assert (one.case, one.since, one.whose) == (case, way.later(6).day, case.application.applicant.name)
    assert told(window) == [("no_cooperation_notice", False)]
    for post in ("township_surveyor", "township_approver", "county_reviewer", "partner_disability"):
        assert told(way.desk(post)) == []
    assert told(replace(window, spans=((OTHER_TOWN, "341591003"),))) == []
    letter = make_letter(by=window, kind="no_cooperation_notice", case=case.pk)
    assert told(window) == [("no_cooperation_notice", True)]
    deliver_letter(by=window, letter=letter.pk, to="户主", how="邮寄")
    assert told(window) == []


def test_what_the_county_ended_the_county_tells(way: Way, household: Household) -> None:
    ended(way, household, post="county_reviewer")
    assert told(way.desk("township_acceptance")) == []
    assert told(way.desk("county_reviewer")) == told(way.desk("county_approver")) == [("no_cooperation_notice", False)]


def test_what_the_family_took_back_owes_no_letter(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    intake.withdraw_case(by=way.desk("township_acceptance"), case=case.pk, reason="不再申请")
    assert told(way.desk("township_acceptance")) == []


def enter(way: Way, household: Household) -> Case:
    """The window enters that the spouse applies in the place of the husband."""
    case, window = surveyed_case(way, household, "dibao"), way.desk("township_acceptance")
    paper = caseways.consent_filed(window, household.pk)
    new = NewApplicant(person=member_of(household, 1), reason="家庭另定申请人", on=way.day, document=paper)
    replace_applicant(by=window, application=case.application_id or 0, new=new)
    return case


def test_another_applicant_waits_for_who_confirms_and_then_for_the_word_to_the_first(
    way: Way, household: Household
) -> None:
    case, window, head = enter(way, household), way.desk("township_acceptance"), way.desk("township_approver")
    (one,) = owed_by(head)
    assert (one.application, one.whose, one.kind) == (case.application, case.application.applicant.name, "")
    assert told(window) == []
    # Who entered it and holds the other post by now waits for somebody else as well.
    assert told(replace(head, officer_id=window.officer_id)) == []
    ACTS["confirm_replacement"].do(At(way.world, case, head))
    assert (told(head), told(window)) == ([], [("applicant_change_notice", False)])
    made = make_letter(by=window, kind="applicant_change_notice", application=case.application_id)
    assert told(window) == [("applicant_change_notice", True)]
    deliver_letter(by=window, letter=made.pk, to="本人", how="直接送达")
    assert told(window) == []


def test_nobody_waits_for_what_was_dropped_or_closed_nor_for_word_to_the_dead(way: Way, household: Household) -> None:
    case, window, head = enter(way, household), way.desk("township_acceptance"), way.desk("township_approver")
    drop_replacement(by=head, application=case.application_id or 0, reason="签字不是本人所签")
    assert told(head) == []
    ACTS["another_applies"].do(At(way.world, case, window))
    Case.objects.filter(pk=case.pk).update(closed_on=way.day)
    type(case.application).objects.filter(pk=case.application_id).update(closed_on=way.day)
    assert told(head) == []
    Case.objects.filter(pk=case.pk).update(closed_on=None)
    type(case.application).objects.filter(pk=case.application_id).update(closed_on=None)
    ACTS["confirm_replacement"].do(At(way.world, case, head))
    others = {member_of(household, 2): "other_relative"}
    record_death(
        by=window, person=member_of(household, 0), died_on=way.day, new_head=member_of(household, 1), relations=others
    )
    assert told(window) == []


def test_no_more_of_a_kind_are_shown_than_a_page_holds(
    way: Way, household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended(way, household)
    monkeypatch.setattr(owed, "MOST", 0)
    assert owed_by(way.later(7).desk("township_acceptance")) == []
