"""What the page of a household holds: by post, by whether it is open, by day; its history; what is wanted; what to look into."""

import datetime
from collections.abc import Iterable
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.records.accounts.posts import POSTS
from doudi.records.evidence.actions import (
    FactDraft,
    correct_fact,
    end_fact,
    open_sensitive,
    record_fact,
    withdraw_fact,
)
from doudi.records.evidence.casefile import known_of
from doudi.records.evidence.documents import file_documents, withdraw_document
from doudi.records.evidence.numbers import number_of
from doudi.records.evidence.page import Moment, Page, answers_around, page_of
from doudi.records.evidence.reach import fact_of
from doudi.records.evidence.topics import TOPICS
from doudi.records.evidence.wanted import entry_of
from doudi.records.registry.actions.households import HouseholdDraft, register_household
from doudi.records.registry.actions.members import change_head
from doudi.records.registry.actions.payments import BenefitDraft, end_benefit, take_over_benefit
from doudi.records.registry.models import Benefit, Household, Membership, Person
from doudi.records.registry.queries import members_on
from support.household_story import Story, a_paper, the_he_family
from world import DAY, LIULIN, World, couple_and_child, member

pytestmark = pytest.mark.django_db
TODAY = Moment(DAY, DAY)
NOW = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
WHOLE = [post.key for post in POSTS.values() if post.may("see_register") and not post.partner and len(post.topics) > 1]


@pytest.fixture(scope="module")
def told_once(built_world: World) -> Story:
    return the_he_family(built_world.desk("township_acceptance"))


@pytest.fixture
def story(told_once: Story, world: World) -> Story:
    return deepcopy(told_once)


def _page(
    world: World, household: Household, post: str = "township_acceptance", *, is_open: bool = False, **rest: Any
) -> Page:
    by, now = world.desk(post), NOW
    if is_open:
        opening = open_sensitive(by=by, household=household.pk, reason="来访")
        now = opening.opened_at
    return page_of(by=by, household=household, now=now, moment=rest.pop("moment", TODAY), **rest)


def _topics(rows: Iterable[Any]) -> set[str]:
    return {row.topic for row in rows}


@pytest.mark.parametrize("post", WHOLE)
def test_the_office_s_posts_see_everything_but_masked_until_they_open_it(world: World, story: Story, post: str) -> None:
    page = _page(world, story.household, post)
    assert len(page.facts) > 20 and len(page.known.members) == 5 and page.kin and page.papers
    assert page.told is None and page.wanted == () and page.sensitive_shown == []
    assert not page.sight.shows("income") and page.sight.shows("labour") and page.sight.may_open
    page = _page(world, story.household, post, is_open=True)
    assert page.told is not None and page.told.answer is not None and page.sight.shows("income")
    assert {"income", "disability", "document", "reasons"} <= set(page.sensitive_shown)


@pytest.mark.parametrize(
    ("post", "seen"),
    [
        ("partner_disability", {"disability", "long_term_care"}),
        ("partner_medical", {"illness", "spending", "household_spending"}),
        ("partner_education", {"school"}),
        ("partner_finance", set()),
    ],
)
def test_a_partner_sees_the_members_and_what_it_verifies(world: World, story: Story, post: str, seen: set[str]) -> None:
    page = _page(world, story.household, post, is_open=True)
    assert [one.person.name for one in page.known.members] == ["何长根", "许桂英", "何小军", "何安", "何悦"]
    assert _topics(page.facts) <= seen and not page.sight.shows("income")
    assert page.told is None and page.kin == () and page.accounts == () and page.matches == ()
    assert page.known.obligors == () and page.wanted == ()
    told = [one for one in page.happenings if one.topic]
    assert {one.topic for one in told} <= seen
    assert not {"corrected", "kin", "account", "moved", "paper"} & {one.kind for one in page.happenings}
    assert bool(page.known.benefits) == (post == "partner_finance")


def test_what_is_known_of_kin_outside_is_not_a_partner_s(world: World, story: Story) -> None:
    by, household, daughter = world.desk("township_acceptance"), story.household, story.people["何小梅"]
    draft = FactDraft("disability", {"kind": "visual", "grade": 1}, DAY, "survey")
    record_fact(by=by, household=household.pk, person=daughter.pk, draft=draft)
    assert daughter.pk in {one.person_id for one in _page(world, household).facts}
    page = _page(world, household, "partner_disability", is_open=True)
    assert daughter.pk not in {one.person_id for one in page.facts}
    assert not [one for one in page.happenings if one.who == "何小梅"]


