"""Reading cases: what a desk may see, what waits for it, what is due; every query starts from the desk."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.db.models import F, Prefetch, Q, QuerySet

from doudi.policy.procedure.stages import PROCEDURES, Move
from doudi.records.accounts.desk import Desk
from doudi.records.cases.actions.inquiries import concerns
from doudi.records.cases.actions.intake import code_digest
from doudi.records.cases.clocks import Due
from doudi.records.cases.duties import may_take, party_of
from doudi.records.cases.flow import read_application, read_case
from doudi.records.cases.models import (
    Application,
    Case,
    Decision,
    Draw,
    Forwarded,
    Hand,
    Inquiry,
    InquiryPaper,
    Letter,
    Objection,
    OfficeContact,
    Opinion,
    Posting,
    SpotCheck,
    Step,
    Suspension,
    Template,
)
from doudi.records.cases.pressing import Standing, standings
from doudi.records.registry.queries import members_on
from doudi.records.statements import hold, prepared, with_owner
from doudi.records.territory.queries import path_name

# Case of a procedure that a partner department takes part in; it sees no other.
_PARTNERS = {"partner_disability": "disability_subsidy"}
# What is paid once and by whom is written in the case: these procedures have a move for it.
_PAID_ONCE = tuple(name for name, one in PROCEDURES.items() if any(move.target == "paid" for move in one.moves))
# What a partner department reads of such a case: the form it fills in, as form and as letter. Nothing else of it.
_OF_PARTNERS = {"partner_disability": "certificate_check"}


def applications_within(by: Desk) -> QuerySet[Application]:
    """The applications a desk may see, the newest first."""
    if not by.may("see_cases") or by.held.partner:
        return Application.objects.none()
    return Application.objects.filter(by.within("territory")).select_related("household", "applicant").order_by("-pk")


def application_within(by: Desk, pk: int) -> Application | None:
    """One application, or None also where it is not the desk's to see."""
    if not by.may("see_cases") or by.held.partner:
        return None
    found = read_application.one(pk)
    return found if found is not None and by.reaches(found.territory) else None


def cases_within(by: Desk) -> QuerySet[Case]:
    """The cases a desk may see, the newest first; a partner's post those of its own procedure."""
    if not by.may("see_cases"):
        return Case.objects.none()
    found, own = Case.objects.filter(by.within("territory")), _own_procedure(by)
    if own is not None:
        found = found.filter(procedure=own)
    return found.select_related("application__applicant", "household", "person").order_by("-pk")


def _own_procedure(by: Desk) -> str | None:
    """The one procedure whose cases a partner's post sees, empty for none; None where a post sees all."""
    return _PARTNERS.get(by.post_key, "") if by.held.partner else None


def case_within(by: Desk, pk: int) -> Case | None:
    """One case, or None also where it is not the desk's to see."""
    found = read_case.one(pk) if by.may("see_cases") else None
    if found is None or not by.reaches(found.territory):
        return None
    return found if _own_procedure(by) in (None, found.procedure) else None


def cases_to_pay(by: Desk) -> QuerySet[Case]:
    """The cases whose amount is fixed and not yet paid, for whoever pays: who pays reads nothing else of a case."""
    if not by.may("pay"):
        return Case.objects.none()
    waiting = Case.objects.filter(by.within("territory"), procedure__in=_PAID_ONCE, stage="confirmed")
    return waiting.select_related("application__applicant", "household", "person").order_by("pk")


def amounts_to_pay(by: Desk) -> list[tuple[Case, Decision]]:
    """The cases to pay, each with the decision that fixed its amount, the longest waiting first."""
    decided = Decision.objects.filter(kind="confirm", revoked_by=None).order_by("-pk")
    found = cases_to_pay(by).prefetch_related(Prefetch("decisions", decided, to_attr="standing"))
    return [(case, case.standing[0]) for case in found if case.standing]  # type: ignore[attr-defined]


def case_to_pay(by: Desk, pk: int) -> Case | None:
    """A case the desk may see, or may pay; None also where it is neither."""
    return case_within(by, pk) or cases_to_pay(by).filter(pk=pk).first()


def applications_in_lists(found: QuerySet[Application]) -> QuerySet[Application]:
    """Applications for a list: which, whose, when, with their cases; what was written stays sealed in the database."""
    told = found.only("number", "territory", "arrived_on", "household", "applicant__name")
    return told.select_related(None).select_related("applicant").prefetch_related("cases")


