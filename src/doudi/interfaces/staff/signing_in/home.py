"""The first page: who one is today, what one's territory holds, what waits for one."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.interfaces.site.navigation import may_open
from doudi.interfaces.site.route import SIGNED_IN, route
from doudi.records.accounts.desk import Desk
from doudi.records.registry.duplicates import count_open_pairs
from doudi.records.registry.listing import paid_in_vain
from doudi.records.registry.queries import households_within
from doudi.records.rosters.queries import rosters_within
from doudi.records.rosters.words import STATES
from doudi.records.standards.queries import waiting_within

# Counting stops here: the page stays quick for a province, and nobody needs the last digit.
MOST = 100_000
LATEST = 5
UNFINISHED = ("uploaded", "checked", "failed")


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the desk: what, how many, where."""

    label: str
    count: str
    href: str


@route(SIGNED_IN, methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    """The home page of the desk; an officer without a post today is told whom to ask."""
    desk = request.desk
    if desk is None:
        return render(request, "signing_in/no_post.html")
    page = {
        "households": _counted(households_within(desk)) if desk.may("see_register") else None,
        "waiting": _waiting(request),
        "rosters": _own_rosters(request)[:LATEST],
        "STATES": dict(STATES),
    }
    return render(request, "signing_in/home.html", page)


def _waiting(request: HttpRequest) -> list[Waiting]:
    """What the desk could do now, where there is any of it."""
    kinds = (
        ("standards", _("条标准等待复核"), lambda: _counted(waiting_within(request.desk))),
        ("duplicates", _("对人员可能重复"), lambda: str(count_open_pairs(request.desk))),
        ("rosters", _("份花名册没有导完"), lambda: _counted(_own_rosters(request).filter(state__in=UNFINISHED))),
    )
    counted = [(name, label, count()) for name, label, count in kinds if may_open(request, name)]
    waiting = [Waiting(label, count, reverse(name)) for name, label, count in counted if count != "0"]
    return [*_still_paid(request.desk), *waiting]


def _still_paid(by: Desk) -> list[Waiting]:
    """Money that goes to nobody who is there, first of all; what is told is at most a minute old."""
    if not (by.may("see_register") and by.sees("receiving")):
        return []
    kinds = (("dead_paid", _("户有人死亡后仍在发")), ("gone_paid", _("户有人离户后仍在发")))
    counts = paid_in_vain(by)
    return [
        Waiting(label, str(counts[name]), f"{reverse('households')}?{name}=1") for name, label in kinds if counts[name]
    ]


def _own_rosters(request: HttpRequest) -> QuerySet:  # type: ignore[type-arg]
    """The imports the officer has begun in this territory, latest first."""
    return rosters_within(request.desk).filter(started_by=request.user.pk)


def _counted(found: QuerySet) -> str:  # type: ignore[type-arg]
    """How many there are, up to a limit."""
    count = found.order_by()[: MOST + 1].count()
    return str(count) if count <= MOST else _("超过 %(most)s") % {"most": MOST}
