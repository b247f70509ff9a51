"""The first page for citizens, and how large they read."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from doudi.interfaces.site.route import ANYBODY, route

SIZES = ("normal", "large", "largest")
SIZE_COOKIE = "doudi_size"


@route(ANYBODY, methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    """What can be done here."""
    return render(request, "citizen/home.html")


@route(ANYBODY, methods=("POST",))
def size(request: HttpRequest) -> HttpResponse:
    """Larger or smaller type, kept in a cookie; the way back is the page it was asked on, or the first."""
    asked = request.POST.get("size", "")
    if asked not in SIZES:
        raise Http404
    response = HttpResponseRedirect(_back(request))
    response.set_cookie(
        SIZE_COOKIE, asked, max_age=365 * 24 * 3600, secure=settings.SECURE, httponly=True, samesite="Lax"
    )
    return response


def _back(request: HttpRequest) -> str:
    """A page of this door, or its first."""
    first = reverse("citizen-home")
    asked = request.POST.get("next", "")
    return asked if asked.startswith(first) and "//" not in asked and "\\" not in asked else first