def test_the_finance_post_sees_names_payments_and_masked_accounts_only(world: World, story: Story) -> None:
    page = _page(world, story.household, "county_finance")
    assert len(page.known.members) == 5 and len(page.known.benefits) == 2
    assert [one.number_shown[-4:] for one in page.accounts] == ["5678"]
    assert page.facts == [] and page.papers == [] and page.kin == () and page.told is None
    assert not page.sight.may_open and {one.kind for one in page.happenings} <= {
        *("opened", "joined", "left", "head_changed", "benefit", "benefit_ended")
    }


def test_every_topic_that_a_post_does_not_see_is_in_no_part_of_its_page(world: World, story: Story) -> None:
    for post in POSTS.values():
        if not post.may("see_register"):
            continue
        page = _page(world, story.household, post.key)
        hidden = {topic for topic in TOPICS if not page.sight.knows(topic)}
        assert not hidden & (_topics(page.facts) | {one.topic for one in page.happenings}), post.key


def test_a_past_day_shows_who_lived_where_with_what_was_so(world: World, story: Story) -> None:
    day = datetime.date(2024, 5, 1)
    page = _page(world, story.household, moment=Moment(day, DAY))
    assert page.moment.is_past and page.head_name == "何德福" and page.address == "东圩组7号"
    assert [one.person.name for one in page.known.members] == ["何德福", "何长根", "许桂英", "何小军", "何安"]
    assert {one.programme for one in page.known.benefits} == {"dibao", "disability_nursing"}
    assert page.papers == [] and max(one.on for one in page.happenings) <= day
    before = _page(world, story.household, moment=Moment(datetime.date(2024, 2, 29), DAY))
    assert before.known.benefits == []


def test_the_day_before_and_the_day_of_each_change(world: World, story: Story) -> None:
    def names(day: datetime.date) -> list[str]:
        found = _page(world, story.household, moment=Moment(day, DAY))
        return [one.person.name for one in found.known.members]

    assert "何德福" in names(datetime.date(2025, 6, 2)) and "何德福" not in names(datetime.date(2025, 6, 3))
    assert "何悦" not in names(datetime.date(2026, 1, 19)) and "何悦" in names(datetime.date(2026, 1, 20))
    old = _page(world, story.household, moment=Moment(datetime.date(2024, 8, 31), DAY))
    new = _page(world, story.household, moment=Moment(datetime.date(2024, 9, 1), DAY))
    assert (old.address, new.address) == ("东圩组7号", "沿河组12号")


def test_with_the_knowledge_of_then_later_corrections_are_not_there(world: World, story: Story) -> None:
    by, household = world.desk("township_acceptance"), story.household
    row = fact_of(by, household, story.facts["income", "何长根"])
    assert row is not None
    changes = {"value": {"kind": "wage", "amount": "1200", "per": "month"}}
    correct_fact(by=by, evidence=row.pk, household=household.pk, changes=changes, reason="又核对")
    then = Moment(DAY - datetime.timedelta(days=1), DAY, row.recorded_at)
    page = _page(world, household, moment=then)
    wages = [one.value["amount"] for one in page.facts if one.kind == "wage" and one.person_id == row.person_id]
    assert wages == ["980"] and page.moment.is_past
    assert not [one for one in page.happenings if one.kind == "fact_corrected" and one.reason == "又核对"]


def test_everything_that_happened_is_told_in_order(world: World, story: Story) -> None:
    by, household = world.desk("township_acceptance"), story.household
    labour = story.facts["labour", "何长根"]
    end_fact(by=by, evidence=labour, household=household.pk, until=datetime.date(2026, 2, 1))
    withdraw_fact(by=by, evidence=story.facts["illness", "何安"], household=household.pk, reason="录错了人")
    (paper,) = file_documents(by=by, household=household.pk, drafts=[a_paper("photographs")])
    withdraw_document(by=by, document=paper.pk, reason="重复上传")
    nursing = Benefit.objects.get(programme="disability_nursing")
    end_benefit(by=by, benefit=nursing.pk, on=datetime.date(2026, 1, 1), reason="标准调整")
    told = _page(world, household).happenings
    assert [one.on for one in told] == sorted((one.on for one in told), reverse=True)
    assert {one.kind for one in told} == {
        *("opened", "moved", "left", "head_changed", "joined", "kin", "corrected", "account"),
        *("fact", "fact_ended", "fact_corrected", "fact_withdrawn", "benefit", "benefit_ended"),
        *("paper", "paper_withdrawn"),
    }
    by_kind = {one.kind: one for one in told}
    assert by_kind["fact_withdrawn"].reason == "录错了人" and by_kind["fact_withdrawn"].by == "乡镇受理岗甲"
    ended = [one for one in told if one.kind == "fact_ended"]
    assert [(one.topic, one.on) for one in ended] == [
        ("labour", datetime.date(2026, 2, 1)),
        ("absence", datetime.date(2025, 8, 1)),
    ]
    assert by_kind["fact_corrected"].reason.startswith("核对工资单")
    assert by_kind["benefit_ended"].reason == "标准调整" and by_kind["left"].who == "何德福"
    assert by_kind["head_changed"].who == "何长根" and len(by_kind["opened"].together) == 5


