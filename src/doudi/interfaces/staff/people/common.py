"""What the pages about people share: finding what an address names, people as choices, drafts from forms."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.interfaces.site.route import desk_of
from doudi.records.accounts.desk import Desk
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.queries import (
    household_by_number,
    household_of,
    household_within,
    members_on,
    membership_within,
    person_reached,
)
from doudi.records.registry.refusals import Refused

Crumbs = list[tuple[str, str | None]]
_PERSON = (
    "name", "citizen_id", "seen_on_paper", "unverified_reason", "no_id_reason", "sex", "born_on", "born_note", "phone",
    "ethnic", "marital", "education", "hukou", "hukou_place", "note",
)  # fmt: skip


def or_404(found: Any) -> Any:
    """What was found; 404 for nothing, as for what lies elsewhere."""
    if found is None:
        raise Http404
    return found


def household_or_404(request: HttpRequest, pk: int) -> Any:
    """A household the desk reaches; one elsewhere and one that does not exist look alike."""
    return or_404(household_within(desk_of(request), pk))


def membership_or_404(request: HttpRequest, pk: int) -> Any:
    """A membership of today in the territory."""
    return or_404(membership_within(desk_of(request), pk))


def person_or_404(request: HttpRequest, pk: int) -> Any:
    """A person of the territory, or kin of one whom no office answers for."""
    return or_404(person_reached(desk_of(request), pk))


def standing_or_404(request: HttpRequest, pk: int) -> Any:
    """The same for a page that changes something: a record merged into another is not changed any more."""
    found = person_or_404(request, pk)
    return or_404(found if found.merged_into_id is None else None)


def people_of(household: Any, by: Desk) -> list[tuple[int, str]]:
    """Today's members as choices."""
    return [(one.person_id, one.person.name) for one in members_on(household, by.day)]


def draft_from(told: dict[str, Any]) -> PersonDraft:
    """A person's draft from a form's data; what the form does not ask stays empty."""
    return PersonDraft(**{name: told[name] for name in _PERSON if told.get(name)})


def numbered(by: Desk, number: str) -> int:
    """The household of a number inside the territory; raises Refused."""
    found = household_by_number(by, number)
    if found is None:
        raise Refused({"number": "没有这个户编号，或不在您的管辖范围内"})
    return int(found.pk)


def home_of(household: Any) -> Crumbs:
    """The first two steps of the way to a page of a household."""
    return [
        (_("家庭"), reverse("households")),
        (f"{household.label} {household.number}", reverse("household", args=[household.pk])),
    ]


def people_home(person: Any, step: str) -> Crumbs:
    """The way to a page of a person."""
    return [(_("人员"), reverse("people")), (person.name, reverse("person", args=[person.pk])), (step, None)]


def page_of(household: Any) -> str:
    """The address of a household's page."""
    return reverse("household", args=[household.pk])


def home_of_person(person: Any, by: Desk) -> str:
    """The address of the household a person belongs to today, else of the person."""
    found = household_of(person.pk, by.day)
    return page_of(found) if found and household_within(by, found.pk) else reverse("person", args=[person.pk])
