"""What a page asks of its visitor. Every view declares it; a view that declares nothing does not pass the tests.

@route("see_register")            an officer at a desk whose post has the duty
@route("enter_standard", "check_standard")   … any of the duties
@route(SIGNED_IN)                 any officer, also one without a post today
@route(ANYBODY)                   no sign-in
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.accounts.posts import DUTIES, POSTS

View = Callable[..., HttpResponse]
ANYBODY, SIGNED_IN = "anybody", "signed_in"


def route(*rule: str, methods: tuple[str, ...] = ("GET", "POST")) -> Callable[[View], View]:
    """Declare and enforce what a view asks; NotAllowed raised inside becomes the page that says who may act."""
    for one in rule:
        assert one in (ANYBODY, SIGNED_IN, *DUTIES), one

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in (*methods, "HEAD"):
                return HttpResponse(status=405, headers={"Allow": ", ".join(methods)})
            refused = refusal(request, rule)
            if refused is not None:
                return refused
            try:
                return view(request, *args, **kwargs)
            except NotAllowed as why:
                return not_allowed(request, str(why))

        guarded.rule = rule  # type: ignore[attr-defined]
        return guarded

    return declare


def desk_of(request: HttpRequest) -> Desk:
    """The desk of a request that a route let in."""
    return request.desk  # type: ignore[attr-defined, no-any-return]


def refusal(request: HttpRequest, rule: tuple[str, ...]) -> HttpResponse | None:
    """The answer to somebody the rule does not let in, or None."""
    if ANYBODY in rule:
        return None
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    if getattr(request.user, "must_change_password", False) and request.resolver_match.url_name not in _UNCHANGED:  # type: ignore[union-attr]
        from django.shortcuts import redirect

        return redirect("password")
    if SIGNED_IN in rule:
        return None
    desk = request.desk  # type: ignore[attr-defined]
    if desk is None:
        return not_allowed(request, _("您今天没有任何岗位；请联系系统管理员"))
    if not any(desk.may(duty) for duty in rule):
        # The templates' words know the navigation, which knows the rules of this module.
        from doudi.interfaces.site.jinja import either

        who = either(("、", ", ")).join(
            either((post.zh, post.en)) for post in POSTS.values() if any(post.may(duty) for duty in rule)
        )
        return not_allowed(request, _("您的岗位不办理这项工作；可由%(who)s办理") % {"who": who})
    return None


_UNCHANGED = ("password", "sign-out", "language")


def not_allowed(request: HttpRequest, why: str) -> HttpResponse:
    """The page that says why not and who may."""
    return render(request, "faults/not_allowed.html", {"why": why}, status=403)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(redirect_to_login(request.get_full_path()).url)
    return redirect_to_login(request.get_full_path())
