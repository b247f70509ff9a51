"""Every page, as every post, in its own, the neighbouring and another county's territory: nothing foreign appears anywhere.

Each territory holds one of everything, marked by a surname that occurs nowhere else, and people who moved from each to the
next (`support.territories`). What may be opened is opened first. A page that declares no rule fails.
"""

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from doudi.records.accounts.posts import POSTS
from support.rolled_back import rolled_back

if TYPE_CHECKING:
    from support.territories import Planted

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
# The API has no pages: it is walked with tokens, further down.
API = "api/"
CALLERS = [post.key for post in POSTS.values() if post.may("use_api")]
# Where somebody who moved away is still named: the file of the household they left, today and on a day they belonged to it.
LEFT_BEHIND = (
    ("household", ""), ("household", "?on=2024-06-01"), ("household", "?on=2024-06-01&known=then"),
    ("household-file", "?on=2024-06-01"),
)  # fmt: skip
QUERIES = ("", "?page=1&q=立国&show=ask&state=closed")
REFUSED = {403, 404, 405}
# A body in which most forms find what they ask.
BODY = {
    "reason": "越权试探", "on": "2026-03-02", "until": "2026-03-02", "since": "2026-01-01", "answer": "skip", "all": "1",
    "ended": "other", "began": "moved_in", "relation": "child", "version": "1", "died_on": "2026-03-01", "name": "试探",
    "topic": "illness", "value": "yes", "source": "survey", "address": "一组", "territory": "341591001201",
    "number": "6222021234567890128", "holder_kind": "own", "programme": "dibao", "monthly": "1.00", "kind": "income_proof",
}  # fmt: skip


@dataclass
class County:
    """The world with what was planted in its territories."""

    world: Any
    planted: "dict[str, Planted]"


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: Any) -> Iterator[County]:
    from support.territories import plant_all
    from world import build_world

    with rolled_back(django_db_blocker):
        world = build_world()
        yield County(world, plant_all(world))


@dataclass
class Reached:
    """What a post reaches of the planted territories, and what it does not."""

    own: "list[Planted]"
    foreign: "list[Planted]"

    @property
    def marks(self) -> list[str]:
        return [mark for one in self.foreign for mark in one.marks]

    def another(self, turn: int) -> "Planted":
        """One of the territories that are not reached, in turn: every page is asked for one of them."""
        return self.foreign[turn % len(self.foreign)]

    def leaks(self, said: str) -> list[str]:
        return [mark for mark in self.marks if mark in said]


@pytest.fixture
def reached(county: County, post: str) -> Reached:
    from support.territories import open_everything

    desk = county.world.desks[post]
    found = Reached([], [])
    for one in county.planted.values():
        (found.own if desk.reaches(one.village) else found.foreign).append(one)
    for one in found.own:
        open_everything(desk, one)
    return found


@pytest.fixture
def visitor(county: County, clock: Any, post: str) -> Client:
    login = next(one for one in county.world.officers if one.startswith(f"{post.replace('_', '-')}-"))
    client = Client(raise_request_exception=False)
    client.force_login(county.world.officers[login], backend=BACKEND)
    return client


def patterns() -> list[tuple[str, URLPattern]]:
    """Every address of the site with its pattern."""

    def walk(resolver: Any, before: str) -> Iterator[tuple[str, URLPattern]]:
        for one in resolver.url_patterns:
            path = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one, path)
            else:
                yield path, one

    return list(walk(get_resolver(), ""))


def pages() -> list[tuple[str, str]]:
    """The address and the name of every page."""
    return [(path, one.name or "") for path, one in patterns() if not path.startswith(API)]


