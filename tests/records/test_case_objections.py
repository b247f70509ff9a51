"""Objections to a notice: whose they are, within its days or after them, and what each does to the case."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.records.accounts.desk import NotAllowed, citizen_desk
from doudi.records.accounts.models import Officer
from doudi.records.accounts.powers import grant_power
from doudi.records.cases.actions import opinions, publicity
from doudi.records.cases.clocks import running
from doudi.records.cases.models import Application, Case, Objection
from doudi.records.registry.refusals import Refused
from doudi.records.registry.relatives import file_and_match
from support import caseways
from support.case_acts import ACTS, At
from support.case_stories import household_for, opened_case
from support.case_world import ready, stage_of, surveyed_case, world_of_cases
from support.caseways import Way
from support.families_registered import family_on
from support.rolled_back import rolled_back
from world import COUNTY, DAY, LIULIN, TOWN, World, staffed

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


def posted_case(way: Way) -> Case:
    """A dibao case whose notice hangs since today."""
    case = surveyed_case(way, ready(way.world, lambda world: family_on(world, "600")), "dibao")
    caseways.posted(way, case)
    return Case.objects.get(pk=case.pk)


def objected(way: Way, case: Case, content: str = "家里有门面出租", **told: str) -> Objection:
    """An objection told at the window."""
    posting = case.postings.order_by("pk").first()
    assert posting is not None
    return publicity.object_to(by=way.desk("township_acceptance"), posting=posting.pk, content=content, **told)


def test_a_clue_from_the_web_is_answered_before_the_file_goes_up_and_stops_nothing(way: Way) -> None:
    case = posted_case(way)
    by = citizen_desk(DAY, village=LIULIN, name="公示异议", request="r")
    clue = publicity.object_to(by=by, posting=case.postings.get().pk, content="反对")
    assert (stage_of(case), clue.timely, clue.is_identified) == ("under_publicity", True, False)
    assert not Application.objects.get(pk=case.application_id).complaint
    over = way.later(8)
    with pytest.raises(Refused, match="没有处理结果"):
        publicity.send_to_county(by=over.desk("township_approver"), case=case.pk)
    publicity.dispose_objection(by=over.desk("township_approver"), objection=clue.pk, disposal="核实无此情况")
    publicity.send_to_county(by=over.desk("township_approver"), case=case.pk)
    assert stage_of(case) == "county_review"


# Whoever objected from the web and cannot be reached


def from_the_web(way: Way, case: Case, **told: str) -> Objection:
    """An objection of the public pages, under a name and a telephone."""
    by = citizen_desk(way.day, village=LIULIN, name="公示异议", request="r")
    told = {"content": "家里有车", "objector": "某人", "contact": "13700002222"} | told
    return publicity.object_to(by=by, posting=case.postings.order_by("pk").last().pk, **told)


def tried(way: Way, *, days: int = 2) -> list[publicity.Attempt]:
    """A try on each of the last days."""
    return [publicity.Attempt(way.later(-one).day, "拨打所留电话", "空号") for one in range(days)]


def set_aside(way: Way, objection: Objection, *, post: str = "township_approver", **told: Any) -> Objection:
    told = {"attempts": tried(way), "found": "走访邻居，没有车"} | told
    return publicity.set_objection_aside(by=way.desk(post), objection=objection.pk, **told)


@pytest.mark.parametrize(
    ("contact", "opens"),
    [
        ("13700002222", True), ("+86 137-0000-2222", True), ("0564-7000001", True), ("010 8888 6666", True),
        ("1234567", False), ("7000001", False), ("12345678901", False), ("11111111111", False), ("0000-0000000", False),
        ("村口找我", False), ("", False),
    ],
)  # fmt: skip
def test_only_a_number_that_can_be_called_opens_the_inquiry(way: Way, contact: str, opens: bool) -> None:
    case = posted_case(way)
    assert from_the_web(way, case, contact=contact).is_identified is opens
    assert stage_of(case) == ("objected" if opens else "under_publicity")


@pytest.mark.parametrize(("name", "opens"), [("某人", True), ("Wu", True), ("某", False), ("12", False), (" ", False)])
def test_only_a_name_opens_the_inquiry(way: Way, name: str, opens: bool) -> None:
    case = posted_case(way)
    from_the_web(way, case, objector=name)
    assert stage_of(case) == ("objected" if opens else "under_publicity")


def test_one_telephone_and_name_objects_to_a_notice_once_and_what_comes_again_is_added(way: Way) -> None:
    case = posted_case(way)
    first = from_the_web(way, case)
    again = from_the_web(way, case, objector=" 某人", contact="137 0000 2222", content="还有门面")
    assert (again.pk, again.is_identified) == (first.pk, True)
    assert again.content.splitlines() == ["家里有车", f"{DAY}补充：还有门面"]
    others = [from_the_web(way, case, contact="13700003333"), objected(way, case, contact="13700002222")]
    assert len({one.pk for one in (first, *others)}) == 3


@pytest.mark.parametrize("name", ["", "某", "另一人"])
def test_under_another_name_nothing_is_added_to_what_somebody_said_and_nothing_stops(way: Way, name: str) -> None:
    case = posted_case(way)
    first = from_the_web(way, case)
    again = from_the_web(way, case, objector=name, content="他家没有车")
    first.refresh_from_db()
    assert (again.pk == first.pk, first.content, again.content) == (False, "家里有车", "他家没有车")
    set_aside(way.later(1), first)
    assert (stage_of(case), again.disposed_on) == ("under_publicity", None)


def test_words_that_are_too_long_for_one_row_are_kept_in_another(way: Way) -> None:
    case = posted_case(way)
    first = from_the_web(way, case, content="车" * 12_000)
    second = from_the_web(way, case, content="房" * 12_000)
    third = from_the_web(way, case, content="还有门面")
    assert (second.content, second.pk != first.pk, third.pk) == ("房" * 12_000, True, first.pk)


def test_who_left_a_telephone_alone_may_still_say_who_they_are(way: Way) -> None:
    case = posted_case(way)
    clue = from_the_web(way, case, objector="")
    assert stage_of(case) == "under_publicity"
    assert from_the_web(way, case).pk != clue.pk
    assert stage_of(case) == "objected"


def test_a_telephone_that_was_answered_opens_no_second_inquiry(way: Way) -> None:
    case = posted_case(way)
    first = from_the_web(way, case)
    caseways.inquire(way, "home_visit", application=case.application)
    publicity.dispose_objection(by=way.desk("township_approver"), objection=first.pk, disposal="已核实，无此情况")
    Case.objects.filter(pk=case.pk).update(stage="under_publicity")
    again = from_the_web(way, case)
    assert (again.pk == first.pk, again.timely, stage_of(case)) == (False, True, "under_publicity")


def test_who_cannot_be_reached_gave_a_clue_and_the_notice_goes_on_with_its_days(way: Way) -> None:
    case = posted_case(way)
    objection = from_the_web(way.later(2), case)
    before = {due.deadline.name: due.on for due in running(case, way.later(1).day)}
    set_aside(way.later(3), objection)
    case = Case.objects.get(pk=case.pk)
    objection.refresh_from_db()
    assert (case.stage, objection.is_set_aside, objection.disposed_on) == ("under_publicity", True, way.later(3).day)
    assert "空号" in objection.disposal and "走访邻居" in objection.disposal
    # No limit has stood still, and none began that nobody answers.
    assert {due.deadline.name: due.on for due in running(case, way.later(3).day)} == before
    posting = case.postings.get()
    assert (posting.taken_down_on, posting.ends_on) == (None, way.later(7).day)
    over = way.later(8)
    publicity.send_to_county(by=over.desk("township_approver"), case=case.pk)
    assert stage_of(case) == "county_review"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"attempts": []}, "至少2天"),
        ({"found": " "}, "核实结果"),
        ({"attempts": "one day"}, "至少2天"),
        ({"attempts": "before"}, "收到异议"),
        ({"attempts": "no result"}, "方式和结果"),
    ],
)
def test_somebody_is_tried_to_be_reached_first(way: Way, told: dict[str, Any], said: str) -> None:
    case = posted_case(way)
    later = way.later(3)
    objection = from_the_web(way.later(2), case)
    tries = {
        "one day": tried(later, days=1) * 2,
        "before": tried(later, days=3),
        "no result": [publicity.Attempt(one.on, one.how, " ") for one in tried(later)],
    }
    if isinstance(told.get("attempts"), str):
        told = told | {"attempts": tries[told["attempts"]]}
    with pytest.raises(Refused, match=said):
        set_aside(later, objection, **told)
    assert stage_of(case) == "objected"


def test_while_somebody_else_has_objected_the_inquiry_stands(way: Way) -> None:
    case = posted_case(way)
    objection = from_the_web(way, case)
    objected(way.later(1), case, "还有门面")
    set_aside(way.later(1), objection)
    assert stage_of(case) == "objected"


def test_after_two_that_led_to_nobody_another_of_the_web_opens_nothing_until_an_officer_has_heard_them(
    way: Way,
) -> None:
    case = posted_case(way)
    set_aside(way.later(1), from_the_web(way, case))
    second = from_the_web(way.later(1), case, contact="13700003333")
    assert stage_of(case) == "objected"
    set_aside(way.later(2), second)
    again = from_the_web(way.later(2), case, contact="13700004444")
    assert (stage_of(case), again.timely) == ("under_publicity", True)
    with pytest.raises(Refused, match="没有处理结果"):
        publicity.send_to_county(by=way.later(8).desk("township_approver"), case=case.pk)
    objected(way.later(2), case, "核实属实，本人到场", objector="某人", contact="13700004444")
    assert stage_of(case) == "objected"


def test_one_telephone_that_leads_to_nobody_counts_once_whatever_names_it_gives(way: Way) -> None:
    case = posted_case(way)
    for one in (from_the_web(way, case), from_the_web(way, case, objector="另一人")):
        set_aside(way.later(1), one)
    from_the_web(way.later(2), case, contact="13700003333")
    assert stage_of(case) == "objected"


def test_whoever_gave_the_opinion_sets_nothing_aside_where_another_may_and_the_other_has_it_in_hand(way: Way) -> None:
    case = posted_case(way)
    objection = from_the_web(way, case)
    other = staffed(way.world, "township_approver", TOWN, "乙")
    later = way.later(1)
    told = {"objection": objection.pk, "attempts": tried(later), "found": "走访邻居，没有车"}
    author = later.desk("township_approver")
    with pytest.raises(NotAllowed, match="意见由您提出.*可由乡镇审核负责人乙办理"):
        publicity.set_objection_aside(by=author, **told)
    deputy = replace(author, officer_id=way.desk("township_surveyor").officer_id, acting_for=author.actor)
    with pytest.raises(NotAllowed, match="可由乡镇审核负责人乙办理"):
        publicity.set_objection_aside(by=deputy, **told)
    publicity.set_objection_aside(by=replace(other, day=later.day), **told)
    assert stage_of(case) == "under_publicity"
    assert case.hands.filter(officer=other.officer_id).values_list("role", flat=True).get() == "publicity"


def test_who_can_be_asked_is_answered_after_a_new_look_and_by_nothing_less(way: Way) -> None:
    case = posted_case(way)
    caseways.inquire(way.later(1), "home_visit", application=case.application)
    objection = from_the_web(way.later(1), case)
    later = way.later(2)
    told = {"by": later.desk("township_approver"), "objection": objection.pk, "disposal": "核实无此情况"}
    with pytest.raises(Refused, match="还没有新的调查记录"):
        publicity.dispose_objection(**told)
    caseways.inquire(later, "home_visit", application=case.application)
    publicity.dispose_objection(**told)
    objection.refresh_from_db()
    assert objection.disposed_on == later.day


def test_a_case_is_locked_before_what_belongs_to_it(way: Way) -> None:
    """Whoever replaces an applicant holds the case when the notices come down: in the other order both would wait."""
    case = posted_case(way)
    objection = from_the_web(way, case)
    caseways.inquire(way, "home_visit", application=case.application)
    posting = case.postings.get().pk
    acts: list[tuple[str, Callable[[], object]]] = [
        ("cases_posting", lambda: objected(way, case)),
        ("cases_objection", lambda: set_aside(way.later(1), objection)),
        ("cases_posting", lambda: publicity.take_down(by=way.desk("county_reviewer"), posting=posting, reason="写错")),
    ]
    for table, act in acts:
        with CaptureQueriesContext(connection) as asked:
            act()
        locks = [one["sql"] for one in asked if "FOR UPDATE" in (one["sql"] or "")]
        of_case = next(place for place, sql in enumerate(locks) if "FROM cases_case " in sql)
        of_part = next(place for place, sql in enumerate(locks) if f'FROM "{table}"' in sql)
        assert of_case < of_part


def test_who_was_heard_at_the_office_is_never_set_aside(way: Way) -> None:
    case = posted_case(way)
    for one in (objected(way, case, contact="13700002222"), from_the_web(way, case, contact="")):
        with pytest.raises(Refused, match="只有公示期内网上署名"):
            set_aside(way.later(1), one)
    with pytest.raises(Refused, match="请用“联系不上”"):
        publicity.dispose_objection(
            by=way.desk("township_approver"), objection=Objection.objects.latest("pk").pk,
            disposal="多次联系不上，作为线索处理",
        )  # fmt: skip


def test_only_who_answers_objections_sets_one_aside(way: Way) -> None:
    objection = from_the_web(way, posted_case(way))
    for post in ("township_acceptance", "township_surveyor", "village_assistant"):
        with pytest.raises(NotAllowed):
            set_aside(way.later(1), objection, post=post)


def test_the_second_who_objects_within_the_days_is_in_time_and_is_answered_too(way: Way) -> None:
    case = posted_case(way)
    first = objected(way.later(2), case)
    second = objected(way.later(7), case, "还有一辆车")
    assert (first.timely, second.timely, stage_of(case)) == (True, True, "objected")
    assert not Application.objects.get(pk=case.application_id).complaint
    caseways.inquire(way.later(7), "appraisal", application=case.application, post="township_surveyor")
    later = way.later(8)
    approver = later.desk("township_approver")
    opinions.give_second_opinion(by=approver, case=case.pk, draft=caseways.view_of(later, case))
    publicity.dispose_objection(by=approver, objection=first.pk, disposal="门面系他人所有")
    with pytest.raises(Refused, match="没有处理结果"):
        publicity.send_to_county(by=approver, case=case.pk)
    publicity.dispose_objection(by=approver, objection=second.pk, disposal="车辆已报废")
    publicity.send_to_county(by=approver, case=case.pk)
    assert stage_of(case) == "county_review"


@pytest.mark.parametrize(("days", "timely"), [(6, True), (7, True), (8, False)])
def test_the_last_day_of_the_notice_is_in_time_and_the_day_after_is_a_complaint(
    way: Way, days: int, timely: bool
) -> None:
    case = posted_case(way)
    assert objected(way.later(days), case).timely is timely
    assert stage_of(case) == ("objected" if timely else "under_publicity")
    assert Application.objects.get(pk=case.application_id).complaint is not timely


def test_a_late_objection_takes_a_delegated_case_to_the_county(way: Way) -> None:
    grant_power(by=way.desk("county_approver"), power="confirm_dibao", town=TOWN, since=DAY, notice="金民〔2026〕9号")
    case = posted_case(way)
    assert case.route == "township"
    objected(way.later(8), case)
    case.refresh_from_db()
    assert (case.route, case.grant) == ("county", None)


def test_a_late_objection_leaves_a_case_with_the_township_that_has_confirmed_it(way: Way) -> None:
    case = posted_case(way)
    Case.objects.filter(pk=case.pk).update(route="township", stage="confirmed")
    objected(way.later(8), case)
    case.refresh_from_db()
    assert case.route == "township"
    assert Application.objects.get(pk=case.application_id).complaint


def test_what_is_said_after_somebody_looked_is_looked_into_by_itself(way: Way) -> None:
    case = posted_case(way)
    first = from_the_web(way, case)
    caseways.inquire(way.later(1), "home_visit", application=case.application)
    later = from_the_web(way.later(2), case, content="还有门面")
    assert later.pk != first.pk
    told = {"by": way.later(2).desk("township_approver"), "disposal": "核实无此情况"}
    publicity.dispose_objection(objection=first.pk, **told)
    with pytest.raises(Refused, match="还没有新的调查记录"):
        publicity.dispose_objection(objection=later.pk, **told)


def test_who_has_to_stand_aside_is_no_other_to_leave_it_to(way: Way) -> None:
    case = posted_case(way)
    objection = from_the_web(way, case)
    other = staffed(way.world, "township_approver", TOWN, "乙")
    head = case.application.applicant
    file_and_match(
        by=way.desk("county_reviewer"), staff_name="乙", staff_role="民政办主任", territory=TOWN, name=head.name,
        relation="sibling", citizen_id=head.citizen_id, officer=Officer.objects.get(pk=other.officer_id),
    )  # fmt: skip
    set_aside(way.later(1), objection)
    assert stage_of(case) == "under_publicity"


def test_who_proposed_the_end_of_tekun_sets_nothing_aside_where_another_may(way: Way) -> None:
    case = opened_case(way, "tekun_exit", household_for(way.world, "tekun_exit", again=True))
    for act, post in (("home_visit", "township_surveyor"), ("hand_up_exit", "township_approver")):
        ACTS[act].do(At(way.world, Case.objects.get(pk=case.pk), way.desk(post)))
    reviewer = way.desk("county_reviewer")
    caseways.reachable(way)
    ACTS["propose_exit"].do(At(way.world, Case.objects.get(pk=case.pk), reviewer))
    objection, later = from_the_web(way, case), way.later(1)
    other = replace(staffed(way.world, "county_reviewer", COUNTY, "乙"), day=later.day)
    told = {"objection": objection.pk, "attempts": tried(later), "found": "走访邻居，没有车"}
    with pytest.raises(NotAllowed, match="由您提出.*可由县级审核岗乙办理"):
        publicity.set_objection_aside(by=later.desk("county_reviewer"), **told)
    publicity.set_objection_aside(by=other, **told)
    assert stage_of(case) == "under_publicity"
