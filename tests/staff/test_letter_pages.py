"""An application letter through its pages: read, shown at its sentences, confirmed one by one, filed, and on to applying."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document as Word

from doudi.gateways.letters import can_read_pictures
from doudi.records.evidence.models import Document, Evidence
from doudi.records.registry.models import Household
from support.clock import Clock
from world import FENGLING, TOWN, World, couple_and_child

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
LETTERS = Path(__file__).parents[1] / "gateways" / "letters"
SEVEN = (
    "burned_house", "disabled_herdsman", "disabled_woman", "half_masked", "heart_disease", "tumour",
    "widow_and_daughter",
)  # fmt: skip


def text_of(name: str) -> str:
    return (LETTERS / f"{name}.txt").read_text("utf-8")


@pytest.fixture
def family(world: World) -> Household:
    return couple_and_child(world.desk("township_acceptance"))


@pytest.fixture
def clerk(signed_in: SignedIn, today: object) -> Client:
    return signed_in(f"township-acceptance-{TOWN}")


def shown(client: Client, status: int = 200) -> str:
    response = client.get("/applications/letter/confirm/")
    assert response.status_code == status
    return response.content.decode()


def begin(client: Client, household: Household, text: str) -> str:
    """A letter pasted and its household chosen: the page on which it is confirmed."""
    assert client.post("/applications/letter/", {"text": text})["Location"] == "/applications/letter/confirm/"
    assert client.post("/applications/letter/confirm/", {"number": household.number}).status_code == 302
    return shown(client)


def offered(page: str) -> list[int]:
    """The numbers of the ticks on a page."""
    return [int(one.partition('"')[0]) for one in page.split('name="tick_')[1:]]


def token(page: str) -> str:
    return page.partition('name="letter" value="')[2].partition('"')[0]


@pytest.mark.parametrize("name", SEVEN)
def test_each_of_the_seven_letters_goes_through_the_page(clerk: Client, family: Household, name: str) -> None:
    page = begin(clerk, family, text_of(name))
    numbers = offered(page)
    assert numbers
    assert page.count("<mark") >= len({*numbers}) // 3
    assert "checked" not in page
    head = family.memberships.order_by("position").first().person_id
    told = {"letter": token(page), "since": "2026-03-02"}
    for number in numbers:
        told |= {f"tick_{number}": "on", f"who_{number}": str(head)}
    response = clerk.post("/applications/letter/confirm/", told)
    assert response.status_code == 302, response.content.decode()
    assert response["Location"] == f"/applications/new/{family.pk}/"
    filed = Document.objects.get(household=family)
    assert filed.kind == "application"
    found = Evidence.objects.filter(superseded_at__isnull=True)
    assert len(found) == len(numbers)
    assert {(one.source, one.document_id) for one in found} == {("declared", filed.pk)}
    assert all(one.note.startswith("申请书：“") for one in found)
    assert f"记下了{len(numbers)}项情况" in clerk.get(response["Location"]).content.decode()


def test_what_is_not_ticked_is_not_recorded_and_the_letter_is_filed(clerk: Client, family: Household) -> None:
    page = begin(clerk, family, text_of("burned_house"))
    clerk.post("/applications/letter/confirm/", {"letter": token(page), "since": "2024-07-24"})
    assert not Evidence.objects.exists()
    assert Document.objects.get().dated_on.isoformat() == "2024-07-24"
    assert clerk.get("/applications/letter/confirm/").status_code == 302


def test_the_note_cites_the_sentence(clerk: Client, family: Household) -> None:
    page = begin(clerk, family, text_of("burned_house"))
    (number,) = offered(page)
    told = {"letter": token(page), "since": "2024-07-24", f"tick_{number}": "on"}
    clerk.post("/applications/letter/confirm/", told)
    fact = Evidence.objects.get()
    assert fact.topic == "event"
    assert "因电线短路起火" in fact.note


def test_a_letter_that_names_somebody_else_is_pointed_out(clerk: Client, family: Household) -> None:
    assert "这户没有这个人" in begin(clerk, family, text_of("burned_house"))
    assert "这户没有这个人" not in begin(clerk, family, text_of("burned_house").replace("石明德", "沈立国"))


def test_a_fact_of_a_person_wants_to_know_whose(clerk: Client, family: Household) -> None:
    page = begin(clerk, family, text_of("disabled_herdsman"))
    told = {"letter": token(page), "since": "2026-03-02"} | {f"tick_{n}": "on" for n in offered(page)}
    response = clerk.post("/applications/letter/confirm/", told)
    assert response.status_code == 422
    assert "请选择是谁的" in response.content.decode()
    assert not Evidence.objects.exists() and not Document.objects.exists()


def test_one_refusal_keeps_everything_from_being_recorded(clerk: Client, family: Household) -> None:
    page = begin(clerk, family, text_of("disabled_herdsman"))
    head = family.memberships.order_by("position").first().person_id
    told = {"letter": token(page), "since": "2030-01-01"}
    for number in offered(page):
        told |= {f"tick_{number}": "on", f"who_{number}": str(head)}
    response = clerk.post("/applications/letter/confirm/", told)
    assert response.status_code == 422
    assert not Evidence.objects.exists() and not Document.objects.exists()


def test_a_letter_of_another_window_is_noticed(clerk: Client, family: Household) -> None:
    page = begin(clerk, family, text_of("burned_house"))
    begin(clerk, family, text_of("heart_disease"))
    response = clerk.post("/applications/letter/confirm/", {"letter": token(page), "since": "2026-03-02"})
    assert response.status_code == 422
    assert "另一个窗口" in response.content.decode()
    assert not Document.objects.exists()


def test_a_word_file_is_read_and_filed_as_it_came(clerk: Client, family: Household, tmp_path: Path) -> None:
    written = Word()
    for line in text_of("burned_house").split("\n"):
        written.add_paragraph(line)
    written.save(tmp_path / "a.docx")
    data = (tmp_path / "a.docx").read_bytes()
    clerk.post("/applications/letter/", {"file": SimpleUploadedFile("a.docx", data)})
    clerk.post("/applications/letter/confirm/", {"number": family.number})
    page = shown(clerk)
    assert "因电线短路起火" in page
    clerk.post("/applications/letter/confirm/", {"letter": token(page), "since": "2026-03-02"})
    assert Document.objects.get().size == len(data)


@pytest.mark.skipif(can_read_pictures(), reason="pictures can be read on this machine")
def test_a_picture_is_refused_with_what_is_missing(clerk: Client) -> None:
    import io

    from PIL import Image

    into = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(into, "PNG")
    assert "没有安装图片文字识别组件" in clerk.get("/applications/letter/").content.decode()
    response = clerk.post("/applications/letter/", {"file": SimpleUploadedFile("a.png", into.getvalue())})
    assert response.status_code == 422
    assert "doudi[ocr]" in response.content.decode()


def test_nothing_or_both_is_asked_for_again(clerk: Client) -> None:
    for told in ({}, {"text": "我申请", "file": SimpleUploadedFile("a.txt", "我申请".encode())}):
        response = clerk.post("/applications/letter/", told)
        assert response.status_code == 422
        assert "二者选一" in response.content.decode()


def test_a_text_that_is_no_letter_says_so(clerk: Client, family: Household) -> None:
    page = begin(clerk, family, text_of("news"))
    assert "不像一份申请书" in page
    assert offered(page) == []


def test_a_household_elsewhere_cannot_be_chosen(clerk: Client, world: World) -> None:
    other = couple_and_child(world.desk("township_acceptance", FENGLING[:9]), FENGLING, sequence=131, surname="樊")
    clerk.post("/applications/letter/", {"text": text_of("burned_house")})
    response = clerk.post("/applications/letter/confirm/", {"number": other.number})
    assert response.status_code == 422
    assert "不在您的管辖范围内" in response.content.decode()
    assert "樊立国" not in shown(clerk)


def test_markup_in_a_letter_stays_text(clerk: Client, family: Household) -> None:
    page = begin(clerk, family, "我申请救助，<script>alert(1)</script>我没有收入。")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_the_page_of_applying_leads_here(clerk: Client) -> None:
    assert 'href="/applications/letter/"' in clerk.get("/applications/new/").content.decode()


def test_whoever_may_not_enter_applications_does_not_come_in(signed_in: SignedIn, clock: Clock) -> None:
    response = signed_in("auditor-341591").get("/applications/letter/")
    assert response.status_code == 403
