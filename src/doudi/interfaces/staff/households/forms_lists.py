"""The forms of lists: what they are narrowed by, which columns they have, what is exported."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from doudi.records.accounts.actions import AccountRefused
from doudi.records.accounts.desk import Desk
from doudi.records.accounts.guessing import is_own_password
from doudi.records.registry import listing_filters as allowed
from doudi.records.registry.listing_columns import ListColumn, columns_of
from doudi.records.registry.listing_conditions import AGES, GRADES
from doudi.records.registry.listing_filters import Filters, ListName, causes_seen, filters_closed_to, sorts_of
from doudi.records.registry.listing_places import places_under
from doudi.records.registry.search_terms import LONGEST, is_secret
from doudi.records.territory.queries import name_of

# What may stand in the address of a list beside its filters.
BESIDE = frozenset({"page", "col"})

Choices = list[tuple[str, str]]


def choices(pairs: Mapping[str, tuple[Any, ...]], blank: str | None = None) -> Choices:
    """Choices in the reader's language, with one for “any” first where `blank` names it."""
    english = (get_language() or "").startswith("en")
    first = [] if blank is None else [("", blank)]
    return [*first, *((key, pair[1] if english else pair[0]) for key, pair in pairs.items())]


def label_of(column: ListColumn) -> str:
    """A column's heading in the reader's language."""
    return column.en if (get_language() or "").startswith("en") else column.zh


def _choice(label: str, offered: Choices) -> forms.ChoiceField:
    told = {"invalid_choice": _("“%(value)s”不在可选范围内，请重新选择")}
    return forms.ChoiceField(label=label, choices=offered, required=False, error_messages=told)


