"""The mix of the load test: what officers ask for, how often, and how each request is made.

Of a hundred requests 45 are lists, searches and what is due, 25 open a case, a household or a person, 12 save a form, 6
bring a photograph, 5 accept, post, take down, send or confirm, 4 make or fetch a document, 3 hand a list out as a file.
"""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from benchmarks.load_pools import Pools, Seat, token


@dataclass
class Request:
    """One request: by whom, what; `write` says where the acknowledged write is to be found again, `then` what it leads to."""

    kind: str
    seat: Seat
    path: str
    body: bytes = b""
    content: str = "application/x-www-form-urlencoded"
    good: tuple[int, ...] = (200,)
    write: tuple[str, object] | None = None
    then: Callable[[str], None] | None = None

    @property
    def method(self) -> str:
        """POST where there is a body."""
        return "POST" if self.content == "" or self.body or self.good == (302,) else "GET"


Maker = Callable[[Pools, random.Random], Request | None]
GROUPS: dict[str, tuple[str, ...]] = {
    "lists, search, today": (
        *("today", "cases", "cases filtered", "applications", "home", "households", "people", "search", "notices"),
        "offices",
    ),
    "open": ("case", "application", "household", "open household", "person"),
    "save a form": ("fact", "inquiry", "opinion", "review"),
    "photograph": ("photograph",),
    "accept, post, confirm": ("accept", "post", "take down", "send", "confirm"),
    "document": ("letter", "letter page", "household file", "list on paper"),
    "export": ("export", "export page"),
}
WEIGHTS: dict[str, float] = {
    "today": 12, "cases": 5, "cases filtered": 5, "applications": 3, "home": 3, "households": 5, "people": 2, "search": 7,
    "notices": 2, "offices": 1, "case": 11, "application": 4, "household": 6, "open household": 2, "person": 2, "fact": 5,
    "inquiry": 4.5, "opinion": 1.5, "review": 1, "photograph": 6, "accept": 1.2, "post": 1.4, "take down": 0.9, "send": 0.7,
    "confirm": 0.8, "letter": 1.5, "letter page": 1, "household file": 0.5, "list on paper": 1, "export": 1.5,
    "export page": 1.5,
}  # fmt: skip
TOWN_POSTS = ("village_assistant", "township_acceptance", "township_surveyor", "township_approver")
_SEARCHED = ("王建", "李秀英", "zhang", "wj", "欧阳")


def draw_request(pools: Pools, draw: random.Random, kind: str = "") -> Request:
    """The next request of the mix, or of one kind; where a step finds nothing that waits, a case is opened instead."""
    chosen = kind or draw.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    return MAKERS[chosen](pools, draw) or _case(pools, draw)


def _anybody(pools: Pools, draw: random.Random, *, county: int = 25) -> Seat:
    """An officer as they come: three in four from the towns and villages."""
    if draw.randrange(100) < county:
        return draw.choice(pools.seats[draw.choice(("county_reviewer", "county_reviewer", "county_approver"))])
    return draw.choice(pools.seats[draw.choices(TOWN_POSTS, (2, 5, 5, 3))[0]])


def _of_town(pools: Pools, draw: random.Random, town: str, *posts: str) -> Seat:
    return draw.choice([seat for post in posts for seat in pools.of_town[town, post]])


def _town_of(pools: Pools, draw: random.Random, seat: Seat) -> str:
    towns = list(pools.households)
    return seat.territory[:9] if len(seat.territory) >= 9 else draw.choice(towns)


def _get(kind: str, path: str, **query: object) -> Maker:
    def make(pools: Pools, draw: random.Random) -> Request:
        asked = {key: value(pools, draw) if callable(value) else value for key, value in query.items()}
        return Request(kind, _anybody(pools, draw), f"{path}?{urlencode(asked)}" if asked else path)

    return make


def _name(pools: Pools, draw: random.Random) -> str:
    return draw.choice(pools.names) if draw.random() < 0.6 else draw.choice(_SEARCHED)


def _cases_filtered(pools: Pools, draw: random.Random) -> Request:
    asked = draw.choice(
        (
            {"stage": draw.choice(("surveying", "first_opinion", "county_review"))},
            {"programme": draw.choice(("dibao", "tekun"))},
            {"word": draw.choice(pools.names)},
            {"state": "closed"},
            {"state": "all", "page": draw.randint(2, 9)},
        )
    )
    return Request("cases filtered", _anybody(pools, draw), f"/cases/?{urlencode(asked)}")


def _households(pools: Pools, draw: random.Random) -> Request:
    asked = draw.choice(
        ({}, {"programme": "dibao"}, {"q": draw.choice(pools.names)}, {"size": "3"}, {"cause": "illness"})
    )
    return Request("households", _anybody(pools, draw), f"/households/?{urlencode(asked)}")


