"""What forms are made of: fields for a day, for words, for a reason, for the number of a household."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.records.accounts.desk import Desk

_DASHES = re.compile("[\u2010-\u2015\u2212\uff0d_]")
_HOUSEHOLD = re.compile(r"([0-9]{9})-?([0-9]{6})")


class DayInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A field for a day."""
    return forms.DateField(label=label, widget=DayInput(), required=required, help_text=help_text)


def text(
    label: Any, *, required: bool = False, lines: int = 1, help_text: Any = "", longest: int = 200
) -> forms.CharField:
    """A field for words."""
    widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput()
    return forms.CharField(label=label, required=required, widget=widget, help_text=help_text, max_length=longest)


def reason() -> forms.CharField:
    """Why it is done; stands in the trail."""
    return text(gettext_lazy("原因"), required=True, help_text=gettext_lazy("将记入审计记录"))


def version() -> forms.CharField:
    """The state a form was opened on."""
    return forms.CharField(widget=forms.HiddenInput, required=False)


def household_number(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A field for the number of a household, however it was pasted."""
    told = help_text or gettext_lazy("如 341502001-000123，可直接粘贴")
    return _HouseholdNumber(label=label, max_length=60, required=required, help_text=told)


class _HouseholdNumber(forms.CharField):
    """Takes spaces, full-width digits and every dash; gives the number as the register has it."""

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        plain = "".join(_DASHES.sub("-", unicodedata.normalize("NFKC", typed)).split())
        if not plain:
            return ""
        found = _HOUSEHOLD.fullmatch(plain)
        if found is None:
            raise forms.ValidationError(_("户编号应为9位乡镇代码、短横和6位序号，如 341502001-000123"))
        return f"{found[1]}-{found[2]}"


class Folding(forms.Form):
    """A form some of whose fields are seldom needed: they lie folded under `rare_label`."""

    rare: tuple[str, ...] = ()
    rare_label: Any = ""

    def shows_rare(self) -> bool:
        """Whether the folded fields are shown: one of them says something already, or is wrong."""
        return any(self[name].errors or self[name].value() for name in self.rare)


class Versioned(forms.Form):
    """A form that knows the state it was opened on; `version` is None where nobody told."""

    version = version()

    def clean_version(self) -> int | None:
        """The state as a number; one that is none counts as older than any."""
        sent = self.cleaned_data["version"]
        return (int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0) if sent else None


class Dated(Versioned):
    """A form of a household that says on which day and why."""

    on = day(gettext_lazy("日期"))
    reason = reason()

    def __init__(self, *args: Any, by: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = by.day


class ReasonForm(forms.Form):
    """Nothing but the reason."""

    reason = reason()


class EndForm(forms.Form):
    """Something ends on a day, for a reason."""

    on = day(gettext_lazy("日期"))
    reason = reason()

    def __init__(self, *args: Any, by: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = by.day