def address(path: str, name: str, ids: dict[str, int], village: str) -> list[str]:
    """The addresses of a page for the things of a territory, or of nobody where `ids` is empty."""
    from support.territories import KINDS, NOBODY, SEGMENTS

    kind = next((kind for start, kind in KINDS if path.startswith(start)), "nothing")
    told: dict[str, Any] = {}
    for one in re.findall(r"<\w+:(\w+)>", path):
        told[one] = ids.get(one if one in SEGMENTS else kind, NOBODY)
    if "kept" in told:
        told |= {"kept": ids.get("person", NOBODY), "absorbed": ids.get("absorbed", NOBODY)}
    words = {"code": village, "village": village, "parameter": "dibao_standard", "name": "households", "form": "pdf"}
    told |= {one: word for one, word in words.items() if one in told}
    told |= {"kind": "acceptance"} if "<slug:kind>" in path else {}
    if "what" in told:
        holders = {"id": "person", "phone": "person", "account": "account"}
        return [reverse(name, kwargs={**told, "what": w, "pk": ids.get(k, NOBODY)}) for w, k in holders.items()]
    return [reverse(name, kwargs=told)]


def through(household: int, ids: dict[str, int]) -> list[str]:
    """Addresses of what another office keeps, asked for through a household the desk reaches."""
    asked = [reverse(f"fact-{what}", args=(household, ids["evidence"])) for what in ("correct", "end", "withdraw")]
    asked += [reverse("reveal", args=(household, what, ids["person"])) for what in ("id", "phone")]
    asked += [reverse("reveal", args=(household, "account", ids["account"]))]
    names = [name for name in ("paper", "paper-thumbnail", "paper-withdraw") if "paper" in ids]
    return asked + [reverse(name, args=(household, ids["paper"])) for name in names]


def body_of(response: Any) -> str:
    """Everything a response says: head and body, of JSON with its characters as they are."""
    if response.headers.get("Content-Type", "").startswith("application/json"):
        return f"{response.headers}{json.dumps(response.json(), ensure_ascii=False)}"
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers}{content.decode('utf-8', 'replace')}"


def test_every_page_declares_what_it_asks() -> None:
    undeclared = [
        path for path, one in patterns() if not path.startswith(API) and not getattr(one.callback, "rule", ())
    ]
    assert undeclared == []


@pytest.mark.parametrize("post", [*POSTS])
def test_nothing_foreign_appears_anywhere(county: County, visitor: Client, reached: Reached, post: str) -> None:
    from support.territories import NOWHERE

    broken, leaks, told_apart = [], [], []

    def look(where: str) -> int:
        response = visitor.get(where)
        broken.extend([where] if response.status_code >= 500 else [])
        leaks.extend((where, mark) for mark in reached.leaks(body_of(response)))
        return int(response.status_code)

    for turn, (path, name) in enumerate(pages()):
        if not reached.foreign or name in ("sign-out", "language"):
            continue
        if "<" not in path:
            for query in QUERIES:
                look(f"/{path}{query}")
            continue
        for one in reached.own:
            for where in address(path, name, one.ids, one.village):
                look(where)
        nobody = {visitor.get(where).status_code for where in address(path, name, {}, NOWHERE)[:1]}
        one = reached.another(turn)
        for where in address(path, name, one.ids, one.village):
            status = look(where)
            told_apart += [(where, status, nobody)] if "slug" not in path and status not in nobody else []
    assert broken == [] and leaks == [] and told_apart == []


@pytest.mark.parametrize("post", [*POSTS])
def test_who_moved_away_is_not_read_or_changed_through_what_they_left(
    county: County, visitor: Client, reached: Reached, post: str
) -> None:
    from doudi.records.trail.models import AuditEntry

    leaks, asked = [], []
    for one in reached.own:
        for household, gone in one.around if county.planted[one.gone_to] in reached.foreign else []:
            told = [f"{reverse(name, args=(household.pk,))}{query}" for name, query in LEFT_BEHIND]
            told.append(reverse("fact-new", args=(household.pk,)) + f"?topic=illness&person={gone['person']}")
            leaks += [(where, mark) for where in told for mark in reached.leaks(body_of(visitor.get(where)))]
            asked += through(household.pk, gone)
        asked += [where for other in reached.foreign for where in through(one.ids["household"], other.ids)]
    before, wrong = AuditEntry.objects.count(), []
    for where in asked:
        for response in (visitor.get(where), visitor.post(where, BODY)):
            wrong += [(where, response.status_code)] if response.status_code not in REFUSED else []
            leaks += [(where, mark) for mark in reached.leaks(body_of(response))]
    assert leaks == [] and wrong == [] and AuditEntry.objects.count() == before


