"""Forms about people: who they are, who joins a household, who is whose kin."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.interfaces.staff.people.choices import labels, listed, relations, villages
from doudi.interfaces.staff.people.forms import Dated, Folding, Versioned, day, household_number, reason, text, version
from doudi.records.accounts.desk import Desk
from doudi.records.registry.words import BEGINNINGS, NO_ID_REASONS

_JOINING = ("birth", "marriage", "adoption", "moved_in", "other")


class PersonForm(Folding):
    """A person: what identifies them and what is on their papers."""

    name = text(gettext_lazy("姓名"), required=True)
    citizen_id = text(gettext_lazy("证件号"), help_text=gettext_lazy("身份证或居住证号；旧15位号可直接录入"))
    sex = forms.ChoiceField(label=gettext_lazy("性别"), required=False, help_text=gettext_lazy("有证件号的可不填"))
    born_on = day(gettext_lazy("出生日期"), required=False, help_text=gettext_lazy("有证件号的可不填"))
    phone = text(gettext_lazy("电话"))
    ethnic = forms.ChoiceField(label=gettext_lazy("民族"), required=False)
    marital = forms.ChoiceField(label=gettext_lazy("婚姻状况"), required=False)
    education = forms.ChoiceField(label=gettext_lazy("学历"), required=False)
    hukou = forms.ChoiceField(label=gettext_lazy("户籍类别"), required=False)
    hukou_place = text(gettext_lazy("户籍地"))
    note = text(gettext_lazy("备注"), lines=2, longest=2000)
    no_id_reason = forms.ChoiceField(
        label=gettext_lazy("无证件原因"), required=False, help_text=gettext_lazy("没有证件号的必选，系统给临时编号")
    )
    born_note = text(gettext_lazy("出生日期说明"), help_text=gettext_lazy("如“农历腊月初八”“约1950年”"))
    seen_on_paper = forms.BooleanField(label=gettext_lazy("号码末三位确为000，已核对原件"), required=False)
    unverified_reason = text(
        gettext_lazy("暂存原因"), help_text=gettext_lazy("证件号有误又须先登记时填写；核实前不能发放")
    )
    rare = ("no_id_reason", "born_note", "seen_on_paper", "unverified_reason")
    rare_label = gettext_lazy("没有证件号，或号码、生日有疑问")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = _("不详")
        choices = {
            "no_id_reason": labels(NO_ID_REASONS),
            "sex": listed("sex", blank=blank),
            "ethnic": listed("ethnic_group", by_identifier=False, blank=blank),
            "marital": listed("marital", by_identifier=False, blank=blank),
            "education": listed("education", by_identifier=False, blank=blank),
            "hukou": listed("hukou", by_identifier=False, blank=blank),
        }
        for name, pairs in choices.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]

    def leave_out(self, *names: str) -> None:
        """Ask less."""
        for name in names:
            del self.fields[name]
        self.rare = tuple(name for name in self.rare if name in self.fields)


class PersonCorrectionForm(PersonForm):
    """A person's entries corrected, with the reason; `version` is the state of the entries it was opened on."""

    version = version()
    clear_id = forms.BooleanField(
        label=gettext_lazy("清除现有证件号"), required=False,
        help_text=gettext_lazy("号码录成了别人的、本人号码又不知道时勾选，并选择无证件原因"),
    )  # fmt: skip
    reason = reason()
    rare = (*PersonForm.rare, "clear_id")


class MemberForm(PersonForm):
    """A member of a new household: the person and the relation to the head. Left empty it is no member."""

    relation = forms.ChoiceField(label=gettext_lazy("与户主关系"), required=False)
    name = text(gettext_lazy("姓名"))
    field_order = ("name", "relation", "citizen_id", "phone", "sex", "born_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relation"].choices = relations()  # type: ignore[attr-defined]
        self.leave_out("born_note", "ethnic", "education", "hukou", "hukou_place", "note", "marital")

    def clean(self) -> dict[str, Any]:
        """A member begun has to have a name and a relation."""
        told = super().clean() or {}
        begun = any(value for name, value in told.items() if name != "name")
        if begun and not told.get("name"):
            self.add_error("name", _("请填写姓名；不登记这名成员的，请清空这一格"))
        if told.get("name") and not told.get("relation"):
            self.add_error("relation", _("请选择与户主的关系"))
        return told


MemberFormSet = forms.formset_factory(MemberForm, extra=0, max_num=200)


