"""Random histories of cases, by right desks and wrong ones: what never happens, whatever anybody tries in whatever order."""

import datetime
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from doudi.policy.procedure.stages import GONE, LOST, PROCEDURES, may_be_posted
from doudi.records.accounts.desk import Desk
from doudi.records.accounts.powers import grant_power
from doudi.records.accounts.queries import desks_of
from doudi.records.accounts.staffing import arrange_cover
from doudi.records.cases.actions.ending import answer_by, brought_since, request_of
from doudi.records.cases.actions.inquiries import latest
from doudi.records.cases.actions.opinions import FOUND_OUT
from doudi.records.cases.clocks import deadlines_of, running
from doudi.records.cases.findings import replayed
from doudi.records.cases.flow import CLOSED
from doudi.records.cases.models import Case, Inquiry, Letter, Objection, Opinion, Posting, Replacement, Step
from doudi.records.cases.words import ENDED_BY, ENDS
from doudi.records.registry.models import Household, Person
from support.case_acts import ACTS, REFUSALS, STRAIGHT, At
from support.case_stories import STORIES, household_for, opened_case
from support.case_world import world_of_cases
from support.caseways import Way
from support.rolled_back import rolled_back
from world import DAY, TOWN, World

pytestmark = pytest.mark.django_db
WALKS = 1500 if os.environ.get("DOUDI_SOAK") else 60
NAMES = tuple(ACTS)
# A walk is a list of (what, who, days later, how): numbers that a shorter list of smaller ones makes simpler.
PLANS = st.lists(st.tuples(*(st.integers(0, 10**6),) * 3, st.integers(0, 9)), min_size=10, max_size=32)
# Nobody is asked to confirm, to refuse or to relieve by somebody who took in or found out (S-01).
FINDING, DECIDING = {"acceptance", "survey"}, {"confirmation"}
_FOUND_OUT = ("home_visit", "neighbour_visit", "data_comparison", "appraisal", "self_care")


@dataclass
class Office:
    """The county of the walks: who sits at which desk, deputies among them, and a household for every story."""

    world: World
    desks: list[Desk] = field(default_factory=list)
    households: dict[str, Household] = field(default_factory=dict)


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    with rolled_back(django_db_blocker):
        world = world_of_cases()
        made = Office(world, list(world.desks.values()))
        made.desks += deputies(world)
        for story in STORIES:
            made.households[story] = household_for(world, story)
        yield made


def deputies(world: World) -> list[Desk]:
    """The surveyor sits in for the acceptance clerk, the second surveyor for the first: both may finds out, none confirms."""
    found = []
    for deputy, absent in (
        ("township_surveyor", "township_acceptance"), ("township_surveyor_second", "township_surveyor"),
    ):  # fmt: skip
        officer = _officer(world, deputy)
        arrange_cover(
            by=world.desk("township_approver"), appointment=world.desk(absent).appointment_id or 0, deputy=officer,
            since=DAY, until=DAY + datetime.timedelta(days=30), reason="休假",
        )  # fmt: skip
        found += [desk for desk in desks_of(officer, DAY) if desk.acting_for]
    return found


def _officer(world: World, post: str) -> Any:
    return next(one for one in world.officers.values() if one.pk == world.desk(post).officer_id)


