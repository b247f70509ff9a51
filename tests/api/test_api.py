"""The API: tokens sit at desks, and every call does what the same officer could do, and no more."""

import datetime

import pytest
from django.test import Client

from api.calling import caller, household_body, writing
from doudi.interfaces.api.application import api
from doudi.records.accounts.actions import AccountRefused
from doudi.records.accounts.powers import create_token, revoke_token
from doudi.records.accounts.staffing import close_account
from doudi.records.trail.models import AccessEntry
from world import DAY, TOWN, World, citizen_id, couple_and_child

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doudi.interfaces.api.desks.timezone.localdate", lambda *_moment: DAY)


def test_nobody_calls_without_a_token(client: Client, world: World) -> None:
    for path in ("/api/households", "/api/persons"):
        assert client.get(path).status_code == 401
    assert client.post("/api/determine", {}, "application/json").status_code == 401
    assert client.get("/api/households", headers={"authorization": "Bearer wrong"}).status_code == 401


def test_a_household_is_registered_and_read_again(client: Client, world: World) -> None:
    told = caller(world, "township_acceptance")
    made = client.post("/api/households", household_body(), "application/json", headers=writing(told))
    assert made.status_code == 201, made.content
    read = client.get(f"/api/households/{made.json()['id']}", headers=told).json()
    assert [one["person"]["name"] for one in read["members"]] == ["陶大山"]
    assert citizen_id(datetime.date(1970, 1, 2), 77) not in str(read)
    assert client.get("/api/households?label=陶", headers=told).json()["items"][0]["label"] == "陶大山"


def test_a_wrong_body_is_refused_with_every_field(client: Client, world: World) -> None:
    told = caller(world, "township_acceptance")
    body = household_body(members=[], territory="341591001")
    answer = client.post("/api/households", body, "application/json", headers=writing(told))
    assert answer.status_code == 422 and {"members", "territory"} <= answer.json()["faults"].keys()
    assert client.post("/api/households", "{", "application/json", headers=writing(told)).status_code == 400


def test_a_second_registration_of_a_number_conflicts(client: Client, world: World) -> None:
    told = caller(world, "township_acceptance")
    client.post("/api/households", household_body(), "application/json", headers=writing(told))
    assert (
        client.post("/api/households", household_body(), "application/json", headers=writing(told)).status_code == 409
    )


def test_another_territory_has_nothing(client: Client, world: World) -> None:
    household = couple_and_child(world.desk("township_acceptance"))
    told = caller(world, "township_acceptance@341591002")
    assert client.get("/api/households", headers=told).json()["items"] == []
    for path in (f"/api/households/{household.pk}", "/api/households/999999"):
        assert client.get(path, headers=told).status_code == 404


def test_facts_need_a_reason_and_leave_a_line(client: Client, world: World) -> None:
    household = couple_and_child(world.desk("township_acceptance"))
    told = caller(world, "township_acceptance")
    member = client.get(f"/api/households/{household.pk}", headers=told).json()["members"][0]["person"]["id"]
    fact = {
        "topic": "income", "value": {"kind": "wage", "amount": "1900", "per": "month"},
        "since": "2025-01-01", "source": "declared", "person": member,
    }  # fmt: skip
    path = f"/api/households/{household.pk}/evidence"
    made = client.post(path, fact, "application/json", headers=writing(told))
    assert made.status_code == 201, made.content
    assert client.get(path, headers=told).status_code == 422
    read = client.get(path, headers={**told, "x-reason": "recheck 2026"}).json()
    assert [row["topic"] for row in read] == ["income"]
    line = AccessEntry.objects.get(kind="export")
    assert (line.household_id, line.facts, line.reason) == (household.pk, ["income"], "recheck 2026")
    corrected = client.post(
        f"{path}/{made.json()['id']}/correction",
        {"reason": "工资单", "value": {"kind": "wage", "amount": "2100", "per": "month"}},
        "application/json",
        headers=writing(told),
    )
    assert corrected.status_code == 201 and corrected.json()["value"]["amount"] == "2100"


def test_the_engine_answers_case_and_event_files(client: Client, world: World) -> None:
    told = caller(world, "county_reviewer")
    case = {"day": "2023-08-15", "place": "340102", "area": "urban", "members": [{"id": "甲", "relation": "head"}]}
    answer = client.post("/api/determine", case, "application/json", headers=told)
    assert answer.status_code == 200 and answer.json()["determinations"]
    wrong = client.post("/api/determine", {**case, "members": []}, "application/json", headers=told)
    assert wrong.status_code == 422 and wrong.json()["errors"]
    events = {"procedure": "dibao", "profile": "anhui", "events": {"accepted": "2024-01-31"}}
    assert client.post("/api/deadlines", events, "application/json", headers=told).json()["whole_by"]
    assert client.post("/api/deadlines", {"procedure": "x"}, "application/json", headers=told).status_code == 422


def test_a_revoked_token_and_a_closed_account_call_no_more(client: Client, world: World) -> None:
    desk = world.desk("county_reviewer")
    assert desk.appointment_id and desk.officer_id
    token, secret = create_token(
        by=desk, appointment=desk.appointment_id, label="甲", expires_on=DAY.replace(year=2027)
    )
    told = {"authorization": f"Bearer {secret}"}
    assert client.get("/api/households", headers=told).status_code == 200
    revoke_token(by=desk, token=token.pk)
    assert client.get("/api/households", headers=told).status_code == 401
    told = caller(world, "county_reviewer")
    close_account(by=world.desk("administrator"), officer=desk.officer_id, reason="调离")
    assert client.get("/api/households", headers=told).status_code == 401


def test_only_a_post_that_may_use_the_api_has_tokens(world: World) -> None:
    for post in ("auditor", "administrator", "village_assistant"):
        desk = world.desk(post)
        with pytest.raises(Exception, match="接口"):
            create_token(by=desk, appointment=desk.appointment_id or 0, label="甲", expires_on=DAY.replace(year=2027))
    desk = world.desk("county_reviewer")
    with pytest.raises(AccountRefused, match="一年"):
        create_token(by=desk, appointment=desk.appointment_id or 0, label="甲", expires_on=DAY.replace(year=2029))


def test_every_operation_says_which_duty_it_asks() -> None:
    operations = [
        operation
        for _, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
    ]
    assert operations and all(getattr(operation.view_func, "rule", ()) for operation in operations)


def test_the_description_lists_every_path(client: Client, world: World) -> None:
    for path in ("/api/openapi.json", "/api/docs"):
        assert client.get(path)["Location"].startswith("/sign-in/")
    officer = world.officers[f"township-acceptance-{TOWN}"]
    client.force_login(officer, backend="doudi.interfaces.site.signed_in.Officers")
    assert client.get("/api/docs").status_code == 200
    described = client.get("/api/openapi.json").json()
    assert {"/api/determine", "/api/deadlines", "/api/households", "/api/persons"} <= described["paths"].keys()
