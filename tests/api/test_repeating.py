"""A write that is sent again under its key is done once and answered the same; what is refused uses no key up."""

import datetime
import json
import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from api.calling import caller, household_body, writing
from doudi.interfaces.api.application import api
from doudi.records.accounts.answers import KEPT_FOR, forget_answers
from doudi.records.accounts.models import ApiToken, KeptAnswer
from doudi.records.accounts.powers import revoke_token
from doudi.records.evidence.models import Evidence
from doudi.records.registry.models import Household
from doudi.records.trail.models import AccessEntry, AuditEntry
from support.clock import Clock
from world import OTHER_TOWN, TOWN, World, build_world, couple_and_child

KEY = "0a1b2c3d-0001-4000-8000-00000000beef"
MOMENT = timezone.make_aware(datetime.datetime(2026, 3, 2, 9))


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    standing = Clock(MOMENT)
    monkeypatch.setattr("doudi.interfaces.api.desks.timezone.now", standing)
    return standing


@pytest.fixture
def told(world: World) -> dict[str, str]:
    return caller(world, "township_acceptance")


def register(client: Client, told: dict[str, str], key: str = KEY, **changes: object) -> object:
    return client.post("/api/households", household_body(**changes), "application/json", headers=writing(told, key))


def wage(amount: str = "1900") -> dict[str, object]:
    value = {"kind": "wage", "amount": amount, "per": "month"}
    return {"topic": "income", "value": value, "since": "2025-01-01", "source": "declared"}


def test_a_write_sent_again_is_done_once_and_answered_the_same(client: Client, told: dict[str, str]) -> None:
    first, second = register(client, told), register(client, told)
    assert first.status_code == second.status_code == 201
    assert first.content == second.content and second["Content-Type"] == first["Content-Type"]
    assert (first.get("Idempotency-Replayed"), second["Idempotency-Replayed"]) == (None, "true")
    assert Household.objects.count() == 1


def test_facts_and_corrections_are_not_entered_twice(client: Client, world: World, told: dict[str, str]) -> None:
    household = couple_and_child(world.desk("township_acceptance"))
    path = f"/api/households/{household.pk}/evidence"
    person = household.memberships.get(relation="head").person_id
    body = {**wage(), "person": person}
    made = [client.post(path, body, "application/json", headers=writing(told, KEY)) for _ in range(3)]
    assert len({one.content for one in made}) == 1 and Evidence.objects.count() == 1
    changed = {"reason": "工资单", "value": wage("2100")["value"]}
    where = f"{path}/{made[0].json()['id']}/correction"
    done = [client.post(where, changed, "application/json", headers=writing(told, KEY + "x")) for _ in range(3)]
    assert [one.status_code for one in done] == [201] * 3 and Evidence.objects.count() == 2


def test_a_key_may_stand_in_quotes(client: Client, told: dict[str, str]) -> None:
    assert register(client, told).json() == register(client, told, f'"{KEY}"').json()


@pytest.mark.parametrize("key", ["short", "with space in the middle of it", "é" * 20, "x" * 129])
def test_a_key_of_another_form_is_refused(client: Client, told: dict[str, str], key: str) -> None:
    answer = register(client, told, key)
    assert answer.status_code == 400 and "Idempotency-Key" in answer.json()["detail"]


def test_a_write_without_a_key_is_refused_and_writes_nothing(client: Client, told: dict[str, str]) -> None:
    answer = client.post("/api/households", household_body(), "application/json", headers=told)
    assert answer.status_code == 400 and "16" in answer.json()["detail"] and not Household.objects.exists()


def test_a_key_used_for_another_body_or_address_is_refused(client: Client, told: dict[str, str]) -> None:
    made = register(client, told).json()
    answer = register(client, told, address="五组")
    assert answer.status_code == 422 and "Idempotency-Key" in answer.json()["detail"]
    path = f"/api/households/{made['id']}/evidence"
    assert client.post(path, wage(), "application/json", headers=writing(told, KEY)).status_code == 422
    assert Household.objects.count() == 1 and not Evidence.objects.exists()


def test_keys_belong_to_the_token(client: Client, world: World, told: dict[str, str]) -> None:
    other = caller(world, f"township_acceptance@{OTHER_TOWN}")
    assert register(client, told).status_code == 201
    answer = register(client, other, territory="341591002201")
    assert answer.status_code == 409 and "citizen_id" in answer.json()["faults"]
    assert register(client, caller(world, "township_acceptance"), address="五组").status_code == 409


def test_what_is_refused_uses_no_key_up(client: Client, told: dict[str, str]) -> None:
    assert register(client, told, members=[]).status_code == 422
    assert not KeptAnswer.objects.exists()
    assert register(client, told).status_code == 201