@dataclass
class Walk:
    """One case on its random way; refusals are counted, anything else a programming error."""

    office: Office
    case: Case
    story: str
    day: datetime.date = DAY
    done: int = 0
    refused: int = 0
    at_step: int = 0
    tries: int = 0
    applicant: int | None = None

    def __post_init__(self) -> None:
        self.applicant = self.case.application.applicant_id if self.case.application is not None else None

    def take(self, plan: tuple[int, int, int, int]) -> None:
        """One attempt: mostly the next thing of the straight way by whom it belongs to, else anything by anybody."""
        what, who, later, how = plan
        self.day += datetime.timedelta(days=later % 2 if how else later % 12)
        self.case = Case.objects.get(pk=self.case.pk)
        straight = self._next() if how >= 4 else ""
        name = straight or self._name(what, how)
        act = ACTS[name]
        by = self._desk(act.posts, who, how)
        try:
            with transaction.atomic():
                act.do(At(self.office.world, self.case, replace(by, day=self.day)))
            self.done += 1
            self.at_step += bool(straight)
        except REFUSALS:
            self.refused += 1
            # What comes to nothing twice is left: something else came between.
            self.tries = self.tries + 1 if straight else self.tries
            if straight and self.tries % 2 == 0:
                self.at_step += 1

    def _next(self) -> str:
        """The next act of the straight way, its days of waiting gone by; empty when it is at its end."""
        words = STRAIGHT[self.story].split()
        while self.at_step < len(words) and words[self.at_step].startswith("+"):
            self.day += datetime.timedelta(days=int(words[self.at_step]))
            self.at_step += 1
        return words[self.at_step] if self.at_step < len(words) else ""

    def _name(self, what: int, how: int) -> str:
        if how >= 2:
            fitting = [name for name in NAMES if self.case.stage in ACTS[name].stages and name in self._own()]
            if fitting:
                return fitting[what % len(fitting)]
        return NAMES[what % len(NAMES)]

    def _own(self) -> set[str]:
        """What belongs to the procedure, leaving out now and then what ends it early."""
        every = {word for story in STRAIGHT for word in STRAIGHT[story].split() if not word.startswith("+")}
        return every - {"withdraw", "discontinue", "discontinue_mistaken", "first_against", "applicant_dies"}

    def _desk(self, posts: tuple[str, ...], who: int, how: int) -> Desk:
        if how >= 2:
            return self.office.world.desk(posts[who % len(posts)])
        return self.office.desks[who % len(self.office.desks)]


def held(walk: Walk) -> None:
    """What holds of every case after any history."""
    case = Case.objects.get(pk=walk.case.pk)
    steps = list(case.steps.order_by("number"))
    _only_declared_moves(case, steps)
    _no_grant_without_its_ground(case, steps)
    _hands_apart(case)
    _one_decision_stands(case, steps)
    _nothing_in_the_name_of_the_dead(walk, case, steps)
    _whoever_can_be_asked_is(case)
    _told_from_the_record_alone(case, steps)
    if not may_be_posted(case.procedure):
        assert not Posting.objects.filter(case=case).exists()
    running(case, walk.day)
    deadlines_of(case)


def _only_declared_moves(case: Case, steps: list[Step]) -> None:
    procedure = PROCEDURES[case.procedure]
    declared = {
        (move.source, move.target, move.records or "", move.document or "", move.ground.zh)
        for move in (*procedure.moves, *procedure.replacing)
    }
    stage = procedure.first
    for number, step in enumerate(steps, 1):
        assert (step.number, step.source) == (number, stage)
        assert (step.source, step.target, step.event, step.document, step.ground) in declared
        assert step.actor
        assert step.post
        stage = step.target
    assert case.stage == stage


def _no_grant_without_its_ground(case: Case, steps: list[Step]) -> None:
    procedure = PROCEDURES[case.procedure]
    granted = [step for step in steps if step.target == procedure.granted_in and step.source != step.target]
    if not granted or procedure.name == "temporary_urgent":
        return
    before = [step.target for step in steps[: steps.index(granted[0])]]
    assert procedure.surveyed_in in before
    if procedure.posted_in is not None and procedure.name != "tekun_exit":
        _notice_was_over(case, granted[0])
    reviewed = Opinion.objects.filter(case=case, kind="review").exists()
    if procedure.name != "tekun_exit":
        assert reviewed or case.decisions.filter(kind="confirm").first().grant_id is not None


def _notice_was_over(case: Case, granted: Step) -> None:
    last = case.postings.filter(kind__in=("first_opinion", "second"), starts_on__lte=granted.on).last()
    assert last is not None
    assert last.ends_on < granted.on
    assert last.taken_down_on is None or last.taken_down_on > last.ends_on
    unanswered = Objection.objects.filter(posting__case=case, timely=True, received_on__lte=granted.on)
    assert not unanswered.filter(disposed_on=None).exists()