def listed_with_clocks(numbers: Sequence[int]) -> list[Case]:
    """The cases of these numbers for a list, in this order, each with what its clocks are read from."""
    cases = {one.pk: one for one in _listed(list(numbers))}
    steps, suspensions = defaultdict(list), defaultdict(list)
    for step in _steps_listed(list(cases)):
        steps[step.case_id].append(step)
    for one in _suspensions_listed(list(cases)):
        suspensions[one.case_id].append(one)
    for pk, case in cases.items():
        hold(case, "steps", steps[pk])
        hold(case, "suspensions", suspensions[pk])
    return [cases[pk] for pk in numbers if pk in cases]


# What a list of cases tells of each: whose it is. What people wrote, and their numbers, are left in the database.
_TOLD = ("application__applicant__name", "household__label", "person__name")


@prepared
def _listed(numbers: list[int]) -> QuerySet[Case]:
    found = Case.objects.filter(pk__any_of=numbers).select_related("application__applicant", "household", "person")
    return found.only(*(field.attname for field in Case._meta.concrete_fields), *_TOLD)


@prepared
def _steps_listed(cases: list[int]) -> QuerySet[Step]:
    found = Step.objects.filter(case__any_of=cases).order_by("number")
    return found.only("case", "number", "event", "target", "on", "at")


@prepared
def _suspensions_listed(cases: list[int]) -> QuerySet[Suspension]:
    return Suspension.objects.filter(case__any_of=cases).order_by("pk")


def moves_of(by: Desk, case: Case) -> list[Move]:
    """What this desk may do next with a case, as the procedure declares it and its post allows."""
    return _moves_at(by, case.procedure, case.stage, case.route) if by.reaches(case.territory) else []


def _moves_at(by: Desk, procedure: str, stage: str, route: str) -> list[Move]:
    return [
        move
        for move in PROCEDURES[procedure].moves
        if move.source == stage
        and move.route in ("any", route)
        and move.by != ("calendar",)
        # What a revocation does is nothing to be done by itself.
        and not move.revoking
        and may_take(by, move)
    ]


@dataclass(frozen=True)
class Waiting:
    """A case that waits for this desk: what may be done with it, and its nearest limit (None where none runs)."""

    case: Case
    moves: Sequence[Move]
    due: Due | None


class WaitingCases(Sequence[Waiting]):
    """What waits for a desk, ordered by what is due. Counted as it is; a case is fetched when it is looked at."""

    def __init__(
        self, by: Desk, ordered: Sequence[Standing], moves: Mapping[tuple[str, str, str], Sequence[Move]]
    ) -> None:
        self._by, self._ordered, self._moves = by, ordered, moves

    def __len__(self) -> int:
        return len(self._ordered)

    @property
    def over(self) -> int:
        """How many are over their limit."""
        return sum(one.left is not None and one.left < 0 for one in self._ordered)

    @overload
    def __getitem__(self, place: int) -> Waiting: ...
    @overload
    def __getitem__(self, place: slice) -> list[Waiting]: ...
    def __getitem__(self, place: int | slice) -> Waiting | list[Waiting]:
        if isinstance(place, int):
            return self._fetched([self._ordered[place]])[0]
        return self._fetched(self._ordered[place])

    def __iter__(self) -> Iterator[Waiting]:
        return iter(self._fetched(self._ordered))

    def _fetched(self, chosen: Sequence[Standing]) -> list[Waiting]:
        cases = {one.pk: one for one in _listed([one.pk for one in chosen]) if self._by.reaches(one.territory)}
        return [
            Waiting(case, self._moves[one.procedure, one.stage, one.route], one.limit.of(case) if one.limit else None)
            for one in chosen
            if (case := cases.get(one.pk)) is not None
        ]


_NOT_WORK = frozenset(("withdrawn", "discontinued"))


def waiting_for(by: Desk) -> WaitingCases:
    """The open cases this desk can take on, ordered by what is due; withdrawing and ending are no work that waits."""
    moves: dict[tuple[str, str, str], list[Move]] = {}
    waiting = []
    # What the reviewer has reviewed waits for somebody else, until the township gives another opinion.
    for one in _standings(by, stages=_stages_of(by), reviewed=not by.may("review")):
        at = (one.procedure, one.stage, one.route)
        if at not in moves:
            moves[at] = [move for move in _moves_at(by, *at) if _is_work(by, move)]
        if moves[at]:
            waiting.append(one)
    return WaitingCases(by, sorted(waiting, key=lambda one: one.pressing), moves)


