"""The forms of standards."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from doudi.interfaces.site.jinja import either
from doudi.interfaces.staff.standards.words import name_of_parameter, place_choices
from doudi.records.accounts.desk import Desk
from doudi.records.standards.actions import LONGEST_REASON
from doudi.records.standards.drafts import LONGEST_NOTE, LONGEST_NOTICE, settable
from doudi.records.standards.overview import grouped, places_to_enter


class StandardForm(forms.Form):
    """A standard as the notice gives it."""

    def __init__(self, *args: Any, by: Desk, doubted: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        choices = place_choices(places_to_enter(by))
        self.fields |= {
            "parameter": forms.ChoiceField(label=_("标准"), choices=_parameters()),
            "place": forms.ChoiceField(label=_("执行地区"), choices=choices, initial=by.territory),
            "area": forms.ChoiceField(
                label=_("城乡"),
                choices=[("", _("城乡一致")), ("urban", _("城镇")), ("rural", _("农村"))],
                required=False,
                widget=forms.RadioSelect,
                initial="",
            ),
            "since": forms.DateField(
                label=_("执行日期"), widget=forms.DateInput, help_text=_("从哪一天起执行，如 2026-07-01")
            ),
            "published": forms.CharField(
                label=_("数额"),
                max_length=20,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                help_text=_("照通知填写；金额以元为单位，比例填百分数，如 150"),
            ),
            "per": forms.ChoiceField(
                label=_("公布周期"),
                choices=[("", _("按月，或不按月计")), ("year", _("通知按年公布，折算为每月"))],
                required=False,
            ),
            "notice": forms.CharField(
                label=_("通知文号"),
                max_length=LONGEST_NOTICE,
                help_text=_("如“六民〔2026〕12号”；没有文号的写公告名称和日期"),
            ),
            "note": forms.CharField(
                label=_("说明"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 2})
            ),
        }
        if doubted:
            self.fields["doubts_read"] = doubts_field()

    def clean_published(self) -> str:
        """The figure as it is kept, of what a clerk types (full-width digits, commas, 元)."""
        text = unicodedata.normalize("NFKC", self.cleaned_data["published"])
        return text.replace(",", "").replace(" ", "").removesuffix("元").removesuffix("%")


def doubts_field() -> forms.BooleanField:
    """The box by which somebody says that the doubts were read."""
    return forms.BooleanField(
        label=_("已逐条看过上面的提示，并与通知原文核对无误"),
        error_messages={"required": _("请看过提示并与通知原文核对后，在此打勾")},
    )


class CheckForm(forms.Form):
    """Checking an entry; asks whether the doubts were read, where there are any."""

    def __init__(self, *args: Any, doubted: bool, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        if doubted:
            self.fields["doubts_read"] = doubts_field()


class ReasonForm(forms.Form):
    """Why an entry is returned or withdrawn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["reason"] = forms.CharField(
            label=_("原因"),
            max_length=LONGEST_REASON,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("原因会一直保留，录入人和以后查看的人都能看到"),
        )


def _parameters() -> list[tuple[str, Any]]:
    """The parameters a place may set, in the groups of the list."""
    groups = [
        (either((group.zh, group.en)), [(one.name, name_of_parameter(one)) for one in group.rows])
        for group in grouped(settable().values(), lambda one: one.name)
    ]
    return [("", _("请选择")), *groups]