def _whoever_can_be_asked_is(case: Case) -> None:
    """An objection of the web with a name and a number led to nobody, or to a new look; nothing else answers it."""
    answered = Objection.objects.filter(posting__case=case, online=True, timely=True, disposed_on__isnull=False)
    looks = Inquiry.objects.filter(Q(case=case) | Q(application=case.application_id, application__isnull=False))
    for one in answered:
        if one.is_identified and not one.is_set_aside and not (case.closed_on and case.closed_on <= one.disposed_on):
            assert looks.filter(finished_at__isnull=False, on__range=(one.received_on, one.disposed_on)).exists()


def _hands_apart(case: Case) -> None:
    by_role = {role: {hand.officer_id for hand in case.hands.all() if hand.role in role} for role in _ROLES}
    finding, deciding = by_role[_ROLES[0]], by_role[_ROLES[1]]
    assert not finding & deciding
    visits = case.application.inquiries.filter(kind="home_visit", finished_at__isnull=False) if case.application else []
    assert all(one.second_id not in (None, one.begun_by_id) for one in visits)
    found_out = Inquiry.objects.filter(Q(case=case) | Q(application=case.application_id, application__isnull=False))
    by_whom = found_out.filter(finished_at__isnull=False, kind__in=_FOUND_OUT).values_list("begun_by", "second")
    assert not {officer for both in by_whom for officer in both} & deciding
    # A data check answers a request, and a request is answered once.
    if any(move.records == "core_check_requested" for move in PROCEDURES[case.procedure].moves):
        reports = found_out.filter(kind="core_check", finished_at__isnull=False).count()
        assert reports <= case.steps.filter(event="core_check_requested").count()
    # Under a cover both names stand in the step.
    assert all(step.actor != step.acting_for for step in case.steps.exclude(acting_for=""))


def _one_decision_stands(case: Case, steps: list[Step]) -> None:
    """What was decided is undone by another decision, a refusal by somebody else; what is handled anew was refused before."""
    decided = list(case.decisions.select_related("revokes").order_by("pk"))
    standing = [one for one in decided if one.kind in ("confirm", "refuse") and not hasattr(one, "revoked_by")]
    assert len(standing) <= 1
    undone = [one.revokes for one in decided if one.revokes is not None and one.revokes.kind == "refuse"]
    assert all(one.decided_by_id != one.revoked_by.decided_by_id for one in undone)
    again = [
        step for step in steps if step.source in ("refused", "refusal_notified") and step.event != "letter_delivered"
    ]
    assert len(again) == len(undone)


def _nothing_in_the_name_of_the_dead(walk: Walk, case: Case, steps: list[Step]) -> None:
    """A family's case goes on only with another applicant; what was said and posted before is found out anew."""
    replaced = [step for step in steps if step.document == "applicant_change"]
    assert all(step.party == "township" and step.source not in CLOSED for step in replaced)
    assert all(step.target in (step.source, "surveying") for step in replaced)
    # Found out anew is said where it is: a case that stays elsewhere says nothing of it.
    assert all(step.target == "surveying" for step in replaced if step.ground == GONE.zh)
    assert not any(step.source == "confirmed" and step.ground in LOST for step in replaced)
    assert not any(step.source == "refused" and step.ground not in LOST for step in replaced)
    wished = [step for step in replaced if step.ground not in LOST]
    _replaced_by_two_and_told(case, wished)
    if wished and steps[-1].target in ("withdrawn", "discontinued"):
        told = steps[-1].document in ("death_notice", "move_notice") or _told_since(case, wished[-1])
        assert told
    first = Person.objects.filter(pk=walk.applicant).exclude(died_on=None).first()
    if first is None or case.person is not None:
        return
    until = replaced[0].number if replaced else len(steps) + 1
    between = [step for step in steps if step.on > first.died_on and step.number < until]
    assert not any(step.target in ("under_publicity", "confirmed") and step.event for step in between)
    back = [step for step in replaced if step.ground == GONE.zh and step.source != step.target]
    if back:
        after = [step.target for step in steps if step.number > back[-1].number]
        assert "confirmed" not in after or "first_opinion" in after
        assert not case.postings.filter(taken_down_on=None, starts_on__lt=back[-1].on).exists()


