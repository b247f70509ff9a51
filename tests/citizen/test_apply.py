"""Applying from home: only who tells all three right gets on; what is wrong never tells what."""

import datetime
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from doudi.records.cases.models import Application, Forwarded
from doudi.records.evidence.models import Document
from doudi.records.registry.actions.people import correct_person
from doudi.records.registry.models import Household, Person
from doudi.records.trail.models import AuditEntry
from support.clock import Clock
from world import LIULIN, World, citizen_id, couple_and_child

pytestmark = pytest.mark.django_db
Ask = Callable[..., str]
PHONE = "13805640001"
# The token of a form and the number of a request.
VARYING = re.compile(r'value="\w{64}"|[0-9a-f]{16}')
CODE = re.compile(r'class="code">([0-9]{8})<')


@pytest.fixture
def family(world: World) -> Household:
    """A family on record whose head has told a telephone."""
    household = couple_and_child(world.desk("township_acceptance"))
    head = Person.objects.get(name="沈立国")
    correct_person(by=world.desk("township_acceptance"), person=head.pk, changes={"phone": PHONE}, reason="本人提供")
    return household


@pytest.fixture
def right(family: Household) -> dict[str, str]:
    """Name, number and telephone of the head as the office has them."""
    return {"name": "沈立国", "citizen_id": str(Person.objects.get(name="沈立国").citizen_id), "phone": PHONE}


def picture(name: str = "card.png") -> SimpleUploadedFile:
    into = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(into, "PNG")
    return SimpleUploadedFile(name, into.getvalue(), "image/png")


def form_of(**over: Any) -> dict[str, Any]:
    return {"programmes": ["dibao"], "request": "孩子上学，一个人干活养不起家", "honest": "on"} | over


def test_a_family_on_record_applies_with_papers_and_gets_its_code_once(
    right: dict[str, str], citizen: Client, ask: Ask
) -> None:
    assert citizen.post("/citizen/apply/", right)["Location"] == "/citizen/apply/form/"
    text = ask("/citizen/apply/form/")
    assert "沈立国" not in text
    assert "子女沈*" in text
    text = ask("/citizen/apply/form/", form_of(paper_identity=[picture(), picture("back.png")]))
    application = Application.objects.get()
    assert application.number in text
    assert CODE.search(text)
    assert application.channel == "online"
    assert application.entered_by is None
    assert application.cases.get().stage == "submitted"
    # What was said to be true is the commitment the window would have signed: nobody is asked for it again.
    assert application.promised_on == application.arrived_on
    assert "诚信承诺书" not in text
    promise = AuditEntry.objects.get(table_name="cases_application", after__has_key="promised_on", operation="update")
    assert (promise.actor, promise.reason) == ("网上·沈立国", "登记诚信承诺")
    assert list(Document.objects.values_list("kind", "filed_by")) == [("identity_card", None)] * 2
    assert {one.actor for one in AuditEntry.objects.filter(table_name="cases_application")} == {"网上·沈立国"}
    assert citizen.get("/citizen/apply/form/")["Location"] == "/citizen/apply/"


def test_whatever_is_wrong_gets_the_same_answer(right: dict[str, str], citizen: Client) -> None:
    stranger = citizen_id(datetime.date(1970, 1, 1), 77)
    wrong = (
        {"name": "沈立民"},
        {"phone": "13805640002"},
        {"citizen_id": stranger},
        {"citizen_id": "不是号码"},
        {"phone": "无"},
    )
    said = set()
    for one in wrong:
        response = citizen.post("/citizen/apply/", right | one)
        assert response.status_code == 422
        text = response.content.decode()
        for key, value in (right | one).items():
            text = text.replace(f'value="{value}"', key)
        said.add(VARYING.sub("", text))
    assert len(said) == 1


def test_a_wrong_answer_asks_the_database_as_much_as_a_right_one(
    right: dict[str, str], django_assert_num_queries: Any
) -> None:
    from doudi.records.cases.citizens import recognised
    from world import DAY

    with django_assert_num_queries(2):
        assert recognised(**right, day=DAY)
    with django_assert_num_queries(2):
        assert recognised(**(right | {"citizen_id": "1"}), day=DAY) is None


def test_somebody_without_a_telephone_on_record_is_not_recognised(right: dict[str, str]) -> None:
    from doudi.records.cases.citizens import recognised
    from world import DAY

    Person.objects.filter(name="沈立国").update(phone_index=None)
    assert recognised(**(right | {"phone": ""}), day=DAY) is None


def test_a_file_that_is_none_of_ours_is_refused_and_nothing_is_written(
    right: dict[str, str], citizen: Client, ask: Ask
) -> None:
    citizen.post("/citizen/apply/", right)
    program = SimpleUploadedFile("photo.jpg", b"MZ\x90\x00program", "image/jpeg")
    text = ask("/citizen/apply/form/", form_of(paper_others=[program]), 422)
    assert "可执行程序" in text
    assert not Application.objects.exists()


def test_a_second_application_for_the_same_is_refused_with_the_first(
    right: dict[str, str], citizen: Client, ask: Ask
) -> None:
    for status in (200, 422):
        citizen.post("/citizen/apply/", right)
        text = ask("/citizen/apply/form/", form_of(), status)
    assert "已有在办的申请" in text


