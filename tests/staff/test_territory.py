"""Every page, as every post, in its own, the neighbouring and another county's territory: nothing foreign appears anywhere.

Each territory holds one of everything, marked by a surname that occurs nowhere else. A page that declares no rule fails.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from doudi.records.accounts.posts import POSTS
from support.rolled_back import rolled_back

pytestmark = pytest.mark.django_db
NOBODY = 99_999_999
# Own town, the next town of the county, a town of another county: the surname, the village, the desk that plants.
PLACES = {
    "own": ("鲍", "341591001201", ""),
    "next": ("瞿", "341591002201", "@341591002"),
    "far": ("臧", "341592001201", "@341592001"),
}
# What an address segment stands for, by how the address begins.
KINDS = (
    ("rosters/", "roster"), ("standards/previews/", "nothing"), ("standards/", "standard"), ("exports/", "export"),
    ("officers/posts/", "appointment"), ("officers/covers/", "nothing"), ("officers/powers/", "grant"),
    ("officers/relatives/", "relative"), ("officers/tokens/", "token"), ("officers/", "officer"),
    ("households/", "household"), ("members/", "membership"), ("people/", "person"), ("kin/", "kin"),
    ("accounts/", "account"), ("benefits/", "benefit"), ("duplicates/", "pair"), ("merges/", "merge"),
)  # fmt: skip
# Served by the framework: static files of the API's description, and its own pages behind the token.
FRAMEWORK = ("api/",)


@dataclass
class Planted:
    """One of everything in a territory; `marks` are texts that occur nowhere else."""

    village: str
    marks: list[str]
    ids: dict[str, int] = field(default_factory=dict)


@dataclass
class County:
    """The world with what was planted in its territories."""

    world: Any
    planted: dict[str, Planted]


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: Any) -> Iterator[County]:
    from world import build_world

    with rolled_back(django_db_blocker):
        world = build_world()
        planted = {key: plant(world, *told, sequence=101 + 40 * n) for n, (key, told) in enumerate(PLACES.items())}
        yield County(world, planted)


def plant(world: Any, surname: str, village: str, at: str, *, sequence: int) -> Planted:
    """Everything an address can name, made by the actions of that territory's staff."""
    from doudi.records.accounts.powers import create_token, file_relative, grant_power
    from doudi.records.evidence.actions import FactDraft, record_fact
    from doudi.records.registry.actions.kin import add_kin
    from doudi.records.registry.actions.payments import AccountDraft, BenefitDraft, open_account, take_over_benefit
    from doudi.records.registry.identity import PersonDraft
    from doudi.records.registry.queries import members_on
    from doudi.records.rosters.models import RosterImport
    from doudi.records.standards.actions import enter_standard
    from doudi.records.standards.drafts import StandardDraft
    from world import DAY, couple_and_child

    desk, since = world.desks[f"township_acceptance{at}"], datetime.date(2025, 1, 1)
    household = couple_and_child(desk, village, sequence=sequence, surname=surname)
    members = members_on(household, DAY)
    head = members[0].person
    found = Planted(village, [f"{surname}立国", f"{surname}小满", f"{surname}远山", f"{surname}密语", f"{surname}名册"])
    ids = found.ids
    ids |= {"household": household.pk, "person": head.pk, "membership": members[2].pk}
    fact = FactDraft("veteran", True, since, "declared", note=f"{surname}密语")
    ids["evidence"] = record_fact(by=desk, household=household.pk, person=head.pk, draft=fact).pk
    relative = PersonDraft(f"{surname}远山", born_on=datetime.date(2001, 1, 1), sex="male")
    ids["kin"] = add_kin(by=desk, person=head.pk, relation="child", relative=relative, obligor=True).pk
    number = f"622848{sequence:012d}"
    ids["account"] = open_account(by=desk, person=head.pk, draft=AccountDraft(number, "银行"), since=since).pk
    draft = BenefitDraft("dibao", 50000, since)
    ids["benefit"] = take_over_benefit(by=desk, household=household.pk, draft=draft).pk
    ids |= twice(desk, village, surname)
    roster = RosterImport.objects.create(
        title=f"{surname}名册", digest="0" * 64, territory=desk.territory, valid_on=since, state="done",
        held_by_id=desk.appointment_id, started_by_id=desk.officer_id,
    )  # fmt: skip
    ids["roster"] = roster.pk
    ids |= {"officer": desk.officer_id, "appointment": desk.appointment_id}
    ids["token"] = create_token(
        by=desk, appointment=desk.appointment_id, label=f"{surname}密语", expires_on=DAY.replace(year=2027)
    )[0].pk
    approver = world.desks[f"township_approver{at}"]
    ids["relative"] = file_relative(
        by=approver, staff_name=f"{surname}远山", staff_role="村干部", territory=village, name=f"{surname}小满",
        relation="child", born_on=datetime.date(1999, 1, 1),
    ).pk  # fmt: skip
    if at.startswith("@341592"):
        reviewer, confirmer = world.desks["county_reviewer@341592"], world.desks["county_approver@341592"]
    else:
        reviewer, confirmer = world.desks["county_reviewer"], world.desks["county_approver"]
    ids["grant"] = grant_power(
        by=confirmer, power="confirm_dibao", town=village[:9], since=DAY, notice=f"{surname}密语"
    ).pk
    entry = StandardDraft(
        parameter="orphan_home", place=village[:9], since=datetime.date(2025, 7, 1), published="1500.00",
        notice=f"{surname}密语",
    )  # fmt: skip
    ids["standard"] = enter_standard(by=reviewer, draft=entry, doubts_read=True).pk
    return found


