"""What a standard would change for the register: worked out by the worker, kept sealed, and gone from the work folder."""

import datetime
import os
import signal
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.evidence import standards_preview_run
from doudi.records.evidence.preview_places import MOVES, by_village, kind_of_move
from doudi.records.evidence.standards_preview import (
    LOST_AFTER,
    TASK,
    ask_preview,
    changed_households,
    day_of_preview,
    preview_within,
    summary_of,
)
from doudi.records.evidence.standards_preview_run import run_preview
from doudi.records.evidence.workfolder import sweep_work_folders, work_folder
from doudi.records.registry.models import Household
from doudi.records.sealing.files import path_of
from doudi.records.sealing.keys import home
from doudi.records.standards.actions import check_standard, enter_standard, withdraw_standard
from doudi.records.standards.drafts import StandardDraft
from doudi.records.standards.models import StandardEntry, StandardPreview
from doudi.records.standards.refusals import StandardRefused
from support.families_registered import family_on
from support.rolled_back import rolled_back
from world import CITY, COUNTY, DAY, LIULIN, OTHER_COUNTY, SHIQIAO, World, build_world, couple_and_child

FIRST = datetime.date(2026, 7, 1)
NOW = datetime.datetime(2026, 3, 2, 1, tzinfo=datetime.UTC)


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield build_world()


@pytest.fixture
def reviewer(world: World) -> Desk:
    return world.desk("county_reviewer")


@pytest.fixture
def households(world: World) -> dict[str, Household]:
    """Families on one wage for three; the rural line goes from 721 to 760, that of near-dibao from 1,081.50 to 1,140."""
    wages = {"stays": "2100.00", "enters": "2190.00", "enters near": "3300.00", "above": "6000.00", "unknown": None}
    made = {
        what: family_on(world, wage, sequence=101 + 10 * number, village=SHIQIAO if number % 2 else LIULIN)
        for number, (what, wage) in enumerate(wages.items())
    }
    couple_and_child(world.desk("township_acceptance"), sequence=191, surname="默")
    return made


@pytest.fixture
def entry(world: World, reviewer: Desk) -> StandardEntry:
    draft = StandardDraft("dibao_standard", COUNTY, FIRST, "760.00", "金民〔2026〕8号", area="rural")
    return enter_standard(by=reviewer, draft=draft, doubts_read=True)


def previewed(by: Desk, entry: StandardEntry) -> StandardPreview:
    asked = ask_preview(by=by, entry=entry.pk, now=NOW)
    run_preview(asked.pk, today=DAY)
    asked.refresh_from_db()
    return asked


def test_a_preview_says_who_would_enter_whose_amount_changes_and_what_it_costs(
    households: dict[str, Household], reviewer: Desk, entry: StandardEntry
) -> None:
    preview = previewed(reviewer, entry)
    assert (preview.state, preview.progress, preview.valid_on) == ("done", 100, FIRST)
    assert preview.counts == {"households": 5, "people": 15, "silent": 1, "refused": [], "changed": 3}
    dibao = summary_of(preview)["programmes"]["dibao"]
    # 21 yuan and 4.20 for the child, times three and one; then 60 and 12. 30 and 6 come anew.
    assert {key: dibao[key] for key in ("eligible_before", "eligible_after", "entrants", "leavers", "higher")} == {
        "eligible_before": 1,
        "eligible_after": 2,
        "entrants": 1,
        "leavers": 0,
        "higher": 1,
    }
    assert (dibao["monthly_before_fen"], dibao["monthly_after_fen"]) == (6720, 19200 + 9600)
    assert (dibao["unknown_before"], dibao["unknown_after"]) == (1, 1)
    near = summary_of(preview)["programmes"]["near_dibao"]
    assert (near["entrants"], near["leavers"]) == (1, 1)


def test_the_villages_and_the_programmes_add_up_to_the_whole(
    households: dict[str, Household], reviewer: Desk, entry: StandardEntry
) -> None:
    summary = summary_of(previewed(reviewer, entry))
    assert set(summary["villages"]) == {LIULIN, SHIQIAO}
    for programme, whole in summary["programmes"].items():
        parts: Counter[str] = Counter()
        for of_village in summary["villages"].values():
            parts.update(of_village.get(programme, {}))
        for count in ("entrants", "leavers", "higher", "lower"):
            assert parts[count] == whole[count], (programme, count)
        assert parts["monthly_difference"] == whole["monthly_difference_fen"]


def test_the_changed_households_are_listed_by_programme_village_and_kind(
    households: dict[str, Household], reviewer: Desk, entry: StandardEntry
) -> None:
    preview = previewed(reviewer, entry)

    def listed(**wanted: Any) -> list[str]:
        page = changed_households(reviewer, preview, **wanted)
        assert page.count == len(page.households)
        what = {household.pk: what for what, household in households.items()}
        return [what[one.household.pk] for one in page.households]

    assert listed() == ["stays", "enters", "enters near"]
    assert listed(programme="dibao") == ["stays", "enters"]
    assert listed(programme="dibao", move="entrants") == ["enters"]
    assert listed(programme="near_dibao", move="leavers") == ["enters"]
    assert listed(village=SHIQIAO) == ["enters"]
    assert listed(village="341591002201") == []
    line = changed_households(reviewer, preview, programme="dibao").households[0].lines[0]
    assert (line["amount_before"], line["amount_after"]) == (6720, 19200)


