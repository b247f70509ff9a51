"""What every request passes: a number of its own, a seat at a desk, an end to idle sessions, nothing kept by browsers."""

import datetime
import secrets
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from doudi.records.accounts.queries import desks_of

Next = Callable[[HttpRequest], HttpResponse]


class RequestNumber:
    """Gives each request a number that stands in the trail, the logs and on the page of an error."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = secrets.token_hex(8)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request"] = request.number  # type: ignore[attr-defined]
        return response


class Seat:
    """Sits the officer at a desk: the one chosen in this session where it is still theirs, else their first.

    `request.desk` is None for nobody, and for an officer without a post today. The clock is read here.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]
        request.desk, request.desks = None, []  # type: ignore[attr-defined]
        if request.user.is_authenticated and not self._idle(request):
            self._sit(request)
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _sit(self, request: HttpRequest) -> None:
        day = timezone.localdate(request.now)  # type: ignore[attr-defined]
        desks = desks_of(request.user, day, request=request.number)  # type: ignore[attr-defined, arg-type]
        chosen = request.session.get("desk")
        seated = [desk for desk in desks if (desk.appointment_id, desk.acting_for) == tuple(chosen or ())]
        request.desks = desks  # type: ignore[attr-defined]
        request.desk = (seated or desks or [None])[0]  # type: ignore[attr-defined]

    def _idle(self, request: HttpRequest) -> bool:
        """Sign out who has not been here for a while; the time is kept to the minute, so that few requests write it."""
        now = int(request.now.timestamp())  # type: ignore[attr-defined]
        last = request.session.get("seen", now)
        if now - last > settings.IDLE_SECONDS:
            logout(request)
            return True
        if now - last > 60 or "seen" not in request.session:
            request.session["seen"] = now
        return False


def today() -> datetime.date:
    """Today, for doors that have no request."""
    return timezone.localdate()
