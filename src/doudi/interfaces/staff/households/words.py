"""Facts, marks and happenings in words, in the reader's language. What is masked here is told only as masked."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from doudi.interfaces.site.jinja import aside, code, day, either
from doudi.policy.facts import INCOME_KINDS, SPENDING_KINDS
from doudi.policy.programmes import BY_KEY
from doudi.records.evidence.sight import Sight
from doudi.records.evidence.topics import TOPICS, Topic
from doudi.records.evidence.values import NONE
from doudi.vocabulary.money import parse_yuan, yuan

MASKED = "••••"

# The facts by subject, as a household file is read; every topic stands in one.
HEADINGS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("income", N_("收入"), ("income", "household_income", "employment_cost", "obligor_income")),
    ("spending", N_("支出"), ("spending", "household_spending")),
    (
        "assets",
        N_("财产"),
        ("financial_assets", "homes", "vehicles", "businesses", "asset_finding", "obligor_assets_over"),
    ),
    (
        "health",
        N_("残疾、疾病、照护"),
        ("disability", "illness", "long_term_care", "self_care", "care_mode", "work_injury_nursing"),
    ),
    (
        "life",
        N_("劳动、就学、生活"),
        (
            *("labour", "refused_work", "school", "absence", "parents", "dependent", "registered", "lives_alone"),
            *("left_behind", "veteran"),
        ),
    ),
    (
        "household",
        N_("家庭情况"),
        (
            *("housing", "event", "relapse_watch", "has_farmland", "two_daughter_family", "obligors_listed"),
            "obligor_receiving",
        ),
    ),
)
_MONTHLY = ("employment_cost", "obligor_income")


def grouped(fen: int) -> str:
    """Fen as yuan with thousands apart: 1,900.00."""
    whole, rest = yuan(fen).split(".")
    return f"{int(whole):,}.{rest}"


def money(fen: int | None) -> str:
    """Fen with the unit; what is not known is said so."""
    return _("不详") if fen is None else _("%(yuan)s 元") % {"yuan": grouped(fen)}


def a_month(fen: int | None) -> str:
    """Fen a month with the unit."""
    return _("不详") if fen is None else _("%(yuan)s 元/月") % {"yuan": grouped(fen)}


def truth(value: Any) -> str:
    """Yes, no or not known."""
    return _("不详") if value is None else _("是") if value else _("否")


def value_words(topic: str, value: Any) -> str:
    """A fact's value as a person reads it."""
    known = TOPICS[topic]
    return _SHAPES[known.shape](known, value)


def item_kind(topic: str, kind: str) -> str:
    """The name of a kind of income or spending."""
    return either((INCOME_KINDS if TOPICS[topic].codes == "income" else SPENDING_KINDS)[kind])


def _item(topic: Topic, value: Any) -> str:
    if value["kind"] == NONE:
        return _("无")
    amount = grouped(parse_yuan(value["amount"]))
    text = _("%(kind)s %(yuan)s 元/月") if value["per"] == "month" else _("%(kind)s %(yuan)s 元/年")
    return text % {"kind": item_kind(topic.key, value["kind"]), "yuan": amount}


def _amount(topic: Topic, value: Any) -> str:
    fen = parse_yuan(value)
    return a_month(fen) if topic.key in _MONTHLY else money(fen)


def _disability(topic: Topic, value: Any) -> str:
    if value["kind"] == NONE:
        return _("无残疾")
    told = [code(value["kind"], "disability_kind"), code(str(value.get("grade", "")), "disability_grade")]
    if "certified" in value:
        told.append(_("持证") if value["certified"] else _("未持证"))
    return either(("，", ", ")).join(one for one in told if one)


def _absence(topic: Topic, value: Any) -> str:
    told = code(value["state"], "absence")
    return _("%(state)s（自%(day)s起）") % {"state": told, "day": value["since"]} if value.get("since") else told


def _parents(topic: Topic, value: Any) -> str:
    told = []
    for parent, label in (("father", _("父亲")), ("mother", _("母亲"))):
        if one := value.get(parent):
            state = code(one["state"], "parent_state")
            months = _("（已%(months)s个月）") % {"months": one["months"]} if "months" in one else ""
            told.append(said_of(label, f"{state}{months}"))
    return _stop().join(told)


def _words(topic: Topic, value: Any) -> str:
    if not value:
        return _("各项均能自理")
    return _("不能：%(items)s") % {"items": _comma().join(code(one, topic.codes) for one in value)}


def _event(topic: Topic, value: Any) -> str:
    if value["kind"] == NONE:
        return _("未发生")
    told = [code(value["kind"], "event_kind"), value.get("day", "")]
    if "urgent" in value:
        told.append(_("情况紧急") if value["urgent"] else _("不紧急"))
    for key, label in (("loss", _("损失")), ("self_paid", _("自付"))):
        if key in value:
            told.append(f"{label} {money(parse_yuan(value[key]))}")
    return _comma().join(one for one in told if one)


def _housing(topic: Topic, value: Any) -> str:
    told = [code(value["tenure"], "housing"), code(value["safety"], "housing_safety") if value.get("safety") else ""]
    return _comma().join(one for one in told if one)


def _list(topic: Topic, value: Any) -> str:
    return _comma().join(programme_name(one) for one in value) if value else _("无")


_SHAPES: dict[str, Callable[[Topic, Any], str]] = {
    "truth": lambda topic, value: truth(value),
    "count": lambda topic, value: str(value),
    "amount": _amount,
    "code": lambda topic, value: code(value, topic.codes),
    "item": _item,
    "disability": _disability,
    "absence": _absence,
    "parents": _parents,
    "words": _words,
    "event": _event,
    "housing": _housing,
    "list": _list,
}


def topic_name(topic: str) -> str:
    """A topic's name."""
    return either((TOPICS[topic].zh, TOPICS[topic].en))


def programme_name(key: str) -> str:
    """A programme's name."""
    return either((BY_KEY[key].zh, BY_KEY[key].en))


def shown_value(row: Any, sight: Sight) -> str:
    """A fact's value, or dots where it is masked."""
    return value_words(row.topic, row.value) if sight.shows(row.topic) else MASKED


def span_words(since: Any, until: Any) -> str:
    """From a day, until before another."""
    if until is None:
        return _("自 %(since)s") % {"since": day(since)}
    return _("%(since)s 至 %(until)s 前") % {"since": day(since), "until": day(until)}


def named(what: str, who: str) -> str:
    """What something is, and whose."""
    return aside(what, who)


def said_of(what: str, value: str) -> str:
    """What something is, and what is said of it."""
    return f"{what}{_colon()}{value}"


def _comma() -> str:
    return either(("、", ", "))


def _stop() -> str:
    return either(("；", "; "))


def _colon() -> str:
    return either(("：", ": "))