class JoiningForm(Versioned, PersonForm):
    """Somebody new to the register joins a household."""

    relation = forms.ChoiceField(label=gettext_lazy("与户主关系"))
    began = forms.ChoiceField(label=gettext_lazy("入户方式"))
    on = day(gettext_lazy("入户日期"))
    field_order = ("name", "relation", "began", "on", "citizen_id", "phone", "sex", "born_on")

    def __init__(self, *args: Any, by: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relation"].choices = relations(without=("head",))  # type: ignore[attr-defined]
        self.fields["began"].choices = labels(BEGINNINGS, only=_JOINING)  # type: ignore[attr-defined]
        self.fields["on"].initial = by.day


class RejoiningForm(forms.Form):
    """Somebody registered who belongs to no household: joins one of the territory, or gets one of their own."""

    number = household_number(
        gettext_lazy("加入哪一户（户编号）"), required=False, help_text=gettext_lazy("可直接粘贴；单独立户的不填")
    )
    relation = forms.ChoiceField(label=gettext_lazy("与户主关系"), required=False)
    began = forms.ChoiceField(label=gettext_lazy("入户方式"), required=False)
    territory = forms.ChoiceField(label=gettext_lazy("单独立户的村（居）"), required=False)
    address = text(gettext_lazy("单独立户的住址"))
    on = day(gettext_lazy("日期"))
    reason = reason()

    def __init__(self, *args: Any, by: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relation"].choices = relations(without=("head",))  # type: ignore[attr-defined]
        self.fields["began"].choices = labels(BEGINNINGS, only=_JOINING)  # type: ignore[attr-defined]
        self.fields["territory"].choices = villages(by)  # type: ignore[attr-defined]
        self.fields["on"].initial = by.day

    def clean(self) -> dict[str, Any]:
        """Either a household to join or a place for one's own."""
        told = super().clean() or {}
        if bool(told.get("number")) == bool(told.get("territory")):
            self.add_error("number", _("填写要加入的户编号，或选择单独立户的村（居），二者取一"))
        if told.get("number"):
            for name, fault in (("relation", _("请选择与户主的关系")), ("began", _("请选择入户方式"))):
                if not told.get(name):
                    self.add_error(name, fault)
        return told


class KinForm(PersonForm):
    """Kin: a member of the household, or somebody who lives elsewhere."""

    relation = forms.ChoiceField(label=gettext_lazy("是本人的"))
    obligor = forms.BooleanField(label=gettext_lazy("负有法定赡养、抚养、扶养义务"), required=False)
    registered = forms.TypedChoiceField(
        label=gettext_lazy("谁"), coerce=int, required=False, empty_value=None,
        help_text=gettext_lazy("住在别处的填写下面的姓名；已在登记簿的填写姓名和证件号，即按同一人登记"),
    )  # fmt: skip
    since = day(gettext_lazy("自何日起"), required=False, help_text=gettext_lazy("如结婚、收养日期；不填为一直"))
    name = text(gettext_lazy("姓名"))
    field_order = ("relation", "registered", "obligor", "name", "citizen_id", "sex", "born_on", "phone", "since")

    def __init__(self, *args: Any, by: Desk, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relation"].choices = relations(without=("head", "none"))  # type: ignore[attr-defined]
        self.fields["registered"].choices = [("", _("住在别处的人")), *people]  # type: ignore[attr-defined]
        self.leave_out(
            "no_id_reason", "born_note", "ethnic", "marital", "education", "hukou", "unverified_reason", "seen_on_paper"
        )

    def clean(self) -> dict[str, Any]:
        """One of the two has to be said, not both."""
        told = super().clean() or {}
        if not told.get("registered") and not told.get("name"):
            self.add_error("name", _("请选择本户成员，或填写亲属的姓名"))
        if told.get("registered") and told.get("name"):
            self.add_error("name", _("已选择本户成员，请清空姓名；或改选“住在别处的人”"))
        return told


class DeathCorrectionForm(forms.Form):
    """The day of death put right, or the death taken back."""

    died_on = day(gettext_lazy("死亡日期"), required=False, help_text=gettext_lazy("并未死亡、登记有误的不填"))
    reason = reason()


class RenewalForm(forms.Form):
    """A temporary number stands longer."""

    until = day(gettext_lazy("有效至（该日起失效）"), help_text=gettext_lazy("最长一年"))
    reason = reason()


class RelationsForm(Dated):
    """A form with a relation for each of some people, in fields `relation_<person>`."""

    def __init__(self, *args: Any, people: list[tuple[int, str]], blank: str, head: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        choices = relations(without=() if head else ("head",))
        choices[0] = ("", blank)
        for pk, name in people:
            self.fields[f"relation_{pk}"] = forms.ChoiceField(
                label=_("%(name)s的关系") % {"name": name}, choices=choices, required=False
            )

    def relations(self) -> dict[int, str]:
        """The relation chosen for each person, without those left empty."""
        told = {pk: self.cleaned_data[f"relation_{pk}"] for pk, _name in self.people}
        return {pk: relation for pk, relation in told.items() if relation}
