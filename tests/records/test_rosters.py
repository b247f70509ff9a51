"""Rosters: mapped, tried, taken in whole, whatever stops them; every row is counted somewhere."""

import datetime

import pytest

from doudi.records.accounts.desk import NotAllowed
from doudi.records.evidence.actions import FactDraft, record_fact
from doudi.records.evidence.models import Evidence
from doudi.records.registry.actions.kin import add_kin
from doudi.records.registry.actions.members import record_death
from doudi.records.registry.actions.payments import end_benefit
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import BankAccount, Benefit, Household, Membership, Person
from doudi.records.registry.refusals import Refused
from doudi.records.rosters import committing
from doudi.records.rosters.actions import (
    answer_rows,
    correction_rows,
    discard_roster,
    map_columns,
    note_failure,
    note_progress,
    run_check,
    run_commit,
    start_commit,
    upload_roster,
)
from doudi.records.rosters.models import ImportRow, RosterImport
from doudi.records.rosters.queries import counts_of
from doudi.records.trail.models import AuditEntry
from support.rosters import HEADERS, family, reconciles, row, taken_in, tried, workbook
from world import DAY, World, citizen_id, couple_and_child

pytestmark = pytest.mark.django_db


def test_a_clean_roster_is_taken_in_with_everything_it_says(world: World) -> None:
    told = {
        "联系电话": "13800001111", "残疾类别": "肢体", "残疾等级": "二级", "月工资收入": 800,
        "银行账号": "6228480000000000018", "救助项目": "低保", "分类": "A类", "月保障金": 600, "起保月份": "2024-03",
        "致困原因": "因残、因病",
    }  # fmt: skip
    roster = taken_in(world, family(**told))
    assert roster.state == "done" and reconciles(roster)
    assert counts_of(roster) == {"create": 3, "note": 1}
    household = Household.objects.get()
    assert (household.label, household.causes) == ("沈立国", ["disability", "illness"])
    assert [m.relation for m in Membership.objects.order_by("position")] == ["head", "spouse", "child"]
    head = Person.objects.get(name="沈立国")
    facts = {one.topic: one.value for one in Evidence.objects.filter(person=head)}
    assert facts["income"] == {"kind": "wage", "amount": "800.00", "per": "month"}
    assert facts["disability"]["kind"] == "physical" and facts["disability"]["grade"] == 2
    benefit = Benefit.objects.get()
    assert (benefit.programme, benefit.monthly, benefit.dibao_class) == ("dibao", 60000, "A")
    assert benefit.since == datetime.date(2024, 3, 1) and benefit.person_id is None
    assert BankAccount.objects.get().person == head


def test_the_same_roster_again_changes_nothing(world: World) -> None:
    taken_in(world, family(月工资收入=800))
    again = tried(world, family(月工资收入=800))
    assert counts_of(again) == {"same": 3, "note": 1} and reconciles(again)
    assert [one["rule"] for one in again.questions if one["rule"] == "same_file"] in ([], ["same_file"])
    with pytest.raises(Refused, match="没有可以导入"):
        start_commit(by=world.desk("township_acceptance"), roster=again.pk)


@pytest.mark.parametrize(
    ("first", "again", "same"),
    [
        ("0564-3612345", "0564-3612345", True),
        ("0564-3612345", "(0564) 3612345", True),
        ("05643612345", "0564—3612345", True),
        ("0564-3612345转12", "0564-3612345-12", True),
        ("138 0000 1111", "13800001111", True),
        ("0564-3612345", "0564-3612346", False),
        ("0564-3612345", "13800001111", False),
    ],
)
def test_a_telephone_written_otherwise_is_the_same_number(world: World, first: str, again: str, same: bool) -> None:
    taken_in(world, family(联系电话=first))
    assert counts_of(tried(world, family(联系电话=again))).get("change", 0) == (0 if same else 1)


def test_a_later_roster_changes_what_is_different_and_adds_who_is_new(world: World) -> None:
    taken_in(world, family(月工资收入=800))
    newborn = row("H1", "沈安安", "2026-01-05", 202, "女")
    roster = taken_in(world, [*family(月工资收入=900, 联系电话="13800002222"), newborn])
    assert counts_of(roster) == {"change": 1, "same": 2, "create": 1, "note": 1}
    head = Person.objects.get(name="沈立国")
    assert head.phone == "13800002222"
    standing = Evidence.objects.filter(person=head, topic="income", superseded_at__isnull=True, until__isnull=True)
    assert [one.amount for one in standing] == [90000]
    assert Household.objects.count() == 1 and Membership.objects.filter(until__isnull=True).count() == 4


