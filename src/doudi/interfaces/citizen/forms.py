"""The forms of applying, leaving word, following and objecting."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from doudi.interfaces.citizen.fields import Choices, ManyFiles, listed
from doudi.interfaces.site.jinja import either
from doudi.records.cases.programmes import ASKED
from doudi.vocabulary.identity import mask_name

MOST_FILES = 10
# Which papers a family may send, and under which name: field, kind of paper.
PAPERS = (
    ("identity", "identity_card"),
    ("register", "household_register"),
    ("disability", "disability_certificate"),
    ("medical", "medical_papers"),
    ("receipts", "receipts"),
    ("study", "study_proof"),
    ("others", "other"),
)


def _line(label: str, longest: int = 60, *, required: bool = True, **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget)


def _words(label: str, longest: int = 2000, *, required: bool = True, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 5, "maxlength": longest})
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget, help_text=help_text)


class Plain(forms.Form):
    """A form whose fields are made when it is asked for, in the reader's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.make()

    def make(self) -> None:
        """Make the fields."""
        raise NotImplementedError


class ProofForm(Plain):
    """Who applies: as the office has them on record."""

    def make(self) -> None:
        self.fields["name"] = _line(_("申请人姓名"))
        self.fields["citizen_id"] = _line(_("身份证号"), 30)
        self.fields["phone"] = _line(_("登记过的手机号或电话"), 30, inputmode="tel")


class WithPapers(Plain):
    """Papers to send, by kind."""

    def papers(self) -> None:
        """Add the fields of the papers."""
        for name, kind in PAPERS:
            label = dict(listed("document_type", kind)).get(kind, _("其他材料"))
            self.fields[f"paper_{name}"] = ManyFiles(label=label)

    def given(self) -> Iterator[tuple[str, str, Any]]:
        """Each file with its field and its kind."""
        for name, kind in PAPERS:
            for file in self.cleaned_data.get(f"paper_{name}") or []:
                yield f"paper_{name}", kind, file

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if len(list(self.given())) > MOST_FILES:
            raise forms.ValidationError(_("一次最多上传%(most)s个文件，其余的提交后再补") % {"most": MOST_FILES})
        return told

    @property
    def paper_fields(self) -> list[Any]:
        """The bound fields of the papers."""
        return [self[name] for name in self.fields if name.startswith("paper_")]


class ApplyForm(WithPapers):
    """What is applied for, why, and papers where they are at hand."""

    def __init__(self, *args: Any, members: Sequence[Any], **kwargs: Any) -> None:
        self.members = members
        super().__init__(*args, **kwargs)

    def make(self) -> None:
        self.fields["programmes"] = forms.MultipleChoiceField(
            label=_("想申请哪些救助"), choices=list(self._programmes()), widget=forms.CheckboxSelectMultiple,
            help_text=_("可以选几项；拿不准的，先看“我们家可能享受什么”"),
            error_messages={"required": _("请至少选一项")},
        )  # fmt: skip
        self.fields["request"] = _words(_("家里有什么困难"), 4000)
        self.papers()
        self.fields["honest"] = forms.BooleanField(
            label=_("我说的都是真的；家里情况有变化，我会及时告诉工作人员"),
            error_messages={"required": _("请确认后再提交")},
        )

    def _programmes(self) -> Iterator[tuple[str, str]]:
        kin = dict(listed("kinship"))
        for key, one in ASKED.items():
            if not one.of_person:
                yield key, either((one.programme.zh, one.programme.en))
        for key, one in ASKED.items():
            if one.of_person:
                for member in self.members:
                    # Whoever sits at the browser proved one person's number, not that they may read all names.
                    who = f"{kin.get(member.relation, '')}{mask_name(member.person.name)}"
                    name = either((one.programme.zh, one.programme.en))
                    yield f"{key}:{member.person_id}", either((f"{name}（{who}）", f"{name} ({who})"))

    def chosen(self) -> list[tuple[str, int | None]]:
        """The programmes and whose each is."""
        parted = [one.partition(":") for one in self.cleaned_data["programmes"]]
        return [(programme, int(person) if person else None) for programme, _colon, person in parted]


class WordForm(Plain):
    """Word to the township of a family that is not on record."""

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        self.places = places
        super().__init__(*args, **kwargs)

    def make(self) -> None:
        self.fields["village"] = forms.ChoiceField(
            label=_("户口在哪个村（社区）"), choices=[("", _("请选择")), *self.places],
            error_messages={"required": _("请选择所在的村（社区）")},
        )  # fmt: skip
        self.fields["name"] = _line(_("姓名"))
        self.fields["phone"] = _line(_("联系电话"), 30, inputmode="tel")
        self.fields["words"] = _words(_("家里有什么困难，想申请什么"), help_text=_("不要写身份证号、银行账号"))


class FollowForm(Plain):
    """The number of an application and its code."""

    def make(self) -> None:
        self.fields["number"] = _line(_("申请编号"), 40)
        self.fields["code"] = _line(_("查询码（8位数字）"), 12, inputmode="numeric")


class SendForm(WithPapers):
    """Papers to an application."""

    def make(self) -> None:
        self.papers()
        self.fields["note"] = _words(_("要说明的"), 500, required=False)


class WithdrawForm(Plain):
    """Why an application is taken back, and that it is meant."""

    def make(self) -> None:
        self.fields["reason"] = _line(_("撤回的原因（可以不写）"), 200, required=False)
        self.fields["sure"] = forms.BooleanField(label=_("我确定要撤回"), error_messages={"required": _("请勾选确认")})


class ObjectionForm(Plain):
    """What somebody has against a notice."""

    def make(self) -> None:
        self.fields["content"] = _words(_("您有什么异议，您了解的情况"))
        self.fields["objector"] = _line(_("您的姓名（可以不写）"), required=False)
        self.fields["contact"] = _line(_("您的电话（可以不写）"), required=False)