@pytest.mark.parametrize("post", [*POSTS])
def test_nothing_foreign_is_changed(county: County, visitor: Client, reached: Reached, post: str) -> None:
    from doudi.records.trail.models import AuditEntry
    from support.territories import NOWHERE

    before, wrong = AuditEntry.objects.count(), []
    for turn, (path, name) in enumerate(pages()):
        if not reached.foreign or "<" not in path or "slug" in path:
            continue
        one = reached.another(turn)
        for where in address(path, name, one.ids, one.village):
            status = visitor.post(where, BODY).status_code
            if status in REFUSED:
                continue
            # The public pages lead whoever has no code to where it is typed, whatever was asked for.
            nobody = {visitor.post(other, BODY).status_code for other in address(path, name, {}, NOWHERE)}
            wrong += [(where, status)] if status not in nobody else []
    assert wrong == [] and AuditEntry.objects.count() == before


@pytest.mark.parametrize("post", ["township_acceptance"])
def test_nothing_foreign_is_named_in_a_form(county: County, visitor: Client, reached: Reached, post: str) -> None:
    """The address is one's own, what the form names is another's: refused, and nothing is written."""
    from doudi.records.registry.models import Household
    from doudi.records.trail.models import AuditEntry

    own, foreign = county.planted["own"].ids, county.planted["next"]
    theirs = Household.objects.get(pk=foreign.ids["household"])
    person, paper = str(foreign.ids["person"]), str(foreign.ids["paper"])
    member = {"members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "0", "members-0-name": "试探"}
    fact = reverse("fact-new", args=(own["household"],))
    tried = {
        reverse("member-move", args=(own["membership"],)): {"number": theirs.number},
        reverse("household-merge", args=(own["household"],)): {"number": theirs.number},
        reverse("household-new"): {"territory": foreign.village, "opened_on": "2026-01-01", **member},
        reverse("kin-add", args=(own["person"],)): {"registered": person},
        reverse("member-join", args=(own["absorbed"],)): {"number": theirs.number},
        reverse("paper-new", args=(own["household"],)): {"person": person},
        f"{fact}?topic=illness&person={person}": {},
        f"{fact}?topic=illness&person={own['person']}": {"document": paper},
        reverse("benefit-take-over", args=(own["household"],)): {"programme": "orphan", "person": person},
        reverse("person-merge", args=(own["person"], foreign.ids["person"])): {},
        reverse("person-merge", args=(foreign.ids["person"], own["person"])): {},
    }
    before, wrong = AuditEntry.objects.count(), []
    for where, told in tried.items():
        response = visitor.post(where, {**BODY, **told})
        refused = response.status_code in (200, 404, 422) and not reached.leaks(body_of(response))
        wrong += [] if refused else [(where, response.status_code)]
    assert wrong == [] and AuditEntry.objects.count() == before


def test_a_visitor_who_is_not_signed_in_sees_nothing(county: County, clock: Any) -> None:
    marks = [mark for one in county.planted.values() for mark in one.marks]
    client, one = Client(raise_request_exception=False), county.planted["own"]
    for path, name in pages():
        for where in address(path, name, one.ids, one.village):
            response = client.get(where)
            assert response.status_code < 500 and not any(mark in body_of(response) for mark in marks), where


@pytest.mark.parametrize("post", ["village_assistant", "township_surveyor", "county_reviewer", "auditor"])
def test_a_search_finds_nobody_elsewhere(county: County, visitor: Client, reached: Reached, post: str) -> None:
    for text in ("立国", "小满", "远山", "liguo", "lg"):
        assert reached.leaks(body_of(visitor.get("/search/", {"q": text}))) == []


def test_the_marks_are_seen_by_those_they_concern(county: County, clock: Any) -> None:
    """Without this, marks that never appear anywhere would prove nothing."""
    from support.territories import open_everything

    client, own = Client(), county.planted["own"]
    client.force_login(county.world.officers["township-acceptance-341591001"], backend=BACKEND)
    open_everything(county.world.desk("township_acceptance"), own)
    _household, gone = county.planted["far"].around[0]
    came = gone["household"]
    client.post(f"/households/{came}/open/", {"reason": "来访", "detail": ""})
    account = client.post(reverse("reveal", args=(came, "account", gone["account"])))
    wanted = ("/households/", "/people/", "/rosters/", f"/households/{own.ids['household']}/", "/duplicates/")
    said = "".join(body_of(client.get(where)) for where in (*wanted, f"/households/{came}/", "/exports/"))
    assert {f"鲍{rest}" for rest in ("立国", "小满", "远山", "密语", "名册", "远亲")} <= set(own.marks)
    hidden = [mark for mark in own.marks if mark not in said + body_of(account)]
    # Of each who came a number is asked for by itself, and one account was.
    assert not [mark for mark in hidden if mark.startswith("鲍") and mark != "鲍代岗"]
    assert any(mark in body_of(account) for mark in own.marks) and any("*" in mark for mark in {*own.marks} - {*hidden})


# The API


def operations() -> list[str]:
    """Every address of the API that is about something registered."""
    return sorted({path for path, _one in patterns() if path.startswith(API) and "<" in path})


def call(path: str, ids: dict[str, int]) -> str:
    from support.territories import NOBODY

    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(ids.get(found[1], NOBODY)), path)


