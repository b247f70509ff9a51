"""The page of a case: where it stands, what is due, what the rules say beside what officers said, and all its steps."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from doudi.documents.diagrams import procedure_svg
from doudi.engine.determine import Determination
from doudi.engine.telling import Telling, one_time_list, standards_wanted
from doudi.interfaces.site.gaps_said import gap_said, standard_said
from doudi.interfaces.site.jinja import either
from doudi.interfaces.site.route import route
from doudi.interfaces.staff.cases.common import case_or_404, desk_of, home_of, log_case, words
from doudi.interfaces.staff.cases.hints import File, hints_of, turn_of
from doudi.interfaces.staff.cases.ways import ways_of
from doudi.interfaces.staff.households.page import reader_language
from doudi.interfaces.staff.households.reasons import Reason, reason_of, said
from doudi.policy.procedure.stages import PROCEDURES, may_hang
from doudi.records.cases.clocks import running, year_missing
from doudi.records.cases.findings import Found, NoAnswer, Replayed, find, place_in, replayed, unanswered_of
from doudi.records.cases.forms import FORMS
from doudi.records.cases.models import Finding
from doudi.records.cases.queries import (
    decision_within,
    decisions_of,
    hands_of,
    inquiries_seen,
    letters_seen,
    moves_of,
    opinions_of,
    postings_of,
    read_steps,
    troubles_of,
)
from doudi.records.cases.words import DECISIONS, INQUIRIES, NOTICES, ROLES
from doudi.records.registry.refusals import Refused


@route("see_cases", methods=("GET",))
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case, whole. Its sensitive facts are shown to those who handle it, and every look is logged."""
    found, by = case_or_404(request, pk), desk_of(request)
    steps = read_steps(found)
    live, doubt = _live(found, request)
    shows = by.may("see_sensitive") and not by.held.partner
    if shows:
        log_case(request, found, ["income", "answer"])
    ways = ways_of(found, moves_of(by, found), by)
    inquiries, opinions, postings = inquiries_seen(by, found), opinions_of(found), postings_of(found)
    decisions = decisions_of(found)
    unanswered = {one.pk: _unanswered(one) for one in decisions if one.unanswered}
    file = File(found, by, inquiries, postings, opinions, mends=bool(unanswered), answered=not doubt)
    # What a step of others waits for is not told to a department that sees one form of the case.
    hints = [] if by.held.partner else hints_of(file)
    context = {
        "case": found,
        "crumbs_": home_of(found),
        "turn": turn_of(found),
        "hints": hints,
        "today": by.day,
        "main_ways": [way for way in ways if not way.is_way_out],
        "other_ways": [way for way in ways if way.is_way_out],
        "dues": running(found, by.day),
        "year_missing": year_missing(found),
        "troubles": troubles_of(found, by.day),
        "diagram": _diagram(found, steps),
        "passed": list(dict.fromkeys(step.target for step in steps if step.target != found.stage)),
        "shows": shows,
        "reason": told_of(live.answer, live.one) if live and shows else None,
        "live": live,
        "doubt": doubt,
        "steps": steps,
        "inquiries": inquiries,
        "opinions": opinions,
        "decisions": decisions,
        "unanswered": unanswered,
        "postings": postings,
        "publishes": may_hang(found.procedure, "result"),
        "letters": letters_seen(by, found),
        "hands": hands_of(found),
        "suspensions": list(found.suspensions.all()),
        "may_begin": [form for form in FORMS.values() if any(by.may(duty) for duty in form.duties)],
        "may": by.may, "ROLES": dict(ROLES), "INQUIRIES": INQUIRIES, "NOTICES": NOTICES, "DECISIONS": DECISIONS, **words(),
    }  # fmt: skip
    return render(request, "cases/case.html", context)


def _diagram(case: Any, steps: list[Any]) -> Markup:
    """The procedure with where the case stands; drawn from declared data, whose words the drawing escapes."""
    procedure, passed = PROCEDURES[case.procedure], tuple(step.target for step in steps)
    return Markup(procedure_svg(procedure, at_stage=case.stage, passed=passed, language=reader_language()))


def _live(case: Any, request: HttpRequest) -> tuple[Found | None, str]:
    """The rules' answer on what is known today, or why there is none."""
    try:
        return find(case, desk_of(request)), ""
    except Refused as why:
        return None, doubt_said(why)


def doubt_said(why: Refused) -> str:
    """Why the rules do not answer, in the reader's language."""
    said = why.said if isinstance(why, NoAnswer) else ()
    return either((str(why), "; ".join(en for _zh, en in said) or str(why)))


def _unanswered(decision: Any) -> list[str]:
    """Why the rules had not answered when a decision was made, in the reader's language."""
    return [either(said) for said in unanswered_of(decision)]


def told_of(answer: Any, one: Determination) -> Reason:
    """The explanation of one determination of an answer, in the reader's language, without paths."""
    names = {path: gap_said(label) for path, label, _bring in one_time_list(answer)}
    names |= {path: standard_said(path) for path, _label, _programmes in standards_wanted(answer)}
    return reason_of(said(Telling(answer, reader_language()).of(one), names))


@route("see_cases", methods=("GET",))
def decision(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """A decision with the facts and values it kept, worked out again before the reader's eyes."""
    found, by = case_or_404(request, pk), desk_of(request)
    made = decision_within(by, decision)
    if made is None or made.case_id != found.pk:
        raise Http404
    shows = by.may("see_sensitive")
    again = replayed(made.finding) if made.finding is not None and shows else None
    if shows:
        log_case(request, found, ["answer"])
    context = {
        "case": found, "decision": made, "again": again, "shows": shows, "crumbs_": home_of(found, made.number),
        "unanswered": _unanswered(made),
        "reason": _told_again(again, made.finding, found) if again and made.finding else None, "may": by.may, "DECISIONS": DECISIONS, **words(),
    }  # fmt: skip
    return render(request, "cases/decision.html", context)


def _told_again(again: Replayed, finding: Finding, case: Any) -> Reason | None:
    """The replayed answer to the case's programme and person; nothing where it cannot be told whose it is."""
    person = place_in(finding, case, list(again.answer.case.members))
    chosen = [one for one in again.answer.determinations if one.programme.key == case.programme]
    one = next((one for one in chosen if case.person_id is None or one.person == person), None)
    return told_of(again.answer, one) if one is not None else None
