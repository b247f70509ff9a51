"""The door itself: open to anybody, no way to the staff's pages, larger type, nothing personal in an address."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver

from doudi.interfaces.citizen.urls import urlpatterns
from doudi.interfaces.site.route import ANYBODY
from world import World

pytestmark = pytest.mark.django_db
Ask = Callable[..., str]
PLAIN = ("", "check/", "apply/", "word/", "follow/", "notices/")


def test_every_page_is_open_to_anybody() -> None:
    assert {getattr(one.callback, "rule", None) for one in urlpatterns} == {(ANYBODY,)}


def test_no_address_takes_more_than_numbers_the_office_gave() -> None:
    assert {str(one.pattern).partition("<")[2].partition(">")[0] for one in urlpatterns} == {
        "", "int:case", "int:pk", "str:number",
    }  # fmt: skip


@pytest.mark.parametrize("address", PLAIN)
def test_no_page_leads_to_the_staff_or_runs_anything_inline(world: World, ask: Ask, address: str) -> None:
    text = ask(f"/citizen/{address}")
    links = {one.partition('"')[0] for one in text.split('href="')[1:]}
    assert all(one.startswith(("/citizen/", "/static/", "#")) for one in links)
    assert "<script>" not in text and "style=" not in text and "onclick" not in text
    assert "navbar" not in text


def test_the_size_of_the_type_is_kept_and_leads_back(world: World, citizen: Client, ask: Ask) -> None:
    response = citizen.post("/citizen/size/", {"size": "largest", "next": "/citizen/check/"})
    assert response["Location"] == "/citizen/check/"
    assert 'class="size-largest"' in ask("/citizen/check/")
    assert citizen.post("/citizen/size/", {"size": "large", "next": "https://elsewhere/"})["Location"] == "/citizen/"
    assert citizen.post("/citizen/size/", {"size": "large", "next": "/citizen//elsewhere"})["Location"] == "/citizen/"
    assert citizen.post("/citizen/size/", {"size": "huge"}).status_code == 404


def test_a_form_from_elsewhere_is_refused(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/citizen/word/", {"name": "某"}).status_code == 403


def test_the_site_serves_the_door() -> None:
    assert {one.name for one in urlpatterns} <= {
        str(key) for key in get_resolver().reverse_dict if isinstance(key, str)
    }
