"""Fields of the citizens' forms: what is not known may be left open everywhere, and looks it."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from doudi.interfaces.site.jinja import either
from doudi.vocabulary.codes import load_list
from doudi.vocabulary.money import parse_yuan, yuan

Choices = Iterable[tuple[str, Any]]


class MoneyField(forms.CharField):
    """Yuan as people write them; what comes out is text with two decimals, or nothing where it was left open."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=20, widget=widget, required=False, **options)

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFKC", str(value or "")).strip().replace(",", "").removesuffix("元")
        if not text:
            return ""
        try:
            return yuan(parse_yuan(text))
        except ValueError:
            raise ValidationError(_("请写数字，如 1900 或 58.5，不知道的空着")) from None


class ManyFiles(forms.FileField):
    """Several files chosen at once; what comes out is the list of them."""

    def __init__(self, **options: Any) -> None:
        widget = forms.FileInput()
        widget.allow_multiple_selected = True  # type: ignore[attr-defined]
        widget.attrs |= {"multiple": True, "accept": "image/*,application/pdf"}
        super().__init__(widget=widget, required=False, **options)
        widget.value_from_datadict = lambda data, files, name: files.getlist(name)  # type: ignore[method-assign]

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        return [super(ManyFiles, self).clean(one, initial) for one in value or []]


def not_known() -> str:
    """The answer that is allowed everywhere."""
    return _("不知道")


def one_of(label: str, choices: Choices, **options: Any) -> forms.ChoiceField:
    """One of a list, or not known, which is chosen beforehand."""
    return forms.ChoiceField(label=label, choices=[("", not_known()), *choices], required=False, **options)


def yes_no(label: str, **options: Any) -> forms.TypedChoiceField:
    """Yes, no or not known; what comes out is True, False or None."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", _("有／是")), ("no", _("没有／不是")), ("", not_known())],
        coerce=lambda chosen: chosen == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        **options,
    )


def count(label: str, **options: Any) -> forms.IntegerField:
    """A whole number, or left open."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(label=label, required=False, min_value=0, widget=widget, **options)


def listed(name: str, *words: str) -> list[tuple[str, str]]:
    """The words of a code list in the reader's language, all of them or those named."""
    known = load_list(name).by_identifier
    return [(word, either((known[word].zh, known[word].en))) for word in words or known if word in known]
