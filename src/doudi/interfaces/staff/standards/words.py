"""Standards in the reader's words: figures with their units, where an entry stands, places as choices."""

import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from doudi.engine.dated import Definition, Value, published_parameters
from doudi.engine.parameter_files import FEN_UNITS
from doudi.interfaces.site.jinja import either
from doudi.interfaces.site.route import desk_of
from doudi.records.accounts.posts import POSTS
from doudi.records.standards.figures import AREA_WORDS, figure, unit_words
from doudi.records.standards.overview import places_of
from doudi.records.standards.queries import entry_within, state_of
from doudi.records.territory.queries import name_of, path_name
from doudi.vocabulary.money import half_up, parse_yuan, yuan

_TONES = {"waiting": "warning", "checked": "success", "returned": "danger", "withdrawn": "secondary"}


def entry_or_404(request: HttpRequest, pk: int) -> Any:
    """An entry the desk may see; 404 as for one that does not exist."""
    found = entry_within(desk_of(request), pk)
    if found is None:
        raise Http404
    return found


def day_asked(request: HttpRequest, name: str = "on") -> datetime.date:
    """The day in the address, or today where none is said or it cannot be read."""
    try:
        return datetime.date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return desk_of(request).day


def place_asked(request: HttpRequest) -> str:
    """The place in the address, of those the desk looks at; its own where none is said. Raises Http404 for another."""
    by = desk_of(request)
    code = request.GET.get("place", "")
    if code and code not in {place.code for place in places_of(by)}:
        raise Http404
    return code or by.territory


def place_choices(places: list[Any]) -> list[tuple[str, str]]:
    """Places as choices, a town with its county where it needs one."""
    return [(place.code, name_of(place.code)) for place in places]


def name_of_parameter(definition: Definition) -> str:
    """A parameter in the reader's language."""
    return either((definition.zh, definition.en))


def definition_of(entry: Any) -> Definition:
    """What the parameter of an entry is."""
    return published_parameters().definition(entry.parameter)


def figure_of(value: Value) -> str:
    """A value with its unit."""
    return either(figure(value))


def figure_entered(entry: Any) -> str:
    """An entry's figure with its unit, as the notice has it."""
    return entry.published + either(unit_words(definition_of(entry).unit, entry.per))


def monthly_of(entry: Any) -> str:
    """What a yearly figure makes a month, or an empty text."""
    if entry.per != "year" or definition_of(entry).unit not in FEN_UNITS:
        return ""
    return yuan(half_up(parse_yuan(entry.published), 12)) + either(unit_words("fen/month"))


def area_of(area: str | None, definition: Definition) -> str:
    """The word for an area; none for a parameter that does not tell town from country."""
    return either(AREA_WORDS[area or None]) if "area" in definition.by else ""  # type: ignore[index]


def state_mark(entry: Any) -> tuple[str, str]:
    """Where an entry stands, and its tone."""
    state = state_of(entry)
    if state == "checked" and entry.withdrawal_asked_at is not None:
        return _("待确认撤回"), _TONES["waiting"]
    words = {"waiting": _("待复核"), "checked": _("已复核"), "returned": _("已退回"), "withdrawn": _("已撤回")}
    return words[state], _TONES[state]


def post_words(post: str) -> str:
    """A post as the trail names it (`county_reviewer@341502`), in words."""
    key, _at, territory = post.partition("@")
    held = POSTS.get(key)
    return either((f"{path_name(territory)}{held.zh}", f"{held.en}, {path_name(territory)}")) if held else post


WORDS = {
    "post_words": post_words,
    "name_of_parameter": name_of_parameter,
    "definition_of": definition_of,
    "figure_of": figure_of,
    "figure_entered": figure_entered,
    "monthly_of": monthly_of,
    "area_of": area_of,
    "state_mark": state_mark,
}