def _standings(by: Desk, **which: Any) -> Iterator[Standing]:
    """Where the open cases stand that `cases_within` finds."""
    if not by.may("see_cases"):
        return iter(())
    return standings(by, procedure=_own_procedure(by), **which)


def _is_work(by: Desk, move: Move) -> bool:
    if move.target in _NOT_WORK or "anyone" in move.by:
        return False
    # What an applicant brings or says comes to the window and to the village, not to every officer.
    return party_of(by) in move.by or by.may("accept_application")


def _stages_of(by: Desk) -> set[str]:
    """The stages at which this desk has anything to do in some procedure: the rest is not even read."""
    return {
        move.source
        for procedure in PROCEDURES.values()
        for move in procedure.moves
        if move.by != ("calendar",) and not move.revoking and _is_work(by, move) and may_take(by, move)
    }


@dataclass(frozen=True)
class OfficeLoad:
    """How an office stands: open cases, those over their limit, those due within three working days."""

    office: str
    open: int
    over: int
    soon: int


SOON = 3


def load_by_office(by: Desk, length: int = 9) -> list[OfficeLoad]:
    """Open cases by office (the first digits of their place), with what is over and what is due soon."""
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in _standings(by):
        row = counted[one.territory[:length]]
        row[0] += 1
        row[1] += one.left is not None and one.left < 0
        row[2] += one.left is not None and 0 <= one.left <= SOON
    return [OfficeLoad(office, *row) for office, row in sorted(counted.items())]


def cases_of_household(by: Desk, household: int) -> list[Case]:
    """A household's cases the desk may see, the newest first."""
    found = _cases_of_household(household) if by.may("see_cases") else []
    own = _own_procedure(by)
    return [one for one in found if by.reaches(one.territory) and own in (None, one.procedure)]


@prepared
def _cases_of_household(household: int) -> QuerySet[Case]:
    found = Case.objects.filter(household=household)
    return found.select_related("application__applicant", "household", "person").order_by("-pk")


def open_cases_of(household: int, programmes: Sequence[str] = ()) -> list[Case]:
    """The household's cases still in their procedures: a second application of the same kind is found by it."""
    found = Case.objects.filter(household=household, closed_on__isnull=True).select_related("application", "person")
    return list(found.filter(programme__in=programmes) if programmes else found)


def troubles_of(case: Case, day: datetime.date) -> list[str]:
    """What has happened to the people of an open case that its officers have to see: death, move, closing. In Chinese."""
    if case.closed_on is not None:
        return []
    found = []
    people = [case.person] if case.person is not None else []
    if case.application is not None:
        people.append(case.application.applicant)
    members = {one.person_id for one in members_on(case.household, day)}
    for person in {one.pk: one for one in people if one is not None}.values():
        if person.died_on is not None:
            found.append(f"{person.name}已于{person.died_on}死亡")
        elif person.pk not in members:
            found.append(f"{person.name}已不是这户成员")
    if case.household.closed_on is not None:
        found.append(f"这户已于{case.household.closed_on}销户")
    if case.household.territory != case.territory:
        found.append(f"这户已迁到{path_name(case.household.territory)}")
    return found


def steps_of(case: Case) -> QuerySet[Step]:
    """The steps of a case in their order, with who took them."""
    return case.steps.select_related("officer").order_by("number")


def read_steps(case: Case) -> list[Step]:
    """The steps of a case as `steps_of`, and its suspensions, read once for everything its page works out from them."""
    hold(case, "suspensions", _suspensions(case.pk))
    return hold(case, "steps", _steps(case.pk))


@prepared
def _steps(case: int) -> QuerySet[Step]:
    return Step.objects.filter(case=case).select_related("officer").order_by("number")


@prepared
def _suspensions(case: int) -> QuerySet[Suspension]:
    return Suspension.objects.filter(case=case).order_by("pk")


