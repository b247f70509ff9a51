"""Coming in and going out: password, second step, sign-out."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, get_user_model, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from doudi.interfaces.site import devices
from doudi.interfaces.site.route import ANYBODY, SIGNED_IN, route
from doudi.interfaces.staff.signing_in.forms import Code, SignIn
from doudi.interfaces.staff.signing_in.onward import page_within
from doudi.records.accounts.guessing import SIGNING_IN, note_right, note_wrong, seconds_to_wait
from doudi.records.accounts.second_step import TooSoon, asks_second_step, verify_second_step
from doudi.records.accounts.self_service import Oneself
from doudi.records.trail.recording import recording

BACKEND = "doudi.interfaces.site.signed_in.Officers"
HALF_WAY = "half_way"
HALF_WAY_SECONDS = 300


@sensitive_post_parameters("password")
@route(ANYBODY)
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first step. A wrong password and an unknown login get the same answer, after the same work."""
    if request.user.is_authenticated:
        return redirect("home")
    form = SignIn(request.POST or None)
    if form.is_valid() and not _has_to_wait(request, form):
        officer = _known(request, form.cleaned_data)
        if officer is not None:
            return _ask_second_step(request, officer) if asks_second_step(officer) else _enter(request, officer)
        _note_wrong(request, form.cleaned_data["login"])
        form.add_error(None, _("登录名或密码不正确。请检查大小写和输入法后再试。"))
    page = {"form": form, "next": _next(request)}
    return render(request, "signing_in/sign_in.html", page, status=422 if form.errors else 200)


def _has_to_wait(request: HttpRequest, form: SignIn) -> bool:
    """Whether too many have guessed at the login just now, from wherever; a browser known from before does not wait."""
    login = form.cleaned_data["login"]
    seconds = seconds_to_wait(SIGNING_IN, login, request.now)
    if not seconds or devices.is_known_device(request, {"login": login}):
        return False
    form.add_error(
        None,
        _("这个登录名刚才多次输错密码，请等 %(seconds)s 秒再试；以前登录过的浏览器不用等") % {"seconds": seconds},
    )
    return True


def _note_wrong(request: HttpRequest, login: str) -> None:
    known = devices.is_known_device(request, {"login": login})
    devices.note_failure(request, login)
    # A known browser has a count of its own; of a guesser who is locked out the password was not looked at.
    if not known and not getattr(request, "axes_locked_out", False):
        note_wrong(SIGNING_IN, login, request.now)


def _known(request: HttpRequest, told: dict[str, Any]) -> Any:
    """Whose login and password these are, or None. A failure is kept, but not what else was sent or stood in the address."""
    sent = request.GET, request.POST
    request.GET = request.POST = QueryDict()  # type: ignore[assignment]
    try:
        return authenticate(request, **told)
    finally:
        request.GET, request.POST = sent


@sensitive_post_parameters("code")
@route(ANYBODY)
def second_step(request: HttpRequest) -> HttpResponse:
    """The second step: until it is passed nobody is signed in."""
    officer = _half_way(request)
    if officer is None:
        messages.warning(request, _("登录没有在五分钟内完成，请重新登录"))
        return redirect("sign-in")
    form = Code(request.POST or None)
    if form.is_valid():
        try:
            if verify_second_step(officer=officer, code=form.cleaned_data["code"], now=request.now):
                return _enter(request, officer)
            form.add_error("code", _("验证码不正确；请核对手机时间是否准确，用最新的验证码再试"))
        except TooSoon as wait:
            form.add_error("code", _("刚才输错过，请等 %(seconds)s 秒再试") % {"seconds": wait.seconds})
    return render(request, "signing_in/second_step.html", {"form": form}, status=422 if form.errors else 200)


@route(SIGNED_IN, methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    """The end of the session."""
    logout(request)
    messages.success(request, _("已退出"))
    return redirect("sign-in")


def _ask_second_step(request: HttpRequest, officer: Any) -> HttpResponse:
    """Keep who has given the password, in a session that opens nothing."""
    request.session.flush()
    request.session[HALF_WAY] = {
        "officer": officer.pk,
        "until": (request.now + datetime.timedelta(seconds=HALF_WAY_SECONDS)).timestamp(),
        "hash": officer.get_session_auth_hash(),
        "next": _next(request),
    }
    return redirect("second-step")


def _half_way(request: HttpRequest) -> Any:
    """Who has given the password in this session, where that still holds; else None."""
    kept = request.session.get(HALF_WAY)
    if not kept or request.now.timestamp() > kept["until"]:
        return None
    officer = get_user_model().objects.filter(pk=kept["officer"], is_active=True).first()
    same = officer is not None and constant_time_compare(kept["hash"], officer.get_session_auth_hash())
    return officer if same else None


def _enter(request: HttpRequest, officer: Any) -> HttpResponse:
    """Sign in, with a session of a new number, and lead on to where the officer wanted to go."""
    kept = request.session.pop(HALF_WAY, None)
    target = kept["next"] if kept else _next(request)
    note_right(SIGNING_IN, officer.login)
    with recording(Oneself(officer, request.number), reason="登录"):
        login(request, officer, backend=BACKEND)
    request.session["began"] = int(request.now.timestamp())
    response = HttpResponseRedirect(target or resolve_url(settings.LOGIN_REDIRECT_URL))
    devices.remember(request, response, officer.login)
    return response


def _next(request: HttpRequest) -> str:
    """The page of this site that was asked for before signing in, or nothing."""
    return page_within(request.POST.get("next") or request.GET.get("next"))
