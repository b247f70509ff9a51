"""Which desk one sits at, and in which language one reads."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from doudi.interfaces.site.route import ANYBODY, SIGNED_IN, route
from doudi.interfaces.staff.signing_in.account import oneself
from doudi.interfaces.staff.signing_in.onward import page_within
from doudi.records.accounts.self_service import set_language


@route(SIGNED_IN, methods=("POST",))
def choose_desk(request: HttpRequest) -> HttpResponse:
    """Sit at another of the own desks; pages opened from there reach what that post reaches."""
    asked = request.POST.get("desk", "")
    for desk in request.desks:
        if asked == f"{desk.appointment_id}:{desk.acting_for}":
            request.session["desk"] = [desk.appointment_id, desk.acting_for]
            messages.success(request, _("已更换岗位"))
            return redirect("home")
    raise Http404


@route(ANYBODY, methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    """Read the pages in another language: kept with the officer, and for the sign-in page in a cookie."""
    asked = request.POST.get("language", "")
    if asked not in dict(settings.LANGUAGES):
        raise Http404
    if request.user.is_authenticated:
        set_language(by=oneself(request), language=asked)
    response = HttpResponseRedirect(page_within(request.POST.get("next")) or "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        asked,
        max_age=365 * 24 * 3600,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