@pytest.mark.parametrize("post", CALLERS)
def test_a_program_reads_and_changes_nothing_foreign(county: County, reached: Reached, clock: Any, post: str) -> None:
    from api.calling import caller
    from doudi.records.trail.models import AuditEntry

    client, told = Client(raise_request_exception=False), {**caller(county.world, post), "x-reason": "dingqi hecha"}
    body = {"topic": "illness", "value": True, "since": "2026-01-01", "source": "survey", "reason": "越权试探"}
    before, leaks, wrong = AuditEntry.objects.count(), [], []

    def read(where: str) -> int:
        response = client.get(where, headers=told)
        leaks.extend((where, mark) for mark in reached.leaks(body_of(response)))
        return int(response.status_code)

    def write(where: str, **more: Any) -> int:
        headers = {**told, "idempotency-key": str(uuid.uuid4())}
        return client.post(where, {**body, **more}, content_type="application/json", headers=headers).status_code

    for where in ("/api/households", "/api/persons", "/api/households?label=瞿", "/api/persons?name=瞿"):
        read(where)
    for path in operations():
        nobody = read(call(path, {})), write(call(path, {}))
        for one in reached.foreign:
            found = read(call(path, one.ids)), write(call(path, one.ids))
            wrong += [(call(path, one.ids), found, nobody)] if found != nobody else []
    for own in reached.own:
        for household, gone in own.around if county.planted[own.gone_to] in reached.foreign else []:
            for query in ("", "?on=2024-06-01"):
                read(f"/api/households/{household.pk}{query}")
                read(f"/api/households/{household.pk}/evidence{query}")
            entered = write(f"/api/households/{household.pk}/evidence", person=gone["person"])
            corrected = write(f"/api/households/{household.pk}/evidence/{gone['evidence']}/correction")
            wrong += [(household.pk, entered, corrected)] if {entered, corrected} - {403, 422} else []
    assert leaks == [] and wrong == [] and AuditEntry.objects.count() == before


def test_a_program_reads_what_its_post_reaches(county: County, clock: Any) -> None:
    from api.calling import caller

    own = county.planted["own"]
    told = {**caller(county.world, "township_acceptance"), "x-reason": "dingqi hecha"}
    for what in ("", "/evidence"):
        found = Client().get(f"/api/households/{own.ids['household']}{what}", headers=told)
        assert any(mark in body_of(found) for mark in own.marks), what
