"""The pages of standards, as the posts of a county use them: enter, look at what it changes, check by another."""

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from doudi.records.evidence.standards_preview import ask_preview
from doudi.records.evidence.standards_preview_run import run_preview
from doudi.records.standards.actions import check_standard, enter_standard
from doudi.records.standards.drafts import StandardDraft
from doudi.records.standards.models import StandardEntry, StandardPreview
from doudi.records.standards.queries import state_of
from doudi.records.trail.models import AccessEntry
from support.families_registered import family_on
from support.rolled_back import rolled_back
from world import CITY, COUNTY, DAY, OTHER_COUNTY, TOWN, World, build_world

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2026, 7, 1)
NOTICE = "金民〔2026〕8号"
FORM = {
    "parameter": "dibao_standard", "place": COUNTY, "area": "rural", "since": "2026-07-01", "published": "721.50",
    "per": "", "notice": NOTICE, "note": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield build_world()


SignedIn = Callable[..., Client]


@pytest.fixture
def at(signed_in: Callable[[str], Client]) -> SignedIn:
    """A browser at the desk of a post in the county, or elsewhere."""
    return lambda post, place=COUNTY: signed_in(f"{post.replace('_', '-')}-{place}")


@pytest.fixture
def reviewer(at: SignedIn) -> Client:
    return at("county_reviewer")


@pytest.fixture
def approver(at: SignedIn) -> Client:
    return at("county_approver")


def entered(world: World, **other: Any) -> StandardEntry:
    said = {**FORM, "since": FIRST, **other}
    return enter_standard(by=world.desk("county_reviewer"), draft=StandardDraft(**said), doubts_read=True)


def text_of(response: HttpResponse) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_standard_is_entered_by_one_and_checked_by_another(world: World, reviewer: Client, approver: Client) -> None:
    response = reviewer.post("/standards/new/", FORM, follow=True)
    assert "已录入，待另一人复核后生效" in text_of(response)
    entry = StandardEntry.objects.get()
    assert "须由另一人复核" in text_of(reviewer.get(f"/standards/{entry.pk}/"))
    page = text_of(approver.get("/standards/"))
    assert "待复核" in page
    assert "721.50 元/月" in page
    response = approver.post(f"/standards/{entry.pk}/check/", {}, follow=True)
    assert "已复核，自2026-07-01起执行" in text_of(response)
    entry.refresh_from_db()
    assert state_of(entry) == "checked"


def test_the_list_says_what_holds_on_the_day_asked(world: World, reviewer: Client) -> None:
    check_standard(by=world.desk("county_approver"), entry=entered(world).pk, doubts_read=True)
    today, july = (text_of(reviewer.get("/standards/", {"place": TOWN, "on": day})) for day in ("", "2026-07-01"))
    assert "农村 721.00 元/月" in today
    assert "农村 721.50 元/月" in july
    assert "本地录入" in july
    assert "这是 2026-07-01 执行的标准" in july
    assert "未公布" in today
    assert "暂定" in today


def test_doubts_are_shown_and_have_to_be_ticked(world: World, reviewer: Client) -> None:
    response = reviewer.post("/standards/new/", {**FORM, "published": "7600"})
    assert response.status_code == 422
    assert "新值高出 954%" in text_of(response)
    mark = re.search(r'name="doubted" value="(\w+)"', response.content.decode())
    assert mark is not None
    ticked = {**FORM, "published": "7600", "doubted": mark[1], "doubts_read": "on"}
    assert reviewer.post("/standards/new/", {**ticked, "doubts_read": ""}).status_code == 422
    other = reviewer.post("/standards/new/", {**ticked, "published": "76000"})
    assert other.status_code == 422, "the tick was given to other doubts"
    assert "10440%" in text_of(other)
    assert reviewer.post("/standards/new/", ticked).status_code == 302


def test_doubts_have_to_be_ticked_by_the_one_who_checks(world: World, approver: Client) -> None:
    entry = entered(world, published="7600.00")
    page = approver.get(f"/standards/{entry.pk}/").content.decode()
    mark = re.search(r'name="doubted" value="(\w+)"', page)
    assert mark is not None
    for sent in ({}, {"doubts_read": "on"}, {"doubted": mark[1]}):
        assert approver.post(f"/standards/{entry.pk}/check/", sent).status_code == 422
    assert approver.post(f"/standards/{entry.pk}/check/", {"doubted": mark[1], "doubts_read": "on"}).status_code == 302


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("published", "七百", "金额"),
        ("notice", "", "必填"),
        ("since", "2014-04-30", "没有更早的规则"),
        ("place", OTHER_COUNTY, "选择"),
        ("parameter", "elder_age", "选择"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    world: World, reviewer: Client, field: str, typed: str, told: str
) -> None:
    response = reviewer.post("/standards/new/", {**FORM, field: typed})
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()
    assert not StandardEntry.objects.exists()


def test_amounts_are_taken_as_clerks_type_them(world: World, reviewer: Client) -> None:
    reviewer.post("/standards/new/", {**FORM, "published": "７２１．５０元"})
    assert StandardEntry.objects.get().published == "721.50"


def test_beside_the_form_stands_what_held_before(world: World, reviewer: Client) -> None:
    entered(world)
    fragment = text_of(reviewer.get("/standards/new/beside/", FORM))
    assert "721.00 元/月" in fragment
    assert "同日已有一条录入" in fragment
    assert reviewer.get("/standards/new/beside/").content.strip() == b""


def test_an_entry_is_returned_with_a_reason(world: World, approver: Client, reviewer: Client) -> None:
    entry = entered(world)
    assert approver.post(f"/standards/{entry.pk}/return/", {"reason": ""}).status_code == 422
    response = approver.post(f"/standards/{entry.pk}/return/", {"reason": "文号不对"}, follow=True)
    page = text_of(response)
    assert "已退回" in page
    assert "文号不对" in text_of(reviewer.get("/standards/history/dibao_standard/"))


def test_a_standard_is_withdrawn_by_two_and_with_a_warning(world: World, approver: Client, at: SignedIn) -> None:
    supervisor = at("city_supervisor", CITY)
    entry = entered(world)
    check_standard(by=world.desk("county_approver"), entry=entry.pk, doubts_read=True)
    assert "核定结果随之改变" in text_of(approver.get(f"/standards/{entry.pk}/withdraw/"))
    response = approver.post(f"/standards/{entry.pk}/withdraw/", {"reason": "通知已废止"}, follow=True)
    assert "待确认撤回" in text_of(response)
    response = approver.post(f"/standards/{entry.pk}/withdraw/confirm/", follow=True)
    assert response.status_code == 403
    response = supervisor.post(f"/standards/{entry.pk}/withdraw/confirm/", follow=True)
    assert "已撤回" in text_of(response)


def test_the_trail_of_an_entry_names_posts_and_reasons(world: World, reviewer: Client) -> None:
    page = text_of(reviewer.get(f"/standards/{entered(world).pk}/"))
    assert "金山县县级审核岗" in page
    assert f"录入标准（{NOTICE}）" in page


def test_a_history_joins_what_was_published_and_what_was_entered(world: World, reviewer: Client) -> None:
    check_standard(by=world.desk("county_approver"), entry=entered(world).pk, doubts_read=True)
    page = text_of(reviewer.get("/standards/history/dibao_standard/", {"place": TOWN}))
    assert "2026-07-01 – 今" in page
    assert "2024-07-01 – 2026-07-01" in page
    assert reviewer.get("/standards/history/nothing/").status_code == 404


# Who sees what.


PAGES = ("", "check/", "return/", "withdraw/", "preview/")


def test_another_county_finds_nothing(world: World, at: SignedIn) -> None:
    entry = entered(world)
    for post in ("county_reviewer", "county_approver"):
        client = at(post, OTHER_COUNTY)
        for page in PAGES:
            for response in (client.get(f"/standards/{entry.pk}/{page}"), client.post(f"/standards/{entry.pk}/{page}")):
                assert response.status_code in (403, 404, 405)
        assert client.get("/standards/", {"place": COUNTY}).status_code == 404
        assert NOTICE not in text_of(client.get("/standards/"))
        assert NOTICE not in text_of(client.get("/standards/history/dibao_standard/"))


def test_who_neither_enters_nor_checks_sees_no_draft(world: World, at: SignedIn) -> None:
    entry = entered(world)
    for post, place in (
        ("village_assistant", "341591001201"),
        ("county_finance", COUNTY),
        ("township_acceptance", TOWN),
    ):
        client = at(post, place)
        assert client.get(f"/standards/{entry.pk}/").status_code == 404
        page = client.get("/standards/")
        assert page.status_code == 200
        assert NOTICE not in text_of(page)
        assert client.get("/standards/new/").status_code == 403


def test_who_may_not_check_is_told_who_may(world: World, reviewer: Client) -> None:
    response = reviewer.post(f"/standards/{entered(world).pk}/check/")
    assert response.status_code == 403
    assert "县级确认岗" in text_of(response)


def test_the_one_who_entered_is_refused(world: World, at: SignedIn) -> None:
    city = world.desk("city_supervisor")
    entry = enter_standard(
        by=city, draft=StandardDraft(**{**FORM, "since": FIRST, "place": "341500"}), doubts_read=True
    )
    client = at("city_supervisor", "341500")
    page = client.get(f"/standards/{entry.pk}/")
    assert "复核通过" not in text_of(page)
    assert client.post(f"/standards/{entry.pk}/check/").status_code == 403


# Previews.


@pytest.fixture
def previewed(world: World) -> StandardPreview:
    """Two families, of whom the entry of 760 yuan lets one in and gives the other more."""
    for number, wage in enumerate(("2100.00", "2190.00")):
        family_on(world, wage, sequence=101 + 10 * number)
    entry = entered(world, published="760.00")
    preview = ask_preview(by=world.desk("county_reviewer"), entry=entry.pk, now=timezone.now())
    run_preview(preview.pk, today=DAY)
    preview.refresh_from_db()
    return preview


def test_a_preview_is_asked_for_and_watched(world: World, reviewer: Client) -> None:
    entry = entered(world)
    page = text_of(reviewer.post(f"/standards/{entry.pk}/preview/", follow=True))
    assert "排队中" in page
    preview = StandardPreview.objects.get()
    run_preview(preview.pk, today=DAY)
    assert "该地没有登记了情况的家庭" in text_of(reviewer.get(f"/standards/previews/{preview.pk}/"))


def test_a_preview_says_what_would_change(previewed: StandardPreview, approver: Client) -> None:
    page = text_of(approver.get(f"/standards/{previewed.entry_id}/"))
    assert "用 2 户 6 人推演，2 户有变化" in page
    assert "最低生活保障 1 2 1 0 1 0 0 0 220.80" in page
    assert "金山县河东镇柳林村委会" in page


def test_the_households_of_a_preview_are_listed_and_the_look_is_logged(
    previewed: StandardPreview, approver: Client
) -> None:
    page = text_of(approver.get(f"/standards/previews/{previewed.pk}/households/"))
    assert "第 1 页，共 2 户" in page
    assert "不符合 → 符合" in page
    assert "67.20 → 192.00" in page
    look = AccessEntry.objects.get()
    assert (look.kind, look.count, look.reason) == ("view", 4, f"推演标准的影响（{NOTICE}）")
    assert {"income", "receiving"} <= set(look.facts)
    entrants = text_of(approver.get(f"/standards/previews/{previewed.pk}/households/", {"move": "entrants"}))
    assert "第 1 页，共 1 户" in entrants


def test_a_preview_is_not_for_other_counties_nor_for_other_posts(at: SignedIn, previewed: StandardPreview) -> None:
    for post, place in (("county_approver", OTHER_COUNTY), ("township_acceptance", TOWN), ("auditor", COUNTY)):
        client = at(post, place)
        for page in ("", "households/"):
            assert client.get(f"/standards/previews/{previewed.pk}/{page}").status_code in (403, 404)


def test_a_filter_that_names_nothing_is_none(previewed: StandardPreview, approver: Client) -> None:
    asked = {"programme": "nothing", "village": "341592001201", "page": "99999999"}
    assert "共 2 户" in text_of(approver.get(f"/standards/previews/{previewed.pk}/households/", asked))


def test_the_pages_are_there_in_english(world: World, reviewer: Client, previewed: StandardPreview) -> None:
    officer = world.officers[f"county-reviewer-{COUNTY}"]
    type(officer).objects.filter(pk=officer.pk).update(language="en")
    page = text_of(reviewer.get(f"/standards/{previewed.entry_id}/"))
    assert "yuan a month" in page
    assert "standard" in page
