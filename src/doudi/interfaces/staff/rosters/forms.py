"""Forms of an import."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.gateways.spreadsheets.columns import ROSTER_COLUMNS
from doudi.interfaces.staff.people.choices import villages
from doudi.interfaces.staff.people.forms import day, text
from doudi.records.accounts.desk import Desk


class UploadForm(forms.Form):
    """The file of a roster and the day it speaks of."""

    file = forms.FileField(
        label=gettext_lazy("花名册文件"),
        help_text=gettext_lazy("Excel（xlsx、xls）、WPS 另存的 xlsx、ods 或 CSV，最大20MB"),
    )
    valid_on = day(gettext_lazy("名册反映哪一天的情况"), help_text=gettext_lazy("收入等情况自这一天起记录"))
    title = text(gettext_lazy("名称"), help_text=gettext_lazy("不填则用文件名"))

    def __init__(self, *args: Any, by: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_on"].initial = by.day


class MappingForm(forms.Form):
    """What each column is; one choice a column, in fields `column_<number>`, and the answers to the file's questions."""

    def __init__(self, *args: Any, by: Desk, headers: list[str], sheets: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(sheets) > 1:
            choices = [(name, name) for name in sheets]
            self.fields["sheet"] = forms.ChoiceField(label=_("工作表"), choices=choices)
        fields = [("", _("不导入")), *((one.field, _(one.label)) for one in ROSTER_COLUMNS)]
        self.headers = headers
        for at, header in enumerate(headers):
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=header or _("（无表头）"), choices=fields, required=False
            )
        self.fields["village"] = forms.ChoiceField(
            label=_("没有写村的行归哪个村"), choices=villages(by), required=False
        )
        self.fields["all_heads"] = forms.BooleanField(label=_("没有“与户主关系”一栏，每行都是户主"), required=False)
        self.fields["hidden_rows"] = forms.ChoiceField(
            label=_("隐藏的行"), choices=[("import", _("一并导入")), ("skip", _("不导入"))], required=False
        )
        self.fields["understood"] = forms.BooleanField(label=_("已核对上面的提示"), required=False)

    def mapping(self) -> dict[int, str]:
        """The field chosen for each column."""
        return {at: self.cleaned_data[f"column_{at}"] for at in range(len(self.headers))}

    def options(self) -> dict[str, Any]:
        """The answers to the questions about the file."""
        told = self.cleaned_data
        return {"village": told["village"], "all_heads": told["all_heads"], "hidden_rows": told["hidden_rows"]}