def _case(pools: Pools, draw: random.Random) -> Request:
    seat = _anybody(pools, draw, county=30)
    cases = pools.cases[_town_of(pools, draw, seat)] if seat.post != "village_assistant" else []
    if not cases:
        seat = draw.choice(pools.seats["township_surveyor"])
        cases = pools.cases[seat.territory[:9]]
    return Request("case", seat, f"/cases/{draw.choice(cases)[0]}/")


def _application(pools: Pools, draw: random.Random) -> Request:
    seat = draw.choice(pools.seats[draw.choice(("township_acceptance", "township_surveyor", "county_reviewer"))])
    return Request("application", seat, f"/applications/{draw.choice(pools.cases[_town_of(pools, draw, seat)])[1]}/")


def _household(pools: Pools, draw: random.Random) -> Request:
    seat = draw.choice(pools.seats[draw.choice(TOWN_POSTS[1:])])
    return Request("household", seat, f"/households/{draw.choice(pools.households[_town_of(pools, draw, seat)])}/")


def _open_household(pools: Pools, draw: random.Random) -> Request:
    seat = draw.choice(pools.seats["township_acceptance"])
    here = f"/households/{draw.choice(pools.households[seat.territory[:9]])}/open/"
    return _posted("open household", seat, here, {"reason": "定期核查"})


def _person(pools: Pools, draw: random.Random) -> Request:
    seat = draw.choice(pools.seats["township_surveyor"])
    return Request("person", seat, f"/people/{draw.choice(pools.people[seat.territory[:9]])}/")


def _posted(kind: str, seat: Seat, path: str, told: dict[str, object], **rest: object) -> Request:
    return Request(kind, seat, path, urlencode(told).encode() or b" ", good=(302,), **rest)  # type: ignore[arg-type]


def _fact(pools: Pools, draw: random.Random) -> Request | None:
    """A fact of a household, on the state of the file that was read last."""
    waiting = pools.take("fact")
    if waiting is None:
        return None
    town, (household, version) = waiting
    word = token()
    told = {
        "kind": "other",
        "amount": f"{draw.randint(100, 9000)}.50",
        "per": "month",
        "since": pools.today.isoformat(),
    }
    told |= {"source": "declared", "note": word, "replaces": "beside", "version": str(version)}
    told |= {"vouched_by": "", "until": "", "document": ""}
    seat = _of_town(pools, draw, town, "township_acceptance", "township_surveyor")
    here = f"/households/{household}/facts/new/?topic=household_spending&person="
    return _posted("fact", seat, here, told, write=("fact", word))


def _inquiry(pools: Pools, draw: random.Random) -> Request | None:
    waiting = pools.take("inquiry")
    if waiting is None:
        return None
    town, case = waiting
    pools.put("inquiry", town, case)
    key = str(uuid.uuid4())
    told = {"who": "邻居", "told": "收入少，孩子上学，房屋陈旧", "on": pools.today.isoformat(), "client_key": key}
    seat = _of_town(pools, draw, town, "township_surveyor")
    return _posted("inquiry", seat, f"/cases/{case}/inquiries/new/?kind=neighbour_visit", told, write=("inquiry", key))


def _viewed(kind: str, post: str, pools: Pools, draw: random.Random) -> Request | None:
    """An opinion, a review or a confirmation: granted, with the reason that a departure from the rules wants."""
    waiting = pools.take(kind)
    if waiting is None:
        return None
    town, (case, programme, *rest) = waiting
    fen = (rest[0] if rest else None) or 45_000
    told = {"grants": "yes", "reason": "入户调查属实，家庭确有困难"}
    told |= {"monthly": f"{fen / 100:.2f}", "dibao_class": "B"} if programme == "dibao" else {}
    seat = _of_town(pools, draw, town, post) if post.startswith("town") else draw.choice(pools.seats[post])
    onward = {"opinion": ("post", case), "review": ("confirm", (case, programme, fen))}.get(kind)
    then = (lambda _where: pools.put(onward[0], town, onward[1])) if onward else None
    return _posted(kind, seat, f"/cases/{case}/{kind}/", told, write=(kind, case), then=then)


def _accept(pools: Pools, draw: random.Random) -> Request | None:
    waiting = pools.take("accept")
    if waiting is None:
        return None
    seat = _of_town(pools, draw, waiting[0], "township_acceptance")
    return _posted("accept", seat, f"/applications/{waiting[1]}/accept/", {}, write=("accept", waiting[1]))


def _post(pools: Pools, draw: random.Random) -> Request | None:
    waiting = pools.take("post")
    if waiting is None:
        return None
    seat = _of_town(pools, draw, waiting[0], "township_acceptance")
    return _posted("post", seat, f"/cases/{waiting[1]}/post/", {"sure": "on"}, write=("post", waiting[1]))


def _take_down(pools: Pools, draw: random.Random) -> Request | None:
    waiting = pools.take("take_down")
    if waiting is None:
        return None
    town, (posting, case, programme) = waiting
    seat = _of_town(pools, draw, town, "township_acceptance")
    return _posted(
        "take down", seat, f"/notices/{posting}/take-down/", {"reason": "公示期满"}, write=("take down", posting),
        then=lambda _where: pools.put("send", town, (case, programme)),
    )  # fmt: skip


