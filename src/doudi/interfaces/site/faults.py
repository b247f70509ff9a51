"""The pages of errors: what happened, the request's number, what to do. They show no detail of the program."""

from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from doudi.interfaces.site.uploads import is_too_large


def wrong(request: HttpRequest, exception: object = None) -> HttpResponse:
    """400; where the database went away while the session was kept, Django calls that a bad request too, and it is not."""
    if isinstance(exception, SessionInterrupted):
        return render(request, "faults/broken.html", status=503)
    return render(request, "faults/wrong.html", status=400)


def forbidden(request: HttpRequest, exception: object = None) -> HttpResponse:
    """403."""
    return render(request, "faults/not_allowed.html", {"why": ""}, status=403)


def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long or came from elsewhere; 413 for one whose token went unread for its size."""
    if is_too_large(request):
        return render(request, "faults/too_large.html", status=413)
    return render(request, "faults/forgery.html", status=403)


def missing(request: HttpRequest, exception: object = None) -> HttpResponse:
    """404: there is no such page, or it lies outside the visitor's territory; the two look alike."""
    return render(request, "faults/missing.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500."""
    return render(request, "faults/broken.html", status=500)