def test_a_correction_of_the_register_names_the_field_and_keeps_the_number_masked(world: World, story: Story) -> None:
    told = [one for one in _page(world, story.household).happenings if one.kind == "corrected"]
    phone = next(one for one in told if one.who == "许桂英")
    assert phone.fields == (("phone_shown", "", "139****5678"),) and phone.reason == "换了号码"
    whole = Person.objects.get(pk=story.people["许桂英"].pk).phone
    assert not any(whole in str(one.fields) for one in told)


def test_a_new_head_is_one_happening_and_not_everybody_coming_and_going(world: World) -> None:
    by = world.desk("township_acceptance")
    household = couple_and_child(by)
    head, spouse, child = (one.person_id for one in members_on(household, DAY))
    on = datetime.date(2025, 1, 1)
    change_head(
        by=by, household=household.pk, new_head=spouse, relations={head: "spouse", child: "child"}, on=on, reason="协商"
    )
    kinds = [one.kind for one in _page(world, household).happenings if one.on == on]
    assert kinds == ["head_changed"]


@pytest.mark.parametrize(
    ("path", "topics", "who"),
    [
        ("members[1].incomes", ("income",), "许桂英"),
        ("members[1].incomes[0].amount", ("income",), "许桂英"),
        ("members[0].spending", ("spending",), "何长根"),
        ("members[3].disability.grade", ("disability",), "何安"),
        ("members[3].disability_certified", ("disability",), "何安"),
        ("members[0].serious_illness", ("illness",), "何长根"),
        ("members[0].unable", ("self_care",), "何长根"),
        ("members[2].absent_since", ("absence",), "何小军"),
        ("members[3].parents.father.months", ("parents",), "何安"),
        ("members[0].labour", ("labour",), "何长根"),
        ("members[0].born", (), "何长根"),
        ("members[0].relation", (), "何长根"),
        ("household.assets", ("financial_assets", "homes", "vehicles", "businesses"), ""),
        ("household.assets.homes", ("homes",), ""),
        ("household.incomes", ("household_income",), ""),
        ("household.spending", ("household_spending",), ""),
        ("household.event", ("event",), ""),
        ("household.event.loss", ("event",), ""),
        ("household.obligors", ("obligors_listed",), ""),
        ("household.obligors[0].income", ("obligor_income",), "何小梅"),
        ("household.obligors[0].assets_over", ("obligor_assets_over",), "何小梅"),
        ("household.obligors[0].receiving", ("obligor_receiving",), "何小梅"),
        ("household.obligors[0].disability", ("disability",), "何小梅"),
        ("household.obligors[0].age", (), "何小梅"),
        ("household.relapse_watch", ("relapse_watch",), ""),
        ("household.receiving", (), ""),
        ("area", (), ""),
    ],
)
def test_what_the_engine_asks_for_is_what_a_clerk_may_enter(
    world: World, story: Story, path: str, topics: tuple[str, ...], who: str
) -> None:
    found, person, name = entry_of(path, known_of(story.household, DAY))
    assert found == topics and name == who
    assert person == (story.people[who].pk if who else None)


def test_entering_what_is_wanted_settles_it(world: World, story: Story) -> None:
    by, household = world.desk("township_acceptance"), story.household
    withdraw_fact(by=by, evidence=story.facts["household_income", ""], household=household.pk, reason="重新核实")
    wanted = {one.topics: one for one in _page(world, household, is_open=True).wanted}
    assert ("household_income",) in wanted and wanted["household_income",].bring
    draft = FactDraft("household_income", {"kind": "none"}, DAY, "survey")
    record_fact(by=by, household=household.pk, draft=draft)
    assert ("household_income",) not in {one.topics for one in _page(world, household, is_open=True).wanted}


def test_what_is_paid_is_held_against_what_is_owed(world: World, story: Story) -> None:
    by, household = world.desk("township_acceptance"), story.household
    page = _page(world, household, is_open=True)
    assert page.told is not None and page.told.answer is not None
    dibao = next(one for one in page.told.answer.determinations if one.programme.key == "dibao")
    assert dibao.outcome == "eligible" and dibao.monthly is not None
    told = {(one.kind, one.programme.key): one for one in page.remarks}
    assert told["review", "dibao"].benefit is not None
    kind = "less" if dibao.monthly > 86_000 else "more"
    assert (told[kind, "dibao"].paid, told[kind, "dibao"].owed) == (86_000, dibao.monthly)
    Benefit.objects.filter(programme="dibao").update(monthly=dibao.monthly)
    told = {(one.kind, one.programme.key) for one in _page(world, household, is_open=True).remarks}
    assert not {("less", "dibao"), ("more", "dibao")} & told
    end_benefit(by=by, benefit=Benefit.objects.get(programme="dibao").pk, on=DAY, reason="试停")
    told = {(one.kind, one.programme.key) for one in _page(world, household, is_open=True).remarks}
    assert ("unpaid", "dibao") in told