def _send(pools: Pools, draw: random.Random) -> Request | None:
    waiting = pools.take("send")
    if waiting is None:
        return None
    town, (case, programme) = waiting
    seat = _of_town(pools, draw, town, "township_approver")
    plain = programme in ("dibao", "near_dibao")
    then = (lambda _where: pools.put("review", town, (case, programme))) if plain else None
    return _posted("send", seat, f"/cases/{case}/send/", {"sure": "on"}, write=("send", case), then=then)


def _photograph(pools: Pools, draw: random.Random) -> Request:
    seat, word = draw.choice(pools.seats[draw.choice(TOWN_POSTS[:3])]), token()
    household, edge = draw.choice(pools.households[seat.territory[:9]]), f"----{word}"
    # A village sees its own households alone.
    if seat.post == "village_assistant":
        seat = _of_town(pools, draw, seat.territory[:9], "township_surveyor")
    fields = {"kind": "photographs", "title": word, "person": "", "dated_on": ""}
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="IMG_0001.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    body = "".join([*parts, head]).encode() + draw.choice(pools.pictures) + f"\r\n--{edge}--\r\n".encode()
    return Request(
        "photograph", seat, f"/households/{household}/papers/new/", body, f"multipart/form-data; boundary={edge}",
        good=(302,), write=("photograph", word),
    )  # fmt: skip


def _letter(pools: Pools, draw: random.Random) -> Request | None:
    waiting = pools.take("letter")
    if waiting is None:
        return None
    town, (case, kind) = waiting
    pools.put("letter", town, (case, kind))
    seat = _of_town(pools, draw, town, "township_acceptance")

    def then(where: str) -> None:
        pools.put("letter page", town, where)

    return _posted("letter", seat, f"/cases/{case}/letters/{kind}/", {}, write=("letter", ""), then=then)


def _letter_page(pools: Pools, draw: random.Random) -> Request | None:
    waiting = pools.take("letter page")
    if waiting is None:
        return _letter(pools, draw)
    return Request("letter page", _of_town(pools, draw, waiting[0], "township_acceptance"), f"{waiting[1]}pdf/")


def _household_file(pools: Pools, draw: random.Random) -> Request:
    seat = draw.choice(pools.seats["township_acceptance"])
    here = f"/households/{draw.choice(pools.households[seat.territory[:9]])}/file/"
    return Request("household file", seat, here, urlencode({"reason": "定期核查"}).encode())


def _list_on_paper(pools: Pools, draw: random.Random) -> Request:
    seat = draw.choice(pools.seats["township_acceptance"])
    return Request("list on paper", seat, f"/lists/households/print/?q={urlencode({'': draw.choice(pools.names)})[1:]}")


def _export(pools: Pools, draw: random.Random) -> Request:
    seat = draw.choice(pools.seats["township_acceptance"])
    told = {
        "reason": "核对名单",
        "format": draw.choice(("xlsx", "csv")),
        "columns": ["number", "head", "village", "size", "programmes"],
    }
    asked = draw.choice(("?programme=dibao", "?programme=disability_living", "?cause=illness"))
    then = lambda where: pools.put("export page", seat.territory, (where, seat))  # noqa: E731
    body = urlencode(told, doseq=True).encode()
    here = f"/lists/households/export/{asked}"
    return Request("export", seat, here, body, good=(302,), write=("export", ""), then=then)


def _export_page(pools: Pools, draw: random.Random) -> Request | None:
    waiting = pools.take("export page")
    if waiting is None:
        return _export(pools, draw)
    return Request("export page", waiting[1][1], waiting[1][0])


MAKERS: dict[str, Maker] = {
    "today": _get("today", "/today/"),
    "cases": _get("cases", "/cases/"),
    "cases filtered": _cases_filtered,
    "applications": _get("applications", "/applications/"),
    "home": _get("home", "/"),
    "households": _households,
    "people": _get("people", "/people/", q=_name),
    "search": _get("search", "/search/", q=_name),
    "notices": _get("notices", "/notices/"),
    "offices": _get("offices", "/today/offices/"),
    "case": _case,
    "application": _application,
    "household": _household,
    "open household": _open_household,
    "person": _person,
    "fact": _fact,
    "inquiry": _inquiry,
    "opinion": lambda pools, draw: _viewed("opinion", "township_approver", pools, draw),
    "review": lambda pools, draw: _viewed("review", "county_reviewer", pools, draw),
    "confirm": lambda pools, draw: _viewed("confirm", "county_approver", pools, draw),
    "accept": _accept,
    "post": _post,
    "take down": _take_down,
    "send": _send,
    "photograph": _photograph,
    "letter": _letter,
    "letter page": _letter_page,
    "household file": _household_file,
    "list on paper": _list_on_paper,
    "export": _export,
    "export page": _export_page,
}
assert set(MAKERS) == set(WEIGHTS) == {kind for kinds in GROUPS.values() for kind in kinds}
