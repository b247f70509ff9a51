"""How values of each shape are asked for: which fields, what value they make, how a value fills them, what cannot be.

A question left unanswered is not an answer: where none may be meant, it has to be said.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.interfaces.site.jinja import either
from doudi.interfaces.staff.households.fields import MoneyField, a_day, code_choices, one_of, ticks, whole, yes_no
from doudi.policy.facts import CODES, INCOME_KINDS, SPENDING_KINDS
from doudi.policy.programmes import PROGRAMMES
from doudi.records.evidence.topics import Topic
from doudi.records.evidence.values import NONE
from doudi.vocabulary.codes import load_list

Fields = dict[str, forms.Field]
Cleaned = dict[str, Any]


class Shape:
    """How values of one shape are asked for."""

    def fields(self, topic: Topic) -> Fields:
        """The fields that ask for it."""
        raise NotImplementedError

    def value(self, topic: Topic, typed: Cleaned) -> Any:
        """The value the fields make."""
        return typed["value"]

    def initial(self, topic: Topic, value: Any) -> Cleaned:
        """What fills the fields."""
        return {"value": value}

    def faults(self, topic: Topic, typed: Cleaned) -> Iterable[tuple[str, str]]:
        """What does not go together: (field, message)."""
        return ()


class Truth(Shape):
    """Yes or no."""

    def fields(self, topic: Topic) -> Fields:
        return {"value": yes_no(either((topic.zh, topic.en)))}

    def initial(self, topic: Topic, value: Any) -> Cleaned:
        return {"value": "yes" if value else "no"}


class Number(Shape):
    """A count of things."""

    def fields(self, topic: Topic) -> Fields:
        return {"value": whole(either((topic.zh, topic.en)))}


class Amount(Shape):
    """An amount of money."""

    def fields(self, topic: Topic) -> Fields:
        label = either((topic.zh, topic.en))
        return {"value": MoneyField(label=_("%(what)s（元）") % {"what": label}, help_text=_("没有的填 0"))}


class Coded(Shape):
    """A word of a list."""

    def fields(self, topic: Topic) -> Fields:
        words = CODES.get(topic.codes) or load_list(topic.codes).by_identifier
        return {"value": one_of(either((topic.zh, topic.en)), code_choices(topic.codes, words))}


class Item(Shape):
    """An income or a spending: its kind, how much, for which period; or that there is none."""

    def fields(self, topic: Topic) -> Fields:
        kinds = INCOME_KINDS if topic.codes == "income" else SPENDING_KINDS
        choices = [(NONE, _("没有任何一项")), *((key, either(names)) for key, names in kinds.items())]
        periods = [("month", _("每月")), ("year", _("每年"))]
        per = forms.ChoiceField(label=_("周期"), choices=periods, required=False, widget=forms.RadioSelect)
        return {
            "kind": one_of(_("类别"), choices),
            "amount": MoneyField(label=_("金额（元）"), required=False),
            "per": per,
        }

    def value(self, topic: Topic, typed: Cleaned) -> Any:
        if typed["kind"] == NONE:
            return {"kind": NONE}
        return {name: typed[name] for name in ("kind", "amount", "per")}

    def initial(self, topic: Topic, value: Any) -> Cleaned:
        return dict(value)

    def faults(self, topic: Topic, typed: Cleaned) -> Iterable[tuple[str, str]]:
        kind = typed.get("kind")
        if kind and kind != NONE and not typed.get("amount"):
            yield "amount", _("请填写金额；没有这一项的，类别选“没有任何一项”")
        if kind and kind != NONE and not typed.get("per"):
            yield "per", _("请选择每月还是每年")
        if kind == NONE and typed.get("amount"):
            yield "amount", _("类别选了“没有任何一项”，金额应留空")


class Disability(Shape):
    """Kind, grade, certificate; or that there is none."""

    def fields(self, topic: Topic) -> Fields:
        kinds = [(NONE, _("无残疾")), *code_choices("disability_kind", CODES["disability_kind"])]
        grades = [(one.code, either((one.zh, one.en))) for one in load_list("disability_grade")]
        return {
            "kind": one_of(_("残疾类别"), kinds),
            "grade": one_of(_("残疾等级"), grades, required=False),
            "certified": yes_no(_("持有残疾人证"), required=False),
            "certificate": forms.CharField(
                label=_("残疾人证号"),
                required=False,
                max_length=40,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            ),
        }

    def value(self, topic: Topic, typed: Cleaned) -> Any:
        if typed["kind"] == NONE:
            return {"kind": NONE}
        told: dict[str, Any] = {"kind": typed["kind"], "grade": int(typed["grade"])}
        return told if typed["certified"] is None else {**told, "certified": typed["certified"]}

    def initial(self, topic: Topic, value: Any) -> Cleaned:
        certified = {True: "yes", False: "no", None: ""}[value.get("certified")]
        return {"kind": value["kind"], "grade": str(value.get("grade", "")), "certified": certified}

    def faults(self, topic: Topic, typed: Cleaned) -> Iterable[tuple[str, str]]:
        kind = typed.get("kind")
        if kind and kind != NONE and not typed.get("grade"):
            yield "grade", _("请选择残疾等级")
        if kind == NONE and typed.get("grade"):
            yield "grade", _("无残疾的不填等级")


class Absence(Shape):
    """Where somebody is, and since when."""

    def fields(self, topic: Topic) -> Fields:
        return {
            "state": one_of(_("离家情形"), code_choices("absence", CODES["absence"])),
            "away_since": a_day(_("离家第一天"), required=False, help_text=_("在宗教场所居住的，请填写入住日期")),
        }

    def value(self, topic: Topic, typed: Cleaned) -> Any:
        since = typed["away_since"]
        return {"state": typed["state"], **({"since": since.isoformat()} if since else {})}

    def initial(self, topic: Topic, value: Any) -> Cleaned:
        since = value.get("since")
        return {"state": value["state"], "away_since": datetime.date.fromisoformat(since) if since else None}

    def faults(self, topic: Topic, typed: Cleaned) -> Iterable[tuple[str, str]]:
        away, since = typed.get("away_since"), typed.get("since")
        if away and since and away > since:
            yield "away_since", _("离家第一天晚于起始日期，请核对")


class Parents(Shape):
    """What became of the father and the mother, and for how many months."""

    def fields(self, topic: Topic) -> Fields:
        states = code_choices("parent_state", CODES["parent_state"])
        return {
            "father_state": one_of(_("父亲情况"), states, required=False),
            "father_months": whole(_("父亲情况已持续月数"), most=1560, required=False),
            "mother_state": one_of(_("母亲情况"), states, required=False),
            "mother_months": whole(_("母亲情况已持续月数"), most=1560, required=False),
        }

    def value(self, topic: Topic, typed: Cleaned) -> Any:
        told: dict[str, Any] = {}
        for parent in ("father", "mother"):
            if state := typed[f"{parent}_state"]:
                months = typed[f"{parent}_months"]
                told[parent] = {"state": state, **({} if months is None else {"months": months})}
        return told

    def initial(self, topic: Topic, value: Any) -> Cleaned:
        return {f"{parent}_{key}": one.get(key) for parent, one in value.items() for key in ("state", "months")}

    def faults(self, topic: Topic, typed: Cleaned) -> Iterable[tuple[str, str]]:
        if not typed.get("father_state") and not typed.get("mother_state"):
            yield "father_state", _("请至少填写父亲或母亲一方的情况")
        for parent in ("father", "mother"):
            if typed.get(f"{parent}_months") is not None and not typed.get(f"{parent}_state"):
                yield f"{parent}_state", _("填写了月数，请选择情况")


class Words(Shape):
    """Any items of a list; that there are none has to be ticked, since nothing ticked says nothing."""

    none_label = gettext_lazy("各项均能自理")

    def fields(self, topic: Topic) -> Fields:
        return {
            "value": ticks(either((topic.zh, topic.en)), self.choices(topic)),
            "nothing": forms.BooleanField(label=self.none_label, required=False),
        }

    def choices(self, topic: Topic) -> list[tuple[str, str]]:
        """What may be ticked."""
        return code_choices(topic.codes, load_list(topic.codes).by_identifier)

    def value(self, topic: Topic, typed: Cleaned) -> Any:
        return list(typed["value"])

    def initial(self, topic: Topic, value: Any) -> Cleaned:
        return {"value": value, "nothing": not value}

    def faults(self, topic: Topic, typed: Cleaned) -> Iterable[tuple[str, str]]:
        if not typed.get("value") and not typed.get("nothing"):
            yield "value", _("请勾选；一项也没有的，请勾选“%(none)s”") % {"none": self.none_label}
        if typed.get("value") and typed.get("nothing"):
            yield "nothing", _("已勾选了项目，不能同时勾选这一项")


class Programmes(Words):
    """Programmes somebody has."""

    none_label = gettext_lazy("未享受任何救助")

    def choices(self, topic: Topic) -> list[tuple[str, str]]:
        return [(one.key, either((one.zh, one.en))) for one in PROGRAMMES if one.in_contract and not one.referral]


class Event(Shape):
    """What happened, when, what it cost; or that nothing did."""

    def fields(self, topic: Topic) -> Fields:
        kinds = [(word, label) for word, label in code_choices("event_kind", CODES["event_kind"]) if word != NONE]
        return {
            "kind": one_of(_("突发事件"), [(NONE, _("未发生")), *kinds]),
            "day": a_day(_("发生日期"), required=False),
            "urgent": yes_no(_("情况紧急，不能等待"), required=False),
            "loss": MoneyField(label=_("损失（元）"), required=False),
            "self_paid": MoneyField(label=_("近十二个月自付的医疗或教育费（元）"), required=False),
        }

    def value(self, topic: Topic, typed: Cleaned) -> Any:
        if typed["kind"] == NONE:
            return {"kind": NONE}
        told: dict[str, Any] = {"kind": typed["kind"]}
        if typed["day"]:
            told["day"] = typed["day"].isoformat()
        if typed["urgent"] is not None:
            told["urgent"] = typed["urgent"]
        return told | {name: typed[name] for name in ("loss", "self_paid") if typed[name]}

    def initial(self, topic: Topic, value: Any) -> Cleaned:
        on = value.get("day")
        told = {**value, "day": datetime.date.fromisoformat(on) if on else None}
        return {**told, "urgent": {True: "yes", False: "no", None: ""}[value.get("urgent")]}

    def faults(self, topic: Topic, typed: Cleaned) -> Iterable[tuple[str, str]]:
        filled = [name for name in ("day", "loss", "self_paid") if typed.get(name)]
        if typed.get("kind") == NONE and filled:
            yield filled[0], _("选了“未发生”，这里应留空")
        if typed.get("day") and typed.get("since") and typed["day"] > typed["since"]:
            yield "since", _("起始日期早于发生日期，请核对")


class Housing(Shape):
    """Whose the home is, and how safe."""

    def fields(self, topic: Topic) -> Fields:
        return {
            "tenure": one_of(_("住房来源"), code_choices("housing", load_list("housing").by_identifier)),
            "safety": one_of(
                _("房屋安全等级"),
                code_choices("housing_safety", load_list("housing_safety").by_identifier),
                required=False,
            ),
        }

    def value(self, topic: Topic, typed: Cleaned) -> Any:
        return {"tenure": typed["tenure"], **({"safety": typed["safety"]} if typed["safety"] else {})}

    def initial(self, topic: Topic, value: Any) -> Cleaned:
        return dict(value)


SHAPES: dict[str, Shape] = {
    "truth": Truth(),
    "count": Number(),
    "amount": Amount(),
    "code": Coded(),
    "item": Item(),
    "disability": Disability(),
    "absence": Absence(),
    "parents": Parents(),
    "words": Words(),
    "event": Event(),
    "housing": Housing(),
    "list": Programmes(),
}
