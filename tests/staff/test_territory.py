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
BACKEND = "doudi.interfaces.site.signed_in.Officers"
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
# What opens only with a word of what is meant, and what the case planted is not ready for.
ASKED_WITH = {"inquiry-new": "?kind=home_visit"}
NOT_READY = ("application-waive", "case-verify", "case-object")
# An address that names a thing, and not only a list or a form.
THING = re.compile(r"<(?:int|str):(?!village)\w+>|<slug:code>")
# What hangs on a board may be read by anybody, and objected to.
PUBLIC = "citizen/notices/"
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
    words |= {"kind": "acceptance_notice"}
    told |= {one: word for one, word in words.items() if one in told}
    if "what" in told:
        holders = {"id": "person", "phone": "person", "account": "account"}
        return [reverse(name, kwargs={**told, "what": w, "pk": ids.get(k, NOBODY)}) for w, k in holders.items()]
    return [reverse(name, kwargs=told) + ASKED_WITH.get(name, "")]


def through(household: int, ids: dict[str, int]) -> list[str]:
    """Addresses of what another office keeps, asked for through a household the desk reaches."""
    asked = [reverse(f"fact-{what}", args=(household, ids["evidence"])) for what in ("correct", "end", "withdraw")]
    asked += [reverse("reveal", args=(household, what, ids["person"])) for what in ("id", "phone")]
    asked += [reverse("reveal", args=(household, "account", ids["account"]))]
    names = [name for name in ("paper", "paper-thumbnail", "paper-withdraw") if "paper" in ids]
    return asked + [reverse(name, args=(household, ids["paper"])) for name in names]


def beside(own: dict[str, Any], foreign: dict[str, Any]) -> list[str]:
    """Addresses of what another office keeps, asked for through a case, an application or a draw the desk reaches."""
    return [
        reverse(name, args=(own[of], foreign[what]))
        for of, what, names in (
            ("case", "decision", ("case-decision", "case-revoke")),
            ("case", "objection", ("case-objection",)),
            ("application", "authorisation", ("application-unsign",)),
            ("draw", "check", ("draw-conclude",)),
        )
        for name in names
    ]


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


def test_everything_an_address_names_is_planted_everywhere(county: County) -> None:
    """A page of a new kind of thing would else be asked for with a number nobody has, and prove nothing."""
    from doudi.records.evidence.models import Document
    from doudi.records.rosters.models import ListExport
    from support.territories import EVERYBODYS, KINDS, SEGMENTS

    wanted = {"form"}
    for path, _name in pages():
        if THING.search(path) and not path.startswith(EVERYBODYS):
            kind = next((kind for start, kind in KINDS if path.startswith(start)), path)
            segments = set(re.findall(r"<(?:int|str):(\w+)>", path)) - {"village", "kept", "absorbed"}
            wanted |= {one if one in SEGMENTS else kind for one in segments}
    wanted |= {segment for _method, path, _body in operations() for segment in re.findall(r"{(\w+)}", path)}
    for one in county.planted.values():
        assert wanted - {*one.ids} == {"form"}
        assert ListExport.objects.get(pk=one.ids["export"]).state == "ready"
        assert Document.objects.get(pk=one.ids["paper"]).thumbnail


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
            is_told = THING.search(path) and not path.startswith(PUBLIC)
            told_apart += [(where, status, nobody)] if is_told and status not in nobody else []
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
        for other in reached.foreign:
            asked += [*through(one.ids["household"], other.ids), *beside(one.ids, other.ids)]
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
        if not reached.foreign or not (THING.search(path) or "<str:village>" in path):
            continue
        one = reached.another(turn)
        for where in address(path, name, one.ids, one.village):
            status = visitor.post(where, BODY).status_code
            if status in REFUSED or path.startswith(PUBLIC):
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
        reverse("application-sign", args=(own["application"], foreign.ids["person"])): {"signed_on": "2026-03-02"},
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


def test_every_page_of_a_thing_opens_for_somebody_with_what_is_planted(county: County, clock: Any) -> None:
    """What nobody can open with the number of what was planted would not be shown to a stranger either, and prove nothing."""
    from support.territories import EVERYBODYS, open_everything

    own, left = county.planted["own"], set()
    for path, name in pages():
        if THING.search(path) and not path.startswith(EVERYBODYS) and name not in NOT_READY:
            left |= {*address(path, name, own.ids, own.village)}
    for post in POSTS:
        client = Client(raise_request_exception=False)
        login = next(one for one in county.world.officers if one.startswith(f"{post.replace('_', '-')}-"))
        client.force_login(county.world.officers[login], backend=BACKEND)
        open_everything(county.world.desks[post], own)
        # What only takes a form is asked for with one by the other tests.
        left -= {where for where in left if client.get(where).status_code in (200, 302, 405)}
    assert sorted(left) == []


