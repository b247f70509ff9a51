"""Which pages a visitor is led to: those that exist and whose rule lets the visitor's desk in."""

from dataclasses import dataclass
from functools import lru_cache

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from doudi.interfaces.site.route import ANYBODY, SIGNED_IN
from doudi.records.accounts.desk import Desk

# Name of the route and of its sign, and the word for it.
ITEMS = (
    ("home", N_("首页")),
    ("today", N_("今天")),
    ("applications", N_("申请")),
    ("cases", N_("办件")),
    ("to-pay", N_("待支付")),
    ("notices", N_("公示")),
    ("draws", N_("抽查")),
    ("households", N_("家庭")),
    ("people", N_("人员")),
    ("duplicates", N_("重复")),
    ("rosters", N_("花名册")),
    ("standards", N_("标准")),
    ("templates", N_("文书格式")),
    ("territory", N_("区划")),
    ("officers", N_("工作人员")),
    ("trail", N_("审计")),
)


@dataclass(frozen=True)
class Item:
    """One way in the navigation; `current` where the page shown lies under it."""

    icon: str
    label: str
    href: str
    current: bool


def navigation(request: HttpRequest) -> list[Item]:
    """The ways open to the visitor, in the order of the work."""
    found = []
    for name, label in ITEMS:
        if may_open(request, name):
            href = reverse(name)
            current = request.path == href or (name != "home" and request.path.startswith(href))
            found.append(Item(name, _(label), href, current))
    return found


def may_open(request: HttpRequest, name: str) -> bool:
    """Whether there is a page of that name and its rule lets the visitor in."""
    rule = _rule_of(name)
    if rule is None:
        return False
    if ANYBODY in rule:
        return True
    if officer_of(request) is None:
        return False
    desk = seat(request)
    return SIGNED_IN in rule or (desk is not None and any(desk.may(duty) for duty in rule))


def seat(request: HttpRequest) -> Desk | None:
    """The desk the visitor sits at; None also where a request failed before it was seated."""
    return getattr(request, "desk", None)


def officer_of(request: HttpRequest) -> AbstractBaseUser | None:
    """Who is signed in, or None."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


@lru_cache(maxsize=64)
def _rule_of(name: str) -> tuple[str, ...] | None:
    """The rule of a named page without arguments; None where there is no such page or it declares none."""
    try:
        return getattr(resolve(reverse(name)).func, "rule", None)
    except NoReverseMatch:
        return None
