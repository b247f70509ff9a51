"""Forms about what people are paid: accounts, and benefits taken over."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.interfaces.site.jinja import either
from doudi.interfaces.staff.people.choices import listed
from doudi.interfaces.staff.people.forms import Versioned, day, text
from doudi.policy.programmes import PROGRAMMES
from doudi.records.accounts.desk import Desk
from doudi.records.registry.words import HOLDERS
from doudi.vocabulary.money import parse_yuan


class AccountForm(forms.Form):
    """A bank account a person is paid into."""

    number = text(gettext_lazy("账号"), required=True, help_text=gettext_lazy("按卡或存折录入，空格不影响"))
    bank = text(gettext_lazy("开户银行"))
    holder_kind = forms.ChoiceField(label=gettext_lazy("账户属于"))
    holder_name = text(gettext_lazy("开户人"), help_text=gettext_lazy("本人账户可不填"))
    agreement = text(gettext_lazy("代领协议编号"), help_text=gettext_lazy("代领人账户必填"))
    since = day(gettext_lazy("自何日起使用"))

    def __init__(self, *args: Any, by: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder_kind"].choices = [(key, _(zh)) for key, zh in HOLDERS]  # type: ignore[attr-defined]
        self.fields["since"].initial = by.day


class BenefitForm(Versioned):
    """A benefit in payment, taken over as found."""

    programme = forms.ChoiceField(label=gettext_lazy("救助项目"))
    person = forms.TypedChoiceField(
        label=gettext_lazy("享受人"), coerce=int, required=False, empty_value=None,
        help_text=gettext_lazy("按人发放的项目选择；低保等按户发放的不选"),
    )  # fmt: skip
    monthly = text(gettext_lazy("每月金额（元）"), required=True)
    dibao_class = forms.ChoiceField(label=gettext_lazy("低保类别"), required=False)
    care_mode = forms.ChoiceField(label=gettext_lazy("供养方式"), required=False)
    since = day(gettext_lazy("从何月起发放"), help_text=gettext_lazy("选该月第一天"))
    next_review_on = day(gettext_lazy("下次复核日期"), required=False)
    certificate = text(gettext_lazy("证书编号"))
    note = text(gettext_lazy("备注"))

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.key, either((one.zh, one.en))) for one in PROGRAMMES if one.in_contract and not one.referral]
        self.fields["programme"].choices = [("", _("请选择")), *named]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("全户")), *people]  # type: ignore[attr-defined]
        self.fields["dibao_class"].choices = listed("dibao_class", blank=_("不适用"))  # type: ignore[attr-defined]
        self.fields["care_mode"].choices = listed("care_mode", blank=_("不适用"))  # type: ignore[attr-defined]

    def clean_monthly(self) -> int:
        """The amount in fen."""
        try:
            return parse_yuan(self.cleaned_data["monthly"].strip())
        except ValueError as fault:
            raise forms.ValidationError(str(fault)) from None

    def clean_since(self) -> datetime.date:
        """The first day of the month."""
        since: datetime.date = self.cleaned_data["since"]
        if since.day != 1:
            raise forms.ValidationError(_("请选择起始月份的第一天"))
        return since
