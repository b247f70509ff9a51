"""Decisions that do not stand or may not be made: each kind revoked, the dead, checks that found otherwise, what is not given."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from doudi.records.accounts.desk import NotAllowed
from doudi.records.cases.actions import deciding, draws, exits, intake, opinions, publicity
from doudi.records.cases.clocks import running
from doudi.records.cases.findings import determination_of
from doudi.records.cases.models import Case, Cover, Decision, SpotCheck
from doudi.records.registry.models import Benefit, Household, Person
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused
from doudi.vocabulary.names import match_key
from support import caseways
from support import families_of_cases as families
from support.case_world import member_of, ready, stage_of, surveyed_case, world_of_cases
from support.caseways import Way
from support.rolled_back import rolled_back
from world import DAY, World

pytestmark = pytest.mark.django_db
APRIL, MAY = datetime.date(2026, 4, 1), datetime.date(2026, 5, 1)
WHY = "赡养人的收入核算有误"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


def revoked(way: Way, decision: Decision) -> Decision:
    return deciding.revoke_decision(by=way.desk("county_approver"), decision=decision.pk, reason=WHY)


# Tekun and its end


def tekun_confirmed(way: Way) -> Case:
    household = ready(way.world, families.elder)
    case = surveyed_case(way, household, "tekun", member_of(household, 0))
    caseways.posted(way, case, care_mode="home")
    caseways.at_county(way.later(8), case)
    draws.draw_checks(by=way.later(8).desk("county_reviewer"))
    concluded(way.later(8), case)
    caseways.confirmed(way.later(9), case, care_mode="home")
    return case


def concluded(way: Way, case: Case, **over: Any) -> None:
    visit = caseways.inquire(way, "county_visit", case=case, **over)
    check = SpotCheck.objects.filter(case=case).latest("pk")
    draws.conclude_check(by=way.desk("county_reviewer"), check=check.pk, inquiry=visit.pk)


def exit_of(way: Way, benefit: Benefit) -> Case:
    case = exits.report_exit(by=way.desk("township_surveyor"), benefit=benefit.pk, reason="已有赡养人赡养")
    caseways.inquire(way, "home_visit", case=case)
    exits.hand_up_exit(by=way.desk("township_approver"), case=case.pk, opinion="建议终止供养")
    return case


def ended(way: Way) -> tuple[Case, Decision]:
    """Tekun confirmed on the eleventh of March, in payment from April, ended on 17 April."""
    tekun = tekun_confirmed(way)
    benefit = Benefit.objects.get(decisions__case=tekun)
    begun = Way(way.world, datetime.date(2026, 4, 8))
    case = exit_of(begun, benefit)
    exits.propose_exit(by=begun.desk("county_reviewer"), case=case.pk)
    decision = exits.decide_exit(
        by=begun.later(9).desk("county_approver"), case=case.pk, ends=True, reason="已有赡养人赡养"
    )
    assert Benefit.objects.get(pk=benefit.pk).until == MAY
    return case, decision


def test_continued_and_revoked_the_support_goes_on_and_the_county_reviews_the_exit_anew(way: Way) -> None:
    benefit = Benefit.objects.get(decisions__case=tekun_confirmed(way))
    begun = Way(way.world, datetime.date(2026, 4, 8))
    case = exit_of(begun, benefit)
    decision = exits.decide_exit(by=begun.desk("county_approver"), case=case.pk, ends=False, reason="仍符合供养条件")
    assert stage_of(case) == "continued"
    revoked(begun, decision)
    benefit.refresh_from_db()
    assert (benefit.until, stage_of(case), case.closed_on) == (None, "county_review", None)
    exits.propose_exit(by=begun.later(1).desk("county_reviewer"), case=case.pk)
    names = {one.deadline.name for one in running(Case.objects.get(pk=case.pk), begun.later(1).day)}
    assert "posting_ends" in names
    exits.decide_exit(by=begun.later(9).desk("county_approver"), case=case.pk, ends=True, reason="已有赡养人赡养")
    assert Benefit.objects.get(pk=benefit.pk).until == MAY


def test_an_end_revoked_before_it_comes_never_comes(way: Way) -> None:
    case, decision = ended(way)
    revoked(Way(way.world, datetime.date(2026, 4, 20)), decision)
    benefit = Benefit.objects.get(pk=case.ends_id)
    assert (benefit.until, benefit.ended_reason, stage_of(case)) == (None, "", "county_review")
    assert not Cover.objects.filter(benefit=benefit, until__isnull=False).exists()
    with pytest.raises(Refused, match="不能转为“已终止供养”"):
        exits.tell_exit(
            by=Way(way.world, datetime.date(2026, 4, 21)).desk("township_acceptance"), case=case.pk,
            delivered_to="本人", other_help="低保",
        )  # fmt: skip


def test_an_end_revoked_after_it_came_leaves_no_month_unpaid(way: Way) -> None:
    case, decision = ended(way)
    exits.tell_exit(
        by=Way(way.world, datetime.date(2026, 4, 18)).desk("township_acceptance"), case=case.pk, delivered_to="本人",
        other_help="低保",
    )  # fmt: skip
    old = Benefit.objects.get(pk=case.ends_id)
    june = Way(way.world, datetime.date(2026, 6, 15))
    revoked(june, decision)
    again = Benefit.objects.get(person=old.person, programme="tekun", until=None)
    assert (again.since, again.monthly, again.care_mode) == (MAY, old.monthly, old.care_mode)
    assert set(again.covers.values_list("since", flat=True)) == {MAY}
    assert (stage_of(case), case.closed_on) == ("county_review", None)
    assert Case.objects.get(pk=case.pk).ends_id == again.pk
    exits.decide_exit(by=june.desk("county_approver"), case=case.pk, ends=False, reason="仍符合供养条件")


def test_an_end_is_not_revoked_beside_another_exit_of_the_same_person(way: Way) -> None:
    benefit = Benefit.objects.get(decisions__case=tekun_confirmed(way))
    begun = Way(way.world, datetime.date(2026, 4, 8))
    first = exits.decide_exit(
        by=begun.desk("county_approver"), case=exit_of(begun, benefit).pk, ends=False, reason="仍符合供养条件"
    )
    other = exit_of(begun.later(10), benefit)
    with pytest.raises(Refused, match=other.number):
        revoked(begun.later(11), first)


# What the county's own eyes found


def test_a_drawn_case_found_otherwise_is_sent_back_and_drawn_from_again(way: Way) -> None:
    household = ready(way.world, families.elder)
    case = surveyed_case(way, household, "tekun", member_of(household, 0))
    caseways.posted(way, case, care_mode="home")
    caseways.at_county(way.later(8), case)
    reviewer = way.later(8).desk("county_reviewer")
    draws.draw_checks(by=reviewer)
    concluded(way.later(8), case, finding="wrong")
    with pytest.raises(Refused, match="抽查结论与初审意见不符，不能确认"):
        caseways.confirmed(way.later(9), case, care_mode="home")
    with pytest.raises(Refused, match="没有等待抽查"):
        draws.draw_checks(by=reviewer)
    opinions.send_back(by=way.later(9).desk("county_reviewer"), case=case.pk, reason="抽查与调查不一致")
    caseways.inquire(way.later(10), "home_visit", application=case.application)
    caseways.posted(way.later(10), case, care_mode="home")
    caseways.at_county(way.later(18), case)
    with pytest.raises(Refused, match="还没有进入随机抽查"):
        caseways.confirmed(way.later(19), case, care_mode="home")
    draws.draw_checks(by=way.later(18).desk("county_reviewer"))
    old = case.inquiries.filter(kind="county_visit").get()
    check = SpotCheck.objects.filter(case=case).latest("pk")
    with pytest.raises(Refused, match="抽签之后的县级入户核查"):
        draws.conclude_check(by=way.later(18).desk("county_reviewer"), check=check.pk, inquiry=old.pk)
    concluded(way.later(18), case)
    assert caseways.confirmed(way.later(19), case, care_mode="home").kind == "confirm"


def test_complained_of_and_found_otherwise_it_is_not_confirmed(way: Way, family: Household) -> None:
    case = surveyed_case(way, family, "dibao")
    intake.note_complaint(by=way.desk("township_acceptance"), application=case.application_id, reason="举报隐瞒收入")
    caseways.posted(way, case)
    caseways.at_county(way.later(8), case)
    caseways.inquire(way.later(9), "county_visit", case=case, why="complaint", finding="wrong")
    with pytest.raises(Refused, match="县级入户核查与初审意见不符"):
        caseways.confirmed(way.later(9), case)
    caseways.inquire(way.later(9), "county_visit", case=case, why="complaint")
    assert caseways.confirmed(way.later(9), case).kind == "confirm"


# The dead


def died(person: Person, on: datetime.date) -> None:
    Person.objects.filter(pk=person.pk).update(died_on=on)


def test_nothing_is_posted_or_confirmed_in_the_name_of_the_dead(way: Way, family: Household) -> None:
    case = surveyed_case(way, family, "dibao")
    draft = caseways.view_of(way, case)
    opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=draft)
    applicant = case.application.applicant
    died(applicant, DAY)
    with pytest.raises(Refused, match=f"申请人{applicant.name}已于{DAY}死亡.*由在世的家庭成员继续申请"):
        publicity.post_case(by=way.desk("township_acceptance"), case=case.pk)
    Person.objects.filter(pk=applicant.pk).update(died_on=None)
    publicity.post_case(by=way.desk("township_acceptance"), case=case.pk)
    caseways.at_county(way.later(8), case)
    other = next(one.person for one in members_on(family, DAY) if one.person_id != applicant.pk)
    for person, said in ((applicant, "请先“更换申请人”"), (other, f"家庭成员{other.name}已于{DAY}死亡")):
        died(person, DAY)
        with pytest.raises(Refused, match=said):
            deciding.confirm_case(by=way.later(9).desk("county_approver"), case=case.pk, draft=draft)
        Person.objects.filter(pk=person.pk).update(died_on=None)
    assert deciding.confirm_case(by=way.later(9).desk("county_approver"), case=case.pk, draft=draft).kind == "confirm"


# What a programme does not give


def refused_draft(case: Case, **over: Any) -> dict[str, str]:
    draft = replace(opinions.OpinionDraft(grants=True, reason="调查属实"), **over)
    with pytest.raises(Refused) as refusal:
        opinions.check_amounts(case, draft)
    return refusal.value.faults


@pytest.mark.parametrize(
    ("programme", "over", "field"),
    [
        ("near_dibao", {"monthly": 88_800}, "monthly"),
        ("rigid_expenditure", {"monthly": 1}, "monthly"),
        ("temporary_spending", {"once": 50_000, "monthly": 100}, "monthly"),
        ("near_dibao", {"once": 100}, "once"),
        ("dibao", {"monthly": 60_000, "once": 100}, "once"),
        ("tekun", {"monthly": 93_800, "dibao_class": "A"}, "dibao_class"),
        ("dibao", {"monthly": 60_000, "care_mode": "home"}, "care_mode"),
        ("dibao", {"monthly": 10**20}, "monthly"),
    ],
)
def test_what_a_programme_does_not_give_is_in_no_view(programme: str, over: dict[str, Any], field: str) -> None:
    assert field in refused_draft(Case(programme=programme), **over)


def test_a_status_pays_nothing_whatever_way_the_view_comes(way: Way) -> None:
    case = surveyed_case(way, ready(way.world, families.near_dibao), "near_dibao")
    with pytest.raises(Refused, match="不按月发放"):
        opinions.give_first_opinion(
            by=way.desk("township_approver"), case=case.pk, draft=caseways.view_of(way, case, monthly=88_800)
        )


def test_another_class_than_the_rules_give_wants_its_reason(way: Way, family: Household) -> None:
    case = surveyed_case(way, family, "dibao")
    approver, draft = way.desk("township_approver"), caseways.view_of(way, case, reason="")
    told = {}
    for given in ("A", "B", "C"):
        try:
            told[given] = opinions.departs_from(deciding.find(case, approver), replace(draft, dibao_class=given))
        except Refused as why:
            told[given] = str(why)
    [right] = [given for given, departs in told.items() if not departs]
    [wrong, _other] = [given for given in told if given != right]
    assert told[wrong] == f"系统研判为{right}类"
    with pytest.raises(Refused, match="与系统研判不一致"):
        opinions.give_first_opinion(by=approver, case=case.pk, draft=replace(draft, dibao_class=wrong))
    given = opinions.give_first_opinion(
        by=approver, case=case.pk, draft=replace(draft, dibao_class=wrong, reason="重病证明随后补录")
    )
    assert given.departs


def test_another_mode_of_care_than_was_recorded_wants_its_reason(way: Way) -> None:
    household = ready(way.world, families.elder)
    case = surveyed_case(way, household, "tekun", member_of(household, 0))
    found = deciding.find(case, way.desk("township_approver"))
    draft = caseways.view_of(way, case)
    recorded = found.case_file["members"][0]["care_mode"]
    other = "institution" if recorded == "home" else "home"
    assert opinions.departs_from(found, replace(draft, care_mode=recorded)) == ""
    assert "登记的供养方式" in opinions.departs_from(found, replace(draft, care_mode=other))


# Whose answer it is


def test_a_decision_is_explained_by_who_somebody_is_and_not_by_a_name(way: Way) -> None:
    household = ready(way.world, families.severe_grown_child)
    son = member_of(household, 2)
    case = surveyed_case(way, household, "dibao_single", son)
    finding = opinions.give_first_opinion(
        by=way.desk("township_approver"), case=case.pk, draft=caseways.view_of(way, case)
    ).finding
    told = determination_of(finding, case)
    assert told["person"] == case.person.name
    head = members_on(household, DAY)[0].person
    # Renamed, and the head of the house now has the name he had.
    Person.objects.filter(pk=head.pk).update(name=case.person.name, name_key=match_key(case.person.name))
    Person.objects.filter(pk=son).update(name="何志远", name_key=match_key("何志远"))
    renamed = Case.objects.select_related("person").get(pk=case.pk)
    assert determination_of(finding, renamed) == told
    # Kept before it was written whose the members are, and renamed since: nobody else's answer is told.
    finding.people = []
    assert determination_of(finding, renamed) == {}
    finding.people = [one + 1000 for one in (1, 2, 3)]
    assert determination_of(finding, case) == {}


def test_a_township_does_not_revoke(way: Way, family: Household) -> None:
    case = surveyed_case(way, family, "dibao")
    caseways.posted(way, case)
    caseways.at_county(way.later(8), case)
    decision = caseways.confirmed(way.later(9), case)
    with pytest.raises(NotAllowed, match="县级"):
        deciding.revoke_decision(by=way.later(9).desk("township_approver"), decision=decision.pk, reason=WHY)
    revoked(way.later(9), decision)
    assert Benefit.objects.get(pk=decision.benefit_id).until == decision.since == APRIL