def test_a_refused_row_holds_back_its_household_and_no_other(world: World) -> None:
    wrong = family()
    number = str(wrong[1][2])
    wrong[1][2] = number[:-1] + ("0" if number[-1] != "0" else "1")
    other = row("H2", "陶大山", "1970-01-02", 77, "户主")
    roster = taken_in(world, [*wrong, other])
    assert counts_of(roster) == {"refuse": 3, "create": 1, "note": 1} and reconciles(roster)
    assert [one.label for one in Household.objects.all()] == ["陶大山"]
    messages = [p["message"] for r in roster.lines.filter(outcome="refuse") for p in r.problems]
    assert any("校验位" in told for told in messages) and not any(number[6:14] in told for told in messages)


def test_rows_in_doubt_wait_and_can_be_accepted_or_left_out(world: World) -> None:
    doubtful = family(月工资收入="1.2万")
    roster = tried(world, doubtful)
    assert counts_of(roster) == {"ask": 3, "note": 1}
    answer_rows(by=world.desk("township_acceptance"), roster=roster.pk, rows=[2], answer="accept")
    run_check(world.desk("township_acceptance"), roster.pk)
    assert counts_of(roster) == {"create": 3, "note": 1}
    answer_rows(by=world.desk("township_acceptance"), roster=roster.pk, rows=[4], answer="skip")
    run_check(world.desk("township_acceptance"), roster.pk)
    assert counts_of(roster) == {"create": 2, "skip": 1, "note": 1} and reconciles(roster)


def test_who_is_registered_elsewhere_is_refused_with_the_office_to_ask(world: World) -> None:
    couple_and_child(world.desks["township_acceptance@341591002"], "341591002201")
    roster = tried(world, family())
    assert counts_of(roster)["refuse"] == 3
    told = roster.lines.get(number=2).problems
    assert any("河西镇民政办" in one["message"] for one in told)


@pytest.mark.parametrize(("village", "told"), [("无此村", "没有找到村"), ("341592001201", "区划"), ("", "默认的村")])
def test_a_village_that_is_not_here_is_refused(world: World, village: str, told: str) -> None:
    rows = family()
    for one in rows:
        one[4] = village
    roster = tried(world, rows)
    assert counts_of(roster)["refuse"] == 3
    assert any(told in one["message"] for one in roster.lines.get(number=2).problems)


def test_a_commit_stopped_anywhere_goes_on_and_does_nothing_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row(f"H{n}", f"陶大{'甲乙丙丁戊己庚辛'[n]}", f"197{n}-01-02", 77 + 2 * n, "户主") for n in range(8)]
    roster = tried(world, rows)
    by = world.desk("township_acceptance")
    start_commit(by=by, roster=roster.pk)
    monkeypatch.setattr(committing, "HOUSEHOLDS_AT_ONCE", 3)
    seen: list[int] = []

    def stop(done: int) -> None:
        seen.append(done)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_commit(by, roster.pk, stop)
    assert Household.objects.count() == 6
    run_commit(by, roster.pk)
    run_commit(by, roster.pk)
    assert Household.objects.count() == Person.objects.count() == 8
    roster.refresh_from_db()
    assert roster.state == "done" and counts_of(roster) == {"create": 8, "note": 1}


def test_what_was_registered_since_the_check_is_refused_then_and_the_rest_goes_in(world: World) -> None:
    other = row("H2", "陶大山", "1970-01-02", 77, "户主")
    roster = tried(world, [*family(), other])
    couple_and_child(world.desk("township_acceptance"), sequence=101)
    start_commit(by=world.desk("township_acceptance"), roster=roster.pk)
    run_commit(world.desk("township_acceptance"), roster.pk)
    assert counts_of(roster) == {"refuse": 3, "create": 1, "note": 1} and reconciles(roster)


