"""The demonstration as loaded, once for all tests: a case at every stage of every procedure, each where its story leaves it."""

import json
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from doudi.interfaces.jobs.demonstration import OfficeInUse, load
from doudi.policy.procedure.draw import draw
from doudi.policy.procedure.stages import PROCEDURES
from doudi.records.accounts.desk import Desk
from doudi.records.accounts.models import Officer
from doudi.records.accounts.queries import desks_of
from doudi.records.cases import queries
from doudi.records.cases.clocks import running
from doudi.records.cases.findings import replayed
from doudi.records.cases.models import (
    Application,
    Case,
    Decision,
    Draw,
    Forwarded,
    Hand,
    Letter,
    Notice,
    Posting,
    SpotCheck,
    Step,
)
from doudi.records.registry.models import Household
from doudi.synthetic.demonstration import DAY, applications, township
from support.rolled_back import rolled_back

pytestmark = pytest.mark.django_db
# What happens to a support once it runs: no action takes a case there yet.
SUPPORT = {"reviewing", "in_grace", "ended"}
# Passed through in one step: an urgent need is reported, the end of tekun looked into, as soon as it is written down.
PASSED = {("temporary_urgent", "in_need"), ("tekun_exit", "reported")}
# Only a death ends the procedure of the end of tekun by itself, and nobody dies on tekun in the demonstration.
NOBODY = {("tekun_exit", "discontinued")}


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, int]]:
    with rolled_back(django_db_blocker):
        yield load()


def desk(login: str) -> Desk:
    return desks_of(Officer.objects.get(login=login), DAY)[0]


def wanted(procedure: str) -> set[str]:
    return {
        stage for stage in PROCEDURES[procedure].stages if stage not in SUPPORT and (procedure, stage) not in NOBODY
    }


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_some_case_stands_at_every_stage(procedure: str) -> None:
    resting = set(Case.objects.filter(procedure=procedure).values_list("stage", flat=True))
    passed = set(Step.objects.filter(case__procedure=procedure).values_list("source", flat=True))
    assert {stage for stage in wanted(procedure) if (procedure, stage) not in PASSED} <= resting
    assert wanted(procedure) <= resting | passed


def test_every_case_is_where_its_story_leaves_it() -> None:
    told: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    first = {}
    for household, story in zip(Household.objects.order_by("pk"), township().households, strict=True):
        for group in story.groups:
            first.setdefault(group, household.pk)
    for one in applications():
        for programme, stage in one.rests.items():
            told[first[one.household]][programme].add(stage)
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for case in Case.objects.all():
        key = "tekun_exit" if case.procedure == "tekun_exit" else case.programme
        found[case.household_id][key].add(case.stage)
    assert found == told


def test_something_is_due_today_something_is_over_and_something_is_soon() -> None:
    open_now = Case.objects.filter(closed_on__isnull=True).values_list("pk", flat=True)
    cases = queries.listed_with_clocks(list(open_now))
    left = [due.left for case in cases for due in running(case, DAY)[:1] if due.left is not None]
    assert left.count(0) >= 5 and sum(one < 0 for one in left) >= 5 and sum(0 < one <= 3 for one in left) >= 5
    assert any(due.standing for case in cases for due in running(case, DAY))


def test_no_childs_case_was_ever_posted() -> None:
    assert Posting.objects.exists()
    assert not Posting.objects.filter(case__procedure__in=("orphan", "unattended_child")).exists()


def test_notices_hang_some_are_over_and_some_came_down() -> None:
    hanging = Posting.objects.filter(taken_down_on__isnull=True)
    assert hanging.filter(ends_on__gte=DAY).count() >= 5 and hanging.filter(ends_on__lt=DAY).exists()
    assert Posting.objects.filter(taken_down_on__isnull=False).exists()
    assert set(Posting.objects.values_list("kind", flat=True)) == {
        "first_opinion", "second", "exit", "exit_again", "result", "late",
    }  # fmt: skip


def test_applications_come_by_every_way_and_notices_wait() -> None:
    channels = set(Application.objects.values_list("channel", flat=True))
    assert channels >= {"window", "village", "proxy", "ex_officio", "online", "hotline"}
    assert Notice.objects.filter(application__closed_on__isnull=True).count() >= 5
    assert Forwarded.objects.filter(taken_as__isnull=True).count() == 1
    assert Forwarded.objects.filter(taken_as__isnull=False).count() == 1
    assert (
        Application.objects.filter(near_relative=True).exists() and Application.objects.filter(complaint=True).exists()
    )


def test_the_town_confirmed_what_was_left_to_it_by_somebody_who_gave_no_opinion() -> None:
    made = Decision.objects.filter(kind="confirm", grant__isnull=False)
    assert made.count() >= 4
    for one in made:
        assert not Hand.objects.filter(case=one.case, officer=one.decided_by).exclude(role="confirmation").exists()


def test_the_draws_can_be_made_again_and_some_visits_are_open() -> None:
    assert Draw.objects.count() == 3
    for one in Draw.objects.all():
        again = draw([(case, village) for case, village in one.frame], ratio=Fraction(one.share), seed=one.seed)
        assert sorted(again.cases) == sorted(one.drawn)
    drawn = SpotCheck.objects.filter(drawn=True)
    assert drawn.filter(conclusion="").exists() and drawn.filter(conclusion="right").exists()
    assert SpotCheck.objects.filter(drawn=False).exists()


def test_another_of_the_household_applies_in_the_place_of_the_first() -> None:
    step = Step.objects.filter(document="applicant_change").latest("pk")
    assert step.reason.startswith("原申请人")
    assert step.case.application.applicant.name in step.reason.partition("现申请人")[2]


def test_a_revoked_decision_stays_beside_what_revoked_it() -> None:
    revoked = Decision.objects.get(kind="revoke")
    assert revoked.revokes is not None and revoked.revokes.benefit.until is not None


def test_letters_were_made_and_delivered() -> None:
    assert set(Letter.objects.values_list("kind", flat=True)) >= {
        "one_time_notice", "acceptance_notice", "confirmation_letter", "refusal_letter", "papers_overdue_notice", "cooperation_request",
    }  # fmt: skip
    assert Letter.objects.filter(delivered_on__isnull=False).exists()


def test_every_decision_is_worked_out_again_to_the_same_words() -> None:
    for one in Decision.objects.filter(kind="confirm").order_by("pk")[:8]:
        assert one.finding is not None and replayed(one.finding).same_answer
        assert json.loads(one.finding.answer)["determinations"]


def test_everybody_finds_work_that_waits() -> None:
    for login in ("acceptance", "surveyor1", "approver", "reviewer", "confirmer"):
        assert len(list(queries.waiting_for(desk(login)))) >= 3, login


def test_it_goes_into_an_empty_office_only(loaded: dict[str, int]) -> None:
    assert loaded["户"] == 400 and loaded["办件"] == Case.objects.count() >= 190
    with pytest.raises(OfficeInUse):
        load()
