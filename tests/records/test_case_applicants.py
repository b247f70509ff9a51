"""Another member in the applicant's place: after a death, a departure, or by the family's own wish."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from doudi.policy.procedure.stages import GONE, WISHED
from doudi.records.accounts.desk import Desk, NotAllowed, citizen_desk
from doudi.records.cases.actions import ending, intake, opinions, publicity
from doudi.records.cases.actions.applicants import (
    NewApplicant,
    confirm_replacement,
    drop_replacement,
    replace_applicant,
    waiting_of,
)
from doudi.records.cases.actions.letters import deliver_letter, make_letter
from doudi.records.cases.citizens import decisions_told
from doudi.records.cases.clocks import running
from doudi.records.cases.findings import find
from doudi.records.cases.models import Application, Case, Replacement, Step
from doudi.records.cases.queries import application_of_code, troubles_of
from doudi.records.evidence.documents import PaperDraft, file_documents, withdraw_document
from doudi.records.registry.actions.members import end_membership, record_death
from doudi.records.registry.models import Household, Membership, Person
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused, Stale
from doudi.records.trail.models import AuditEntry
from support import caseways
from support import families_of_cases as families
from support.case_acts import ACTS, At
from support.case_world import case_of, member_of, ready, stage_of, surveyed_case, world_of_cases
from support.caseways import Way
from support.rolled_back import rolled_back
from world import FENGLING, LIULIN, World

pytestmark = pytest.mark.django_db
WHY = "申请人因病去世，配偶继续申请"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


def dies(way: Way, case: Case) -> None:
    ACTS["applicant_dies"].do(At(way.world, case, way.desk("township_acceptance")))


def left(way: Way, household: Household) -> int:
    """The first of those who are left of a household."""
    return members_on(household, way.day)[0].person_id


def goes_on(way: Way, case: Case, person: int, *, post: str = "township_acceptance", **told: Any) -> Application:
    """Somebody takes the place of the applicant."""
    return caseways.replaced(way, case.application_id or 0, another(way, person, **told), post=post)


def another(way: Way, person: int, **told: Any) -> NewApplicant:
    """Who goes on, as the window enters it."""
    return NewApplicant(**{"person": person, "reason": WHY, "on": way.day, **told})


def anew(case: Case) -> Case:
    return Case.objects.select_related("application__applicant", "household").get(pk=case.pk)


# The family goes on


def test_the_family_goes_on_with_another_of_its_members(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    old, spouse = case.application.applicant, member_of(household, 1)
    dies(way, case)
    assert goes_on(way, case, spouse).applicant_id == spouse
    step = case.steps.last()
    assert (step.source, step.target, step.event, step.document) == (
        "surveying", "surveying", "applicant_replaced", "applicant_change",
    )  # fmt: skip
    for said in (old.name, f"{way.day}死亡", anew(case).application.applicant.name, WHY):
        assert said in step.reason
    kept = AuditEntry.objects.filter(table_name="cases_application", row_id=case.application_id, operation="update")
    assert (old.pk, spouse) in {(one.before.get("applicant_id"), one.after.get("applicant_id")) for one in kept}
    assert WHY not in "".join(f"{one.before}{one.after}{one.reason}" for one in AuditEntry.objects.all())


def test_letters_go_to_the_new_applicant_and_those_made_stay(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    old = case.application.applicant
    window = way.desk("township_acceptance")
    before = make_letter(by=window, kind="acceptance_notice", case=case.pk)
    dies(way, case)
    goes_on(way, case, left(way, household))
    after = make_letter(by=window, kind="acceptance_notice", case=case.pk)
    told = [json.loads(one.content)["applicant"] for one in (before, after)]
    assert told == [old.name, anew(case).application.applicant.name]


def test_who_signed_has_signed_and_the_new_applicant_promises(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    signed = set(case.application.authorisations.values_list("person", "signed_on", "revoked_on"))
    dies(way.later(3), case)
    found = goes_on(way.later(4), case, member_of(household, 1))
    assert set(found.authorisations.values_list("person", "signed_on", "revoked_on")) == signed
    assert found.promised_on == way.later(4).day


def test_the_code_of_who_died_or_left_opens_nothing_any_more(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    code = intake.issue_code(by=way.desk("township_acceptance"), application=case.application_id)
    number = case.application.number
    assert application_of_code(number, code) is not None
    dies(way, case)
    goes_on(way, case, left(way, household))
    assert application_of_code(number, code) is None


def test_the_rules_answer_for_those_who_are_left(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    assert find(case, way.desk("township_approver")).answer.case.members[2:]
    dies(way, case)
    goes_on(way, case, left(way, household))
    assert len(find(anew(case), way.desk("township_approver")).answer.case.members) == 2


@pytest.mark.parametrize("days", [2, 8])
def test_what_was_said_and_posted_of_the_family_before_is_found_out_anew(
    way: Way, household: Household, days: int
) -> None:
    case = surveyed_case(way, household, "dibao")
    caseways.posted(way, case)
    later = way.later(days)
    if days > 7:
        caseways.at_county(later, case)
    dies(later, case)
    with pytest.raises(Refused, match="请先“更换申请人”"):
        (caseways.confirmed if days > 7 else _post_again)(later, case)
    goes_on(later, case, member_of(household, 1))
    assert stage_of(case) == "surveying"
    assert case.postings.get().taken_down_on == later.day
    with pytest.raises(Refused, match="更换申请人后还没有新的调查记录"):
        opinions.give_first_opinion(
            by=later.desk("township_approver"), case=case.pk, draft=caseways.view_of(later, anew(case))
        )
    caseways.inquire(later, "home_visit", application=case.application)
    caseways.posted(later, anew(case))
    assert case.postings.last().content["persons"] == 2


def _post_again(way: Way, case: Case) -> None:
    """Taken down and posted anew, as if nothing had happened."""
    publicity.take_down(by=way.desk("township_acceptance"), posting=case.postings.last().pk, reason="内容有误")
    publicity.post_case(by=way.desk("township_acceptance"), case=case.pk)


@pytest.mark.parametrize("stage", ["surveying", "under_publicity", "county_review"])
def test_the_limits_run_on(way: Way, household: Household, stage: str) -> None:
    case, later = surveyed_case(way, household, "dibao"), way.later(9)
    if stage != "surveying":
        caseways.posted(way, case)
    if stage == "county_review":
        caseways.at_county(later, case)
    whole = {due.deadline.name: due.on for due in running(anew(case), way.day)}["whole_by"]
    dies(later, case)
    assert stage_of(case) == stage
    goes_on(later, case, member_of(household, 1))
    assert stage_of(case) == "surveying"
    assert {due.deadline.name: due.on for due in running(anew(case), later.day)}["whole_by"] == whole


def _refused(way: Way, case: Case) -> None:
    """Found not to qualify, and refused by the county."""
    against = opinions.OpinionDraft(grants=False, reason="家中另有收入")
    opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=against)
    ACTS["review"].do(At(way.world, case, way.desk("county_reviewer")))
    ACTS["refuse"].do(At(way.world, case, way.desk("county_approver")))


def test_who_is_refused_after_the_death_is_told_of_it_in_the_name_of_another(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    _refused(way, case)
    dies(way, case)
    goes_on(way, case, left(way, household))
    assert stage_of(case) == "refused"
    assert [one.kind for one in decisions_told(case)] == ["refuse"]
    letter = make_letter(by=way.desk("county_approver"), kind="refusal_letter", case=case.pk)
    assert json.loads(letter.content)["applicant"] == anew(case).application.applicant.name


def test_what_was_confirmed_is_revoked_before_another_goes_on(way: Way, household: Household) -> None:
    case, later = surveyed_case(way, household, "dibao"), way.later(9)
    caseways.posted(way, case)
    caseways.at_county(later, case)
    caseways.confirmed(later, case)
    dies(later, case)
    with pytest.raises(Refused, match="请先由县级撤销确认决定"):
        goes_on(later, case, left(later, household))
    ACTS["revoke_decision"].do(At(way.world, case, later.desk("county_approver")))
    goes_on(later, case, left(later, household))
    assert (stage_of(case), case.steps.last().source) == ("surveying", "county_review")


def test_what_was_confirmed_for_one_who_is_still_there_stands(way: Way) -> None:
    household = ready(way.world, families.severe_grown_child)
    application = caseways.accepted(way, household, ("dibao", None), ("disability_nursing", member_of(household, 2)))
    family, nursing = application.cases.get(programme="dibao"), application.cases.get(programme="disability_nursing")
    Case.objects.filter(pk=nursing.pk).update(stage="confirmed")
    dies(way, family)
    goes_on(way, family, left(way, household))
    assert family.steps.filter(document="applicant_change").exists()
    assert (stage_of(nursing), nursing.steps.filter(document="applicant_change").exists()) == ("confirmed", False)


@pytest.mark.parametrize("stage", ["draft", "accepted", "surveying", "refused"])
def test_a_step_says_that_the_facts_are_found_anew_where_they_are(way: Way, household: Household, stage: str) -> None:
    if stage == "draft":
        case = caseways.apply_for(way, household, ("dibao", None)).cases.get()
    elif stage == "accepted":
        case = case_of(way, household, "dibao")
    else:
        case = surveyed_case(way, household, "dibao")
    if stage == "refused":
        _refused(way, case)
    dies(way, case)
    goes_on(way, case, left(way, household))
    assert stage_of(case) == stage
    assert ("重新核实" in case.steps.last().ground) == (stage == "surveying")


def test_a_refusal_revoked_after_a_death_is_decided_on_new_facts(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    _refused(way, case)
    dies(way, case)
    goes_on(way, case, left(way, household))
    ACTS["revoke_refusal"].do(At(way.world, case, way.desk("county_approver_second")))
    with pytest.raises(Refused, match="更换申请人后还没有新的调查记录"):
        opinions.give_first_opinion(
            by=way.desk("township_approver"), case=case.pk, draft=caseways.view_of(way, anew(case))
        )


# Who may and who may not


def test_who_left_the_household_is_replaced_like_the_dead(way: Way) -> None:
    household = ready(way.world, families.severe_grown_child)
    by = way.desk("township_acceptance")
    application = caseways.apply_for(way, household, ("dibao", None))
    Application.objects.filter(pk=application.pk).update(applicant=member_of(household, 1))
    intake.submit_application(by=by, application=application.pk)
    intake.accept_application(by=by, application=application.pk)
    case = application.cases.get()
    leaving = Membership.objects.get(household=household, person=member_of(household, 1), until=None)
    end_membership(by=by, membership=leaving.pk, on=way.day, ended="moved_out", reason="离婚迁出")
    assert any("已不是这户成员" in one for one in troubles_of(anew(case), way.day))
    with pytest.raises(Refused, match="请用“更换申请人”继续办理"):
        ending.discontinue_case(by=way.desk("township_approver"), case=case.pk, reason="不配合")
    goes_on(way, case, member_of(household, 0))
    assert troubles_of(anew(case), way.day) == []


def test_who_is_still_there_is_replaced_only_with_a_paper_that_shows_why(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    posted_as = case.application.applicant.name
    caseways.posted(way, case)
    with pytest.raises(Refused, match="书面同意"):
        goes_on(way, case, member_of(household, 1))
    goes_on(way, case, member_of(household, 1), document=consent(way, household))
    # Nothing was found out otherwise: the notice hangs on, under the name it was posted with.
    posting = case.postings.get()
    assert (stage_of(case), posting.taken_down_on) == ("under_publicity", None)
    assert posting.content["applicant"] == posted_as != anew(case).application.applicant.name
    assert case.steps.last().ground.startswith("原申请人书面同意")


def consent(way: Way, household: Household) -> int:
    """A paper filed now that shows why another applies."""
    return caseways.consent_filed(way.desk("township_acceptance"), household.pk)


def test_no_paper_of_before_shows_what_the_applicant_wishes_now(way: Way, household: Household) -> None:
    old = consent(way, household)
    case = surveyed_case(way, household, "dibao")
    window = way.desk("township_acceptance")
    caseways.bring_papers(window, household)
    cards = household.documents.filter(kind__in=("identity_card", "household_register")).values_list("pk", flat=True)
    for paper in (old, *cards):
        with pytest.raises(Refused, match="以后上传的书面同意"):
            goes_on(way, case, member_of(household, 1), document=paper)
    new = consent(way, household)
    assert goes_on(way, case, member_of(household, 1), document=new).applicant_id == member_of(household, 1)
    # What the first signed does not replace the second.
    ACTS["tell_old_applicant"].do(At(way.world, case, window))
    with pytest.raises(Refused, match="以后上传的书面同意"):
        goes_on(way, case, member_of(household, 0), document=new)


# Two hands for who is still there


def entered(way: Way, case: Case, person: int, **told: Any) -> Application:
    """The window enters that another applies, on a consent filed now."""
    told = {"document": consent(way, case.household)} | told
    new = another(way, person, **told)
    return replace_applicant(by=way.desk("township_acceptance"), application=case.application_id or 0, new=new)


def confirmed(way: Way, case: Case, post: str = "township_approver", **told: Any) -> Application:
    return confirm_replacement(by=way.desk(post), application=case.application_id or 0, **told)


def dropped(way: Way, case: Case, post: str = "township_approver", reason: str = "签字不是本人所签") -> Application:
    return drop_replacement(by=way.desk(post), application=case.application_id or 0, reason=reason)


def test_who_is_still_there_is_replaced_only_when_another_confirms(way: Way, household: Household) -> None:
    case, spouse = surveyed_case(way, household, "dibao"), member_of(household, 1)
    old, steps = case.application.applicant_id, case.steps.count()
    code = intake.issue_code(by=way.desk("township_acceptance"), application=case.application_id)
    assert entered(way, case, spouse).applicant_id == old
    assert (case.steps.count(), application_of_code(case.application.number, code)) == (steps, anew(case).application)
    for post in ("township_acceptance", "township_surveyor", "county_reviewer", "village_assistant"):
        with pytest.raises(NotAllowed):
            confirmed(way, case, post)
    assert confirmed(way, case).applicant_id == spouse
    step, row = case.steps.last(), Replacement.objects.get()
    assert (step.officer_id, step.ground) == (way.desk("township_approver").officer_id, WISHED.zh)
    assert (row.old_id, row.person_id, row.confirmed_by_id) == (old, spouse, step.officer_id)
    assert row.entered_by_id == way.desk("township_acceptance").officer_id != row.confirmed_by_id
    assert application_of_code(case.application.number, code) is None
    with pytest.raises(Refused, match="没有等待确认"):
        confirmed(way, case)


def test_who_entered_it_does_not_confirm_it_nor_does_a_deputy_of_theirs(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    entered(way, case, member_of(household, 1))
    clerk, head = way.desk("township_acceptance"), way.desk("township_approver")
    # The clerk holds the post of whoever gives opinions by now.
    promoted = replace(head, officer_id=clerk.officer_id)
    with pytest.raises(NotAllowed, match="由您登记，须由另一人确认"):
        confirm_replacement(by=promoted, application=case.application_id or 0)
    with pytest.raises(IntegrityError, match="replacement_by_two"), transaction.atomic():
        Replacement.objects.update(confirmed_by=F("entered_by"))
    assert anew(case).application.applicant_id != member_of(household, 1)


def test_one_replacement_waits_and_another_is_entered_when_it_was_dropped(way: Way, household: Household) -> None:
    case, spouse = surveyed_case(way, household, "dibao"), member_of(household, 1)
    entered(way, case, spouse)
    with pytest.raises(Refused, match="等待确认"):
        entered(way, case, spouse)
    with pytest.raises(NotAllowed):
        dropped(way, case, "township_surveyor")
    with pytest.raises(Refused, match="请写明不予更换的原因"):
        dropped(way, case, reason=" ")
    dropped(way, case)
    with pytest.raises(Refused, match="没有等待确认"):
        confirmed(way, case)
    entered(way, case, spouse)
    # Who entered it may take it back.
    dropped(way, case, "township_acceptance")
    assert [one.dropped_reason for one in Replacement.objects.order_by("pk")] == ["签字不是本人所签"] * 2
    assert "签字不是本人所签" not in "".join(f"{one.before}{one.after}" for one in AuditEntry.objects.all())


def test_what_is_confirmed_has_to_hold_on_the_day(way: Way, household: Household) -> None:
    case, paper = surveyed_case(way, household, "dibao"), consent(way, household)
    version = entered(way, case, member_of(household, 1), document=paper).version
    with pytest.raises(Stale):
        confirmed(way, case, version=version - 1)
    withdraw_document(by=way.desk("township_acceptance"), document=paper, reason="错传")
    with pytest.raises(Refused, match="没有这份材料"):
        confirmed(way, case, version=version)


def test_where_the_first_dies_meanwhile_nothing_waits_any_more(way: Way, household: Household) -> None:
    case, spouse = surveyed_case(way, household, "dibao"), member_of(household, 1)
    entered(way, case, spouse)
    dies(way, case)
    with pytest.raises(Refused, match="已死亡或离户：请由受理窗口重新更换"):
        confirmed(way, case)
    assert goes_on(way, case, spouse).applicant_id == spouse
    assert (Replacement.objects.get().dropped_on, waiting_of(case.application_id)) == (way.day, None)
    assert case.steps.last().ground == GONE.zh


def test_nobody_is_replaced_twice_before_the_first_was_told(way: Way, household: Household) -> None:
    case, spouse, child = surveyed_case(way, household, "dibao"), member_of(household, 1), member_of(household, 2)
    old = case.application.applicant
    goes_on(way, case, spouse, document=consent(way, household))
    agent = {"agent_name": "祖父", "agent_paper": "1"}
    with pytest.raises(Refused, match=f"还没有书面告知原申请人{old.name}"):
        entered(way, case, child, **agent)
    ACTS["tell_old_applicant"].do(At(way.world, case, way.desk("township_acceptance")))
    entered(way, case, child, **agent)
    assert confirmed(way, case).applicant_id == child


def test_only_the_consent_or_what_shows_that_the_applicant_is_unable_is_shown(way: Way, household: Household) -> None:
    case, spouse = surveyed_case(way, household, "dibao"), member_of(household, 1)
    window, old = way.desk("township_acceptance"), case.application.applicant_id
    wrong = [("proxy", None), ("photographs", old), ("medical_papers", None), ("medical_papers", spouse)]
    for kind, person in wrong:
        with pytest.raises(Refused, match="更换申请人同意书"):
            entered(way, case, spouse, document=filed(window, household, kind, person))
    entered(way, case, spouse, document=filed(window, household, "medical_papers", old))


def filed(by: Desk, household: Household, kind: str, person: int | None) -> int:
    draft = PaperDraft(caseways.PNG + kind.encode(), "image/png", kind, person=person)
    return file_documents(by=by, household=household.pk, drafts=[draft])[0].pk


def test_no_case_ends_by_anybodys_word_before_who_applied_was_told(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    goes_on(way, case, member_of(household, 1), document=consent(way, household))
    ACTS["ask_to_cooperate"].do(At(way.world, case, way.desk("township_surveyor")))
    late = At(way.world, case, way.later(9).desk("township_approver"))
    with pytest.raises(Refused, match="还没有书面告知原申请人"):
        ACTS["discontinue"].do(late)
    ACTS["tell_old_applicant"].do(At(way.world, case, way.desk("township_acceptance")))
    ACTS["discontinue"].do(late)
    assert stage_of(case) == "discontinued"


def test_who_has_the_name_of_somebody_dead_is_told_all_the_same(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    old, child = case.application.applicant, member_of(household, 2)
    goes_on(way, case, member_of(household, 1), document=consent(way, household))
    record_death(by=way.desk("township_acceptance"), person=child, died_on=way.day)
    Person.objects.filter(pk=child).update(name=old.name)
    with pytest.raises(Refused, match="还没有书面告知原申请人"):
        intake.withdraw_case(by=way.desk("township_acceptance"), case=case.pk, reason="不再申请")


def test_who_was_replaced_is_told_before_anybody_withdraws(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    window, old = way.desk("township_acceptance"), case.application.applicant
    with pytest.raises(Refused, match="没有更换仍在这户的申请人"):
        make_letter(by=window, kind="applicant_change_notice", case=case.pk)
    goes_on(way, case, member_of(household, 1), document=consent(way, household))
    citizen = citizen_desk(way.day, village=LIULIN, name="网上办理", request="r")
    for by in (window, citizen):
        with pytest.raises(Refused, match=f"还没有书面告知原申请人{old.name}"):
            intake.withdraw_case(by=by, case=case.pk, reason="不再申请")
    letter = make_letter(by=window, kind="applicant_change_notice", application=case.application_id)
    told = json.loads(letter.content)
    assert (told["old_applicant"], told["applicant"]) == (old.name, anew(case).application.applicant.name)
    assert WHY not in letter.content
    with pytest.raises(Refused, match="还没有书面告知"):
        intake.withdraw_case(by=window, case=case.pk, reason="不再申请")
    deliver_letter(by=window, letter=letter.pk, to=old.name, how="直接送达")
    intake.withdraw_case(by=window, case=case.pk, reason="不再申请")
    assert stage_of(case) == "withdrawn"


def test_who_died_since_is_told_nothing(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    old = case.application.applicant_id
    goes_on(way, case, member_of(household, 1), document=consent(way, household))
    others = {member_of(household, 2): "other_relative"}
    record_death(
        by=way.desk("township_acceptance"), person=old, died_on=way.day, new_head=member_of(household, 1),
        relations=others,
    )  # fmt: skip
    intake.withdraw_case(by=way.desk("township_acceptance"), case=case.pk, reason="不再申请")
    assert stage_of(case) == "withdrawn"


def test_nobody_steps_into_a_refusal_by_a_wish(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    _refused(way, case)
    with pytest.raises(Refused, match="是对原申请人作出的"):
        goes_on(way, case, member_of(household, 1), document=consent(way, household))


def test_whose_age_nobody_knows_goes_on_only_with_somebody_who_acts(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    child = member_of(household, 2)
    Person.objects.filter(pk=child).update(born_on=None)
    dies(way, case)
    with pytest.raises(Refused, match="没有登记出生日期"):
        goes_on(way, case, child)
    found = goes_on(way, case, child, agent_name="柳林村民委员会", agent_paper="村证〔2026〕3号")
    assert found.applicant_id == child


def test_an_objection_answered_before_another_applies_is_answered(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    caseways.posted(way, case)
    ACTS["object"].do(At(way.world, case, way.later(1).desk("township_acceptance")))
    caseways.inquire(way.later(2), "home_visit", application=case.application)
    goes_on(way.later(3), case, member_of(household, 1), document=consent(way, household))
    draft = caseways.view_of(way.later(3), anew(case))
    opinions.give_second_opinion(by=way.later(3).desk("township_approver"), case=case.pk, draft=draft)
    assert stage_of(case) == "second_opinion"


def test_a_child_goes_on_only_with_somebody_who_acts_for_it(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    child = member_of(household, 2)
    dies(way, case)
    with pytest.raises(Refused, match="未成年，须由监护人代为办理"):
        goes_on(way, case, child)
    with pytest.raises(Refused, match="委托书、监护证明"):
        goes_on(way, case, child, agent_name="柳林村民委员会")
    found = goes_on(way, case, child, agent_name="柳林村民委员会", agent_paper="村证〔2026〕3号")
    assert (found.applicant_id, found.agent_name) == (child, "柳林村民委员会")
    assert "由柳林村民委员会代为办理" in case.steps.last().reason


def test_the_guardian_of_a_child_is_replaced_and_the_childs_case_goes_on(way: Way) -> None:
    household = ready(way.world, families.child_alone)
    case = case_of(way, household, "unattended_child", member_of(household, 1))
    child = member_of(household, 1)
    dies(way, case)
    goes_on(way, case, child, agent_name="孔大伯", agent_relation="伯父", agent_paper="监护证明1号")
    assert stage_of(case) == "accepted"
    assert anew(case).person_id == child


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"person": 0}, "应是这户现在的成员"),
        ({"reason": "去"}, "请写明更换申请人的原因"),
        ({"document": 987_654}, "没有这份材料"),
        ({"on": "before"}, "早于申请人死亡的日期"),
        ({"on": "after"}, "今天"),
    ],
)
def test_what_is_wanted_is_named(way: Way, household: Household, told: dict[str, Any], said: str) -> None:
    case = surveyed_case(way, household, "dibao")
    dies(way.later(2), case)
    days = {"before": way.later(1).day, "after": way.later(9).day}
    told = {"person": member_of(household, 1)} | told | ({"on": days[told["on"]]} if "on" in told else {})
    with pytest.raises(Refused, match=said):
        goes_on(way.later(2), case, **told)


def test_nobody_who_died_or_left_takes_the_place(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    old, spouse, child = (member_of(household, position) for position in range(3))
    dies(way, case)
    with pytest.raises(Refused, match="此人就是现在的申请人"):
        goes_on(way, case, old)
    window = way.desk("township_acceptance")
    record_death(by=window, person=spouse, died_on=way.day, new_head=child)
    with pytest.raises(Refused, match="应是这户现在的成员"):
        goes_on(way, case, spouse)


def test_who_left_takes_no_place(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    child = member_of(household, 2)
    leaving = Membership.objects.get(household=household, person=child, until=None)
    end_membership(
        by=way.desk("township_acceptance"), membership=leaving.pk, on=way.day, ended="moved_out", reason="随祖父母生活"
    )
    dies(way, case)
    with pytest.raises(Refused, match="应是这户现在的成员"):
        goes_on(way, case, child, agent_name="祖父", agent_paper="1")


def test_where_nobody_else_is_left_the_case_is_ended(way: Way) -> None:
    household = ready(way.world, families.elder)
    case = surveyed_case(way, household, "tekun", member_of(household, 0))
    dies(way, case)
    with pytest.raises(Refused, match="这户已销户或迁出，不能更换申请人；请用“终止办理”结束办件"):
        goes_on(way, case, case.application.applicant_id)
    ending.discontinue_case(by=way.desk("township_acceptance"), case=case.pk, reason="申请人去世")
    assert (stage_of(case), case.steps.last().document) == ("discontinued", "death_notice")


def test_what_was_one_persons_alone_ends_and_the_rest_goes_on(way: Way) -> None:
    household = ready(way.world, lambda world: families.near_dibao(world, sequence=905))
    head = member_of(household, 0)
    application = caseways.accepted(way, household, ("near_dibao", None), ("dibao_single", head))
    family, single = application.cases.get(programme="near_dibao"), application.cases.get(programme="dibao_single")
    dies(way, family)
    goes_on(way, family, left(way, household))
    assert Step.objects.filter(document="applicant_change", case__in=(family, single)).get().case_id == family.pk
    ending.discontinue_case(by=way.desk("township_acceptance"), case=single.pk, reason="申请人去世")
    assert single.steps.last().document == "death_notice"
    assert stage_of(family) == "accepted"


# What of each programme goes on without the first, at the stage where it stands after acceptance.
@pytest.mark.parametrize(
    ("make", "programme"),
    [
        (families.near_dibao, "near_dibao"),
        (families.burdened, "rigid_expenditure"),
        (families.sick, "temporary_spending"),
        (families.burned, "temporary_urgent"),
        (families.severe_grown_child, "dibao"),
    ],
)
def test_what_a_family_asks_for_goes_on(way: Way, make: Any, programme: str) -> None:
    household = ready(way.world, make)
    application = caseways.apply_for(way, household, (programme, None))
    case = application.cases.get()
    dies(way, case)
    goes_on(way, case, left(way, household))
    stage = "reported" if programme == "temporary_urgent" else "draft"
    assert (stage_of(case), anew(case).application.applicant_id) == (stage, left(way, household))
    assert case.steps.last().event == "applicant_replaced"


@pytest.mark.parametrize("programme", ["dibao_single", "disability_nursing", "disability_living"])
def test_what_is_the_applicants_own_ends_with_them(way: Way, programme: str) -> None:
    household = ready(way.world, families.severe_grown_child)
    head = member_of(household, 0)
    case = caseways.apply_for(way, household, (programme, head)).cases.get()
    intake.submit_application(by=way.desk("township_acceptance"), application=case.application_id)
    dies(way, case)
    with pytest.raises(Refused, match="只属于已死亡或离户的本人.*终止办理"):
        goes_on(way, case, left(way, household))
    ending.discontinue_case(by=way.desk("township_acceptance"), case=case.pk, reason="申请人去世")
    assert case.steps.last().document == "death_notice"


def test_the_disability_subsidy_of_another_goes_on_and_is_surveyed_anew(way: Way) -> None:
    household = ready(way.world, families.severe_grown_child)
    case = surveyed_case(way, household, "disability_nursing", member_of(household, 2))
    opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=caseways.view_of(way, case))
    dies(way, case)
    goes_on(way, case, left(way, household))
    assert stage_of(case) == "surveying"


def test_only_the_window_of_the_town_does_it(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    dies(way, case)
    for post in ("township_surveyor", "township_approver", "county_reviewer", "village_assistant"):
        with pytest.raises(NotAllowed):
            goes_on(way, case, left(way, household), post=post)


def test_a_household_that_moved_applies_where_it_lives(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    dies(way, case)
    Household.objects.filter(pk=household.pk).update(territory=FENGLING)
    with pytest.raises(Refused, match="由迁入地重新申请"):
        goes_on(way, case, left(way, household))


def test_a_page_that_is_old_says_so(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    version = Application.objects.get(pk=case.application_id).version
    dies(way, case)
    goes_on(way, case, left(way, household))
    new = NewApplicant(
        person=members_on(household, way.day)[1].person_id, reason=WHY, on=way.day, agent_name="姑姑", agent_paper="1"
    )
    with pytest.raises(Stale):
        replace_applicant(
            by=way.desk("township_acceptance"), application=case.application_id or 0, new=new, version=version
        )


def test_a_head_who_died_may_be_somebody_else_than_the_applicant(way: Way, household: Household) -> None:
    case = surveyed_case(way, household, "dibao")
    record_death(by=way.desk("township_acceptance"), person=member_of(household, 1), died_on=way.day)
    with pytest.raises(Refused, match="书面同意"):
        goes_on(way, case, member_of(household, 1), agent_name="姑姑", agent_paper="1")
