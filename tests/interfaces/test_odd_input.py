"""What no keyboard types: it is refused politely, and never breaks a page."""

import pytest
from django.test import Client
from django.urls import reverse

from doudi.interfaces.api.shapes import CorrectionIn
from world import COUNTY, DAY, LIULIN, TOWN, World

BACKEND = "doudi.interfaces.site.signed_in.Officers"


def browser(world: World, login: str) -> Client:
    client = Client()
    client.force_login(world.officers[login], backend=BACKEND)
    return client


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31"])
@pytest.mark.parametrize("end", ["since", "until"])
@pytest.mark.parametrize("page", ["trail", "trail-views"])
def test_days_at_the_ends_of_the_calendar_narrow_nothing(world: World, page: str, end: str, day: str) -> None:
    assert browser(world, f"auditor-{COUNTY}").get(reverse(page), {end: day}).status_code == 200


def test_a_cover_at_the_end_of_the_calendar_breaks_nothing(world: World) -> None:
    told = {"deputy": world.officers[f"village-assistant-{LIULIN}"].pk, "since": "9999-12-20", "reason": "休假"}
    address = reverse("cover-new", args=(world.desk("township_surveyor").appointment_id,))
    client = browser(world, f"township-approver-{TOWN}")
    assert client.post(address, {**told, "until": "9999-12-31"}).status_code in (302, 422)


@pytest.mark.parametrize("row", ["\u00b2", "\u0664", "9" * 40, "x"])
def test_a_row_that_is_no_number_is_passed_over(world: World, row: str) -> None:
    from doudi.records.rosters.models import RosterImport

    by = world.desk("township_acceptance")
    roster = RosterImport.objects.create(
        title="一月", digest="x", territory=TOWN, valid_on=DAY, held_by_id=by.appointment_id,
        started_by_id=by.officer_id, state="checked",
    )  # fmt: skip
    client = browser(world, f"township-acceptance-{TOWN}")
    assert client.post(reverse("roster-answer", args=(roster.pk,)), {"row": row, "answer": "skip"}).status_code == 302


def test_a_text_with_a_nul_in_it_is_refused(world: World) -> None:
    clerk, admin = browser(world, f"township-acceptance-{TOWN}"), browser(world, f"administrator-{COUNTY}")
    assert clerk.post(reverse("filter-keep", args=("households",)), {"name": "a\0b"}).status_code == 400
    assert admin.get(reverse("territory"), {"under": f"{COUNTY}\0"}).status_code == 400
    assert clerk.get(reverse("households"), {"a\0": "1"}).status_code == 400


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "text/plain", ""])
def test_so_is_one_in_a_call_of_a_program(world: World, kind: str) -> None:
    response = Client().post("/api/households", '{"address": "a\\u0000b"}', content_type=kind)
    assert response.status_code == 400 and "NUL" in response.json()["detail"]
    assert Client().get("/api/households", {"label": "a\0b"}, headers={"content-type": kind}).status_code == 400


@pytest.mark.parametrize("address", ["/citizen/notices/%00/", "/citizen/notices/%00/object/", "/api/cases/%00"])
def test_so_is_one_in_an_address(world: World, address: str) -> None:
    assert Client(raise_request_exception=False).get(address).status_code in (400, 404)


@pytest.mark.parametrize(("text", "refused"), [("\\ud800", True), ("\\udc00", True), ("\\ud842\\udfb7", False)])
def test_half_a_character_in_a_call_of_a_program_is_refused_and_a_whole_one_is_not(
    world: World, text: str, refused: bool
) -> None:
    sent = f'{{"agent_name": "{text}"}}'
    response = Client().post("/api/applications", sent, content_type="application/json")
    assert (response.status_code == 400) is refused


def test_a_correction_does_not_take_the_first_day_away() -> None:
    from pydantic import ValidationError

    with pytest.raises(ValidationError, match="since"):
        CorrectionIn(reason="x", since=None)
    left_out = CorrectionIn(reason="x", until=None)
    assert left_out.dict(exclude_unset=True) == {"reason": "x", "until": None}
