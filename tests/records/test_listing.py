"""The lists of households and people: each filter, each post, in order, counted, and at a constant number of queries."""

import datetime
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.records.accounts.desk import Desk, NotAllowed, spans_of
from doudi.records.accounts.models import StaffRelative
from doudi.records.accounts.posts import POSTS
from doudi.records.evidence.actions import FactDraft, record_fact
from doudi.records.registry.actions.households import (
    HouseholdDraft,
    MemberDraft,
    close_household,
    register_household,
)
from doudi.records.registry.actions.members import record_death
from doudi.records.registry.actions.payments import AccountDraft, BenefitDraft, open_account, take_over_benefit
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.listing import MOST_COUNTED, Listing, listed, page_of
from doudi.records.registry.listing_around import unneeded
from doudi.records.registry.listing_columns import COLUMNS, chosen, columns_of
from doudi.records.registry.listing_conditions import AGES, years_before
from doudi.records.registry.listing_filters import (
    CAUSES,
    FILTERS,
    Filters,
    HouseholdFilters,
    PeopleFilters,
    causes_seen,
    filters_closed_to,
    sensitive_of,
)
from doudi.records.registry.listing_places import places_under
from doudi.records.registry.listing_rows import Row, rows_of
from doudi.records.registry.listing_saved import drop_filter, filters_kept, keep_filter
from doudi.records.registry.models import Household, Person, RelativeMatch
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused
from doudi.records.territory.queries import name_of
from world import (
    COUNTY,
    DAY,
    FAR_TOWN,
    FENGLING,
    LIULIN,
    OTHER_COUNTY,
    OTHER_TOWN,
    SHIQIAO,
    TOWN,
    World,
    couple_and_child,
    person,
)