def inquiries_seen(by: Desk, case: Case) -> list[Inquiry]:
    """What a desk may read of what was found out for a case, by itself or with its application, latest first.

    A partner's post reads its own form alone.
    """
    found = _inquiries(case.pk, case.application_id)
    if by.held.partner:
        found = [one for one in found if one.kind == _OF_PARTNERS.get(by.post_key)]
    papers = _papers([one.pk for one in found]) if found else []
    for one in found:
        hold(one, "papers", [paper for paper in papers if paper.inquiry_id == one.pk])
    return found


@prepared
def _inquiries(case: int, application: int | None) -> QuerySet[Inquiry]:
    found = Inquiry.objects.filter(concerns(case, application)).select_related("begun_by", "second")
    return found.order_by("-on", "-pk")


@prepared
def _papers(inquiries: list[int]) -> QuerySet[InquiryPaper]:
    return InquiryPaper.objects.filter(inquiry__any_of=inquiries).select_related("document")


def filed_only(inquiry: Inquiry) -> datetime.date | None:
    """The day all that an inquiry concerns was closed: nobody decides by it any more. None while something is open."""
    of = inquiry.case if inquiry.case is not None else inquiry.application
    return of.closed_on if of is not None else None


def inquiry_within(by: Desk, pk: int) -> Inquiry | None:
    """One inquiry of a case or application the desk may see, or None; a partner's post sees its own form alone."""
    seen = Q(case__in=cases_within(by)) | Q(case__isnull=True, application__in=applications_within(by))
    if by.held.partner:
        seen &= Q(kind=_OF_PARTNERS.get(by.post_key, ""))
    return (
        Inquiry.objects.filter(seen, pk=pk)
        .select_related("application__household", "case__household", "begun_by", "second")
        .first()
    )


def opinions_of(case: Case) -> list[Opinion]:
    """The opinions on a case in their order, each with its finding."""
    return with_owner(_opinions(case.pk), case=case)


@prepared
def _opinions(case: int) -> QuerySet[Opinion]:
    return Opinion.objects.filter(case=case).select_related("finding", "given_by").order_by("pk")


def decisions_of(case: Case) -> list[Decision]:
    """The decisions on a case in their order, revoked ones too."""
    return with_owner(_decisions(case.pk), case=case)


@prepared
def _decisions(case: int) -> QuerySet[Decision]:
    found = Decision.objects.filter(case=case)
    return found.select_related("finding", "decided_by", "grant", "benefit", "revokes").order_by("pk")


def decision_within(by: Desk, pk: int) -> Decision | None:
    """One decision, or None; a partner's post reads none: it rests on facts that are not its own."""
    if by.held.partner:
        return None
    found = Decision.objects.filter(case__in=cases_within(by), pk=pk).select_related("case", "finding", "decided_by")
    return found.first()


def postings_of(case: Case) -> list[Posting]:
    """The notices of a case in their order, with the objections to them."""
    found = with_owner(_postings(case.pk), case=case)
    objections = _objections([one.pk for one in found]) if found else []
    for one in found:
        hold(one, "objections", [objection for objection in objections if objection.posting_id == one.pk])
    return found


@prepared
def _postings(case: int) -> QuerySet[Posting]:
    return Posting.objects.filter(case=case).select_related("posted_by", "taken_down_by").order_by("pk")


@prepared
def _objections(postings: list[int]) -> QuerySet[Objection]:
    return Objection.objects.filter(posting__any_of=postings).order_by("pk")


def postings_within(by: Desk) -> QuerySet[Posting]:
    """The notices of the desk's territory: those that hang first, then what was taken down last."""
    if not by.may("see_cases") or by.held.partner:
        return Posting.objects.none()
    found = Posting.objects.filter(by.within("place")).select_related("case__household", "posted_by")
    return found.order_by(F("taken_down_on").desc(nulls_first=True), "-starts_on", "-pk")


def posting_within(by: Desk, pk: int) -> Posting | None:
    """One notice, or None."""
    return postings_within(by).filter(pk=pk).first()


def objection_within(by: Desk, pk: int) -> Objection | None:
    """One objection to a notice of the desk's territory, or None."""
    return Objection.objects.filter(posting__in=postings_within(by), pk=pk).select_related("posting__case").first()


def hanging_in(village: str, today: datetime.date) -> QuerySet[Posting]:
    """The notices that hang in a village today and whose time is not over: what the web may show."""
    return Posting.objects.filter(
        place=village, taken_down_on__isnull=True, starts_on__lte=today, ends_on__gte=today
    ).order_by("-starts_on", "-pk")


