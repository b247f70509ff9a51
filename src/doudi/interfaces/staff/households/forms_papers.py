"""The form of papers: one or several files of one kind."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from doudi.interfaces.site.jinja import either
from doudi.interfaces.staff.households.choices import Named
from doudi.vocabulary.codes import load_list

MOST_FILES = 20


class SeveralFiles(forms.ClearableFileInput):
    """A control that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; what comes out is a list of at least one."""

    def __init__(self, **options: Any) -> None:
        accept = "image/jpeg,image/png,image/webp,application/pdf,.docx,.xlsx"
        super().__init__(widget=SeveralFiles(attrs={"accept": accept}), **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        # No file at all comes as an empty list, and has to be refused like an empty control.
        given = (data if isinstance(data, (list, tuple)) else [data]) or [None]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("一次最多上传%(most)s个文件，请分几次上传") % {"most": MOST_FILES})
        return [super(FilesField, self).clean(one, initial) for one in given]


class PaperForm(forms.Form):
    """Files of one kind, whose they are and what day they bear; `kind` is the one that is wanted, chosen already."""

    def __init__(self, data: Any = None, files: Any = None, *, people: Named, kind: str = "") -> None:
        super().__init__(data, files, label_suffix="", initial={"kind": kind})
        kinds = [(one.identifier, either((one.zh, one.en))) for one in load_list("document_type")]
        self.fields["files"] = FilesField(
            label=_("文件"),
            help_text=_("JPG、PNG、WebP 图片，PDF，Word 和 Excel 文档；一次合计不超过 20 MB，可选多个"),
            error_messages={"required": _("请选择文件"), "empty": _("文件是空的，请检查后重新选择")},
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_("材料种类"), choices=[("", "----"), *kinds], error_messages={"required": _("请选择材料种类")}
        )
        self.fields["person"] = forms.TypedChoiceField(
            label=_("是谁的"), choices=[("", _("全家的")), *people], coerce=int, empty_value=None, required=False
        )
        self.fields["title"] = forms.CharField(
            label=_("名称"), required=False, max_length=100, help_text=_("不填则用材料种类的名称；不要写证件号")
        )
        self.fields["dated_on"] = forms.DateField(
            label=_("材料日期"), required=False, widget=forms.DateInput, help_text=_("材料上写的日期")
        )
