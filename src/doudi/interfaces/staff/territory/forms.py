"""Forms about places: what to look for, a list of codes, a new name, a merge."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.interfaces.staff.people.forms import day, reason, text
from doudi.records.accounts.desk import Desk
from doudi.records.territory.queries import path_name, standing_within


class TreeForm(forms.Form):
    """Which places to show: by name or code, as they stood on a day."""

    q = text(gettext_lazy("名称或代码"), longest=60)
    on = day(gettext_lazy("看哪一天"), required=False, help_text=gettext_lazy("不填为今天"))


class ListForm(forms.Form):
    """A list of official codes and from which day it holds."""

    file = forms.FileField(
        label=gettext_lazy("区划代码表（CSV）"),
        help_text=gettext_lazy("表头至少有“代码”“名称”，可有“城乡”；UTF-8 或 GB18030 均可"),
    )
    since = day(gettext_lazy("生效日期"))
    reason = reason()

    def __init__(self, *args: Any, by: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = by.day


class ConfirmListForm(forms.Form):
    """The rows of a list that was looked at: they travel with the form, so that no file is kept."""

    rows = forms.CharField(widget=forms.HiddenInput, strip=False)
    since = forms.DateField(widget=forms.HiddenInput)
    reason = forms.CharField(widget=forms.HiddenInput, max_length=200)


class _Dated(forms.Form):
    on = day(gettext_lazy("自何日起"))
    reason = reason()

    def __init__(self, *args: Any, by: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = by.day


class RenameForm(_Dated):
    """A place gets another name."""

    name = text(gettext_lazy("新名称"), required=True, longest=60)
    field_order = ("name", "on", "reason")


class MergeForm(_Dated):
    """A place goes on in another of its level."""

    successor = forms.ChoiceField(label=gettext_lazy("并入哪里"))
    understood = forms.BooleanField(label=gettext_lazy("已核对上面列出的家庭和工作人员"))
    field_order = ("successor", "on", "reason", "understood")

    def __init__(self, *args: Any, by: Desk, place: Any, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        others = standing_within(by.spans, by.day).filter(level=place.level).exclude(code=place.code)
        named = [(one.code, path_name(one.code) or one.name) for one in others]
        self.fields["successor"].choices = [("", _("请选择")), *named]  # type: ignore[attr-defined]