def mother_as_kin(world: World) -> Person:
    """The head's mother, registered with her number as kin of a family of the register, and what is asked of an obligor."""
    clerk = world.desk("township_acceptance")
    household = couple_and_child(clerk, sequence=301, surname="陶")
    head = household.memberships.get(relation="head").person_id
    mother = PersonDraft("沈老太", citizen_id(datetime.date(1950, 1, 1), 402))
    kin = add_kin(by=clerk, person=head, relation="parent", relative=mother, obligor=True)
    seen = FactDraft("disability", {"kind": "visual", "grade": 1}, datetime.date(2024, 1, 1), "survey")
    record_fact(by=clerk, household=household.pk, person=kin.relative_id, draft=seen)
    return kin.relative


@pytest.mark.parametrize("known", [False, True])
def test_who_was_known_as_kin_alone_is_taken_in_as_the_same_person(world: World, known: bool) -> None:
    mother = mother_as_kin(world)
    told = {"残疾类别": "肢体", "残疾等级": "二级", "银行账号": "6228480000000000018"}
    if known:
        taken_in(world, family())
        rows = [*family(), row("H1", "沈老太", "1950-01-01", 402, "母", **told)]
    else:
        paid = {"救助项目": "低保", "月保障金": 600, "起保月份": "2024-03"}
        rows = [row("H9", "沈老太", "1950-01-01", 402, "户主", **told, **paid)]
    other = row("H2", "陶大山", "1970-01-02", 77, "户主")
    roster = taken_in(world, [*rows, other])
    assert roster.state == "done" and reconciles(roster)
    assert counts_of(roster) == {"create": 2, "note": 1} | ({"same": 3} if known else {})
    assert Person.objects.filter(name="沈老太").get() == mother
    home = Membership.objects.get(person=mother, until__isnull=True).household
    assert home.label == ("沈立国" if known else "沈老太")
    stands = Evidence.objects.filter(person=mother, topic="disability", superseded_at__isnull=True).order_by("since")
    assert [(one.value["kind"], one.until) for one in stands] == [("visual", roster.valid_on), ("physical", None)]
    assert BankAccount.objects.filter(person=mother).count() == 1
    assert Benefit.objects.filter(household=home).count() == (0 if known else 1)
    assert roster.lines.filter(person_id=mother.pk, household_id=home.pk, done_at__isnull=False).count() == 1


def test_kin_of_another_name_or_no_longer_alive_are_named_at_the_dry_run(world: World) -> None:
    mother = mother_as_kin(world)
    roster = tried(world, [row("H9", "沈太婆", "1950-01-01", 402, "户主")])
    assert counts_of(roster) == {"refuse": 1, "note": 1} and "姓名与此不同" in messages_of(roster)
    record_death(by=world.desk("township_acceptance"), person=mother.pk, died_on=DAY)
    roster = tried(world, [row("H9", "沈老太", "1950-01-01", 402, "户主")])
    assert counts_of(roster) == {"refuse": 1, "note": 1} and "已登记死亡" in messages_of(roster)


def test_rows_are_kept_sealed_and_dropped_with_a_discarded_import(world: World) -> None:
    from django.db import connection

    roster = tried(world, family())
    number = citizen_id(datetime.date(1980, 5, 6), 101)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(l::text, '') FROM rosters_importrow l")
        assert number not in cursor.fetchone()[0]
    discard_roster(by=world.desk("township_acceptance"), roster=roster.pk, reason="传错了")
    assert not ImportRow.objects.exists()


def test_the_correction_sheet_has_the_rows_as_they_stood(world: World) -> None:
    wrong = family()
    wrong[0][2] = "3607"
    roster = tried(world, wrong)
    _, headers, rows = correction_rows(by=world.desk("township_acceptance"), roster=roster.pk)
    assert headers == list(HEADERS) and [number for number, _, _ in rows] == [2, 3, 4]
    assert rows[0][1][2] == "3607" and rows[0][2]


def test_only_who_may_import_imports(world: World) -> None:
    for post in ("village_assistant", "auditor", "county_finance", "administrator"):
        with pytest.raises(NotAllowed):
            upload_roster(by=world.desk(post), data=workbook(family()), filename="名册.xlsx", valid_on=DAY)


