"""How the controls of Django forms are drawn: classes, day pickers, what a screen reader is told."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString


def kind_of(bound: BoundField) -> str:
    """`tick` for one box, `choices` for several buttons or boxes, `line` for all else."""
    widget = bound.field.widget
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    return "tick" if isinstance(widget, forms.CheckboxInput) else "line"


def control(bound: BoundField, told: str = "") -> SafeString:
    """The control with its class, tied to its help text and to what is wrong with it."""
    widget = bound.field.widget
    if isinstance(widget, forms.DateInput):
        # A day picker takes and gives ISO days, whatever the language.
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    return bound.as_widget(attrs=_attributes(bound, told))


def choices_of(bound: BoundField) -> list[BoundWidget]:
    """The buttons or boxes of a choice, each with its class."""
    choices = list(bound.subwidgets)
    for choice in choices:
        choice.data["attrs"]["class"] = "form-check-input"
    return choices


def described_by(bound: BoundField, told: str = "") -> str:
    """The ids of the texts that explain a control."""
    ids = [f"{bound.auto_id}_helptext"] if told else []
    return " ".join([*ids, *([f"{bound.auto_id}_error"] if bound.errors else [])])


def _attributes(bound: BoundField, told: str) -> dict[str, Any]:
    widget = bound.field.widget
    own = widget.attrs.get("class", "")
    fault = "is-invalid" if bound.errors else ""
    attributes: dict[str, Any] = {"class": " ".join(filter(None, (_class_of(widget), own, fault)))}
    if ids := described_by(bound, told):
        attributes["aria-describedby"] = ids
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return attributes


def _class_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, (forms.Select, forms.SelectMultiple)) else "form-control"
