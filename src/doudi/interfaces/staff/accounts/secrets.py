"""What is told once: a first password, a token. It goes into this one answer and is kept nowhere, not even in a session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from doudi.interfaces.staff.people.common import Crumbs


def told_once(
    request: HttpRequest, secret: str, *, label: str, title: str, hint: str, crumbs: Crumbs, onward: str
) -> HttpResponse:
    """The page that shows a secret this once, with what to do about it and the way on."""
    shown = {"secret": secret, "label": label, "title": title, "hint": hint, "crumbs_": crumbs, "onward": onward}
    return render(request, "accounts/told_once.html", shown)
