"""How often an address may ask: counted before a view is entered, with a page that says when to come again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from axes.helpers import get_client_ip_address
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from doudi.records.cases.knocking import Limit, knock, take_back

View = Callable[..., HttpResponse]

CHECKING = Limit("check", 120, 10)
PROVING = Limit("prove", 10, 30)
PROVING_NUMBER = Limit("prove.number", 10, 24 * 60)
LEAVING_WORD = Limit("word", 5, 60)
APPLYING = Limit("apply", 10, 60)
FOLLOWING = Limit("follow", 10, 30)
FOLLOWING_NUMBER = Limit("follow.number", 20, 60)
SENDING = Limit("send", 30, 60)
READING_NOTICES = Limit("notices", 240, 10)
OBJECTING = Limit("object", 5, 60)


def limited(limit: Limit, *, on: str = "POST") -> Callable[[View], View]:
    """Count each request of one method from an address; beyond the limit the page says how long to wait (429)."""

    def declare(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            minutes = wait(request, limit) if request.method == on else 0
            return too_often(request, minutes) if minutes else view(request, *args, **kwargs)

        return counted

    return declare


def wait(request: HttpRequest, limit: Limit, caller: str = "") -> int:
    """Count once more, for the address or for what is asked about; the minutes to wait, 0 where it may go on."""
    return knock(limit, caller or str(get_client_ip_address(request)), now=request.now)  # type: ignore[attr-defined]


def wait_about(request: HttpRequest, limit: Limit, number: str) -> int:
    """Count a try at what belongs to somebody; the minutes to wait, 0 where it may go on.

    Strangers' tries must not keep the family out: when a number has been tried too often, an address that has not tried
    it yet may still once. A right answer is forgiven its try.
    """
    minutes = wait(request, limit, number)
    return wait(request, _once(limit), _at_address(request, number)) if minutes else 0


def forgive(request: HttpRequest, limit: Limit, number: str) -> None:
    """A right answer is no try: what was counted of it is taken back."""
    if not take_back(_once(limit), _at_address(request, number)):
        take_back(limit, number)


def _once(limit: Limit) -> Limit:
    return Limit(f"{limit.door}.once", 1, limit.minutes)


def _at_address(request: HttpRequest, number: str) -> str:
    return f"{number} {get_client_ip_address(request)}"


def too_often(request: HttpRequest, minutes: int) -> HttpResponse:
    """429, and when to come again."""
    response = render(request, "citizen/too_often.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response