def twice(desk: Any, village: str, surname: str) -> dict[str, int]:
    """The head twice more: a pair still open, and a merge."""
    from doudi.records.evidence.merging import merge_persons
    from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
    from doudi.records.registry.identity import PersonDraft
    from doudi.records.registry.models import DuplicatePair, Person

    for _time in range(2):
        again = PersonDraft(f"{surname}立国", born_on=datetime.date(1980, 5, 6), sex="male", no_id_reason="lost")
        alone = HouseholdDraft(village, (MemberDraft(again, "head"),), datetime.date(2024, 1, 1))
        register_household(by=desk, draft=alone)
    first, second, third = Person.objects.filter(name=f"{surname}立国").order_by("pk")
    merge = merge_persons(by=desk, kept=first.pk, absorbed=third.pk, reason=f"{surname}密语")
    pair = DuplicatePair.objects.get(one=first, other=second)
    return {"merge": merge.pk, "pair": pair.pk, "absorbed": second.pk}


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


def pages() -> list[tuple[str, URLPattern]]:
    """The pages: every address but the framework's."""
    return [(path, one) for path, one in patterns() if not path.startswith(FRAMEWORK)]


def address(path: str, name: str, ids: dict[str, int], village: str) -> list[str]:
    """The addresses of a page for the things of a territory, or of nobody where `ids` is empty."""
    kind = next((kind for start, kind in KINDS if path.startswith(start)), "nothing")
    whatever = {"household": ids.get("household", NOBODY), "evidence": ids.get("evidence", NOBODY), "paper": NOBODY}
    wanted = re.findall(r"<\w+:(\w+)>", path)
    told: dict[str, Any] = {}
    for one in wanted:
        told[one] = whatever.get(one, ids.get(kind, NOBODY))
    if "kept" in told:
        told |= {"kept": ids.get("person", NOBODY), "absorbed": ids.get("absorbed", NOBODY)}
    told |= {"code": village} if "code" in told else {}
    told |= {"parameter": "dibao_standard"} if "parameter" in told else {}
    told |= {"name": "households"} if "name" in told else {}
    if "what" in told:
        holders = {"id": "person", "phone": "person", "account": "account"}
        return [reverse(name, kwargs={**told, "what": w, "pk": ids.get(k, NOBODY)}) for w, k in holders.items()]
    return [reverse(name, kwargs=told)]