def test_urgent_need_is_reported_at_once(right: dict[str, str], citizen: Client, ask: Ask) -> None:
    citizen.post("/citizen/apply/", right)
    ask("/citizen/apply/form/", form_of(programmes=["temporary_urgent"]))
    assert Application.objects.get().cases.get().stage == "reported"


def test_nobody_comes_to_the_form_without_proof_or_after_half_an_hour(
    right: dict[str, str], citizen: Client, clock: Clock
) -> None:
    assert citizen.get("/citizen/apply/form/")["Location"] == "/citizen/apply/"
    citizen.post("/citizen/apply/", right)
    clock.pass_by(minutes=31)
    assert citizen.get("/citizen/apply/form/")["Location"] == "/citizen/apply/"


def test_word_goes_to_the_township_and_counts_from_today(world: World, ask: Ask, clock: Clock) -> None:
    from doudi.records.cases.queries import forwarded_within

    told = {"village": LIULIN, "name": "苗秋实", "phone": "13900001111", "words": "房子烧了，没有地方住"}
    text = ask("/citizen/word/", told)
    assert "河东镇" in text
    left = Forwarded.objects.get()
    assert (left.name, left.words, left.forwarded_by) == ("苗秋实", "房子烧了，没有地方住", None)
    assert list(forwarded_within(world.desk("township_acceptance"))) == [left]
    assert not forwarded_within(world.desk("township_acceptance", "341591002")).exists()
    assert not any("苗秋实" in str(one.after) + one.actor for one in AuditEntry.objects.all())


def test_word_shows_at_the_office_and_becomes_an_application(world: World, family: Household, ask: Ask) -> None:
    ask("/citizen/word/", {"village": LIULIN, "name": "苗秋实", "phone": "13900001111", "words": "没有地方住"})
    clerk = Client()
    login = next(one for one in world.officers if one.startswith("township-acceptance-341591001"))
    clerk.force_login(world.officers[login], backend="doudi.interfaces.site.signed_in.Officers")
    left = Forwarded.objects.get()
    assert "网上留言" in clerk.get("/today/").content.decode()
    assert "没有地方住" in clerk.get(f"/applications/new/?forwarded={left.pk}").content.decode()
    head = Person.objects.get(name="沈立国")
    clerk.post(
        f"/applications/new/{family.pk}/?forwarded={left.pk}",
        {"applicant": head.pk, "programmes": ["dibao"], "channel": "window", "arrived_on": "2026-03-02"},
    )
    left.refresh_from_db()
    assert left.taken_as is not None


def test_too_many_tries_from_one_address_wait(right: dict[str, str], citizen: Client, clock: Clock) -> None:
    for _time in range(10):
        assert citizen.post("/citizen/apply/", right | {"phone": "13800000000"}).status_code in (422, 429)
    response = citizen.post("/citizen/apply/", right)
    assert response.status_code == 429
    assert "分钟后再试" in response.content.decode()
    assert response["Retry-After"] == "1800"
    clock.pass_by(minutes=25)
    assert citizen.post("/citizen/apply/", right).status_code == 429
    clock.pass_by(hours=24)
    assert citizen.post("/citizen/apply/", right).status_code == 302


def proved(address: str, told: dict[str, str]) -> int:
    """What an address is answered."""
    return Client(REMOTE_ADDR=address).post("/citizen/apply/", told).status_code


def test_one_number_cannot_be_tried_from_many_addresses(right: dict[str, str], clock: Clock) -> None:
    wrong = right | {"phone": "13800000000"}
    assert [proved(f"10.0.0.{n}", wrong) for n in range(10)] == [422] * 10
    assert [proved("10.0.0.10", wrong), proved("10.0.0.10", wrong)] == [422, 429], "an address has one more try"


def test_strangers_who_try_a_number_do_not_keep_its_family_out(right: dict[str, str], clock: Clock) -> None:
    for n in range(10):
        proved(f"10.0.0.{n}", right | {"phone": "13800000000"})
    assert [proved("10.0.1.1", right), proved("10.0.1.1", right)] == [302, 302]


def test_a_right_answer_is_no_try(right: dict[str, str], clock: Clock) -> None:
    assert [proved(f"10.0.0.{n}", right) for n in range(11)] == [302] * 11
    assert proved("10.0.0.99", right | {"phone": "13800000000"}) == 422
    assert proved("10.0.0.99", right | {"phone": "13800000000"}) == 422


def test_another_spelling_of_a_number_is_counted_with_it(right: dict[str, str], clock: Clock) -> None:
    number = right["citizen_id"]
    wide = "".join(chr(ord(one) + 0xFEE0) for one in number)
    spellings = (number, f"{number[:6]} {number[6:]}", wide, f"{number[:6]}\u3000{number[6:]}", number.lower())
    for n in range(10):
        proved(f"10.0.0.{n}", right | {"citizen_id": spellings[n % 5], "phone": "13800000000"})
    wrong = right | {"citizen_id": spellings[1], "phone": "13800000000"}
    assert [proved("10.0.1.1", wrong), proved("10.0.1.1", wrong)] == [422, 429]