pytestmark = pytest.mark.django_db
OPENED = datetime.date(2024, 1, 1)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting is never cut short, however busy the machine is."""
    monkeypatch.setattr("doudi.records.registry.listing.COUNTING_MS", 60_000)


@pytest.fixture
def clerk(world: World) -> Desk:
    return world.desk("township_acceptance")


def alone(by: Desk, name: str, born: str, sequence: int, territory: str = LIULIN, **rest: object) -> Household:
    """Somebody who lives alone."""
    members = (MemberDraft(person(name, born, sequence), "head"),)
    opened_on = rest.pop("opened_on", OPENED)
    return register_household(by=by, draft=HouseholdDraft(territory, members, opened_on, **rest))  # type: ignore[arg-type]


def labels(by: Desk, **filters: object) -> list[str]:
    """The heads of the households listed."""
    return [one.label for one in page_of(listed(by, HouseholdFilters(**filters)), 1).rows]  # type: ignore[arg-type]


def names(by: Desk, **filters: object) -> list[str]:
    """The people listed."""
    return [one.name for one in page_of(listed(by, PeopleFilters(**filters)), 1).rows]  # type: ignore[arg-type]


def head_of(household: Household) -> Person:
    return members_on(household, DAY)[0].person


# Filters.


def test_households_are_narrowed_by_what_is_paid_to_them(clerk: Desk) -> None:
    one, two = alone(clerk, "安一", "1950-01-01", 501), alone(clerk, "白二", "1950-01-01", 511)
    alone(clerk, "曹三", "1950-01-01", 521)
    take_over_benefit(by=clerk, household=one.pk, draft=BenefitDraft("dibao", 60000, OPENED))
    tekun = BenefitDraft("tekun", 90000, OPENED, person=head_of(two).pk)
    take_over_benefit(by=clerk, household=two.pk, draft=tekun)
    assert labels(clerk, programme="dibao") == names(clerk, programme="dibao") == ["安一"]
    assert labels(clerk, programme="tekun") == names(clerk, programme="tekun") == ["白二"]
    assert labels(clerk, programme="any") == ["安一", "白二"]
    assert labels(clerk, programme="none") == ["曹三"]


def test_what_is_paid_no_more_does_not_count(clerk: Desk) -> None:
    from doudi.records.registry.actions.payments import end_benefit

    one = alone(clerk, "安一", "1950-01-01", 501)
    paid = take_over_benefit(by=clerk, household=one.pk, draft=BenefitDraft("dibao", 60000, OPENED))
    end_benefit(by=clerk, benefit=paid.pk, on=DAY, reason="收入超过标准")
    assert labels(clerk, programme="dibao") == [] and labels(clerk, programme="none") == ["安一"]


@pytest.mark.parametrize(
    ("born", "group"),
    [
        ("2010-03-03", "0-15"), ("2010-03-02", "16-59"), ("1966-03-03", "16-59"), ("1966-03-02", "60-79"),
        ("1946-03-03", "60-79"), ("1946-03-02", "80-"),
    ],
)  # fmt: skip
def test_ages_are_counted_in_whole_years_to_the_day(clerk: Desk, born: str, group: str) -> None:
    alone(clerk, "安一", born, 501)
    for other in AGES:
        expected = ["安一"] if other == group else []
        assert labels(clerk, age=other) == expected and names(clerk, age=other) == expected


def test_a_leap_day_asked_for_in_a_common_year_is_the_28th() -> None:
    assert years_before(datetime.date(2024, 2, 29), 1) == datetime.date(2023, 2, 28)
    assert years_before(datetime.date(2024, 2, 29), 4) == datetime.date(2020, 2, 29)


def test_lists_are_narrowed_by_disability_of_a_kind_and_grade(clerk: Desk) -> None:
    for sequence, name, value in (
        (501, "安一", {"kind": "physical", "grade": 2}),
        (511, "白二", {"kind": "mental", "grade": 4}),
        (521, "曹三", {"kind": "none"}),
    ):
        made = alone(clerk, name, "1950-01-01", sequence)
        fact = FactDraft("disability", value, OPENED, "certificate")
        record_fact(by=clerk, household=made.pk, draft=fact, person=head_of(made).pk)
    for told, expected in (
        ({"disability": "any"}, ["安一", "白二"]),
        ({"disability": "physical"}, ["安一"]),
        ({"disability": "any", "grade": "1-2"}, ["安一"]),
        ({"disability": "mental", "grade": "4"}, ["白二"]),
        ({"disability": "mental", "grade": "1"}, []),
    ):
        assert labels(clerk, **told) == names(clerk, **told) == expected, told


def test_a_corrected_disability_counts_as_corrected(clerk: Desk) -> None:
    from doudi.records.evidence.actions import correct_fact

    made = alone(clerk, "安一", "1950-01-01", 501)
    fact = FactDraft("disability", {"kind": "physical", "grade": 2}, OPENED, "certificate")
    row = record_fact(by=clerk, household=made.pk, draft=fact, person=head_of(made).pk)
    changes = {"value": {"kind": "visual", "grade": 1}}
    correct_fact(by=clerk, evidence=row.pk, household=made.pk, changes=changes, reason="证件换发")
    assert labels(clerk, disability="physical") == [] and labels(clerk, disability="visual") == ["安一"]


def test_lists_are_narrowed_by_cause_type_area_and_size(clerk: Desk) -> None:
    alone(clerk, "安一", "1950-01-01", 501, causes=("illness", "no_labour"), type="relief", area="urban")
    couple_and_child(clerk)
    assert labels(clerk, cause="illness") == ["安一"] and labels(clerk, cause="disability") == []
    assert labels(clerk, type="relief") == labels(clerk, area="urban") == labels(clerk, size="1") == ["安一"]
    assert labels(clerk, size="3") == ["沈立国"] and labels(clerk, size="6-") == labels(clerk, size="2") == []


def test_closed_households_are_listed_apart(clerk: Desk) -> None:
    one = alone(clerk, "安一", "1950-01-01", 501)
    alone(clerk, "白二", "1950-01-01", 511)
    close_household(by=clerk, household=one.pk, on=DAY, reason="全户迁出")
    assert labels(clerk) == ["白二"]
    assert labels(clerk, state="closed") == ["安一"]
    assert labels(clerk, state="all") == ["安一", "白二"]
    assert names(clerk, placed="out") == ["安一"] and names(clerk, placed="in") == ["白二"]


def test_reviews_due_are_listed_the_earliest_first(clerk: Desk) -> None:
    for sequence, name, due in ((501, "安一", 20), (511, "白二", 10), (521, "曹三", None)):
        made = alone(clerk, name, "1950-01-01", sequence)
        on = datetime.date(2026, 3, due) if due else None
        take_over_benefit(by=clerk, household=made.pk, draft=BenefitDraft("dibao", 1, OPENED, next_review_on=on))
        if name == "安一":
            sooner = BenefitDraft(
                "old_age_allowance", 1, OPENED, head_of(made).pk, next_review_on=datetime.date(2026, 3, 5)
            )
            take_over_benefit(by=clerk, household=made.pk, draft=sooner)
    assert labels(clerk, review_before=datetime.date(2026, 3, 10)) == ["安一"]
    assert labels(clerk, review_before=datetime.date(2026, 3, 11)) == ["安一", "白二"]
    assert labels(clerk, sort="review") == ["安一", "白二"]


def test_those_without_an_id_number_are_listed(clerk: Desk) -> None:
    newborn = MemberDraft(PersonDraft("安小小", no_id_reason="newborn", born_on=datetime.date(2026, 2, 1)), "child")
    members = (MemberDraft(person("安大", "1990-01-01", 501), "head"), newborn)
    register_household(by=clerk, draft=HouseholdDraft(LIULIN, members, OPENED))
    couple_and_child(clerk)
    assert labels(clerk, no_id=True) == ["安大"] and names(clerk, no_id=True) == ["安小小"]


def test_near_relatives_of_staff_are_listed_while_their_filing_stands(clerk: Desk) -> None:
    head = head_of(couple_and_child(clerk))
    filed = StaffRelative.objects.create(
        staff_name="某甲", staff_role="村干部", territory=LIULIN, name=head.name, name_key=head.name_key,
        relation="sibling", filed_on=DAY,
    )  # fmt: skip
    RelativeMatch.objects.create(person=head, relative=filed, by="name")
    assert labels(clerk, relative=True) == names(clerk, relative=True) == ["沈立国"]
    StaffRelative.objects.update(closed_on=DAY)
    assert labels(clerk, relative=True) == names(clerk, relative=True) == []


def test_what_is_still_paid_after_a_death_is_found_in_three_ways(clerk: Desk) -> None:
    died = datetime.date(2025, 6, 1)
    single = alone(clerk, "安一", "1940-01-01", 501)
    allowance = BenefitDraft("old_age_allowance", 5000, OPENED, head_of(single).pk)
    take_over_benefit(by=clerk, household=single.pk, draft=allowance)
    record_death(by=clerk, person=head_of(single).pk, died_on=died)
    shared = couple_and_child(clerk)
    take_over_benefit(by=clerk, household=shared.pk, draft=BenefitDraft("dibao", 60000, OPENED))
    record_death(by=clerk, person=members_on(shared, DAY)[2].person_id, died_on=died)
    alone(clerk, "白二", "1950-01-01", 511)
    assert labels(clerk, dead_paid=True) == labels(clerk, dead_paid=True, state="all") == ["安一", "沈立国"]
    assert labels(clerk, dead_paid=True, state="closed") == ["安一"]
    assert names(clerk, dead_paid=True) == names(clerk, dead_paid=True, living="all") == ["安一", "沈小满"]
    assert names(clerk, dead_paid=True, living="dead") == ["安一", "沈小满"] and names(clerk, living="dead") == [
        "安一",
        "沈小满",
    ]


def test_what_is_still_paid_to_somebody_who_left_is_found(clerk: Desk) -> None:
    alone(clerk, "白二", "1950-01-01", 511)
    gone = alone(clerk, "安一", "1940-01-01", 501)
    own = BenefitDraft("old_age_allowance", 5000, OPENED, head_of(gone).pk)
    take_over_benefit(by=clerk, household=gone.pk, draft=own)
    assert labels(clerk, gone_paid=True) == names(clerk, gone_paid=True) == []
    # As it stood before leaving was refused to whoever is still paid.
    gone.memberships.update(until=DAY, ended="moved_out")
    Household.objects.filter(pk=gone.pk).update(closed_on=DAY)
    assert labels(clerk, gone_paid=True) == names(clerk, gone_paid=True) == ["安一"]


def test_a_benefit_worked_out_anew_after_the_death_is_no_doubt(clerk: Desk) -> None:
    shared = couple_and_child(clerk)
    record_death(by=clerk, person=members_on(shared, DAY)[2].person_id, died_on=datetime.date(2025, 5, 20))
    take_over_benefit(by=clerk, household=shared.pk, draft=BenefitDraft("dibao", 40000, datetime.date(2025, 6, 1)))
    assert labels(clerk, dead_paid=True) == []


def test_a_text_narrows_by_name_pinyin_or_number(clerk: Desk) -> None:
    made = couple_and_child(clerk)
    alone(clerk, "安一", "1950-01-01", 501)
    for text in ("沈", "立国", "shenli", made.number):
        assert labels(clerk, q=text) == ["沈立国"], text
    for text in ("沈小", "小满", "shenxiaoman", "sxm"):
        assert names(clerk, q=text) == ["沈小满"], text
    assert labels(clerk, q="341591001-999999") == labels(clerk, q="9") == names(clerk, q="9") == []


def test_people_are_narrowed_by_sex_and_place(clerk: Desk) -> None:
    couple_and_child(clerk)
    alone(clerk, "安一", "1950-01-01", 501, SHIQIAO)
    assert names(clerk, sex="female") == ["顾秀梅"]
    assert names(clerk, territory=SHIQIAO) == labels(clerk, territory=SHIQIAO) == ["安一"]
    assert len(names(clerk, territory=TOWN)) == 4


# Order, pages, counting.


def test_lists_are_in_order_of_place_and_pinyin_or_as_asked(clerk: Desk) -> None:
    alone(clerk, "钟一", "1950-01-01", 501, opened_on=datetime.date(2025, 1, 1))
    alone(clerk, "安二", "1950-01-01", 511, SHIQIAO, opened_on=datetime.date(2023, 1, 1))
    alone(clerk, "单三", "1950-01-01", 521, opened_on=datetime.date(2024, 1, 1))
    assert labels(clerk) == names(clerk) == ["单三", "钟一", "安二"]
    assert labels(clerk, sort="number") == ["钟一", "安二", "单三"]
    assert labels(clerk, sort="opened") == ["钟一", "单三", "安二"]
    assert names(clerk, sort="newest") == ["单三", "安二", "钟一"]


@pytest.mark.parametrize("most", [MOST_COUNTED, 4])
@pytest.mark.parametrize("sort", ["", "number", "opened", "review"])
def test_pages_hold_every_row_once(clerk: Desk, monkeypatch: pytest.MonkeyPatch, most: int, sort: str) -> None:
    monkeypatch.setattr("doudi.records.registry.listing.PAGE", 2)
    monkeypatch.setattr("doudi.records.registry.listing.MOST_COUNTED", most)
    for at in range(5):
        made = alone(clerk, f"周{'甲乙丙丁戊'[at]}", "1950-01-01", 501 + 10 * at, (LIULIN, SHIQIAO)[at % 2])
        review = BenefitDraft("dibao", 1, OPENED, next_review_on=datetime.date(2026, 4, 9 - at % 3))
        take_over_benefit(by=clerk, household=made.pk, draft=review)
    listing = listed(clerk, HouseholdFilters(sort=sort))
    pages = [page_of(listing, number) for number in (1, 2, 3)]
    assert [one.pk for page in pages for one in page.rows] == list(listing.ordered.values_list("pk", flat=True))
    assert [page.has_next for page in pages] == [True, True, False]
    assert (pages[0].count, pages[0].more) == ((5, False) if most == MOST_COUNTED else (4, True))


def test_a_page_beyond_the_last_is_the_last(clerk: Desk) -> None:
    couple_and_child(clerk)
    for number in (-1, 0, 2, 999_999):
        assert page_of(listed(clerk, HouseholdFilters()), number).number == 1


SLOW = "pg_sleep(0.1) IS NOT NULL"


def settings_now() -> tuple[str, ...]:
    names = ("statement_timeout", "max_parallel_workers_per_gather", "random_page_cost")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s), current_setting(%s), current_setting(%s)", names)
        return tuple(cursor.fetchone())


def test_a_count_that_takes_too_long_is_left_out(clerk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    couple_and_child(clerk)
    monkeypatch.setattr("doudi.records.registry.listing.COUNTING_MS", 50)
    monkeypatch.setattr("doudi.records.registry.listing.WALKING_MS", 10_000)
    before = settings_now()
    page = page_of(Listing(Household.objects.extra(where=[SLOW]), ("pk",)), 1)
    assert page.count is None and [one.label for one in page.rows] == ["沈立国"]
    assert settings_now() == before


def test_a_list_that_takes_too_long_to_walk_as_well_is_fetched_whole(
    clerk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    couple_and_child(clerk)
    for name in ("COUNTING_MS", "WALKING_MS"):
        monkeypatch.setattr(f"doudi.records.registry.listing.{name}", 50)
    before = settings_now()
    page = page_of(Listing(Household.objects.extra(where=[SLOW]), ("pk",)), 1)
    assert page.count == 1 and [one.label for one in page.rows] == ["沈立国"]
    assert settings_now() == before


def test_what_was_too_slow_is_not_tried_again_on_lists_alike(clerk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    couple_and_child(clerk)
    for name in ("COUNTING_MS", "WALKING_MS"):
        monkeypatch.setattr(f"doudi.records.registry.listing.{name}", 50)
    slow = Listing(Household.objects.extra(where=[SLOW]), ("pk",), alike="slow")
    asked = []
    for listing in (slow, replace(slow, found=Household.objects.extra(where=[SLOW]))):
        with CaptureQueriesContext(connection) as queries:
            page = page_of(listing, 1)
        assert page.count == 1 and [one.label for one in page.rows] == ["沈立国"]
        asked.append(sum("pg_sleep" in (query["sql"] or "") for query in queries))
    assert asked == [3, 1]
    assert page_of(Listing(Household.objects.all(), ("pk",), alike="other"), 1).count == 1


def test_a_long_list_is_walked_again_though_it_was_slow_once(clerk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    couple_and_child(clerk)
    for name in ("COUNTING_MS", "WALKING_MS"):
        monkeypatch.setattr(f"doudi.records.registry.listing.{name}", 50)
    monkeypatch.setattr("doudi.records.registry.listing.MOST_COUNTED", 0)
    slow = Listing(Household.objects.extra(where=[SLOW]), ("pk",), alike="slow")
    assert [one.label for one in page_of(slow, 1).rows] == ["沈立国"]
    monkeypatch.setattr("doudi.records.registry.listing.WALKING_MS", 10_000)
    with CaptureQueriesContext(connection) as queries:
        assert [one.label for one in page_of(slow, 1).rows] == ["沈立国"]
    assert sum("pg_sleep" in (query["sql"] or "") for query in queries) == 1


def test_lists_are_alike_by_place_post_and_filters_and_a_household_by_any_name(clerk: Desk) -> None:
    def alike(filters: Filters, **of: object) -> str:
        return listed(replace(clerk, **of), filters).alike  # type: ignore[arg-type]

    assert alike(HouseholdFilters(q="沈")) == alike(HouseholdFilters(q="单"))
    different = [
        alike(HouseholdFilters(q="沈")), alike(HouseholdFilters()), alike(HouseholdFilters(size="3")),
        alike(HouseholdFilters(size="3"), spans=spans_of([LIULIN])),
        alike(PeopleFilters(q="沈")), alike(PeopleFilters(q="单")),
    ]  # fmt: skip
    assert len(set(different)) == len(different)


def shown(by: Desk, filters: Filters) -> list[Row]:
    """A page of a list with every column that a page can have."""
    name = "households" if isinstance(filters, HouseholdFilters) else "people"
    columns = columns_of(by, name)
    return rows_of(by, name, page_of(listed(by, filters), 1, without=unneeded(name, columns)).rows, columns)


@pytest.mark.parametrize(
    "filters",
    [
        HouseholdFilters(),
        HouseholdFilters(age="0-15", programme="dibao"),
        HouseholdFilters(sort="opened"),
        PeopleFilters(),
        PeopleFilters(programme="dibao", sort="newest"),
    ],
)
def test_the_number_of_queries_is_the_same_for_3_and_30_households(clerk: Desk, filters: Filters) -> None:
    def register(at: int) -> None:
        made = couple_and_child(clerk, sequence=101 + 4 * at, surname="赵钱孙李周吴郑王冯陈"[at % 10])
        take_over_benefit(by=clerk, household=made.pk, draft=BenefitDraft("dibao", 60000, OPENED))
        account = AccountDraft("6228480402564890018", holder_kind="guardian", holder_name="某甲")
        open_account(by=clerk, person=head_of(made).pk, draft=account, since=DAY)

    counted = []
    for at in range(30):
        register(at)
        if at in (2, 29):
            # The names of places are read once a minute: not by the page that is counted.
            name_of(LIULIN)
            with CaptureQueriesContext(connection) as asked:
                rows = shown(clerk, filters)
            counted.append((len(asked), len(rows)))
    (few, _), (many, _) = counted
    assert few == many <= 12, counted
    assert counted[0][1] < counted[1][1]


# Rows and columns.


def test_a_row_tells_what_is_paid_masked_and_marked(clerk: Desk) -> None:
    made = couple_and_child(clerk)
    take_over_benefit(
        by=clerk,
        household=made.pk,
        draft=BenefitDraft("dibao", 60000, OPENED, next_review_on=datetime.date(2026, 6, 1)),
    )
    child = members_on(made, DAY)[2].person
    take_over_benefit(by=clerk, household=made.pk, draft=BenefitDraft("disability_living", 8000, OPENED, child.pk))
    record_death(by=clerk, person=child.pk, died_on=datetime.date(2025, 6, 1))
    (row,) = shown(clerk, HouseholdFilters())
    told = {
        "number": made.number, "head": "沈立国", "size": 2, "programmes": "最低生活保障、困难残疾人生活补贴",
        "monthly": 68000, "next_review": datetime.date(2026, 6, 1), "town": "河东镇", "village": "柳林村委会",
        "marks": "死亡后仍在发", "area": "农村", "closed_on": None,
    }  # fmt: skip
    assert {key: row.values[key] for key in told} == told
    assert str(row.values["head_id"]).startswith("3415**") and row.marks == ("dead_paid",)


def test_nothing_in_payment_is_not_zero(clerk: Desk) -> None:
    couple_and_child(clerk)
    (row,) = shown(clerk, HouseholdFilters())
    assert (row.values["monthly"], row.values["programmes"], row.values["next_review"]) == (None, "", None)


def test_a_person_has_what_is_paid_to_them_and_to_their_household(clerk: Desk) -> None:
    made = couple_and_child(clerk)
    take_over_benefit(by=clerk, household=made.pk, draft=BenefitDraft("dibao", 60000, OPENED))
    child = members_on(made, DAY)[2].person
    take_over_benefit(by=clerk, household=made.pk, draft=BenefitDraft("disability_living", 8000, OPENED, child.pk))
    rows = {row.values["name"]: row.values for row in shown(clerk, PeopleFilters())}
    assert rows["沈小满"]["programmes"] == "最低生活保障、困难残疾人生活补贴"
    assert rows["沈立国"]["programmes"] == "最低生活保障"
    assert (rows["沈小满"]["age"], rows["沈小满"]["relation"], rows["沈小满"]["head"]) == (10, "子女", "沈立国")


def test_the_age_of_the_dead_stands_still(clerk: Desk) -> None:
    made = alone(clerk, "安一", "1950-01-01", 501)
    record_death(by=clerk, person=head_of(made).pk, died_on=datetime.date(2024, 6, 1))
    (row,) = shown(clerk, PeopleFilters(living="dead"))
    assert row.values["age"] == 74 and row.marks == ("dead",)


def test_rows_are_told_in_english_too(clerk: Desk) -> None:
    made = couple_and_child(clerk)
    take_over_benefit(by=clerk, household=made.pk, draft=BenefitDraft("dibao", 60000, OPENED))
    (row,) = rows_of(clerk, "households", [made], columns_of(clerk, "households"), "en")
    assert (row.values["programmes"], row.values["area"]) == ("dibao", "rural")


def test_no_page_has_a_whole_number(world: World) -> None:
    for desk in world.desks.values():
        for name in ("households", "people"):
            assert not any(column.whole for column in columns_of(desk, name))
            assert not any(column.whole for column in chosen(desk, name, [one.key for one in COLUMNS[name]]))


def test_columns_follow_the_post(world: World) -> None:
    keys = {post: {one.key for one in columns_of(world.desk(post), "households", whole=True)} for post in POSTS}
    assert {"head_id_whole", "account_whole", "programmes"} <= keys["county_reviewer"]
    assert "head_id_whole" not in keys["county_finance"] and "account_whole" in keys["county_finance"]
    assert not {"account", "account_whole"} & keys["township_surveyor"]
    assert not {"programmes", "monthly", "head_id_whole", "account"} & keys["partner_disability"]


# Posts and territory.


def test_each_post_lists_its_own_territory(world: World, clerk: Desk) -> None:
    couple_and_child(clerk)
    couple_and_child(world.desks[f"township_acceptance@{OTHER_TOWN}"], FENGLING, sequence=301, surname="陶")
    couple_and_child(world.desks[f"township_acceptance@{FAR_TOWN}"], "341592001201", sequence=401, surname="鲁")
    expected = {
        "village_assistant": ["沈立国"], f"village_assistant@{SHIQIAO}": [], "township_acceptance": ["沈立国"],
        f"township_acceptance@{OTHER_TOWN}": ["陶立国"], "county_reviewer": ["沈立国", "陶立国"],
        f"county_reviewer@{OTHER_COUNTY}": ["鲁立国"], "auditor": ["沈立国", "陶立国"],
        "county_finance": ["沈立国", "陶立国"], "partner_education": ["沈立国", "陶立国"],
        "city_supervisor": ["沈立国", "陶立国", "鲁立国"], "province_supervisor": ["沈立国", "陶立国", "鲁立国"],
        "administrator": [],
    }  # fmt: skip
    for key, heads in expected.items():
        desk = world.desks[key]
        assert labels(desk) == heads, key
        assert len(names(desk)) == 3 * len(heads), key
        assert page_of(listed(desk, PeopleFilters()), 1).count == 3 * len(heads), key


def test_filters_of_what_a_post_does_not_see_are_refused(world: World) -> None:
    asked = {
        "programme": "dibao", "review_before": DAY, "dead_paid": True, "disability": "any", "relative": True,
        "cause": "illness",
    }  # fmt: skip
    closed = {
        "county_finance": {"disability", "relative", "cause"},
        "partner_disability": {"programme", "review_before", "dead_paid", "relative", "cause"},
        "partner_medical": {"programme", "review_before", "dead_paid", "relative", "disability"},
        "partner_education": set(asked),
        "partner_finance": {"disability", "relative", "cause"},
        "county_reviewer": set(),
        "auditor": set(),
    }
    for post, names_closed in closed.items():
        for name, value in asked.items():
            filters = HouseholdFilters(**{name: value})  # type: ignore[arg-type]
            if name in names_closed:
                with pytest.raises(NotAllowed):
                    listed(world.desk(post), filters)
            else:
                listed(world.desk(post), filters)


def test_an_order_that_would_tell_who_is_paid_is_refused(world: World) -> None:
    listed(world.desk("county_finance"), HouseholdFilters(sort="review"))
    with pytest.raises(NotAllowed):
        listed(world.desk("partner_disability"), HouseholdFilters(sort="review"))


def test_causes_a_post_does_not_see_are_not_told(world: World, clerk: Desk) -> None:
    made = alone(clerk, "安一", "1950-01-01", 501, causes=("illness", "disability", "no_skill"))
    for post, told in (("county_reviewer", "因残、因病、缺技术"), ("partner_medical", "因病"), ("county_finance", "")):
        by = world.desk(post)
        (row,) = rows_of(by, "households", [made], columns_of(by, "households"))
        assert row.values["causes"] == told, post
    assert set(causes_seen(world.desk("county_reviewer"))) == set(CAUSES)


def test_a_place_outside_the_territory_is_refused_like_one_that_does_not_exist(world: World, clerk: Desk) -> None:
    said = set()
    for place in (FENGLING, "341591999", COUNTY):
        with pytest.raises(Refused) as refused:
            listed(clerk, HouseholdFilters(territory=place))
        said.add(str(refused.value))
    assert len(said) == 1


def test_sensitive_filters_are_told_apart() -> None:
    assert sensitive_of(HouseholdFilters(disability="any", cause="illness")) == ["disability", "illness"]
    assert sensitive_of(PeopleFilters(disability="mental")) == ["disability"]
    assert sensitive_of(HouseholdFilters(cause="no_skill", programme="dibao")) == []
    assert filters_closed_to.__doc__


# Places to choose, filters kept.


def test_places_are_offered_one_step_at_a_time(world: World, clerk: Desk) -> None:
    county = world.desk("county_reviewer")
    assert [code for code, _ in places_under(county, "")] == [TOWN, OTHER_TOWN]
    assert [code for code, _ in places_under(county, TOWN)] == [TOWN, LIULIN, SHIQIAO]
    assert [code for code, _ in places_under(county, LIULIN)] == [TOWN, LIULIN, SHIQIAO]
    assert [code for code, _ in places_under(clerk, LIULIN)] == [LIULIN, SHIQIAO]
    assert [code for code, _ in places_under(clerk, FENGLING)] == [LIULIN, SHIQIAO]
    assert places_under(world.desk("village_assistant"), "x") == []
    assert [code for code, _ in places_under(world.desk("city_supervisor"), COUNTY)] == [COUNTY, TOWN, OTHER_TOWN]


@pytest.mark.parametrize(
    "filters",
    [
        HouseholdFilters(), PeopleFilters(),
        HouseholdFilters(q="沈 a&b=c", programme="dibao", no_id=True, review_before=DAY, size="6-", sort="review"),
        PeopleFilters(sex="male", living="all", dead_paid=True, age="80-", territory=LIULIN),
    ],
)  # fmt: skip
def test_filters_survive_being_written_as_a_query(filters: Filters) -> None:
    assert type(filters).from_query(filters.to_query()) == filters
    assert all(value for _, value in parse_qsl(filters.to_query()))
    assert filters.narrowed is (filters != FILTERS["households"]() and filters != FILTERS["people"]())


def test_an_officer_keeps_filters_of_ones_own(world: World, clerk: Desk) -> None:
    keep_filter(by=clerk, page="households", name="低保户", query="programme=dibao")
    keep_filter(by=clerk, page="households", name="低保户", query="programme=dibao&size=1")
    (kept,) = filters_kept(clerk, "households")
    assert kept.query == "programme=dibao&size=1" and filters_kept(clerk, "people") == []
    other = world.desk("township_surveyor")
    assert filters_kept(other, "households") == []
    with pytest.raises(Refused):
        drop_filter(by=other, pk=kept.pk)
    drop_filter(by=clerk, pk=kept.pk)
    assert filters_kept(clerk, "households") == []


@pytest.mark.parametrize("name", ["", "   ", "长" * 41, "341502198005061018"])
def test_a_filter_has_a_short_name_without_numbers_of_identity(clerk: Desk, name: str) -> None:
    with pytest.raises(Refused):
        keep_filter(by=clerk, page="households", name=name, query="")
    with pytest.raises(Refused):
        keep_filter(by=clerk, page="elsewhere", name="低保户", query="")