def _replaced_by_two_and_told(case: Case, wished: list[Step]) -> None:
    """Who is still there is replaced by one who enters it and another who confirms it, and by nobody before they know."""
    confirmed = Replacement.objects.filter(application=case.application_id, confirmed_on__isnull=False).order_by("pk")
    assert [one.officer_id for one in wished] == [one.confirmed_by_id for one in confirmed]
    assert all(one.entered_by_id != one.confirmed_by_id for one in confirmed)
    assert Replacement.objects.filter(confirmed_on__isnull=True, dropped_on__isnull=True).count() <= 1
    assert all(_told_since(case, one) for one in wished[:-1])


def _told_since(case: Case, step: Step) -> bool:
    told = Letter.objects.filter(application=case.application, kind="applicant_change_notice")
    return told.filter(made_at__gt=step.at, delivered_on__isnull=False).exists()


_ROLES = (frozenset(FINDING), frozenset(DECIDING))


def _told_from_the_record_alone(case: Case, steps: list[Step]) -> None:
    assert (case.closed_on is not None) == (case.stage in CLOSED)
    if case.closed_on is None:
        return
    assert steps[-1].document, f"{case.stage} closes a case without a document"
    if case.stage == "discontinued":
        _ended_by_what_is_shown(case, steps[-1])
        assert steps[-1].document in ENDED_BY
        assert case.procedure == "tekun_exit" or steps[-1].document in {one.document for one in ENDS.values()}
    for finding in case.findings.all():
        again = replayed(finding)
        assert again.same_answer
        assert again.same_rules
    for posting in case.postings.filter(kind__in=("first_opinion", "second", "exit")):
        if case.stage in ("withdrawn", "discontinued"):
            assert posting.taken_down_on is not None
    assert all(json.loads(finding.case_file)["members"] for finding in case.findings.all())


def _ended_by_what_is_shown(case: Case, last: Step) -> None:
    """A draft is taken back; each other end rests on the register, on the notice, or on a request nobody answered."""
    assert last.source != "draft"
    applicant = case.application.applicant if case.application is not None else None
    whose = case.person if case.person is not None else applicant
    if last.document == "death_notice":
        assert whose is not None
        assert whose.died_on is not None
    if last.document == "papers_overdue_notice":
        assert "（仍缺：" in last.reason
    if last.document == "no_cooperation_notice":
        letter = request_of(case)
        assert letter is not None
        assert answer_by(letter) < last.on
        assert latest(case, *FOUND_OUT, after=letter.made_at) is None
        assert brought_since(case, letter) == []


@settings(
    max_examples=WALKS, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    story=st.sampled_from(STORIES), profile=st.sampled_from(("anhui", "national")), granted=st.booleans(), plan=PLANS
)
def test_no_history_breaks_a_rule(
    office: Office, story: str, profile: str, granted: bool, plan: list[tuple[int, int, int, int]]
) -> None:
    savepoint = transaction.savepoint()
    try:
        if granted:
            for power in ("confirm_dibao", "confirm_tekun", "confirm_rigid_expenditure"):
                grant_power(
                    by=office.world.desk("county_approver"), power=power, town=TOWN, since=DAY, notice="金民〔2026〕9号"
                )
        case = opened_case(Way(office.world, DAY), story, office.households[story])
        Case.objects.filter(pk=case.pk).update(profile=profile)
        walk = Walk(office, case, story)
        for step in plan:
            walk.take(step)
        held(walk)
        event(Case.objects.get(pk=case.pk).stage)
    finally:
        transaction.savepoint_rollback(savepoint)


@pytest.mark.parametrize("story", sorted(STRAIGHT))
def test_every_straight_way_comes_to_its_end_and_breaks_no_rule(office: Office, story: str) -> None:
    walk = Walk(
        office, opened_case(Way(office.world, DAY), story, household_for(office.world, story, again=True)), story
    )
    for word in STRAIGHT[story].split():
        if word.startswith("+"):
            walk.day += datetime.timedelta(days=int(word))
            continue
        walk.case = Case.objects.get(pk=walk.case.pk)
        by = replace(office.world.desk(ACTS[word].posts[0]), day=walk.day)
        ACTS[word].do(At(office.world, walk.case, by))
    held(walk)