def test_households_near_the_line_are_found(
    households: dict[str, Household], reviewer: Desk, entry: StandardEntry
) -> None:
    near = summary_of(previewed(reviewer, entry))["near_line"]
    assert [one["household_id"] for one in near["households"]] == [households["enters"].pk, households["stays"].pk]


def test_a_person_of_the_register_is_named_by_their_own_number(
    world: World, households: dict[str, Household], reviewer: Desk
) -> None:
    cared_for = {"disability": {"kind": "visual", "grade": 1}, "long_term_care": True}
    head = family_on(world, "6000.00", sequence=201, of_head=cared_for).memberships.get(relation="head").person
    draft = StandardDraft("disability_nursing", COUNTY, FIRST, "90.00", "金残〔2026〕1号")
    preview = previewed(reviewer, enter_standard(by=reviewer, draft=draft, doubts_read=True))
    page = changed_households(reviewer, preview, programme="disability_nursing")
    assert [line["person_id"] for one in page.households for line in one.lines] == [head.pk]
    assert page.households[0].people[head.pk].name == head.name


def test_checked_or_not_a_preview_sets_the_entry_against_what_stands_without_it(
    world: World, households: dict[str, Household], reviewer: Desk, entry: StandardEntry
) -> None:
    before = previewed(reviewer, entry)
    check_standard(by=world.desk("county_approver"), entry=entry.pk, doubts_read=True)
    after = previewed(reviewer, entry)
    assert summary_of(before)["programmes"] == summary_of(after)["programmes"]


def test_the_day_is_today_where_the_entry_holds_then_and_its_first_day_else(world: World, reviewer: Desk) -> None:
    def entered(since: datetime.date, area: str = "rural") -> StandardEntry:
        draft = StandardDraft("dibao_standard", COUNTY, since, "760.00", "金民〔2026〕8号", area=area)
        return enter_standard(by=reviewer, draft=draft, doubts_read=True)

    last_year, before_the_citys = datetime.date(2025, 7, 1), datetime.date(2024, 6, 1)
    assert day_of_preview(entered(FIRST), DAY) == FIRST
    assert day_of_preview(entered(last_year), DAY) == DAY
    assert day_of_preview(entered(before_the_citys), DAY) == before_the_citys


# Who may ask and see.


def test_the_job_is_queued_with_the_asking_and_asked_once(reviewer: Desk, entry: StandardEntry) -> None:
    first = ask_preview(by=reviewer, entry=entry.pk, now=NOW)
    assert ask_preview(by=reviewer, entry=entry.pk, now=NOW) == first
    jobs = ProcrastinateJob.objects.filter(task_name=TASK)
    assert [job.args for job in jobs] == [{"preview": first.pk}]


def test_a_preview_whose_worker_is_lost_may_be_asked_for_again(reviewer: Desk, entry: StandardEntry) -> None:
    first = ask_preview(by=reviewer, entry=entry.pk, now=NOW)
    later = timezone.now() + LOST_AFTER + datetime.timedelta(seconds=1)
    second = ask_preview(by=reviewer, entry=entry.pk, now=later)
    first.refresh_from_db()
    assert (first.state, second.state) == ("failed", "waiting")
    assert first.pk != second.pk
    run_preview(first.pk, today=DAY)
    first.refresh_from_db()
    assert first.state == "failed", "a job that comes too late does nothing"


def test_nobody_else_asks_for_a_preview_or_sees_one(world: World, reviewer: Desk, entry: StandardEntry) -> None:
    for post, place in (("county_reviewer", OTHER_COUNTY), ("county_approver", OTHER_COUNTY)):
        with pytest.raises(StandardRefused, match="没有这条录入"):
            ask_preview(by=world.desk(post, place), entry=entry.pk, now=NOW)
    with pytest.raises(NotAllowed):
        ask_preview(by=world.desk("township_acceptance"), entry=entry.pk, now=NOW)
    preview = ask_preview(by=reviewer, entry=entry.pk, now=NOW)
    assert preview_within(world.desk("county_approver"), preview.pk) == preview
    assert preview_within(world.desk("county_approver", OTHER_COUNTY), preview.pk) is None
    assert preview_within(world.desk("village_assistant"), preview.pk) is None


