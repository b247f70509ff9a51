"""Small forms that ask for a day or a reason before something is ended, withdrawn or printed."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("原因"), max_length=200, error_messages={"required": _("请写明原因")})


class EndForm(forms.Form):
    """The first day on which something no longer holds."""

    until = forms.DateField(
        label=_("结束日期"),
        widget=forms.DateInput,
        help_text=_("从这一天起不再是这样"),
        error_messages={"required": _("请填写结束日期")},
    )
