"""Which browsers an officer has signed in with before, and what others are told after too many wrong passwords.

A guesser locks a login for the own address only. At the same address (an office behind one router) the officer still
gets in with a browser known from before: a signed cookie says so. A stolen cookie is good for twenty guesses.
"""

import datetime
import ipaddress
import math
import secrets
from typing import Any

from axes.helpers import get_client_ip_address, get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from doudi.records.registry.search_terms import is_secret
from doudi.records.sealing.ciphers import blind_index

COOKIE = "__Host-doudi-device" if settings.SECURE else "doudi-device"
SALT = "doudi.device"
KEPT_SECONDS = 180 * 24 * 3600
MOST_OFFICERS = 20
MOST_FAILURES = 20


def is_known_device(request: HttpRequest, credentials: dict[str, Any] | None) -> bool:
    """Whether this login was signed in with from this browser, and not guessed at with it twenty times just now."""
    device = _known(request).get(_digest((credentials or {}).get("login")))
    return device is not None and _failures(device) < MOST_FAILURES


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """The name wrong passwords are counted under. What may be somebody's number is never kept, only what tells it apart."""
    login = (credentials or {}).get("login") or request.POST.get("login")
    return _countable(str(login)) if login else None


def address_of(request: HttpRequest) -> str:
    """Where a visitor calls from: what a trusted proxy says it last heard from, else the other end of the line.

    Whatever stands before the last comma was said by the visitor, who may say anything.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(told)) if peer in settings.TRUSTED_PROXIES else peer
    except ValueError:
        return peer


def note_failure(request: HttpRequest, login: str) -> None:
    """Count a wrong password from a known browser; others are counted by their address."""
    device = _known(request).get(_digest(login))
    if device is None or _failures(device) >= MOST_FAILURES:
        return
    AccessAttempt.objects.create(
        username=f"device:{device}",
        # Each row of one device needs a key of its own.
        user_agent=f"device:{secrets.token_hex(8)}",
        failures_since_start=1,
        path_info="",
        http_accept="",
        get_data="",
        post_data="",
    )


def remember(request: HttpRequest, response: HttpResponse, login: str) -> None:
    """Leave the cookie of a browser that the officer has just signed in with; its earlier failures are forgotten."""
    known = _known(request)
    known[_digest(login)] = device = known.pop(_digest(login), None) or secrets.token_hex(8)
    AccessAttempt.objects.filter(username=f"device:{device}").delete()
    latest = dict(list(known.items())[-MOST_OFFICERS:])
    response.set_cookie(
        COOKIE,
        signing.dumps(latest, salt=SALT, compress=True),
        max_age=KEPT_SECONDS,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def locked_out(request: HttpRequest, original: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """429, and how many minutes to wait; the same whether the login exists or not."""
    minutes = minutes_to_wait(request, str((credentials or {}).get("login", "")))
    response = render(request, "signing_in/locked_out.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


def minutes_to_wait(request: HttpRequest, login: str) -> int:
    """Whole minutes, at least one, until a login may be tried again from this address."""
    pause = get_cool_off(request) or datetime.timedelta(minutes=30)
    tried = AccessAttempt.objects.filter(username=_countable(login), ip_address=get_client_ip_address(request))
    last = tried.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    left = (last + pause - timezone.now() if last else pause).total_seconds()
    return max(1, math.ceil(left / 60))


def _known(request: HttpRequest) -> dict[str, str]:
    """The logins, as digests, that the browser is known for, each with the number it has for that login."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return {}
    return dict(found)


def _failures(device: str) -> int:
    """Wrong passwords of a known browser within the pause."""
    since = timezone.now() - (get_cool_off() or datetime.timedelta(minutes=30))
    return AccessAttempt.objects.filter(username=f"device:{device}", attempt_time__gt=since).count()


def _countable(login: str) -> str:
    return f"number:{_digest(login)}" if is_secret(login) else login


def _digest(login: object) -> str:
    return blind_index(str(login or ""), "device.login").hex()[:16]