class ListForm(forms.Form):
    """The filters of a list. What the post does not see is not asked, and refused where an address asks it all the same."""

    def __init__(self, by: Desk, name: ListName, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.by, self.name, self.closed = by, name, filters_closed_to(by)
        fields = _shared(by, data.get("territory", "")) | (_OF_LIST[name](by))
        self.fields = {key: field for key, field in fields.items() if key not in self.closed}

    def clean_q(self) -> str:
        """A number of identity never stands in an address."""
        if is_secret(self.cleaned_data["q"]):
            raise forms.ValidationError(_("名单不按证件号、电话、账号查找，请用页面上方的搜索框"))
        return str(self.cleaned_data["q"])

    def clean(self) -> dict[str, Any]:
        """Refuse what is not asked at all, and what the post does not see."""
        for name in self.data:
            if name in self.closed:
                self.add_error(None, _("您的岗位不办理“%(what)s”，不能按它筛选") % {"what": self.closed[name]})
            elif name not in self.fields and name not in BESIDE:
                self.add_error(None, _("没有“%(name)s”这个筛选条件") % {"name": name[:40]})
        if self.cleaned_data.get("grade") and not self.cleaned_data.get("disability"):
            self.add_error("grade", _("请同时选择残疾类别，或“有残疾”"))
        return self.cleaned_data

    @property
    def filters(self) -> Filters:
        """The filters of a form that is valid."""
        return allowed.FILTERS[self.name].of(self.cleaned_data)

    def told(self) -> list[tuple[str, str]]:
        """What the list is narrowed by, in words."""
        return [(bound.label, _value(bound)) for bound in self if self.cleaned_data.get(bound.name)]


def _value(bound: forms.BoundField) -> str:
    value, field = bound.form.cleaned_data[bound.name], bound.field
    if isinstance(field, forms.BooleanField):
        return _("是")
    return dict(field.choices)[value] if isinstance(field, forms.ChoiceField) else str(value)


def _shared(by: Desk, territory: str) -> dict[str, forms.Field]:
    anything = _("不限")
    return {
        "q": forms.CharField(label=_("姓名或拼音"), required=False, max_length=LONGEST),
        "territory": _choice(_("地区"), _places(by, territory)),
        "programme": _choice(_("在发项目"), choices(allowed.IN_PAYMENT, anything)),
        "age": _choice(_("年龄段"), choices(AGES, anything)),
        "disability": _choice(_("残疾"), choices(allowed.DISABILITIES, anything)),
        "grade": _choice(_("残疾等级"), choices(GRADES, anything)),
        "no_id": forms.BooleanField(label=_("无证件号"), required=False),
        "relative": forms.BooleanField(label=_("疑似备案近亲属"), required=False),
        "dead_paid": forms.BooleanField(label=_("死亡后仍在发"), required=False),
        "gone_paid": forms.BooleanField(label=_("离户后仍在发"), required=False),
    }


def _of_households(by: Desk) -> dict[str, forms.Field]:
    anything = _("不限")
    return {
        "q": forms.CharField(label=_("户主姓名、拼音或户号"), required=False, max_length=LONGEST),
        "age": _choice(_("有成员在此年龄段"), choices(AGES, anything)),
        "disability": _choice(_("有成员残疾"), choices(allowed.DISABILITIES, anything)),
        "no_id": forms.BooleanField(label=_("有成员无证件号"), required=False),
        "state": _choice(_("状态"), choices(allowed.STATES)),
        "cause": _choice(_("致困原因"), choices(causes_seen(by), anything)),
        "type": _choice(_("困难户类型"), choices(allowed.TYPES, anything)),
        "area": _choice(_("城乡"), choices(allowed.AREAS, anything)),
        "size": _choice(_("人口"), choices(allowed.SIZES, anything)),
        "review_before": forms.DateField(
            label=_("在此日期前应复核"),
            required=False,
            widget=forms.DateInput,
            error_messages={"invalid": _("日期无法识别，应如 2026-03-01")},
        ),
        "sort": _choice(_("排序"), choices(sorts_of(by, "households"))),
    }


def _of_people(by: Desk) -> dict[str, forms.Field]:
    anything = _("不限")
    return {
        "programme": _choice(_("本人或本户在发"), choices(allowed.PAYABLE, anything)),
        "living": _choice(_("状态"), choices(allowed.LIVING)),
        "sex": _choice(_("性别"), choices(allowed.SEXES, anything)),
        "placed": _choice(_("在户情况"), choices(allowed.PLACED, anything)),
        "sort": _choice(_("排序"), choices(sorts_of(by, "people"))),
    }


_OF_LIST = {"households": _of_households, "people": _of_people}


def _places(by: Desk, chosen: str) -> Choices:
    """The whole territory, the places on the way to the one chosen, and those right under it: one step at a time."""
    own = [(chosen, name_of(chosen))] if chosen == by.territory else []
    return [("", _("全部（%(place)s）") % {"place": name_of(by.territory)}), *own, *places_under(by, chosen)]


class ColumnsForm(forms.Form):
    """Which columns a list has on this officer's pages."""

    col = forms.MultipleChoiceField(label=gettext_lazy("显示的列"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, by: Desk, name: ListName, shown: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"col": list(shown)}, auto_id="columns_%s", **kwargs)
        self.fields["col"].choices = [(one.key, label_of(one)) for one in columns_of(by, name)]


class ExportForm(forms.Form):
    """What is handed out, as what and why. Whole numbers are asked for apart, and confirmed with the password."""

    reason = forms.CharField(
        label=gettext_lazy("导出原因"),
        max_length=200,
        help_text=gettext_lazy("将记入查看记录，如“6月发放核对”"),
        error_messages={"required": gettext_lazy("请写明导出原因")},
    )
    format = forms.ChoiceField(
        label=gettext_lazy("格式"),
        choices=[("xlsx", "Excel"), ("csv", "CSV")],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("列"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少选择一列")},
    )
    whole = forms.MultipleChoiceField(
        label=gettext_lazy("完整号码"), required=False, widget=forms.CheckboxSelectMultiple
    )
    confirmed = forms.BooleanField(label=gettext_lazy("我确认工作需要完整号码，并负责保管和销毁该文件"), required=False)
    password = forms.CharField(
        label=gettext_lazy("本人密码（仅导出完整号码时填写）"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, by: Desk, officer: Any, name: ListName, shown: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"columns": list(shown), "format": "xlsx"}, **kwargs)
        self.officer = officer
        open_to = columns_of(by, name, whole=True)
        self.fields["columns"].choices = [(one.key, label_of(one)) for one in open_to if not one.whole]
        self.fields["whole"].choices = [(one.key, label_of(one)) for one in open_to if one.whole]
        if not self.fields["whole"].choices:
            for field in ("whole", "confirmed", "password"):
                del self.fields[field]

    def clean(self) -> dict[str, Any]:
        """Whole numbers need the tick and the password of the officer who sits there."""
        told = self.cleaned_data
        if told.get("whole"):
            if not told.get("confirmed"):
                self.add_error("confirmed", _("导出完整号码，请勾选确认"))
            else:
                self._check_password(told.get("password", ""))
        return told

    def _check_password(self, password: str) -> None:
        try:
            if not is_own_password(self.officer, password, field="password"):
                self.add_error("password", _("密码不对；导出完整号码须输入本人密码"))
        except AccountRefused as refused:
            self.add_error("password", str(refused))
