"""The form that asks why sensitive facts are looked at."""

from django import forms
from django.utils.translation import gettext_lazy as _

# What is logged stays Chinese, whatever the reader's language; the label is translated.
REASONS = (
    ("定期核查", _("定期核查")),
    ("受理咨询", _("受理咨询")),
    ("来访", _("来访")),
    ("数据核对", _("数据核对")),
    ("信访投诉", _("信访投诉")),
    ("其他", _("其他")),
)


class OpeningForm(forms.Form):
    """One of the usual reasons, with a case number or a word more; the last needs the word."""

    reason = forms.ChoiceField(
        label=_("查看原因"), choices=[("", "----"), *REASONS], error_messages={"required": _("请选择查看原因")}
    )
    detail = forms.CharField(label=_("案件编号或说明"), required=False, max_length=200)

    def clean(self) -> dict[str, str]:
        """A reason that says nothing by itself has to be said."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("reason") == "其他" and len(cleaned.get("detail", "").strip()) < 2:
            self.add_error("detail", _("选了“其他”，请写明原因"))
        return cleaned

    @property
    def stated(self) -> str:
        """The reason as it is logged."""
        reason, detail = self.cleaned_data["reason"], self.cleaned_data["detail"].strip()
        return f"{reason}：{detail}" if detail else reason
