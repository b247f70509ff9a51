"""Public notices by village, with what may stand on the web and nothing more; after their last day they are gone."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from doudi.interfaces.citizen.common import today_of, village_choices
from doudi.interfaces.citizen.forms import ObjectionForm
from doudi.interfaces.citizen.limits import OBJECTING, READING_NOTICES, limited
from doudi.interfaces.citizen.words import words
from doudi.interfaces.site.route import ANYBODY, route
from doudi.policy.procedure.stages import may_hang
from doudi.records.accounts.desk import citizen_desk
from doudi.records.cases.actions.publicity import object_to
from doudi.records.cases.citizens import shown_until
from doudi.records.cases.models import can_be_asked
from doudi.records.cases.queries import hanging_in, posting_on_the_web
from doudi.records.registry.refusals import Refused


@route(ANYBODY, methods=("GET",))
@limited(READING_NOTICES, on="GET")
def notices(request: HttpRequest) -> HttpResponse:
    """What hangs in a village today."""
    day = today_of(request)
    places = village_choices(day)
    known = {code: name for _town, villages in places for code, name in villages}
    village = request.GET.get("village", "")
    hung = (
        [one for one in hanging_in(village, day).select_related("case") if _postable(one)] if village in known else []
    )
    context = {"places": places, "village": village, "name": known.get(village, ""), "hung": hung, **words()}
    return _unlisted(render(request, "citizen/notices.html", context))


@route(ANYBODY, methods=("GET",))
@limited(READING_NOTICES, on="GET")
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """One notice; 410 when its time is over or it was taken down."""
    found = _found(number)
    if not shown_until(found, today_of(request)):
        return gone(request)
    return _unlisted(render(request, "citizen/notice.html", {"posting": found, **words()}))


@sensitive_post_parameters()
@route(ANYBODY)
@limited(OBJECTING)
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """An objection to a notice, or a clue of somebody who does not say who they are; nobody outside the inquiry learns it."""
    found = _found(number)
    if not shown_until(found, today_of(request)):
        return gone(request)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # The trail names the way it came; who objects stands sealed in the objection alone.
        by = citizen_desk(today_of(request), village=found.place, name="公示异议", request=request.number)  # type: ignore[attr-defined]
        try:
            object_to(by=by, posting=found.pk, **form.cleaned_data)
        except Refused as why:
            for name, fault in why.faults.items():
                form.add_error(name if name in form.fields else None, fault)
        else:
            # Said of what was typed now alone: what was said before under the same telephone is nobody's to learn.
            heard = can_be_asked(form.cleaned_data["objector"], form.cleaned_data["contact"])
            return _unlisted(render(request, "citizen/objected.html", {"posting": found, "heard": heard}))
    context = {"form": form, "posting": found, **words()}
    return _unlisted(render(request, "citizen/object.html", context, status=422 if form.errors else 200))


def gone(request: HttpRequest) -> HttpResponse:
    """410: the notice has done its work and is shown to nobody any more."""
    return _unlisted(render(request, "citizen/gone.html", {"title": _("公示已结束")}, status=410))


def _found(number: str) -> Any:
    """A notice by its number; children's are not there, whatever the database holds."""
    found = posting_on_the_web(number)
    if found is None or not _postable(found):
        raise Http404
    return found


def _postable(posting: Any) -> bool:
    return may_hang(posting.case.procedure, posting.kind)


def _unlisted(response: HttpResponse) -> HttpResponse:
    """No search engine keeps what may be shown for a few days only."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
