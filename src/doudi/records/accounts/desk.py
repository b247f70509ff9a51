"""The desk: who acts, in which post, over which territory, on which day. Every action and every query takes one.

Scope is a set of spans of codes, `low <= code < high`. A desk without a territory that exists has no span and
sees nothing: there is no way to ask without a desk.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q

from doudi.records.accounts.posts import DUTIES, ONLINE, POSTS, Post


class NotAllowed(Exception):
    """A refusal: which rule forbids it and who may act instead, in Chinese."""


@dataclass(frozen=True)
class Desk:
    """An officer in one post: `spans` are the codes the post reaches, `day` is today as the door read it."""

    officer_id: int | None
    actor: str
    post_key: str
    territory: str
    spans: tuple[tuple[str, str], ...]
    day: datetime.date
    appointment_id: int | None = None
    acting_for: str = ""
    request: str = ""
    topics: frozenset[str] = field(default=frozenset())

    @property
    def held(self) -> Post:
        """The post held."""
        return ONLINE if self.post_key == ONLINE.key else POSTS[self.post_key]

    @property
    def post(self) -> str:
        """The post as the trail names it."""
        return f"{self.post_key}@{self.territory}"

    def may(self, duty: str) -> bool:
        """Whether the post has a duty."""
        return bool(self.spans) and self.held.may(duty)

    def reaches(self, code: str) -> bool:
        """Whether a place lies inside the territory; an unknown place never does."""
        return bool(code) and any(low <= code < high for low, high in self.spans)

    def sees(self, topic: str) -> bool:
        """Whether the post may see facts of a topic."""
        return topic in self.held.topics

    def must(self, duty: str, *places: str) -> None:
        """Refuse unless the post has the duty and reaches every place; raises NotAllowed with who may act instead."""
        if not self.may(duty):
            who = "、".join(post.zh for post in POSTS.values() if post.may(duty)) or "无"
            raise NotAllowed(f"{self.held.zh}没有“{DUTIES[duty][0]}”的权限；可由{who}办理")
        for place in places:
            if not self.reaches(place):
                raise NotAllowed("该地不在您的管辖范围内；请由当地经办人员办理")

    def may_in_person(self, duty: str) -> bool:
        """Whether whoever sits here has a duty that is not for a deputy."""
        return self.may(duty) and not self.acting_for

    def must_in_person(self, duty: str, *places: str) -> None:
        """Refuse as `must`, and whoever sits here for somebody on leave: what outlasts the leave is not for a deputy."""
        self.must(duty, *places)
        if self.acting_for:
            raise NotAllowed(f"代班期间不办理“{DUTIES[duty][0]}”；请由任职者本人或其他有此权限的人员办理")

    def within(self, column: str) -> Q:
        """The condition that a column of codes lies inside the territory; nothing for a desk without one."""
        condition = Q(pk__in=())
        for low, high in self.spans:
            condition |= Q(**{f"{column}__gte": low, f"{column}__lt": high})
        return condition


def span_of(code: str) -> tuple[str, str]:
    """The codes a place covers: `341502` covers everything from it until before `341503`.

    Raises ValueError for what is not a code.
    """
    if not code.isascii() or not code.isdigit() or len(code) not in (6, 9, 12):
        raise ValueError(f"区划代码“{code}”无法识别")
    stem = code
    if len(code) == 6:
        stem = code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
    return stem, str(int(stem) + 1)


def spans_of(codes: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The spans of several places."""
    return tuple(sorted({span_of(code) for code in codes}))


def system_desk(day: datetime.date, *, purpose: str) -> Desk:
    """The system's own desk, for setting up an office: it manages officers and places, and is named so in the trail."""
    return Desk(None, f"系统·{purpose}", "administrator", "000000", (("0", "Z"),), day)


def citizen_desk(day: datetime.date, *, village: str, name: str, request: str = "") -> Desk:
    """The desk of a citizen on the public pages: it reaches one village, may enter an application and see nothing."""
    spans = spans_of([village]) if village else ()
    return Desk(None, f"网上·{name}", ONLINE.key, village, spans, day, request=request)
