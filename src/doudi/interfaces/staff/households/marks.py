"""What stands out about a household: marks at its head, and payments set against what is owed, as words to look into."""

from typing import Any

from django.utils.translation import gettext as _

from doudi.interfaces.site.jinja import day
from doudi.interfaces.staff.households.words import a_month, named, programme_name, said_of
from doudi.records.evidence.comparison import Remark
from doudi.records.evidence.page import Page


def marks_of(page: Page) -> list[tuple[str, str]]:
    """What stands out about the household, each with its tone."""
    found = [(_match_words(one), "warning") for one in page.matches]
    found += (
        [(_("向已死亡或已离户人员发放"), "danger")] if any(one.kind in ("dead", "left") for one in page.remarks) else []
    )
    for one in page.known.members:
        found += [(said_of(one.person.name, text), tone) for text, tone in person_marks(one.person, page)]
    if page.household.closed_on is not None and page.household.closed_on <= page.moment.day:
        found.append((_("已于%(day)s销户") % {"day": day(page.household.closed_on)}, "secondary"))
    return found


def _match_words(match: Any) -> str:
    told = {
        "who": match.person.name,
        "staff": match.relative.staff_name,
        "role": match.relative.staff_role,
        "relation": match.relative.relation,
    }
    sure = _("近亲属备案：%(who)s是%(staff)s（%(role)s）的%(relation)s")
    return (
        sure if match.by == "id" else _("疑似近亲属（待确认）：%(who)s，%(staff)s（%(role)s）的%(relation)s")
    ) % told


def person_marks(person: Any, page: Page) -> list[tuple[str, str]]:
    """What stands out about somebody's number, each with its tone."""
    found = []
    if person.id_unverified:
        found.append((_("证件号未核实"), "warning"))
    if person.id_kind == "temporary":
        until = person.temporary_until
        late = until is not None and until <= page.moment.day
        text = _("临时编号已过期（%(day)s）") if late else _("临时编号，有效至%(day)s")
        found.append((text % {"day": day(until)}, "danger" if late else "secondary"))
    return found


TONES = {
    "dead": "danger",
    "left": "danger",
    "review": "warning",
    "not_owed": "warning",
    "excluded": "warning",
    "unclear": "info",
    "less": "warning",
    "more": "warning",
    "unpaid": "info",
}


def remark_words(one: Remark) -> str:
    """A remark in words; it says what to look into and decides nothing."""
    name = programme_name(one.programme.key)
    what = named(name, one.who)
    told = {"what": what, "paid": a_month(one.paid), "owed": a_month(one.owed), "day": _review_day(one)}
    if one.paid is not None and one.owed is not None:
        told["gap"] = a_month(abs(one.paid - one.owed))
    return _REMARKS[one.kind]() % told


def _review_day(one: Remark) -> str:
    return day(one.benefit.next_review_on) if one.benefit else ""


_REMARKS = {
    "dead": lambda: _("%(what)s在发%(paid)s，但本人已死亡，请核查并停发"),
    "left": lambda: _("%(what)s在发%(paid)s，但已无对应的在户人员，请核查"),
    "review": lambda: _("%(what)s应于%(day)s前复核，已到期"),
    "not_owed": lambda: _("%(what)s在发%(paid)s，按现有情况不符合条件，请核查"),
    "excluded": lambda: _("%(what)s在发%(paid)s，按现有情况与其他救助不能同时享受，请核查"),
    "unclear": lambda: _("%(what)s在发%(paid)s，现有情况不足以判定是否仍符合条件，请补齐下列情况"),
    "less": lambda: _("%(what)s在发%(paid)s，按现有情况为%(owed)s，少%(gap)s，请核查"),
    "more": lambda: _("%(what)s在发%(paid)s，按现有情况为%(owed)s，多%(gap)s，请核查"),
    "unpaid": lambda: _("%(what)s按现有情况可享受%(owed)s，目前没有发放，请主动告知"),
}
