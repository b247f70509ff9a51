"""Entering, correcting, ending and withdrawing facts of a household."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from doudi.interfaces.site.jinja import either
from doudi.interfaces.site.jinja import moment as as_moment
from doudi.interfaces.site.route import route
from doudi.interfaces.staff.households.choices import papers_to_choose, people_to_choose
from doudi.interfaces.staff.households.forms_choosing import ChoosingForm
from doudi.interfaces.staff.households.forms_facts import FactForm, initial_of
from doudi.interfaces.staff.households.forms_reason import EndForm, ReasonForm
from doudi.interfaces.staff.households.happened import paper_name
from doudi.interfaces.staff.households.page import household_or_404
from doudi.interfaces.staff.households.words import span_words, topic_name, value_words
from doudi.records.evidence.actions import FactDraft, correct_fact, end_fact, record_fact, withdraw_fact
from doudi.records.evidence.queries import last_change_of, standing_facts
from doudi.records.evidence.reach import fact_of
from doudi.records.evidence.sight import Sight, sight_of
from doudi.records.evidence.topics import TOPICS
from doudi.records.registry.queries import owing_outside
from doudi.records.registry.refusals import Refused, Stale

_ENTERING = ("record_facts", "verify_facts")


@route(*_ENTERING)
def fact_new(request: HttpRequest, household: int) -> HttpResponse:
    """Enter a fact: first what and of whom (`?topic=&person=`), then the form made from the topic's shape."""
    found = household_or_404(request, household)
    sight = sight_of(request.desk, found.pk, request.now)
    members, kin = people_to_choose(found, request.desk.day, sight)
    owing = owing_outside([pk for pk, _name in members], request.desk.day)
    choosing = ChoosingForm(request.GET or None, sight=sight, members=members, kin=kin, owing=owing)
    if not choosing.is_valid():
        return render(request, "households/fact_choose.html", {"household": found, "form": choosing})
    topic, person = TOPICS[choosing.cleaned_data["topic"]], choosing.cleaned_data["person"]
    standing = standing_facts(found, topic.key, person) if topic.several else []
    form = FactForm(
        request.POST or None,
        topic=topic,
        initial={"since": request.desk.day},
        papers=papers_to_choose(sight, found),
        standing=[(row.pk, _shown(row, sight)) for row in standing],
    )
    if request.method == "POST" and form.is_valid():
        draft = FactDraft(topic.key, form.value, **form.typed)
        saved = _saved(request, found, form, record_fact, draft=draft, person=person, replaces=form.replaces)
        if saved is not None:
            return _back(request, found, saved)
    context = {"form": form, "topic": topic, "who": dict([*members, *kin]).get(person, ""), "standing": standing}
    return render(request, "households/fact_new.html", {"household": found, "sight": sight, **context})


@route(*_ENTERING)
def fact_correct(request: HttpRequest, household: int, evidence: int) -> HttpResponse:
    """Correct a fact, with what stands beside the form; the row that was wrong is kept."""
    found, row, sight = _fact(request, household, evidence)
    if not sight.shows(row.topic):
        return _to_opening(request, found)
    topic = TOPICS[row.topic]
    common = ("since", "until", "source", "vouched_by", "note", "certificate")
    initial = {name: getattr(row, name) for name in common} | {"document": row.document_id}
    form = FactForm(
        request.POST or None,
        topic=topic,
        initial=initial_of(topic, row.value) | initial,
        papers=papers_to_choose(sight, found),
        correcting=True,
    )
    if request.method == "POST" and form.is_valid():
        changes = {"value": form.value, **form.typed}
        reason = form.cleaned_data["reason"]
        saved = _saved(request, found, form, correct_fact, evidence=row.pk, changes=changes, reason=reason)
        if saved is not None:
            return _back(request, found, saved)
    return render(request, "households/fact_correct.html", _context(found, row, sight, form))


@route(*_ENTERING)
def fact_end(request: HttpRequest, household: int, evidence: int) -> HttpResponse:
    """Say from which day on a fact no longer holds."""
    found, row, sight = _fact(request, household, evidence)
    if not sight.shows(row.topic):
        return _to_opening(request, found)
    form = EndForm(request.POST or None, initial={"until": request.desk.day}, label_suffix="")
    if request.method == "POST" and form.is_valid():
        saved = _saved(request, found, form, end_fact, evidence=row.pk, until=form.cleaned_data["until"])
        if saved is not None:
            return _back(request, found, saved)
    return render(request, "households/fact_end.html", _context(found, row, sight, form))


@route(*_ENTERING)
def fact_withdraw(request: HttpRequest, household: int, evidence: int) -> HttpResponse:
    """Take back a fact that should never have been entered, with the reason."""
    found, row, sight = _fact(request, household, evidence)
    if not sight.shows(row.topic):
        return _to_opening(request, found)
    form = ReasonForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        saved = _saved(request, found, form, withdraw_fact, evidence=row.pk, reason=form.cleaned_data["reason"])
        if saved is not None:
            return _back(request, found, saved)
    return render(request, "households/fact_withdraw.html", _context(found, row, sight, form))


def _shown(row: Any, sight: Sight) -> str:
    """A row of the same topic, to choose from: its value only where the desk sees it."""
    value = value_words(row.topic, row.value) if sight.shows(row.topic) else "••••"
    return either(("，", ", ")).join((value, span_words(row.since, row.until)))


def _fact(request: HttpRequest, household: int, evidence: int) -> tuple[Any, Any, Sight]:
    """A fact that stands, of a household the desk reaches and a topic it enters; anything else is not there."""
    found = household_or_404(request, household)
    row = fact_of(request.desk, found, evidence)
    sight = sight_of(request.desk, found.pk, request.now)
    if row is None or not sight.may_enter(row.topic):
        raise Http404
    return found, row, sight


def _context(household: Any, row: Any, sight: Sight, form: forms.Form) -> dict[str, Any]:
    told = {
        "topic": topic_name(row.topic),
        "value": value_words(row.topic, row.value),
        "span": span_words(row.since, row.until),
    }
    return {"household": household, "row": row, "sight": sight, "form": form, "paper_name": paper_name, **told}


def _version(request: HttpRequest) -> int:
    """The state the form was opened on; one nobody sent counts as older than any."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() else 0


def _saved(request: HttpRequest, found: Any, form: Any, action: Any, **told: Any) -> Any:
    """What the action wrote, or None where it refused; why then stands in the form, and what was typed stays."""
    try:
        return action(by=request.desk, household=found.pk, version=_version(request), **told)
    except Stale as stale:
        form.add_error(None, f"{stale}{_who_changed(found)}")
    except Refused as refused:
        _show(form, refused)
    return None


def _show(form: Any, refused: Refused) -> None:
    if isinstance(form, FactForm):
        form.refuse(refused.faults)
        return
    for name, message in refused.faults.items():
        form.add_error(name if name in form.fields else None, message)


def _who_changed(household: Any) -> str:
    last = last_change_of(household)
    if last is None:
        return ""
    return _("（%(who)s 于 %(when)s 修改；请核对后再保存一次）") % {"who": last.actor, "when": as_moment(last.at)}


def _to_opening(request: HttpRequest, household: Any) -> HttpResponse:
    query = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('household-open', args=(household.pk,))}?{query}")


def _back(request: HttpRequest, household: Any, saved: Any) -> HttpResponse:
    messages.success(request, _("已保存：%(topic)s") % {"topic": topic_name(saved.topic)})
    return redirect(f"{reverse('household', args=(household.pk,))}?saved={saved.pk}")
