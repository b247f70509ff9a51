"""The forms of facts, made from the shape of their topic, with what every fact has: days, source, who vouches, the paper."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from doudi.interfaces.site.jinja import either
from doudi.interfaces.staff.households.fields import a_day, one_of
from doudi.interfaces.staff.households.shapes import SHAPES, Cleaned, Fields
from doudi.records.evidence.topics import SOURCES, Topic


class FactForm(forms.Form):
    """A fact of one topic; `value` is what its fields make, `typed` its common fields.

    `papers` are the household's papers to rest on, `standing` the rows of the same topic a new one may replace.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        topic: Topic,
        initial: Cleaned | None = None,
        papers: Iterable[tuple[int, str]] = (),
        standing: Iterable[tuple[int, str]] = (),
        correcting: bool = False,
    ) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        self.topic, self.shape = topic, SHAPES[topic.shape]
        self.fields |= self.shape.fields(topic)
        self.value_fields = list(self.fields)
        if standing := list(standing):
            self.fields["replaces"] = _replaces(standing)
        self.fields |= _common(papers, correcting=correcting)

    def clean(self) -> Cleaned:
        """Check what only goes together; the engine's own reader has the last word when it is saved."""
        cleaned = super().clean() or self.cleaned_data
        for name, message in self.shape.faults(self.topic, cleaned):
            if name not in self.errors:
                self.add_error(name, message)
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("结束日期早于起始日期，请核对"))
        return cleaned

    @property
    def value(self) -> Any:
        """The value as evidence keeps it."""
        return self.shape.value(self.topic, self.cleaned_data)

    @property
    def replaces(self) -> int | None:
        """The row the new one replaces, or None where it stands beside."""
        chosen = self.cleaned_data.get("replaces") or ""
        return int(chosen) if chosen.isdigit() else None

    @property
    def typed(self) -> Cleaned:
        """The common fields as a draft takes them."""
        typed = self.cleaned_data
        return {
            "since": typed["since"],
            "until": typed["until"],
            "source": typed["source"],
            "vouched_by": typed["vouched_by"],
            "document": int(typed["document"]) if typed["document"] else None,
            "note": typed["note"],
            "certificate": typed.get("certificate", ""),
        }

    def refuse(self, faults: dict[str, str]) -> None:
        """Show what an action refused beside the fields it names; of the value beside the first of its fields."""
        for name, message in faults.items():
            where = self.value_fields[0] if name == "value" else name if name in self.fields else None
            self.add_error(where, message)


def initial_of(topic: Topic, value: Any) -> Cleaned:
    """What fills the fields of a topic's value."""
    return SHAPES[topic.shape].initial(topic, value)


def _replaces(standing: list[tuple[int, str]]) -> forms.ChoiceField:
    choices = [("beside", _("另外的一笔，与现有的并存"))]
    choices += [(str(pk), _("接续：%(row)s（到起始日期为止）") % {"row": row}) for pk, row in standing]
    return forms.ChoiceField(
        label=_("与现有记录的关系"),
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("已有同类记录：请选择是另外的一笔，还是接续其中一笔")},
    )


def _common(papers: Iterable[tuple[int, str]], *, correcting: bool) -> Fields:
    fields: Fields = {
        "since": a_day(_("起始日期"), help_text=_("从哪一天起是这样；不晚于今天")),
        "until": a_day(_("结束日期"), required=False, help_text=_("从哪一天起不再是这样；仍然如此的不填")),
        "source": one_of(_("信息来源"), [(key, either(names)) for key, names in SOURCES.items()]),
        "vouched_by": forms.CharField(label=_("证明人或出具单位"), required=False, max_length=100),
        "document": one_of(_("依据材料"), [(str(pk), name) for pk, name in papers], required=False),
        "note": forms.CharField(
            label=_("说明"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
        ),
    }
    if correcting:
        fields["reason"] = forms.CharField(
            label=_("更正原因"),
            max_length=200,
            help_text=_("原来的记录会保留，并注明更正原因"),
            error_messages={"required": _("请写明更正原因")},
        )
    return fields