def test_what_was_logged_of_a_refusal_stays(client: Client, world: World, told: dict[str, str]) -> None:
    register(client, told)
    other = caller(world, f"township_acceptance@{OTHER_TOWN}")
    before = AccessEntry.objects.filter(kind="search").count()
    assert register(client, other, territory="341591002201").status_code == 409
    assert AccessEntry.objects.filter(kind="search").count() == before + 1
    assert Household.objects.filter(territory__startswith=TOWN).count() == Household.objects.count() == 1


def test_an_answer_is_told_only_to_who_may_still_ask(client: Client, world: World, told: dict[str, str]) -> None:
    register(client, told)
    revoke_token(by=world.desk("township_acceptance"), token=ApiToken.objects.get().pk)
    assert register(client, told).status_code == 401


def test_after_its_days_a_key_is_new_again(client: Client, world: World, told: dict[str, str], clock: Clock) -> None:
    household = couple_and_child(world.desk("township_acceptance"))
    path = f"/api/households/{household.pk}/evidence"
    body = {**wage(), "topic": "has_farmland", "value": True}
    first = client.post(path, body, "application/json", headers=writing(told, KEY))
    assert first.status_code == 201, first.content
    clock.pass_by(seconds=KEPT_FOR.total_seconds() - 1)
    assert client.post(path, body, "application/json", headers=writing(told, KEY)).json() == first.json()
    clock.pass_by(seconds=1)
    again = client.post(path, {**body, "value": False}, "application/json", headers=writing(told, KEY))
    assert again.status_code == 201 and again.json()["id"] != first.json()["id"]
    assert KeptAnswer.objects.count() == 1


def test_answers_are_forgotten_when_their_days_are_over(client: Client, told: dict[str, str]) -> None:
    register(client, told)
    assert forget_answers(now=MOMENT + KEPT_FOR - datetime.timedelta(seconds=1)) == 0
    assert forget_answers(now=MOMENT + KEPT_FOR) == 1


def test_neither_key_nor_body_nor_answer_is_kept_in_clear(client: Client, told: dict[str, str]) -> None:
    register(client, told)
    with connection.cursor() as cursor:
        cursor.execute("SELECT (one.*)::text FROM accounts_keptanswer one")
        [(row,)] = cursor.fetchall()
    for word in (KEY, "陶大山"):
        assert word not in row and word.encode().hex() not in row
    assert json.loads(KeptAnswer.objects.get().body)["label"] == "陶大山"


def test_the_audit_trail_has_what_was_written_once(client: Client, told: dict[str, str]) -> None:
    first = register(client, told)
    register(client, told)
    lines = AuditEntry.objects.filter(table_name="registry_household", operation="insert")
    assert [line.request for line in lines] == [first["X-Request"]]
    assert not AuditEntry.objects.filter(table_name="accounts_keptanswer").exists()


def test_an_answer_that_cannot_be_kept_leaves_nothing_written(
    client: Client, told: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("doudi.interfaces.api.repeating.keep_answer", breaks)
    with pytest.raises(RuntimeError):
        register(client, told)
    assert not Household.objects.exists() and not KeptAnswer.objects.exists()


@pytest.fixture
def held(transactional_db: None, clock: Clock) -> tuple[dict[str, str], threading.Event]:
    """A caller, in a database where other connections see what is committed."""
    return caller(build_world(far=False), "township_acceptance"), threading.Event()


def test_the_same_key_at_the_same_time_is_told_to_come_again(
    client: Client, held: tuple[dict[str, str], threading.Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    from doudi.interfaces.api import repeating

    told, finish = held
    entered, keep = threading.Event(), repeating.keep_answer

    def slowly(*args: object, **kwargs: object) -> None:
        entered.set()
        assert finish.wait(20)
        keep(*args, **kwargs)  # type: ignore[arg-type]

    def call(answers: list[int]) -> None:
        try:
            answers.append(register(Client(), told).status_code)
        finally:
            connection.close()

    monkeypatch.setattr(repeating, "keep_answer", slowly)
    answers: list[int] = []
    first = threading.Thread(target=call, args=[answers])
    first.start()
    assert entered.wait(20)
    assert register(client, told).status_code == 409
    finish.set()
    first.join(20)
    assert answers == [201] and register(client, told)["Idempotency-Replayed"] == "true"
    assert Household.objects.count() == 1


def test_every_operation_that_writes_can_be_repeated() -> None:
    """Questions that keep nothing are POSTs too; every other one takes a key."""
    stateless = {"/determine", "/deadlines"}
    operations = [
        (path, operation)
        for _, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        if set(operation.methods) - {"GET"} and path not in stateless
    ]
    assert operations
    assert [path for path, operation in operations if not getattr(operation.view_func, "is_repeatable", False)] == []


def test_the_description_tells_of_the_key(client: Client, db: None) -> None:
    told = api.get_openapi_schema()["paths"]["/api/households"]["post"]["parameters"]
    [header] = [one for one in told if one["name"] == "Idempotency-Key"]
    assert header["in"] == "header" and str(KEPT_FOR.days) in header["description"]