def test_what_is_no_table_is_refused_with_the_reason(world: World) -> None:
    with pytest.raises(Refused):
        upload_roster(by=world.desk("township_acceptance"), data=b"%PDF-1.4", filename="名册.xlsx", valid_on=DAY)
    with pytest.raises(Refused, match="晚于今天"):
        upload_roster(
            by=world.desk("township_acceptance"),
            data=workbook(family()),
            filename="名册.xlsx",
            valid_on=DAY + datetime.timedelta(days=1),
        )


def test_columns_are_remembered_for_the_office(world: World) -> None:
    by = world.desk("township_acceptance")
    headers = tuple("本人大名" if one == "姓名" else one for one in HEADERS)
    data = workbook(family(), headers)
    first = upload_roster(by=by, data=data, filename="名册.xlsx", valid_on=DAY)
    mapping = dict(enumerate(first.mapping.get(str(at), "") for at in range(len(headers))))
    mapping[1] = "name"
    map_columns(by=by, roster=first.pk, mapping=mapping, options={})
    again = upload_roster(
        by=by, data=workbook(family(联系电话="13800003333"), headers), filename="名册2.xlsx", valid_on=DAY
    )
    assert again.mapping["1"] == "name"


# What is paid.


def paying(*payments: tuple[str, int] | None) -> list[list[object]]:
    """The family, each with what is paid to them since March 2024 and how much a month."""
    rows = family()
    for one, paid in zip(rows, payments, strict=True):
        if paid is not None:
            told = {"救助项目": paid[0], "月保障金": paid[1], "起保月份": "2024-03"}
            for header, value in told.items():
                one[HEADERS.index(header)] = value
    return rows


def messages_of(roster: RosterImport) -> str:
    return " ".join(problem["message"] for line in roster.lines.all() for problem in line.problems)


def test_a_households_payment_with_two_amounts_is_refused(world: World) -> None:
    roster = tried(world, paying(("低保", 600), ("低保", 900), None))
    assert counts_of(roster) == {"refuse": 3, "note": 1} and "同户的最低生活保障第2行写的是每月600.00元" in messages_of(
        roster
    )
    assert counts_of(tried(world, paying(("低保", 600), ("低保", 600), None))) == {"create": 3, "note": 1}


@pytest.mark.parametrize("second", ["B类", ""])
def test_a_households_payment_of_two_classes_is_refused(world: World, second: str) -> None:
    rows = paying(("低保", 600), ("低保", 600), None)
    for one, told in zip(rows, ("A类", second, ""), strict=True):
        one[HEADERS.index("分类")] = told
    roster = tried(world, rows)
    assert counts_of(roster) == {"refuse": 3, "note": 1} and "写的是A类、每月600.00元" in messages_of(roster)


@pytest.mark.parametrize("payments", [(("低保", 600), ("单人保", 500), None), (("单人保", 500), ("低保", 600), None)])
def test_what_is_not_paid_together_is_found_at_the_dry_run(
    world: World, payments: tuple[tuple[str, int] | None, ...]
) -> None:
    roster = tried(world, paying(*payments))
    assert counts_of(roster) == {"refuse": 3, "note": 1} and "单人保" in messages_of(roster)


def test_what_is_not_paid_beside_what_the_register_pays_is_found_too(world: World) -> None:
    taken_in(world, paying(("低保", 600), None, None))
    roster = tried(world, paying(None, ("单人保", 500), None))
    assert counts_of(roster) == {"refuse": 3, "note": 1} and "已在领最低生活保障" in messages_of(roster)


def test_another_amount_than_the_register_pays_is_asked_and_accepted_leaves_the_registers(world: World) -> None:
    taken_in(world, paying(("低保", 600), None, None))
    assert counts_of(tried(world, paying(("低保", 600), None, None))) == {"same": 3, "note": 1}
    roster = tried(world, paying(("低保", 750), None, None))
    assert counts_of(roster) == {"ask": 3, "note": 1}
    assert "登记簿中最低生活保障每月600.00元，名册是750.00元" in messages_of(roster)
    answer_rows(by=world.desk("township_acceptance"), roster=roster.pk, rows=[2], answer="accept")
    run_check(world.desk("township_acceptance"), roster.pk)
    assert counts_of(roster) == {"same": 3, "note": 1} and Benefit.objects.get().monthly == 60000