# The API


def operations() -> list[tuple[str, str, dict[str, Any] | None]]:
    """Every operation that is about something registered: its method, its address, and a body that it takes."""
    from api.calling import bodies

    return [one for one in bodies() if "{" in one[1]]


def call(path: str, ids: dict[str, Any]) -> str:
    from support.territories import NOBODY

    return re.sub(r"{(\w+)}", lambda found: str({**ids, "form": "pdf"}.get(found[1], NOBODY)), path)


def test_every_address_of_the_api_is_an_operation() -> None:
    """What is no operation would be neither described nor walked; each operation declares its duty (tests/api)."""
    from api.calling import bodies

    addresses = {"/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path) for path, _one in patterns() if path.startswith(API)}
    described = {path for _method, path, _body in bodies()}
    assert addresses - described == {"/api/", "/api/docs", "/api/openapi.json"}


@pytest.mark.parametrize("post", CALLERS)
def test_a_program_reads_and_changes_nothing_foreign(county: County, reached: Reached, clock: Any, post: str) -> None:
    from api.calling import caller
    from doudi.records.trail.models import AuditEntry

    client, told = Client(raise_request_exception=False), {**caller(county.world, post), "x-reason": "dingqi hecha"}
    fact = {"topic": "illness", "value": True, "since": "2026-01-01", "source": "survey", "reason": "越权试探"}
    before, leaks, wrong, unread = AuditEntry.objects.count(), [], [], []

    def send(method: str, where: str, body: dict[str, Any] | None = None) -> int:
        headers = {**told, "idempotency-key": str(uuid.uuid4())}
        said = json.dumps(body) if body is not None else ""
        response = client.generic(method, where, said, content_type="application/json", headers=headers)
        leaks.extend((where, mark) for mark in reached.leaks(body_of(response)))
        # A body that is not understood is refused before anybody asks whose it is.
        if response.status_code == 422 and isinstance(response.json()["detail"], list):
            unread.append((method, where))
        return int(response.status_code)

    for one in reached.foreign:
        for where in lists_of(one):
            send("GET", where)
    for method, path, body in operations():
        nobody = send(method, call(path, {}), body)
        for one in reached.foreign:
            found = send(method, call(path, one.ids), body)
            wrong += [(call(path, one.ids), found, nobody)] if found != nobody else []
    for own in reached.own:
        for household, gone in own.around if county.planted[own.gone_to] in reached.foreign else []:
            for query in ("", "?on=2024-06-01"):
                send("GET", f"/api/households/{household.pk}{query}")
                send("GET", f"/api/households/{household.pk}/evidence{query}")
            entered = send("POST", f"/api/households/{household.pk}/evidence", {**fact, "person": gone["person"]})
            at = f"/api/households/{household.pk}/evidence/{gone['evidence']}/correction"
            corrected = send("POST", at, {"value": True, "reason": "越权试探"})
            wrong += [(household.pk, entered, corrected)] if {entered, corrected} - {403, 422} else []
    assert leaks == [] and wrong == [] and unread == [] and AuditEntry.objects.count() == before


def lists_of(foreign: "Planted") -> list[str]:
    """Every list of the API, whole and asked for what is another's."""
    from api.calling import bodies

    paths = [path for method, path, _body in bodies() if method == "GET" and "{" not in path]
    village, household, name = foreign.village, foreign.ids["household"], foreign.surname
    asked = (
        f"territory={village}", f"village={village}", f"household={household}", f"label={name}", f"name={name}",
        f"after={household - 1}",
    )  # fmt: skip
    return [f"{path}{query}" for path in paths for query in ("", *(f"?{one}" for one in asked))]


def test_a_program_names_nothing_foreign_in_a_body(county: County, clock: Any) -> None:
    """The address is one's own or nobody's, what the body names is another's: refused, and nothing is written."""
    from api.calling import caller, household_body
    from doudi.records.trail.models import AuditEntry

    own, foreign = county.planted["own"].ids, county.planted["next"].ids
    asked = {"channel": "window", "programmes": [{"programme": "temporary_spending"}]}
    visit = {"kind": "home_visit", "on": "2026-03-02", "content": {}}
    fact = {"topic": "illness", "value": True, "since": "2026-01-01", "source": "survey"}
    tried: list[tuple[str, str, dict[str, Any]]] = [
        ("township_acceptance", "/api/households", household_body(territory=county.planted["next"].village)),
        ("township_acceptance", "/api/applications", {
            **asked, "household": foreign["household"], "applicant": foreign["person"]}),
        ("township_acceptance", "/api/applications", {
            **asked, "household": own["household"], "applicant": foreign["person"]}),
        ("township_acceptance", f"/api/applications/{own['application']}/authorisations", {
            "person": foreign["person"], "signed_on": "2026-03-02"}),
        ("township_acceptance", f"/api/households/{own['household']}/evidence", {**fact, "person": foreign["person"]}),
        ("township_acceptance", f"/api/households/{own['household']}/evidence/{foreign['evidence']}/correction", {
            "value": True, "reason": "越权试探"}),
        ("township_surveyor", "/api/inquiries", {**visit, "application": foreign["application"]}),
        ("township_surveyor", "/api/inquiries", {**visit, "case": foreign["case"]}),
    ]  # fmt: skip
    callers = {post: caller(county.world, post) for post in ("township_acceptance", "township_surveyor")}
    before, wrong = AuditEntry.objects.count(), []
    for post, where, body in tried:
        headers = {**callers[post], "idempotency-key": str(uuid.uuid4())}
        response = Client().post(where, body, content_type="application/json", headers=headers)
        understood = response.status_code in (403, 404, 422) and not isinstance(response.json()["detail"], list)
        leaks = [mark for mark in county.planted["next"].marks if mark in body_of(response)]
        wrong += [] if understood and not leaks else [(where, response.status_code, body_of(response))]
    assert wrong == [] and AuditEntry.objects.count() == before


def test_a_program_reads_what_its_post_reaches(county: County, clock: Any) -> None:
    """Whatever can be read of something is read by a program of the own town, with what was written of it."""
    from api.calling import caller

    own, unread = county.planted["own"], []
    told = {**caller(county.world, "township_acceptance"), "x-reason": "dingqi hecha"}
    read = {path: call(path, own.ids) for method, path, _body in operations() if method == "GET"}
    said = {path: Client(raise_request_exception=False).get(where, headers=told) for path, where in read.items()}
    unread = [path for path, response in said.items() if response.status_code != 200]
    # A draw is of the county.
    assert unread == ["/api/draws/{draw}"]
    for path in ("/api/households/{household}", "/api/households/{household}/evidence", "/api/persons/{person}",
                 "/api/inquiries/{inquiry}", "/api/decisions/{decision}/replay"):  # fmt: skip
        assert any(mark in body_of(said[path]) for mark in own.marks), path


# Citizens


def test_who_follows_one_application_sees_and_changes_nothing_of_another(county: County, clock: Any) -> None:
    from doudi.records.cases.actions.intake import issue_code
    from doudi.records.cases.models import Application
    from doudi.records.trail.models import AuditEntry

    own = county.planted["own"]
    code = issue_code(by=county.world.desk("township_acceptance"), application=own.ids["application"])
    client, number = Client(), Application.objects.get(pk=own.ids["application"]).number
    assert client.post("/citizen/follow/", {"number": number, "code": code}).status_code == 302
    said = body_of(client.get("/citizen/follow/application/"))
    before, wrong = AuditEntry.objects.count(), []
    for other in (county.planted["next"], county.planted["far"]):
        for path, name in pages():
            if not path.startswith("citizen/") or name == "citizen-leave":
                continue
            for where in address(path, name, other.ids, other.village):
                answers = [client.get(where)] + ([client.post(where, BODY)] if THING.search(path) else [])
                wrong += [(where, mark) for mark in other.marks for one in answers if mark in body_of(one)]
                closed = THING.search(path) and not path.startswith(PUBLIC)
                wrong += [(where, one.status_code) for one in answers if closed and one.status_code not in REFUSED]
    assert number in said and wrong == [] and AuditEntry.objects.count() == before


def test_a_notice_on_the_web_shows_anybody_no_mark_of_its_territory(county: County, clock: Any) -> None:
    for one in county.planted.values():
        for where in (f"/citizen/notices/?village={one.village}", reverse("citizen-notice", args=(one.ids["notice"],))):
            response = Client().get(where)
            assert response.status_code == 200 and one.ids["notice"] in body_of(response)
            assert not [mark for mark in one.marks if mark in body_of(response)], where
