"""Lists handed out as files: what is in them, who may have them, how long, and what the log keeps."""

import datetime
import hashlib
import io
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from doudi.interfaces.jobs.exports import expire, export
from doudi.records.accounts.actions import appoint
from doudi.records.accounts.desk import Desk, NotAllowed, system_desk
from doudi.records.accounts.models import Appointment, Officer
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.actions.payments import AccountDraft, BenefitDraft, open_account, take_over_benefit
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.listing_filters import HouseholdFilters, PeopleFilters
from doudi.records.registry.models import Household
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused
from doudi.records.rosters import export_files, exports
from doudi.records.rosters.exports import (
    ExportDraft,
    download_export,
    expire_exports,
    export_of,
    exports_of,
    may_download,
    start_export,
)
from doudi.records.rosters.models import ListExport
from doudi.records.sealing.files import path_of
from doudi.records.trail.models import AccessEntry, AuditEntry
from world import (
    DAY,
    FENGLING,
    LIULIN,
    OTHER_TOWN,
    SHIQIAO,
    World,
    citizen_id,
    couple_and_child,
    member,
)

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
ID = citizen_id(datetime.date(1980, 5, 6), 101)
CARD = "6228480402564890018"


@pytest.fixture(autouse=True)
def _kept_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job begins with fresh connections; the one of a test is not to be dropped."""
    monkeypatch.setattr("doudi.interfaces.jobs.exports.close_old_connections", lambda: None)


@pytest.fixture
def clerk(world: World) -> Desk:
    return world.desk("township_acceptance")


@pytest.fixture
def household(clerk: Desk) -> Household:
    """A couple with a child in payment, paid into an account."""
    made = couple_and_child(clerk)
    take_over_benefit(by=clerk, household=made.pk, draft=BenefitDraft("dibao", 60000, datetime.date(2025, 1, 1)))
    open_account(by=clerk, person=members_on(made, DAY)[0].person_id, draft=AccountDraft(CARD), since=DAY)
    return made


def draft(**changes: object) -> ExportDraft:
    told = {"name": "households", "filters": HouseholdFilters(), "columns": (), "reason": "三月发放核对"}
    return ExportDraft(**{**told, **changes})  # type: ignore[arg-type]


def sheet_of(by: Desk, made: ListExport) -> list[list[object]]:
    data = download_export(by=by, export=made, now=NOW)
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_short_list_is_made_at_once_with_a_watermark(clerk: Desk, household: Household) -> None:
    made = start_export(by=clerk, draft=draft(), now=NOW)
    assert (made.state, made.count, made.expires_at - NOW) == ("ready", 1, datetime.timedelta(hours=48))
    watermark, heads, row = sheet_of(clerk, made)
    for part in (clerk.actor, "乡镇受理岗", "河东镇", "2026-03-02 10:00"):
        assert part in str(watermark[0]), part
    told = dict(zip(heads, row, strict=True))
    assert told["户号"] == household.number and told["月发放合计（元）"] == 600 and told["人口"] == 3


def test_whole_numbers_need_the_duty_and_a_second_yes(clerk: Desk, household: Household, world: World) -> None:
    asked = draft(columns=("head", "head_id_whole", "account_whole"))
    with pytest.raises(Refused) as refused:
        start_export(by=clerk, draft=asked, now=NOW)
    assert "confirmed" in refused.value.faults and not ListExport.objects.exists()
    confirmed = draft(columns=asked.columns, confirmed=True)
    _, heads, row = sheet_of(clerk, start_export(by=clerk, draft=confirmed, now=NOW))
    assert row == ["沈立国", ID, CARD] and len(heads) == 3
    finance = world.desk("county_finance")
    _, heads, row = sheet_of(finance, start_export(by=finance, draft=confirmed, now=NOW))
    assert row == ["沈立国", CARD]


def test_numbers_and_formulas_are_text_in_both_formats(clerk: Desk) -> None:
    first = PersonDraft("沈立国", ID, phone="0564-3612345")
    register_household(
        by=clerk,
        draft=HouseholdDraft(LIULIN, (MemberDraft(first, "head"),), datetime.date(2024, 1, 1)),
    )
    Household.objects.update(label="=1+1")
    columns = ("head", "head_id_whole", "head_phone_whole")
    for format in ("xlsx", "csv"):
        made = start_export(by=clerk, draft=draft(columns=columns, confirmed=True, format=format), now=NOW)
        if format == "xlsx":
            assert sheet_of(clerk, made)[2] == ["=1+1", ID, "0564-3612345"]
        else:
            text = download_export(by=clerk, export=made, now=NOW).decode("utf-8-sig")
            assert text.splitlines()[2] == f"'=1+1,'{ID},'0564-3612345"


def test_an_export_is_logged_with_whose_and_how_many(clerk: Desk, household: Household) -> None:
    made = start_export(by=clerk, draft=draft(columns=("head", "head_id_whole"), confirmed=True), now=NOW)
    entry = AccessEntry.objects.get(kind="export")
    assert (entry.count, entry.facts) == (1, ["citizen_id", "list"])
    assert entry.list_hash == hashlib.sha256(str(household.pk).encode()).hexdigest()
    assert "三月发放核对" in entry.reason and ID not in repr(entry.__dict__)
    download_export(by=clerk, export=made, now=NOW)
    assert AccessEntry.objects.filter(kind="export", reason__startswith="下载").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"reason": "核对"}, "reason"), ({"format": "pdf"}, "format"), ({"filters": HouseholdFilters(size="5")}, "")],
)
def test_an_export_without_reason_format_or_rows_is_refused(
    clerk: Desk, household: Household, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        start_export(by=clerk, draft=draft(**changes), now=NOW)
    assert field in refused.value.faults and not ListExport.objects.exists()


def test_too_many_rows_are_refused(clerk: Desk, household: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    with pytest.raises(Refused, match="缩小范围"):
        start_export(by=clerk, draft=draft(name="people", filters=PeopleFilters()), now=NOW)


def test_only_posts_that_hand_out_lists_may(world: World, household: Household) -> None:
    may = {"township_acceptance", "township_approver", "county_reviewer", "county_approver", "county_finance"}
    for key, desk in world.desks.items():
        if "@" in key:
            continue
        if key in may:
            assert start_export(by=desk, draft=draft(), now=NOW).state == "ready", key
        else:
            with pytest.raises(NotAllowed):
                start_export(by=desk, draft=draft(), now=NOW)


def test_an_export_holds_the_desks_territory_alone(world: World, household: Household) -> None:
    other = world.desks[f"township_acceptance@{OTHER_TOWN}"]
    couple_and_child(other, FENGLING, sequence=301, surname="陶")
    made = start_export(by=other, draft=draft(name="people", filters=PeopleFilters(), columns=("name",)), now=NOW)
    assert [row[0] for row in sheet_of(other, made)[2:]] == ["顾秀梅", "陶立国", "陶小满"]


def test_nobody_fetches_anothers_export(world: World, clerk: Desk, household: Household) -> None:
    made = start_export(by=clerk, draft=draft(), now=NOW)
    county = world.desk("county_approver")
    assert export_of(county, made.pk) == made, "who reads the trail sees it"
    for key in ("county_approver", "county_reviewer", "township_approver", f"township_acceptance@{OTHER_TOWN}"):
        desk = world.desks[key]
        assert not may_download(desk, made, NOW)
        with pytest.raises(NotAllowed):
            download_export(by=desk, export=made, now=NOW)
    assert not exports_of(world.desk("county_reviewer")).exists()
    assert not exports_of(world.desks[f"township_acceptance@{OTHER_TOWN}"]).exists()
    assert not exports_of(world.desk("administrator")).exists()


def test_a_long_list_is_made_by_a_job(clerk: Desk, household: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_AT_ONCE", 0)
    made = start_export(by=clerk, draft=draft(), now=NOW)
    assert (made.state, made.count, made.digest) == ("making", 0, "")
    with pytest.raises(Refused):
        download_export(by=clerk, export=made, now=NOW)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    export(made.pk)
    made.refresh_from_db()
    assert (made.state, made.count) == ("ready", 1)
    digest = made.digest
    export(made.pk)
    made.refresh_from_db()
    assert made.digest == digest and AccessEntry.objects.filter(kind="export").count() == 1


def test_what_is_ready_is_logged_or_neither(clerk: Desk, household: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_AT_ONCE", 0)
    made = start_export(by=clerk, draft=draft(), now=NOW)

    def full(*args: object, **kwargs: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(export_files, "log_access", full)
        with pytest.raises(OSError, match="disk full"):
            export_files.make_export(by=clerk, export=made.pk)
    made.refresh_from_db()
    assert made.state == "making" and not made.digest
    export_files.make_export(by=clerk, export=made.pk)
    made.refresh_from_db()
    assert made.state == "ready" and AccessEntry.objects.filter(kind="export").count() == 1


def test_the_loser_of_two_jobs_leaves_the_winners_file(
    clerk: Desk, household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(export_files, "roster_workbook", lambda *args, **kwargs: b"the very same")
    made = start_export(by=clerk, draft=draft(), now=NOW)
    finish = export_files._finish

    def beaten(*told: object) -> bool:
        assert finish(*told)
        return finish(*told)

    monkeypatch.setattr(export_files, "_finish", beaten)
    export_files.make_export(by=clerk, export=made.pk)
    made.refresh_from_db()
    assert made.state == "ready" and download_export(by=clerk, export=made, now=NOW) == b"the very same"


def test_how_far_a_job_is_the_system_says_in_the_trail(
    clerk: Desk, household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_AT_ONCE", 0)
    made = start_export(by=clerk, draft=draft(), now=NOW)
    exports.note_progress(made.pk, 2)
    exports.note_failure(made.pk)
    lines = AuditEntry.objects.filter(table_name="rosters_listexport", operation="update").order_by("pk")
    assert [line.actor for line in lines] == ["系统·导出进度", "系统·导出中断"]


def test_a_job_tells_how_far_it_is(clerk: Desk, household: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(export_files, "_CHUNK", 1)
    monkeypatch.setattr(export_files, "_TELL_EVERY", 1)
    told: list[int] = []
    made = start_export(by=clerk, draft=draft(name="people", filters=PeopleFilters()), now=NOW)
    export_files.make_export(by=clerk, export=made.pk, progress=told.append)
    assert told == [1, 2, 3]


def test_a_job_whose_officer_left_the_post_makes_nothing(
    world: World, clerk: Desk, household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_AT_ONCE", 0)
    made = start_export(by=clerk, draft=draft(), now=NOW)
    Appointment.objects.filter(pk=clerk.appointment_id).update(until=DAY)
    officer = Officer.objects.get(pk=clerk.officer_id)
    appoint(by=system_desk(DAY, purpose="测试"), officer=officer, post=clerk.post_key, territory=OTHER_TOWN, since=DAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    export(made.pk)
    made.refresh_from_db()
    assert (made.state, made.digest) == ("failed", "") and not AccessEntry.objects.filter(kind="export").exists()


def test_a_job_that_breaks_says_so(clerk: Desk, household: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> bytes:
        raise ValueError(ID)

    monkeypatch.setattr(export_files, "roster_workbook", broken)
    with pytest.raises(ValueError, match=ID):
        start_export(by=clerk, draft=draft(), now=NOW)
    assert ListExport.objects.get().state == "failed"


def test_files_are_sealed_and_dropped_when_their_days_are_over(
    clerk: Desk, household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = start_export(by=clerk, draft=draft(columns=("head_id_whole",), confirmed=True, format="csv"), now=NOW)
    file = path_of(made.digest)
    assert file.exists() and ID.encode() not in file.read_bytes()
    late = NOW + datetime.timedelta(hours=48)
    assert expire_exports(now=late - datetime.timedelta(seconds=1)) == 0
    with pytest.raises(Refused):
        download_export(by=clerk, export=made, now=late)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    expire(0)
    made.refresh_from_db()
    assert made.state == "expired" and made.digest and not file.exists()
    assert not may_download(clerk, made, late)


def test_an_export_of_what_was_lost_is_not_fetched(clerk: Desk, household: Household, world: World) -> None:
    """A desk with fewer columns than the file has does not get it."""
    made = start_export(by=clerk, draft=draft(columns=("head_id_whole",), confirmed=True), now=NOW)
    made.columns["keys"] = [*made.columns["keys"], "unheard_of"]
    with pytest.raises(NotAllowed):
        download_export(by=clerk, export=made, now=NOW)


def test_headings_follow_the_language(clerk: Desk, household: Household) -> None:
    made = start_export(by=clerk, draft=draft(columns=("number", "head"), language="en"), now=NOW)
    assert sheet_of(clerk, made)[1] == ["number", "head"]


def test_filters_and_order_are_kept(clerk: Desk) -> None:
    for sequence, (name, place) in enumerate((("安一", SHIQIAO), ("白二", LIULIN), ("曹三", LIULIN))):
        members = (member(name, "head", "1950-01-01", 501 + 10 * sequence),)
        register_household(by=clerk, draft=HouseholdDraft(place, members, datetime.date(2024, 1, 1)))
    asked = draft(filters=HouseholdFilters(territory=LIULIN, sort="number"), columns=("head", "size"))
    assert sheet_of(clerk, start_export(by=clerk, draft=asked, now=NOW))[2:] == [["白二", 1], ["曹三", 1]]
