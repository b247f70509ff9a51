"""What the load test works with: officers with a session each, households, people, and the cases that wait for each step."""

import datetime
import random
import secrets
import threading
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from benchmarks.county import COUNTY

CSRF = "b" * 32
PICTURES = 12
# From the list of a post's holders, those of the towns that work cases.
_POSTS = (
    "village_assistant township_acceptance township_surveyor township_approver county_reviewer county_approver "
    "county_finance city_supervisor auditor partner_disability"
).split()
_MOST_NAMES = 400


@dataclass(frozen=True)
class Seat:
    """An officer who is signed in: the post, where, and the cookies of the browser."""

    officer: int
    post: str
    territory: str
    cookies: str

    def reaches(self, place: str) -> bool:
        """Whether a place lies in the territory."""
        return place.startswith(self.territory.rstrip("0") if self.territory.endswith("0000") else self.territory)


@dataclass
class Pools:
    """Everything that is drawn from; what a step uses up is taken out, what it leads to is put in."""

    today: datetime.date
    seats: dict[str, list[Seat]] = field(default_factory=lambda: defaultdict(list))
    of_town: dict[tuple[str, str], list[Seat]] = field(default_factory=lambda: defaultdict(list))
    households: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    people: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    names: list[str] = field(default_factory=list)
    cases: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    waiting: dict[str, deque[tuple[str, Any]]] = field(default_factory=lambda: defaultdict(deque))
    pictures: list[bytes] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, name: str) -> tuple[str, Any] | None:
        """The next of those that wait: the town and what it is; None where none is left."""
        with self.lock:
            return self.waiting[name].popleft() if self.waiting[name] else None

    def put(self, name: str, town: str, what: Any) -> None:
        """One more waits."""
        with self.lock:
            self.waiting[name].append((town, what))


def prepare(today: datetime.date, draw: random.Random) -> Pools:
    """Sign the officers in and read what there is."""
    pools = Pools(today)
    _seats(pools)
    towns = sorted({town for town, _post in pools.of_town})
    _register(pools, towns, draw)
    _cases(pools, draw)
    pools.pictures = [picture(number, draw) for number in range(PICTURES)]
    return pools


def _seats(pools: Pools) -> None:
    from doudi.records.accounts.models import Appointment

    rows = Appointment.objects.filter(post__in=_POSTS, until__isnull=True, officer__is_active=True, officer__pk__gt=15)
    for one in rows.select_related("officer").order_by("pk"):
        seat = Seat(one.officer_id, one.post, one.territory, _session(one.officer))
        pools.seats[one.post].append(seat)
        if len(one.territory) >= 9:
            pools.of_town[one.territory[:9], one.post].append(seat)


def _session(officer: Any) -> str:
    """A session as signing in would make it; the cookies."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    store, now = SessionStore(), int(timezone.now().timestamp())
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(officer.pk), officer.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = "doudi.interfaces.site.signed_in.Officers"
    store["began"] = store["seen"] = now
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}; csrftoken={CSRF}"


def _register(pools: Pools, towns: list[str], draw: random.Random) -> None:
    from doudi.records.cases.models import Case
    from doudi.records.registry.models import Household, Person

    draws = draw.sample(range(1, 60_000), 12_000)
    rows = Household.objects.filter(pk__in=draws, closed_on__isnull=True)
    # A fact may ask for a paper more: those who apply are left as they are, or nobody could accept their applications.
    applying = set(Case.objects.filter(closed_on__isnull=True).values_list("household", flat=True))
    for pk, place, label, version in rows.order_by("?").values_list("pk", "territory", "label", "version"):
        if place[:9] in towns:
            pools.households[place[:9]].append(pk)
            pools.names.append(label)
            if pk not in applying:
                pools.put("fact", place[:9], (pk, version))
    pools.names = draw.sample(pools.names, min(_MOST_NAMES, len(pools.names)))
    for pk, place in Person.objects.filter(pk__in=draws, died_on__isnull=True).values_list("pk", "territory"):
        if place[:9] in towns:
            pools.people[place[:9]].append(pk)


def _cases(pools: Pools, draw: random.Random) -> None:
    from doudi.records.cases.models import Case

    cases = Case.objects.filter(closed_on__isnull=True, territory__startswith=COUNTY).select_related("application")
    for case in cases.order_by("pk"):
        pools.cases[case.territory[:9]].append((case.pk, case.application_id or 0))
    taken = list(cases.prefetch_related("postings", "opinions", "inquiries", "application__inquiries"))
    draw.shuffle(taken)
    for case in taken:
        for name, what in _waits(case, pools.today):
            pools.put(name, case.territory[:9], what)
    done = Case.objects.filter(closed_on__isnull=False).order_by("-pk")[:20_000:7]
    for case in done:
        pools.cases[case.territory[:9]].append((case.pk, case.application_id or 0))


def _waits(case: Any, today: datetime.date) -> list[tuple[str, Any]]:
    """For which steps a case stands ready."""
    from doudi.records.cases.gaps import blocking, gaps_of

    plain = case.programme in ("dibao", "near_dibao")
    posting = case.postings.all()[0] if case.postings.all() else None
    if case.stage == "submitted" and case.application.waived:
        # A fact that came since may ask for a paper more: the window is told so, and accepts nothing.
        return [] if blocking(gaps_of(case.application, today)) else [("accept", case.application_id)]
    if case.stage in ("accepted", "surveying", "first_opinion") and case.application_id:
        ready = case.stage == "surveying" and any(one.kind == "core_check" for one in case.inquiries.all())
        found: list[tuple[str, Any]] = [("inquiry", case.pk), ("letter", (case.pk, "acceptance_notice"))]
        found += [("opinion", (case.pk, case.programme))] if ready and plain else []
        posted = case.stage == "first_opinion" and case.procedure in ("dibao", "near_dibao", "tekun", "dibao_single")
        return [*found, *([("post", case.pk)] if posted else [])]
    if case.stage == "under_publicity" and posting is not None and posting.taken_down_on is None:
        return [("take_down", (posting.pk, case.pk, case.programme))] if posting.ends_on < today else []
    if case.stage == "county_review" and plain:
        opinions = sorted(case.opinions.all(), key=lambda one: one.pk)
        reviewed = opinions and opinions[-1].kind == "review"
        return [("confirm" if reviewed else "review", (case.pk, case.programme, opinions[-1].monthly))]
    return []


def picture(number: int, draw: random.Random) -> bytes:
    """A photograph of between 300 kB and 2 MB, as a telephone takes it: twelve and five megapixels, grain and edges."""
    import io

    from PIL import Image, ImageDraw, ImageFilter

    width, height = ((4000, 3000), (2592, 1944), (1600, 1200))[number % 3]
    grain = Image.effect_noise((width // 4, height // 4), 40).resize((width, height))
    made = Image.merge("RGB", (grain, grain.filter(ImageFilter.SMOOTH), grain))
    pen = ImageDraw.Draw(made)
    for _line in range(200):
        corner = (draw.randrange(width), draw.randrange(height))
        pen.rectangle((*corner, corner[0] + draw.randrange(9, 400), corner[1] + 9), fill=(draw.randrange(256), 90, 60))
    aim = draw.randrange(300_000, 2_000_000)
    for quality in (95, 90, 85, 78, 70, 60, 50, 40):
        out = io.BytesIO()
        made.save(out, "JPEG", quality=quality)
        if out.tell() <= aim:
            break
    return out.getvalue()


def token() -> str:
    """A word that is nowhere else, by which a write is found again."""
    return f"load-{secrets.token_hex(8)}"