def body_of(response: Any) -> str:
    """Everything a response says: head and body."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers}{content.decode('utf-8', 'replace')}"


def test_every_page_declares_what_it_asks() -> None:
    without = [path for path, one in pages() if not getattr(one.callback, "rule", ())]
    assert without == []


@pytest.fixture
def visitor(county: County, clock: Any, post: str) -> Client:
    login = next(one for one in county.world.officers if one.startswith(f"{post.replace('_', '-')}-"))
    client = Client(raise_request_exception=False)
    client.force_login(county.world.officers[login], backend="django.contrib.auth.backends.ModelBackend")
    return client


def _reached(county: County, post: str) -> dict[str, bool]:
    desk = county.world.desks[post]
    return {key: desk.reaches(one.village) for key, one in county.planted.items()}


@pytest.mark.parametrize("post", [*POSTS])
def test_nothing_foreign_appears_anywhere(county: County, visitor: Client, post: str) -> None:
    reached = _reached(county, post)
    foreign = [mark for key, one in county.planted.items() if not reached[key] for mark in one.marks]
    broken, leaks, told_apart = [], [], []
    for path, one in pages():
        name = one.name or ""
        if name in ("sign-out", "language"):
            continue
        nobody = {visitor.get(where).status_code for where in address(path, name, {}, "341599999999")}
        for key, planted in county.planted.items():
            for where in address(path, name, planted.ids, planted.village):
                response = visitor.get(where)
                said = body_of(response)
                broken += [where] if response.status_code >= 500 else []
                leaks += [(where, mark) for mark in foreign if mark in said]
                foreign_object = not reached[key] and "<" in path and "slug" not in path
                if foreign_object and response.status_code not in nobody:
                    told_apart.append((where, response.status_code, nobody))
        if "<" not in path:
            leaks += [
                (path, mark) for mark in foreign if mark in body_of(visitor.get(f"/{path}?page=1&q=立国&show=ask"))
            ]
    assert broken == [] and leaks == [] and told_apart == []


@pytest.mark.parametrize("post", [*POSTS])
def test_nothing_foreign_is_changed(county: County, visitor: Client, post: str) -> None:
    from doudi.records.trail.models import AuditEntry

    reached = _reached(county, post)
    before = AuditEntry.objects.count()
    wrong = []
    for path, one in pages():
        if "<" not in path or "slug" in path:
            continue
        for key, planted in county.planted.items():
            if reached[key]:
                continue
            for where in address(path, one.name or "", planted.ids, planted.village):
                response = visitor.post(where, {"reason": "越权", "on": "2026-03-02", "answer": "skip", "all": "1"})
                if response.status_code not in (403, 404, 405):
                    wrong.append((where, response.status_code))
    assert wrong == [] and AuditEntry.objects.count() == before


def test_a_visitor_who_is_not_signed_in_sees_nothing(county: County, clock: Any) -> None:
    marks = [mark for one in county.planted.values() for mark in one.marks]
    client = Client(raise_request_exception=False)
    for path, one in pages():
        for planted in county.planted.values():
            for where in address(path, one.name or "", planted.ids, planted.village):
                response = client.get(where)
                assert response.status_code < 500 and not any(mark in body_of(response) for mark in marks), where


@pytest.mark.parametrize("post", ["village_assistant", "township_surveyor", "county_reviewer", "auditor"])
def test_a_search_finds_nobody_elsewhere(county: County, visitor: Client, post: str) -> None:
    reached = _reached(county, post)
    foreign = [mark for key, one in county.planted.items() if not reached[key] for mark in one.marks]
    for text in ("立国", "小满", "远山", "liguo", "lg"):
        said = body_of(visitor.get("/search/", {"q": text}))
        assert not any(mark in said for mark in foreign)


def test_the_marks_are_seen_by_those_they_concern(county: County, clock: Any) -> None:
    """Without this, marks that never appear anywhere would prove nothing."""
    client = Client()
    login = next(one for one in county.world.officers if one.startswith("township-acceptance-"))
    client.force_login(county.world.officers[login], backend="django.contrib.auth.backends.ModelBackend")
    own = county.planted["own"]
    said = "".join(
        body_of(client.get(where))
        for where in ("/households/", "/people/", "/rosters/", f"/households/{own.ids['household']}/", "/duplicates/")
    )
    assert {mark for mark in own.marks if mark in said} >= {"鲍立国", "鲍小满", "鲍远山", "鲍名册"}
