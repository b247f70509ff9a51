"""The templates' words: translation, addresses, money, days, names of codes and places."""

import datetime
from functools import lru_cache, partial
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from doudi.interfaces.site.controls import choices_of, control, described_by, kind_of
from doudi.interfaces.site.gaps_said import gap_said
from doudi.interfaces.site.navigation import may_open, navigation, officer_of, seat
from doudi.policy.programmes import BY_KEY
from doudi.records.accounts.posts import DUTIES, POSTS
from doudi.records.evidence.topics import SOURCES, TOPICS
from doudi.records.territory.queries import name_of, path_name
from doudi.vocabulary.codes import load_list
from doudi.vocabulary.money import yuan
from doudi.vocabulary.periods import completed_years


def environment(**options: Any) -> Environment:
    """The Jinja2 environment: escaping always on, an unknown name is an error."""
    options.setdefault("undefined", StrictUndefined)
    made = Environment(**options, extensions=["jinja2.ext.i18n", "jinja2.ext.loopcontrols"])
    made.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {
        "gettext": gettext,
        "_": gettext,
        "static": static,
        "url": url,
        "url_or": url_or,
        "aside": aside,
        "get_messages": get_messages,
        "navigation": navigation,
        "may_open": may_open,
        "seat": seat,
        "officer_of": officer_of,
        "control": control,
        "choices_of": choices_of,
        "described_by": described_by,
        "kind_of": kind_of,
        "language": translation.get_language,
        "place_name": name_of,
        "path_name": path_name,
        "POSTS": POSTS,
        "DUTIES": DUTIES,
        "TOPICS": TOPICS,
        "SOURCES": SOURCES,
        "PROGRAMMES": BY_KEY,
    }
    made.filters |= {
        "yuan": yuan,
        "day": day,
        "moment": moment,
        "code": code,
        "either": either,
        "age_on": age_on,
        "gap_said": gap_said,
    }
    return made


def gettext(text: str, /, **values: Any) -> Markup:
    """The text in the reader's language, with values that are escaped: what Jinja2's own does, of which a page asks 200 times."""
    said = _translated(translation.get_language(), text)
    return said % values if values else _without_values(said)


@lru_cache(maxsize=20_000)
def _translated(language: str | None, text: str) -> Markup:
    # Texts come from templates, never from people. `language` is what the translation follows.
    return Markup(translation.gettext(text))


@lru_cache(maxsize=20_000)
def _without_values(said: Markup) -> Markup:
    """A percent sign stands twice in a text, whether or not it takes values."""
    return said % {}


def token_once(request: HttpRequest) -> dict[str, Any]:
    """One hidden field for all forms of a page; Django would draw a token anew for each."""
    return {"csrf_input": SimpleLazyObject(partial(csrf_input, request))}


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page; a list has a hundred, which differ in their numbers alone."""
    if kwargs or not args or any(type(one) is not int for one in args):
        return _reversed(name, *args, **kwargs)
    return _pattern(name, len(args)).format(*args)


@lru_cache(maxsize=10_000)
def _reversed(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


@lru_cache(maxsize=1_000)
def _pattern(name: str, count: int) -> str:
    """The address of a page of so many numbers, with a place for each."""
    marks = [7_000_000_001 + number for number in range(count)]
    address = reverse(name, args=marks)
    for number, mark in enumerate(marks):
        address = address.replace(str(mark), f"{{{number}}}")
    return address


def url_or(name: str, otherwise: str) -> str:
    """The address of a named page without arguments, or another where the site has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return otherwise


def day(value: datetime.date | None) -> str:
    """A day as 2024-03-01; a dash for none."""
    return value.isoformat() if value else "—"


def moment(value: datetime.datetime | None) -> str:
    """A moment as local day and minute; a dash for none."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else "—"


def code(value: str, name: str) -> str:
    """The label of a code or of its identifier, in the reader's language; the code itself where the list has none."""
    codes = load_list(name)
    found = codes.by_identifier.get(value) or codes.by_code.get(value)
    return either((found.zh, found.en)) if found else value


def either(pair: tuple[str, str]) -> str:
    """The Chinese or the English of a pair, by the reader's language."""
    return pair[1] if (translation.get_language() or "").startswith("en") else pair[0]


def aside(what: str, more: object) -> str:
    """What something is, and more of it in the brackets of the reader's language; alone where there is no more."""
    if not more:
        return what
    return either((f"{what}（{more}）", f"{what} ({more})"))


def age_on(born: datetime.date | None, on: datetime.date) -> int | str:
    """Completed years on a day; a dash where the birth is not known."""
    return completed_years(born, on) if born and born <= on else "—"