def posting_on_the_web(number: str) -> Posting | None:
    """A notice by its number; whether its time is over is the page's to say (410)."""
    return Posting.objects.filter(number=number).first()


def forwarded_within(by: Desk) -> QuerySet[Forwarded]:
    """Applications sent here from other offices and not yet taken up."""
    if not by.may("enter_application"):
        return Forwarded.objects.none()
    return Forwarded.objects.filter(by.within("village"), taken_as=None).order_by("arrived_on", "pk")


def waiting_to_be_posted(by: Desk) -> QuerySet[Case]:
    """The cases of the territory whose first opinion waits to be posted."""
    posted = [name for name, procedure in PROCEDURES.items() if procedure.posted_in == "under_publicity"]
    return cases_within(by).filter(stage="first_opinion", closed_on__isnull=True, procedure__in=posted)


def contact_of(office: str) -> OfficeContact | None:
    """How an office is reached, or None."""
    return OfficeContact.objects.filter(territory=office).first()


def waiting_for_draw(by: Desk, kind: str) -> QuerySet[Case]:
    """The cases a draw of this kind would be made from now."""
    found = cases_within(by).filter(spot_checks=None)
    if kind == "tekun":
        return found.filter(procedure="tekun", stage="county_review", closed_on__isnull=True)
    return found.filter(route="township", decisions__kind="confirm").distinct()


def check_within(by: Desk, pk: int) -> SpotCheck | None:
    """One case of a draw, or None."""
    return SpotCheck.objects.filter(case__in=cases_within(by), pk=pk).select_related("case", "draw").first()


def draws_within(by: Desk) -> QuerySet[Draw]:
    """The spot-check draws of the desk's territory, latest first; anybody who may see cases may draw them again."""
    if not by.may("see_cases") or by.held.partner:
        return Draw.objects.none()
    return Draw.objects.filter(by.within("county")).select_related("drawn_by").order_by("-pk")


def checks_of(draw: Draw) -> QuerySet[SpotCheck]:
    """The cases of a draw, the drawn ones first."""
    found = draw.checks.select_related("case__household", "case__person", "visited_by", "inquiry")
    return found.order_by("-drawn", "case__number")


def letters_of(case: Case) -> list[Letter]:
    """The documents made for a case and for its application, in their order."""
    return _letters(case.pk, case.application_id)


@prepared
def _letters(case: int, application: int | None) -> QuerySet[Letter]:
    return Letter.objects.filter(concerns(case, application)).select_related("made_by").order_by("pk")


def letters_seen(by: Desk, case: Case) -> list[Letter]:
    """The documents of a case that a desk may read: a partner's post its own form alone."""
    found = letters_of(case)
    return [one for one in found if one.kind == _OF_PARTNERS.get(by.post_key)] if by.held.partner else found


def hands_of(case: Case) -> list[Hand]:
    """Who had a case in hand, and in which part, in their order."""
    return _hands(case.pk)


@prepared
def _hands(case: int) -> QuerySet[Hand]:
    return Hand.objects.filter(case=case).select_related("officer").order_by("pk")


def letter_within(by: Desk, pk: int) -> Letter | None:
    """One document of a case or application the desk may see, or None; a partner's post sees its own form alone."""
    seen = Q(case__in=cases_within(by)) | Q(case__isnull=True, application__in=applications_within(by))
    if by.held.partner:
        seen &= Q(kind=_OF_PARTNERS.get(by.post_key, ""))
    return Letter.objects.filter(seen, pk=pk).select_related("case", "application").first()


def templates_within(by: Desk) -> QuerySet[Template]:
    """The office's own wordings of letters: those of its county, for whoever writes or checks standards there."""
    if not (by.may("enter_standard") or by.may("check_standard")):
        return Template.objects.none()
    return Template.objects.filter(by.within("county")).select_related("written_by", "checked_by")


def template_within(by: Desk, pk: int) -> Template | None:
    """One wording, or None."""
    return templates_within(by).filter(pk=pk).first()


def application_of_code(number: str, code: str) -> Application | None:
    """The application a citizen follows with its number and code; None where either is wrong."""
    found = Application.objects.filter(number=number.strip()).select_related("household", "applicant").first()
    if found is None or not found.code_digest:
        # The same work for a number that does not exist, so that the time does not tell.
        code_digest(number, code)
        return None
    return found if code_digest(found.number, code.strip()) == found.code_digest else None
