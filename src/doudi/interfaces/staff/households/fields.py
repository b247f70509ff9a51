"""Fields of the forms of facts: amounts as clerks type them, answers that nobody has chosen beforehand."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from doudi.interfaces.site.jinja import either
from doudi.vocabulary.codes import load_list
from doudi.vocabulary.money import parse_yuan, yuan

_UNCHOSEN = ("", "----")


class MoneyField(forms.CharField):
    """Yuan as a clerk types them; what comes out is text with two decimals, as a case file has it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=20, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFKC", str(value or "")).replace(",", "").replace(" ", "").removesuffix("元")
        if not text:
            return ""
        try:
            return yuan(parse_yuan(text))
        except ValueError:
            raise ValidationError(_("金额应为数字，最多两位小数，不能为负，例如 1900 或 58.13，单位为元")) from None


def yes_no(label: str, *, required: bool = True, help_text: str = "") -> forms.TypedChoiceField:
    """Yes or no, neither chosen beforehand; not answered is None."""
    choices = [("yes", _("是")), ("no", _("否"))]
    if not required:
        choices.append(("", _("不详")))
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=lambda chosen: chosen == "yes",
        empty_value=None,
        required=required,
        widget=forms.RadioSelect,
        help_text=help_text,
        error_messages={"required": _("请选择是或否")},
    )


def one_of(label: str, choices: Iterable[tuple[str, str]], *, required: bool = True) -> forms.ChoiceField:
    """One of a list, nothing chosen beforehand."""
    return forms.ChoiceField(
        label=label,
        choices=[_UNCHOSEN, *choices],
        required=required,
        error_messages={"required": _("请选择%(what)s") % {"what": label}},
    )


def whole(label: str, *, least: int = 0, most: int = 9_999, required: bool = True) -> forms.IntegerField:
    """A whole number."""
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=required)


def a_day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, required=required, help_text=help_text, widget=forms.DateInput)


def ticks(label: str, choices: Iterable[tuple[str, str]]) -> forms.MultipleChoiceField:
    """Any of a list."""
    return forms.MultipleChoiceField(
        label=label, choices=list(choices), required=False, widget=forms.CheckboxSelectMultiple
    )


def code_choices(name: str, words: Iterable[str]) -> list[tuple[str, str]]:
    """The words of a list with their labels in the reader's language, in the order given."""
    known = load_list(name).by_identifier
    return [(word, either((known[word].zh, known[word].en))) for word in words if word in known]