def test_what_another_member_is_paid_is_not_the_same(world: World) -> None:
    taken_in(world, paying(("高龄津贴", 80), None, None))
    roster = taken_in(world, paying(("高龄津贴", 80), ("高龄津贴", 80), None))
    assert counts_of(roster) == {"same": 2, "change": 1, "note": 1} and Benefit.objects.count() == 2


def test_what_is_paid_until_a_day_to_come_is_still_paid(world: World) -> None:
    taken_in(world, paying(("低保", 600), None, None))
    paid = Benefit.objects.get()
    later = datetime.date(2026, 6, 1)
    end_benefit(by=world.desk("township_acceptance"), benefit=paid.pk, on=later, reason="收入超标")
    assert counts_of(tried(world, paying(("低保", 600), None, None))) == {"same": 3, "note": 1}
    roster = tried(world, paying(None, ("单人保", 500), None))
    assert counts_of(roster) == {"refuse": 3, "note": 1} and "已在领最低生活保障" in messages_of(roster)


def test_what_has_been_stopped_is_not_taken_over_for_the_months_it_was_paid(world: World) -> None:
    taken_in(world, paying(("低保", 600), None, None))
    paid = Benefit.objects.get()
    end_benefit(by=world.desk("township_acceptance"), benefit=paid.pk, on=datetime.date(2025, 10, 1), reason="收入超标")
    roster = tried(world, paying(("低保", 600), None, None))
    assert counts_of(roster) == {"refuse": 3, "note": 1} and "已于2025-10-01停发" in messages_of(roster)
    rows = paying(("低保", 600), None, None)
    rows[0][HEADERS.index("起保月份")] = "2025-10"
    assert counts_of(taken_in(world, rows)) == {"same": 2, "change": 1, "note": 1}
    assert Benefit.objects.get(until=None).since == datetime.date(2025, 10, 1)


# Dry runs and commits that break.


def test_what_an_older_dry_run_found_is_not_taken_in(world: World) -> None:
    by, roster = world.desk("township_acceptance"), tried(world, family(月工资收入=800))
    fixed = {int(at): name for at, name in roster.mapping.items() if not name.startswith("income")}
    map_columns(by=by, roster=roster.pk, mapping=fixed, options={})
    note_failure(roster.pk, "断电")
    with pytest.raises(Refused, match="没有可以导入的行"):
        start_commit(by=by, roster=roster.pk)


def test_nothing_is_taken_in_by_answers_whose_dry_run_broke(world: World) -> None:
    by = world.desk("township_acceptance")
    other = row("H2", "陶大山", "1970-01-02", 77, "户主")
    roster = tried(world, [*family(月工资收入="1.2万"), other])
    assert counts_of(roster) == {"ask": 3, "create": 1, "note": 1}
    answer_rows(by=by, roster=roster.pk, rows=[2], answer="accept")
    note_failure(roster.pk, "断电")
    with pytest.raises(Refused, match="没有可以导入的行"):
        start_commit(by=by, roster=roster.pk)


def test_an_import_that_has_begun_goes_on_and_is_neither_given_up_nor_mapped_anew(world: World) -> None:
    by, roster = world.desk("township_acceptance"), tried(world, family())
    start_commit(by=by, roster=roster.pk)
    committing.commit_rows(by, roster)
    note_failure(roster.pk, "断电")
    with pytest.raises(Refused, match="请继续导入"):
        discard_roster(by=by, roster=roster.pk, reason="放弃")
    with pytest.raises(Refused, match="请继续导入"):
        map_columns(by=by, roster=roster.pk, mapping={int(at): name for at, name in roster.mapping.items()}, options={})
    start_commit(by=by, roster=roster.pk)
    run_commit(by, roster.pk)
    assert RosterImport.objects.get(pk=roster.pk).state == "done" and ImportRow.objects.count() == 4


def test_how_far_a_job_is_the_system_says_in_the_trail(world: World) -> None:
    roster = tried(world, family())
    RosterImport.objects.filter(pk=roster.pk).update(state="committing")
    seen = AuditEntry.objects.latest("pk").pk
    note_progress(roster.pk, 2)
    note_failure(roster.pk, "断电")
    lines = AuditEntry.objects.filter(pk__gt=seen).order_by("pk")
    assert [line.actor for line in lines] == ["系统·导入进度", "系统·导入中断"]