def test_what_is_paid_to_the_dead_or_to_those_who_left_is_named_without_opening(world: World, story: Story) -> None:
    by, household = world.desk("township_acceptance"), story.household
    grandson = next(one for one in members_on(household, DAY) if one.person.name == "何安")
    draft = BenefitDraft("unattended_child", 130_000, datetime.date(2025, 1, 1), person=grandson.person_id)
    take_over_benefit(by=by, household=household.pk, draft=draft)
    # The register refuses it; a row written before it did is told all the same.
    Membership.objects.filter(pk=grandson.pk).update(until=DAY, ended="moved_out")
    Person.objects.filter(pk=story.people["许桂英"].pk).update(died_on=DAY)
    told = {(one.kind, one.who) for one in _page(world, household, "county_finance").remarks}
    assert {("left", "何安"), ("dead", "许桂英")} <= told


def test_a_benefit_that_is_not_owed_is_a_remark_and_changes_nothing(world: World, story: Story) -> None:
    household = story.household
    told = {(one.kind, one.programme.key) for one in _page(world, household, is_open=True).remarks}
    assert ("not_owed", "disability_nursing") in told or ("unclear", "disability_nursing") in told
    assert Benefit.objects.get(programme="disability_nursing").monthly == 8_000


def test_what_a_fact_changed_is_what_was_known_around_it(world: World, story: Story) -> None:
    by, household = world.desk("township_acceptance"), story.household
    wage = story.facts["income", "何长根"]
    draft = FactDraft("income", {"kind": "wage", "amount": "2000", "per": "month"}, DAY, "survey")
    new = record_fact(by=by, household=household.pk, person=story.people["何长根"].pk, draft=draft, replaces=wage)
    before, after = answers_around(new, household, TODAY)

    def wages(known: Any) -> list[tuple[str, datetime.date | None]]:
        wages = [one for one in known.evidence if one.kind == "wage" and one.person_id == new.person_id]
        return [(one.value["amount"], one.until) for one in wages]

    assert (wages(before), wages(after)) == ([("980", None)], [("2000", None)])
    gone = withdraw_fact(by=by, evidence=new.pk, household=household.pk, reason="误录")
    gone.refresh_from_db()
    before, after = answers_around(gone, household, TODAY)
    assert (wages(before), wages(after)) == ([("2000", None)], [])


def test_a_number_is_of_somebody_of_the_household_or_their_kin(world: World, story: Story) -> None:
    by = world.desk("township_acceptance")
    stranger = couple_and_child(by, sequence=501, surname="陶")
    outside = members_on(stranger, DAY)[0].person_id
    head, account = story.people["何长根"].pk, story.people["何长根"].accounts.get()
    found = number_of(by, story.household, "id", head)
    assert found is not None and len(found.whole) == 18 and found.shown.startswith("3415*")
    assert number_of(by, story.household, "id", story.people["何小梅"].pk) is not None
    assert number_of(by, story.household, "id", story.people["何悦"].pk) is None
    assert (
        number_of(by, story.household, "id", outside) is None and number_of(by, stranger, "account", account.pk) is None
    )
    assert number_of(by, story.household, "account", account.pk) is not None


def _crowd(world: World, count: int, sequence: int) -> Household:
    by = world.desk("township_acceptance")
    names = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    people = [
        member(f"庞{names[n]}", "child" if n else "head", f"{1950 + n}-01-01", sequence + n) for n in range(count)
    ]
    draft = HouseholdDraft(LIULIN, tuple(people), datetime.date(2024, 1, 1))
    household = register_household(by=by, draft=draft)
    for one in members_on(household, DAY):
        for topic, value in (("labour", "full"), ("income", {"kind": "none"}), ("illness", False)):
            record_fact(
                by=by, household=household.pk, person=one.person_id, draft=FactDraft(topic, value, DAY, "survey")
            )
    return household


def test_a_page_takes_as_many_queries_for_twenty_as_for_three(world: World) -> None:
    counted = []
    for count, sequence in ((3, 500), (20, 600)):
        household = _crowd(world, count, sequence)
        by = world.desk("township_acceptance")
        opening = open_sensitive(by=by, household=household.pk, reason="来访")
        with CaptureQueriesContext(connection) as queries:
            page_of(by=by, household=household, now=opening.opened_at, moment=TODAY)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 24
