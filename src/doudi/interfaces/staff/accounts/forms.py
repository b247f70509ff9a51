"""Forms about officers, posts, cover, powers, relatives and tokens."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.interfaces.site.jinja import aside, either
from doudi.interfaces.staff.people.choices import listed
from doudi.interfaces.staff.people.forms import day, reason, text
from doudi.records.accounts.desk import Desk
from doudi.records.accounts.overview import appointments_ahead, appointments_within
from doudi.records.accounts.posts import POSTS, POWERS
from doudi.records.accounts.powers import NEAR_RELATIVES, SELF
from doudi.records.territory.queries import path_name, standing_within
from doudi.vocabulary.money import parse_yuan

Choices = list[tuple[Any, str]]


def _first(blank: str, pairs: Choices) -> Choices:
    return [("", blank), *pairs]


def _places(by: Desk, *levels: str) -> Choices:
    """The places of the territory, of some levels where said, under their whole name."""
    standing = [one for one in standing_within(by.spans, by.day) if not levels or one.level in levels]
    return _first(_("请选择"), [(one.code, path_name(one.code) or one.name) for one in standing])


class OfficerForm(forms.Form):
    """An account to open; the first password is made by the system and told once."""

    login = text(gettext_lazy("登录名"), required=True, help_text=gettext_lazy("英文字母、数字、点、短横"), longest=60)
    name = text(gettext_lazy("姓名"), required=True, longest=60)
    phone = text(gettext_lazy("办公电话"), longest=40)


class AppointForm(forms.Form):
    """A post for an officer."""

    post = forms.ChoiceField(label=gettext_lazy("岗位"))
    territory = forms.ChoiceField(label=gettext_lazy("所在区划"))
    since = day(gettext_lazy("自何日起"))
    until = day(gettext_lazy("到何日止（该日起不再任职）"), required=False, help_text=gettext_lazy("不填为长期"))
    note = text(gettext_lazy("任职依据"))

    def __init__(self, *args: Any, by: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = {one.level for one in standing_within(by.spans, by.day)}
        posts = [(one.key, either((one.zh, one.en))) for one in POSTS.values() if one.level in levels]
        self.fields["post"].choices = _first(_("请选择"), posts)  # type: ignore[attr-defined]
        self.fields["territory"].choices = _places(by)  # type: ignore[attr-defined]
        self.fields["since"].initial = by.day


class EndPostForm(forms.Form):
    """A post ends."""

    until = day(gettext_lazy("到何日止（该日起不再任职）"))
    reason = reason()

    def __init__(self, *args: Any, by: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = by.day


class CoverForm(forms.Form):
    """Who stands in during leave."""

    deputy = forms.TypedChoiceField(label=gettext_lazy("代班人"), coerce=int)
    since = day(gettext_lazy("自何日起"))
    until = day(gettext_lazy("到何日止（该日起不再代班）"), help_text=gettext_lazy("最长30天"))
    reason = reason()

    def __init__(self, *args: Any, by: Desk, without: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held: dict[int, list[Any]] = {}
        for one in appointments_ahead(by):
            if one.officer.is_active and one.officer_id not in (without, by.officer_id):
                held.setdefault(one.officer_id, []).append(one)
        named = [(pk, aside(posts[0].officer.name, _posts(posts))) for pk, posts in held.items()]
        self.fields["deputy"].choices = _first(_("请选择"), named)  # type: ignore[attr-defined]
        self.fields["since"].initial = by.day


def _posts(appointments: list[Any]) -> str:
    """The posts of somebody, to tell two of one name apart."""
    said = (f"{path_name(one.territory)}{either((POSTS[one.post].zh, POSTS[one.post].en))}" for one in appointments)
    return either(("、", ", ")).join(said)


class HandOverForm(forms.Form):
    """To whom open work goes."""

    to = forms.TypedChoiceField(label=gettext_lazy("接手人"), coerce=int)
    reason = reason()

    def __init__(self, *args: Any, by: Desk, giving: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = appointments_within(by).filter(post=giving.post, territory=giving.territory).exclude(pk=giving.pk)
        named = [(one.pk, aside(one.officer.name, one.officer.login)) for one in same if one.officer.is_active]
        self.fields["to"].choices = _first(_("请选择"), named)  # type: ignore[attr-defined]


class GrantForm(forms.Form):
    """A power left to a township."""

    power = forms.ChoiceField(label=gettext_lazy("委托的权限"))
    town = forms.ChoiceField(label=gettext_lazy("乡镇（街道）"))
    ceiling = text(gettext_lazy("限额（元）"), help_text=gettext_lazy("小额临时救助必填，其他不填"))
    notice = text(gettext_lazy("委托文件文号"), required=True)
    since = day(gettext_lazy("自何日起"))
    until = day(gettext_lazy("到何日止（该日起不再有效）"), required=False, help_text=gettext_lazy("不填为长期"))

    def __init__(self, *args: Any, by: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        powers = [(key, _(zh)) for key, (zh, _ceiling) in POWERS.items()]
        self.fields["power"].choices = _first(_("请选择"), powers)  # type: ignore[attr-defined]
        self.fields["town"].choices = _places(by, "town")  # type: ignore[attr-defined]
        self.fields["since"].initial = by.day

    def clean_ceiling(self) -> int | None:
        """The ceiling in fen, or none."""
        written = self.cleaned_data["ceiling"].strip()
        try:
            return parse_yuan(written) if written else None
        except ValueError as fault:
            raise forms.ValidationError(str(fault)) from None


class RelativeForm(forms.Form):
    """A near relative of staff or a village official."""

    staff_name = text(gettext_lazy("工作人员姓名"), required=True)
    staff_role = text(gettext_lazy("职务"), required=True, help_text=gettext_lazy("如“柳林村党支部书记”"))
    territory = forms.ChoiceField(label=gettext_lazy("所在区划"))
    officer = forms.TypedChoiceField(
        label=gettext_lazy("本系统账号"), coerce=int, required=False, empty_value=None,
        help_text=gettext_lazy("工作人员在本系统有账号的选择"),
    )  # fmt: skip
    name = text(gettext_lazy("近亲属姓名"), required=True)
    relation = forms.ChoiceField(label=gettext_lazy("是工作人员的"))
    citizen_id = text(gettext_lazy("近亲属证件号"))
    born_on = day(gettext_lazy("近亲属出生日期"), required=False, help_text=gettext_lazy("没有证件号时必填"))

    def __init__(self, *args: Any, by: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = [(SELF, _("工作人员本人")), *(pair for pair in listed("kinship") if pair[0] in NEAR_RELATIVES)]
        staff = {one.officer_id: one.officer for one in appointments_within(by)}
        named = [(pk, aside(one.name, one.login)) for pk, one in staff.items()]
        self.fields["territory"].choices = _places(by)  # type: ignore[attr-defined]
        self.fields["relation"].choices = _first(_("请选择"), near)  # type: ignore[attr-defined]
        self.fields["officer"].choices = _first(_("没有账号"), named)  # type: ignore[attr-defined]


class TokenForm(forms.Form):
    """A token for a program."""

    label = text(gettext_lazy("给哪个程序用"), required=True)
    expires_on = day(gettext_lazy("有效期到（该日起失效）"), help_text=gettext_lazy("最长一年"))


class OfficerSearch(forms.Form):
    """Whose accounts to show."""

    word = text(gettext_lazy("姓名或登录名"))


SYSTEM = 0


class TrailFilter(forms.Form):
    """Which lines of the trail to show."""

    officer = forms.TypedChoiceField(label=gettext_lazy("工作人员"), coerce=int, required=False, empty_value=None)
    table = forms.ChoiceField(label=gettext_lazy("内容"), required=False)
    since = day(gettext_lazy("自"), required=False)
    until = day(gettext_lazy("至"), required=False)
    request = text(gettext_lazy("请求编号"), longest=40)

    def __init__(self, *args: Any, officers: Choices, tables: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = _first(_("全部"), officers)  # type: ignore[attr-defined]
        self.fields["table"].choices = _first(_("全部"), tables)  # type: ignore[attr-defined]
        if not tables:
            del self.fields["table"]
