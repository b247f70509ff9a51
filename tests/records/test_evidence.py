"""Facts through their actions: entered, corrected, ended, withdrawn, refused; nothing is overwritten."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.records.accounts.desk import NotAllowed
from doudi.records.evidence.actions import (
    FactDraft,
    correct_fact,
    end_fact,
    open_sensitive,
    record_fact,
    withdraw_fact,
)
from doudi.records.evidence.documents import file_documents, opened, papers_of, withdraw_document
from doudi.records.evidence.models import Document, Evidence
from doudi.records.evidence.queries import last_change_of, opening_of
from doudi.records.evidence.sight import Sight
from doudi.records.registry.actions.households import close_household
from doudi.records.registry.models import Household
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused, Stale
from doudi.records.sealing.files import path_of
from doudi.records.trail.models import AccessEntry, AuditEntry
from support.household_story import a_paper
from world import DAY, World, couple_and_child

pytestmark = pytest.mark.django_db
START = datetime.date(2025, 1, 1)
LATER = datetime.date(2025, 7, 1)
WAGE = {"kind": "wage", "amount": "1900", "per": "month"}
Enter = Callable[..., Evidence]


@pytest.fixture
def household(world: World) -> Household:
    return couple_and_child(world.desk("township_acceptance"))


@pytest.fixture
def head(household: Household) -> int:
    return members_on(household, DAY)[0].person_id


@pytest.fixture
def enter(world: World, household: Household) -> Enter:
    def fact(topic: str, value: Any, person: int | None = None, since: datetime.date = START, **rest: Any) -> Evidence:
        by, replaces, version = (rest.pop(name, None) for name in ("by", "replaces", "version"))
        draft = FactDraft(topic, value, since, rest.pop("source", "declared"), **rest)
        return record_fact(
            by=by or world.desk("township_acceptance"),
            household=household.pk,
            person=person,
            draft=draft,
            replaces=replaces,
            version=version,
        )

    return fact


def _standing(topic: str) -> list[tuple[Any, datetime.date, datetime.date | None]]:
    found = Evidence.objects.filter(topic=topic, superseded_at__isnull=True).order_by("since", "pk")
    return [(one.value, one.since, one.until) for one in found]


def test_a_fact_has_its_day_its_source_and_who_vouches(world: World, enter: Enter, head: int) -> None:
    row = enter("income", WAGE, head, vouched_by=" 村委会 ", source="survey", note="现金发放")
    row.refresh_from_db()
    assert (row.amount, row.per, row.kind) == (190_000, "month", "wage")
    assert (row.source, row.vouched_by, row.note) == ("survey", "村委会", "现金发放")
    assert row.recorded_by is not None and row.recorded_by.pk == world.desk("township_acceptance").officer_id
    line = AuditEntry.objects.get(table_name="evidence_evidence", row_id=row.pk)
    assert line.actor == world.desk("township_acceptance").actor


def test_of_one_value_at_a_time_the_fact_before_ends_that_day(enter: Enter, head: int) -> None:
    enter("labour", "full", head)
    enter("labour", "partial", head, LATER)
    assert _standing("labour") == [("full", START, LATER), ("partial", LATER, None)]
    kept = Evidence.objects.get(topic="labour", superseded_at__isnull=False)
    assert kept.until is None and kept.value == "full" and kept.superseded_reason == "由新情况接续"


def test_one_moment_knows_the_old_fact_or_the_new_and_never_both(enter: Enter, head: int) -> None:
    enter("labour", "full", head)
    new = enter("labour", "partial", head, LATER)
    kept = Evidence.objects.get(topic="labour", superseded_at__isnull=False)
    assert kept.superseded_at == new.recorded_at
    assert Evidence.objects.get(pk=kept.superseded_by_id).recorded_at == new.recorded_at


def test_a_fact_with_an_end_is_put_before_a_later_one(enter: Enter, head: int) -> None:
    enter("absence", {"state": "none"}, head, LATER)
    with pytest.raises(Refused, match="较新的记录"):
        enter("absence", {"state": "prison"}, head)
    enter("absence", {"state": "prison"}, head, until=LATER)
    assert _standing("absence") == [({"state": "prison"}, START, LATER), ({"state": "none"}, LATER, None)]


def test_an_end_that_lies_after_the_new_fact_begins_is_drawn_forward(enter: Enter, head: int) -> None:
    enter("school", "compulsory", head, until=DAY)
    enter("school", "vocational", head, LATER)
    assert _standing("school") == [("compulsory", START, LATER), ("vocational", LATER, None)]


def test_incomes_stand_side_by_side_unless_one_replaces_another(enter: Enter, head: int) -> None:
    wage = enter("income", WAGE, head)
    enter("income", {"kind": "business", "amount": "500", "per": "year"}, head)
    more = {**WAGE, "amount": "2100"}
    enter("income", more, head, LATER, replaces=wage.pk)
    assert [(value["kind"], until) for value, _, until in _standing("income")] == [
        ("business", None),
        ("wage", LATER),
        ("wage", None),
    ]
    with pytest.raises(Refused, match="接续"):
        enter("income", more, head, LATER, replaces=wage.pk)


def test_a_correction_keeps_the_row_that_was_wrong_with_reason_who_and_when(
    world: World, household: Household, enter: Enter, head: int
) -> None:
    wage = enter("income", WAGE, head)
    surveyor = world.desk("township_surveyor")
    changes = {"value": {**WAGE, "amount": "2100"}}
    new = correct_fact(by=surveyor, evidence=wage.pk, household=household.pk, changes=changes, reason=" 少记二百 ")
    wage.refresh_from_db()
    assert wage.value == WAGE and wage.superseded_by_id == new.pk and wage.superseded_reason == "少记二百"
    assert wage.superseded_at == new.recorded_at and new.recorded_by_id == surveyor.officer_id
    assert (new.since, new.source, new.amount) == (START, "declared", 210_000)
    with pytest.raises(Refused, match="已被更正"):
        correct_fact(by=surveyor, evidence=wage.pk, household=household.pk, changes=changes, reason="再改")


@pytest.mark.parametrize(
    ("changes", "stands"),
    [
        ({"until": LATER + datetime.timedelta(days=1)}, False),
        ({"until": None}, False),
        ({"since": LATER, "until": None}, False),
        ({"until": LATER}, True),
        ({"value": False}, True),
        ({"since": START - datetime.timedelta(days=1)}, True),
    ],
)
def test_a_correction_leaves_one_value_a_day(
    world: World, household: Household, enter: Enter, head: int, changes: dict[str, Any], stands: bool
) -> None:
    enter("illness", True, head)
    enter("illness", False, head, LATER)
    old = Evidence.objects.get(topic="illness", superseded_at__isnull=True, until=LATER)
    told: dict[str, Any] = {"by": world.desk("township_acceptance"), "evidence": old.pk, "household": household.pk}
    if stands:
        correct_fact(changes=changes, reason="更正", **told)
    else:
        with pytest.raises(Refused, match="重叠"):
            correct_fact(changes=changes, reason="更正", **told)
    spans = [(since, until) for _value, since, until in _standing("illness")]
    assert len(spans) == 2 and spans[0][1] is not None and spans[0][1] <= spans[1][0]


def test_the_facts_of_one_person_through_two_households_are_written_one_after_the_other(
    enter: Enter, head: int
) -> None:
    with CaptureQueriesContext(connection) as queries:
        enter("illness", True, head)
    locks = [one["sql"] for one in queries if "FOR UPDATE" in one["sql"]]
    assert ['"registry_household"' in locks[0], '"registry_person"' in locks[-1]] == [True, True]


def test_incomes_are_corrected_beside_each_other(world: World, household: Household, enter: Enter, head: int) -> None:
    row = enter("income", WAGE, head)
    enter("income", {"kind": "business", "amount": "500", "per": "year"}, head)
    by = world.desk("township_acceptance")
    changes = {"since": LATER}
    assert correct_fact(by=by, evidence=row.pk, household=household.pk, changes=changes, reason="更正").since == LATER


def test_a_fact_of_a_closed_household_is_not_corrected_into_the_time_after(
    world: World, household: Household, enter: Enter
) -> None:
    by = world.desk("township_acceptance")
    row = enter("homes", 1)
    close_household(by=by, household=household.pk, on=LATER, reason="整户外迁")
    with pytest.raises(Refused, match="销户"):
        correct_fact(by=by, evidence=row.pk, household=household.pk, changes={"since": LATER}, reason="更正")


def test_a_correction_and_a_withdrawal_need_a_reason(
    world: World, household: Household, enter: Enter, head: int
) -> None:
    row = enter("illness", True, head)
    told = {"by": world.desk("township_acceptance"), "evidence": row.pk, "household": household.pk, "reason": "  "}
    with pytest.raises(Refused, match="更正原因"):
        correct_fact(changes={"value": False}, **told)
    with pytest.raises(Refused, match="撤销原因"):
        withdraw_fact(**told)


def test_a_withdrawn_fact_stays_to_be_read(world: World, household: Household, enter: Enter, head: int) -> None:
    row = enter("illness", True, head)
    by = world.desk("township_acceptance")
    withdraw_fact(by=by, evidence=row.pk, household=household.pk, reason="录错了人")
    row.refresh_from_db()
    assert row.superseded_at is not None and row.superseded_by is None and row.superseded_reason == "录错了人"
    assert _standing("illness") == []


def test_a_fact_ends_by_a_row_over_it(world: World, household: Household, enter: Enter, head: int) -> None:
    row = enter("income", WAGE, head)
    by = world.desk("township_acceptance")
    with pytest.raises(Refused, match="早于"):
        end_fact(by=by, evidence=row.pk, household=household.pk, until=datetime.date(2024, 12, 31))
    end_fact(by=by, evidence=row.pk, household=household.pk, until=LATER)
    assert _standing("income") == [(WAGE, START, LATER)]
    assert Evidence.objects.get(pk=row.pk).until is None


@pytest.mark.parametrize(
    ("topic", "value", "told"),
    [
        ("income", {"kind": "wage", "amount": "", "per": "month"}, "金额和周期"),
        ("income", {"kind": "wage", "amount": "-5", "per": "month"}, "负数"),
        ("income", {"kind": "wage", "amount": "1.234", "per": "month"}, "两位"),
        ("income", {"kind": "pocket", "amount": "1", "per": "month"}, "收入类别"),
        ("disability", {"kind": "physical", "grade": 5}, "残疾等级"),
        ("labour", "strong", "劳动能力"),
        ("self_care", ["eat", "eat"], "重复"),
        ("absence", {"state": "away"}, "离家情形"),
        ("illness", "是", "true 或 false"),
        ("veteran", "是", "是或否"),
        ("refused_work", -1, "次数"),
        ("parents", {"father": {"state": "busy"}}, "父母情况"),
    ],
)
def test_a_value_the_engine_could_not_read_is_refused(
    enter: Enter, head: int, topic: str, value: Any, told: str
) -> None:
    with pytest.raises(Refused, match=told) as refused:
        enter(topic, value, head)
    assert list(refused.value.faults) == ["value"] and not Evidence.objects.exists()


def test_facts_lie_not_in_the_future_and_end_not_before_they_begin(enter: Enter, head: int) -> None:
    with pytest.raises(Refused, match="晚于今天"):
        enter("illness", True, head, DAY + datetime.timedelta(days=1))
    with pytest.raises(Refused, match="早于起始"):
        enter("illness", True, head, until=datetime.date(2024, 12, 31))
    with pytest.raises(Refused, match="信息来源"):
        enter("illness", True, head, source="hearsay")


def test_a_fact_is_of_one_who_is_or_was_in_the_household_or_their_kin(world: World, enter: Enter, head: int) -> None:
    other = couple_and_child(world.desk("township_acceptance"), sequence=301, surname="陶")
    stranger = members_on(other, DAY)[0].person_id
    with pytest.raises(Refused, match="不是本户成员"):
        enter("illness", True, stranger)
    with pytest.raises(Refused, match="请选择是谁的"):
        enter("illness", True)
    with pytest.raises(Refused, match="整户"):
        enter("homes", 1, head)


def test_a_fact_of_another_household_is_not_corrected_through_this_one(
    world: World, household: Household, enter: Enter, head: int
) -> None:
    by = world.desk("township_acceptance")
    row = enter("illness", True, head)
    other = couple_and_child(by, sequence=301, surname="陶")
    with pytest.raises(Refused, match="不属于这户"):
        withdraw_fact(by=by, evidence=row.pk, household=other.pk, reason="试")


def test_a_closed_household_takes_only_what_was_before(world: World, household: Household, enter: Enter) -> None:
    by = world.desk("township_acceptance")
    close_household(by=by, household=household.pk, on=LATER, reason="整户外迁")
    enter("homes", 1)
    with pytest.raises(Refused, match="销户"):
        enter("homes", 0, None, LATER)


def test_a_form_opened_on_an_older_state_is_told_so(household: Household, enter: Enter, head: int) -> None:
    household.refresh_from_db()
    opened_on = household.version
    enter("labour", "full", head, version=opened_on)
    with pytest.raises(Stale, match="他人修改"):
        enter("labour", "none", head, LATER, version=opened_on)
    assert _standing("labour") == [("full", START, None)]
    last = last_change_of(household)
    assert last is not None and last.actor == "乡镇受理岗甲"


def test_a_partner_enters_only_what_it_verifies(world: World, enter: Enter, head: int) -> None:
    enter("disability", {"kind": "visual", "grade": 1}, head, by=world.desk("partner_disability"))
    enter("spending", {"kind": "medical", "amount": "90", "per": "year"}, head, by=world.desk("partner_medical"))
    for post, topic, value in (
        ("partner_disability", "income", WAGE),
        ("partner_medical", "disability", {"kind": "visual", "grade": 1}),
        ("county_finance", "income", WAGE),
        ("auditor", "illness", True),
        ("administrator", "illness", True),
    ):
        with pytest.raises(NotAllowed):
            enter(topic, value, head, by=world.desk(post))


def test_opening_needs_a_reason_the_right_and_the_territory_and_is_logged(world: World, household: Household) -> None:
    by = world.desk("township_acceptance")
    with pytest.raises(Refused, match="查看原因"):
        open_sensitive(by=by, household=household.pk, reason=" ")
    with pytest.raises(NotAllowed):
        open_sensitive(by=world.desk("county_finance"), household=household.pk, reason="来访")
    opening = open_sensitive(by=by, household=household.pk, reason="来访")
    assert opening_of(by, household.pk, opening.until - datetime.timedelta(seconds=1)) == opening
    assert opening_of(by, household.pk, opening.until) is None
    assert opening_of(world.desk("township_surveyor"), household.pk, opening.opened_at) is None
    line = AccessEntry.objects.get(kind="open")
    assert (line.household_id, line.reason, line.actor) == (household.pk, "来访", by.actor)


def test_a_paper_is_kept_sealed_and_found_again(world: World, household: Household) -> None:
    by = world.desk("township_acceptance")
    draft = a_paper("income_proof")
    (paper,) = file_documents(by=by, household=household.pk, drafts=[draft])
    assert paper.title == "收入证明" and paper.size == len(draft.data)
    assert opened(paper.digest) == draft.data and opened(paper.thumbnail) == draft.thumbnail
    assert draft.data not in path_of(paper.digest).read_bytes()
    household.refresh_from_db()
    assert household.version == 1


def test_papers_come_in_all_or_none(world: World, household: Household) -> None:
    by = world.desk("township_acceptance")
    late = a_paper("photographs", dated_on=DAY + datetime.timedelta(days=1))
    with pytest.raises(Refused, match="晚于今天"):
        file_documents(by=by, household=household.pk, drafts=[a_paper("income_proof"), late])
    with pytest.raises(Refused, match="材料种类"):
        file_documents(by=by, household=household.pk, drafts=[a_paper("scrap")])
    assert not Document.objects.exists()


def test_a_fact_rests_on_a_paper_of_its_own_household(world: World, enter: Enter, head: int) -> None:
    by = world.desk("township_acceptance")
    other = couple_and_child(by, sequence=301, surname="陶")
    (foreign,) = file_documents(by=by, household=other.pk, drafts=[a_paper("income_proof")])
    with pytest.raises(Refused, match="没有这份材料"):
        enter("income", WAGE, head, document=foreign.pk)


def test_a_paper_is_not_withdrawn_from_under_a_fact(
    world: World, household: Household, enter: Enter, head: int
) -> None:
    by = world.desk("township_acceptance")
    (paper,) = file_documents(by=by, household=household.pk, drafts=[a_paper("income_proof")])
    row = enter("income", WAGE, head, document=paper.pk)
    with pytest.raises(Refused, match="收入"):
        withdraw_document(by=by, document=paper.pk, reason="传错了")
    withdraw_fact(by=by, evidence=row.pk, household=household.pk, reason="录错")
    with pytest.raises(Refused, match="撤回原因"):
        withdraw_document(by=by, document=paper.pk, reason="")
    withdraw_document(by=by, document=paper.pk, reason="传错了")
    assert not papers_of(Sight(by), household)
    assert Document.objects.get(pk=paper.pk).withdrawn_reason == "传错了"


def test_a_partner_sees_its_own_papers_and_those_behind_its_topics(
    world: World, household: Household, enter: Enter, head: int
) -> None:
    by, partner = world.desk("township_acceptance"), world.desk("partner_disability")
    drafts = [a_paper("income_proof"), a_paper("disability_certificate")]
    income, certificate = file_documents(by=by, household=household.pk, drafts=drafts)
    enter("income", WAGE, head, document=income.pk)
    enter("disability", {"kind": "visual", "grade": 1}, head, document=certificate.pk)
    (own,) = file_documents(by=partner, household=household.pk, drafts=[a_paper("photographs")])
    assert {one.pk for one in papers_of(Sight(partner), household)} == {certificate.pk, own.pk}
    assert not papers_of(Sight(world.desk("county_finance")), household)
    with pytest.raises(Refused, match="没有这份材料"):
        withdraw_document(by=partner, document=income.pk, reason="试")