def test_a_citys_preview_is_not_for_its_counties(world: World) -> None:
    city = world.desk("city_supervisor")
    draft = StandardDraft("dibao_standard", CITY, FIRST, "760.00", "六民〔2026〕8号", area="rural")
    entry = enter_standard(by=city, draft=draft, doubts_read=True)
    StandardEntry.objects.filter(pk=entry.pk).update(
        checked_by=world.desk("county_approver").officer_id, checked_at=timezone.now()
    )
    preview = ask_preview(by=city, entry=entry.pk, now=NOW)
    assert preview_within(world.desk("county_reviewer"), preview.pk) is None
    with pytest.raises(StandardRefused):
        ask_preview(by=world.desk("county_reviewer"), entry=entry.pk, now=NOW)


def test_an_entry_taken_back_is_not_previewed(reviewer: Desk, entry: StandardEntry) -> None:
    withdraw_standard(by=reviewer, entry=entry.pk, reason="录错了")
    with pytest.raises(StandardRefused, match="撤回"):
        ask_preview(by=reviewer, entry=entry.pk, now=NOW)


def test_where_nobody_is_told_of_there_is_nothing_to_work_out(reviewer: Desk, entry: StandardEntry) -> None:
    preview = previewed(reviewer, entry)
    assert (preview.state, preview.message) == ("failed", "该地没有登记了情况的家庭，无从推演")


# What is left behind.


def test_what_is_kept_is_sealed_and_the_work_folder_is_empty(
    households: dict[str, Household], reviewer: Desk, entry: StandardEntry
) -> None:
    preview = previewed(reviewer, entry)
    assert list((home() / "work").iterdir()) == []
    assert (home() / "work").stat().st_mode & 0o777 == 0o700
    for digest in (preview.summary, preview.changes):
        content = path_of(digest).read_bytes()
        assert b"dibao" not in content
        assert not content.startswith(b"PAR1")


def test_a_failure_is_told_and_leaves_nothing_behind(
    households: dict[str, Household], reviewer: Desk, entry: StandardEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise OSError("no room")

    monkeypatch.setattr(standards_preview_run, "run_reform", broken)
    asked = ask_preview(by=reviewer, entry=entry.pk, now=NOW)
    with pytest.raises(OSError, match="no room"):
        run_preview(asked.pk, today=DAY)
    asked.refresh_from_db()
    assert asked.state == "failed"
    assert "请重新推演" in asked.message
    assert list((home() / "work").iterdir()) == []


def test_a_folder_in_use_is_not_swept() -> None:
    with work_folder("test") as folder:
        (folder / "file").write_text("…")
        assert sweep_work_folders() == 0
        assert folder.exists()
    assert not folder.exists()


@pytest.mark.machine
def test_the_folder_of_a_killed_job_is_swept_by_the_next(tmp_path: Path) -> None:
    script = """
        import sys, time
        from doudi.records.evidence.workfolder import work_folder
        with work_folder("test") as folder:
            (folder / "people").write_text("…")
            print(folder, flush=True)
            time.sleep(60)
    """
    environment = {**os.environ, "DOUDI_HOME": str(tmp_path)}
    job = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert job.stdout is not None
    folder = Path(job.stdout.readline().strip())
    assert (folder / "people").exists()
    job.send_signal(signal.SIGKILL)
    job.wait()
    job.stdout.close()
    assert folder.exists()
    subprocess.run(
        [
            sys.executable,
            "-c",
            "from doudi.records.evidence.workfolder import sweep_work_folders as s; assert s() == 1",
        ],
        env=environment,
        check=True,
    )
    assert list((tmp_path / "work").iterdir()) == []


# Counting.


def row(
    before: str, after: str, amounts: tuple[int | None, ...] = (None,) * 4, programme: str = "dibao"
) -> dict[str, Any]:
    names = ("amount_before", "amount_after", "least_before", "least_after")
    said = {"place": LIULIN, "programme": programme, "outcome_before": before, "outcome_after": after}
    return {**said, **dict(zip(names, (*amounts, *(None,) * 4), strict=False))}


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        (row("not_eligible", "eligible"), "entrants"),
        (row("excluded", "eligible"), "entrants"),
        (row("unknown", "eligible"), "settled"),
        (row("eligible", "not_eligible"), "leavers"),
        (row("eligible", "excluded"), "leavers"),
        (row("eligible", "unknown"), "unsettled"),
        (row("not_eligible", "unknown"), "other"),
        (row("eligible", "eligible", (1, 2)), "higher"),
        (row("eligible", "eligible", (2, 1)), "lower"),
        (row("eligible", "eligible", (None, 1)), "other"),
        (row("eligible", "eligible", (5, 5, 1, 2), "temporary_urgent"), "higher"),
        (row("eligible", "eligible", (5, 4, 1, 2), "temporary_urgent"), "lower"),
        (row("eligible", "eligible", (5, 6, None, 2), "temporary_urgent"), "other"),
    ],
)
def test_a_changed_unit_is_counted_as_what_happened_to_it(changed: dict[str, Any], kind: str) -> None:
    assert kind_of_move(changed) == kind
    assert kind in MOVES
    counted = by_village(pa.Table.from_pylist([changed]))[LIULIN][changed["programme"]]
    assert [name for name in MOVES if getattr(counted, name)] == [kind]
