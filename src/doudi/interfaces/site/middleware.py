"""What every request passes: a number of its own, a seat at a desk, an end to idle sessions, nothing kept by browsers."""

import datetime
import json
import re
import secrets
from collections.abc import Callable
from typing import Any

from csp.utils import build_policy
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from doudi.interfaces.site.faults import wrong
from doudi.records.accounts.queries import desks_of

Next = Callable[[HttpRequest], HttpResponse]
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


class RequestNumber:
    """Gives each request a number that stands in the trail, the logs and on the page of an error."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = secrets.token_hex(8)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request"] = request.number  # type: ignore[attr-defined]
        # What fails before the policy is set, and static files, which never come to it, get the same one.
        response.headers.setdefault("Content-Security-Policy", build_policy())
        response.headers.setdefault("X-Frame-Options", "DENY")
        # Static files bring their own word on how long they are kept; everything else is kept nowhere.
        response.headers.setdefault("Cache-Control", "no-store")
        return response


# Half of a character written in JSON, as in "\ud800": text that cannot be written down anywhere.
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


class NoNul:
    """Answers 400 to a text with a NUL or half a character in it: no keyboard makes one, and no database takes one.

    After the check of forms' tokens, which reads what was sent first and has its own word for what is too large.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """The refusal, or None."""
        if "\x00" in request.path_info:
            return wrong(request)
        told: tuple[QueryDict, ...] = (request.GET, request.POST)
        if request.content_type not in _FORMS:
            # A program's words are read as JSON whatever they call themselves.
            if b"\\u0000" in request.body:
                return JsonResponse({"detail": "文本中有空字符（NUL），请去掉"}, status=400)
            if _HALF.search(request.body) and _is_halved(request.body):
                return JsonResponse({"detail": "文本中有不完整的字符，请去掉"}, status=400)
            told = (request.GET,)
        sent = (one for query in told for name, values in query.lists() for one in (name, *values))
        return wrong(request) if any("\x00" in one for one in sent) else None


def _is_halved(body: bytes) -> bool:
    """Whether JSON says half a character anywhere; what is no JSON the API refuses itself."""
    try:
        json.dumps(json.loads(body), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    except (ValueError, RecursionError):
        return False
    return False


class Seat:
    """Sits the officer at a desk: the one chosen in this session where it is still theirs, else their first.

    `request.desk` is None for nobody, and for an officer without a post today. The clock is read here.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]
        request.desk, request.desks = None, []  # type: ignore[attr-defined]
        if request.user.is_authenticated and not self._ended(request):
            self._sit(request)
        self._speak(request)
        return self.get_response(request)

    def _speak(self, request: HttpRequest) -> None:
        """The officer's language; of a visitor the one chosen here, else Chinese, whatever the browser prefers."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if request.user.is_authenticated:
            chosen = request.user.language
        translation.activate(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()

    def _sit(self, request: HttpRequest) -> None:
        day = timezone.localdate(request.now)  # type: ignore[attr-defined]
        desks = desks_of(request.user, day, request=request.number)  # type: ignore[attr-defined, arg-type]
        chosen = request.session.get("desk")
        seated = [desk for desk in desks if (desk.appointment_id, desk.acting_for) == tuple(chosen or ())]
        request.desks = desks  # type: ignore[attr-defined]
        request.desk = (seated or desks or [None])[0]  # type: ignore[attr-defined]

    def _ended(self, request: HttpRequest) -> bool:
        """Sign out who has not been here for a while, and everybody after a working day.

        The time is kept to the minute, so that few requests write it. That alone would let a session go on for ever,
        each write putting its end off: so its beginning is kept as well.
        """
        now = int(request.now.timestamp())  # type: ignore[attr-defined]
        began = request.session.setdefault("began", now)
        last = request.session.get("seen", now)
        if now - last > settings.IDLE_SECONDS or now - began > settings.SESSION_COOKIE_AGE:
            logout(request)
            messages.info(request, _("您有一段时间没有操作，或登录已满一个工作日，请重新登录"))
            return True
        if now - last > 60 or "seen" not in request.session:
            request.session["seen"] = now
        return False


def today() -> datetime.date:
    """Today, for doors that have no request."""
    return timezone.localdate()
