"""The forms of applying: for whom, for what, by whom, and what is signed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.interfaces.site.jinja import either
from doudi.interfaces.staff.people.choices import listed
from doudi.interfaces.staff.people.forms import Versioned, day, household_number, text
from doudi.records.cases.actions.applicants import NewApplicant
from doudi.records.cases.actions.intake import ApplicationDraft
from doudi.records.cases.programmes import ASKED
from doudi.records.cases.words import CHANNELS


class HouseholdForm(forms.Form):
    """Which household applies."""

    number = household_number(gettext_lazy("户编号"))


class ApplicationForm(forms.Form):
    """An application at the window: applicant, programmes, how it came."""

    applicant = forms.TypedChoiceField(label=gettext_lazy("申请人"), coerce=int)
    programmes = forms.MultipleChoiceField(
        label=gettext_lazy("申请的救助项目"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("一次申请可选多项；拿不准的可以都选，由系统研判"),
    )  # fmt: skip
    channel = forms.ChoiceField(label=gettext_lazy("申请方式"))
    arrived_on = day(gettext_lazy("到达日期"), help_text=gettext_lazy("申请第一次到达任何单位的日期"))
    causes = forms.MultipleChoiceField(
        label=gettext_lazy("致困原因"), widget=forms.CheckboxSelectMultiple, required=False
    )
    request = text(gettext_lazy("申请事由"), lines=4, longest=4000)
    agent_name = text(gettext_lazy("代办人"), help_text=gettext_lazy("他人代为申请的填写"))
    agent_relation = text(gettext_lazy("与申请人关系"))
    agent_paper = text(gettext_lazy("委托书编号"))

    def __init__(self, *args: Any, members: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(one.person_id, one.person.name) for one in members]
        self.fields["applicant"].choices = people  # type: ignore[attr-defined]
        self.fields["programmes"].choices = list(_programmes(people))  # type: ignore[attr-defined]
        self.fields["channel"].choices = [(key, _(zh)) for key, zh in CHANNELS if key != "online"]  # type: ignore[attr-defined]
        self.fields["causes"].choices = listed("cause")  # type: ignore[attr-defined]

    def draft(self, forwarded: int | None = None) -> ApplicationDraft:
        """What was filled in, as the action takes it."""
        told = self.cleaned_data
        return ApplicationDraft(
            applicant=told["applicant"],
            programmes=[_chosen(one) for one in told["programmes"]],
            channel=told["channel"],
            request=told["request"],
            causes=tuple(told["causes"]),
            agent_name=told["agent_name"],
            agent_relation=told["agent_relation"],
            agent_paper=told["agent_paper"],
            arrived_on=told["arrived_on"],
            forwarded=forwarded,
        )


def _programmes(people: list[tuple[int, str]]) -> Any:
    """Each programme of the household once, each of a person for every member."""
    for key, one in ASKED.items():
        name = either((one.programme.zh, one.programme.en))
        if not one.of_person:
            yield key, name
        else:
            for person, who in people:
                yield f"{key}:{person}", either((f"{name}（{who}）", f"{name} ({who})"))


def _chosen(value: str) -> tuple[str, int | None]:
    programme, _colon, person = value.partition(":")
    return programme, int(person) if person else None


class ProgrammeForm(forms.Form):
    """One more programme."""

    programme = forms.ChoiceField(label=gettext_lazy("救助项目"))

    def __init__(self, *args: Any, members: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(one.person_id, one.person.name) for one in members]
        self.fields["programme"].choices = list(_programmes(people))  # type: ignore[attr-defined]

    def chosen(self) -> tuple[str, int | None]:
        """The programme and whose it is."""
        return _chosen(self.cleaned_data["programme"])


class SignatureForm(forms.Form):
    """An authorisation signed."""

    signed_on = day(gettext_lazy("签署日期"))
    signed_by = text(gettext_lazy("代签的监护人"), help_text=gettext_lazy("本人签的不填"))
    finger_print = forms.BooleanField(label=gettext_lazy("已按手印"), required=False)


class PromiseForm(forms.Form):
    """The commitment signed."""

    on = day(gettext_lazy("签署日期"))


class ProxyForm(forms.Form):
    """The letter of proxy filed."""

    paper = text(gettext_lazy("委托书编号"), required=True)


class ApplicantForm(Versioned):
    """Who goes on with an application, why, and who acts for them."""

    person = forms.TypedChoiceField(label=gettext_lazy("新的申请人"), coerce=int)
    reason = text(gettext_lazy("原因"), required=True, lines=2, longest=1000)
    on = day(gettext_lazy("签署日期"), help_text=gettext_lazy("新的申请人在《变更申请人确认书》上签字的日期"))
    document = forms.TypedChoiceField(
        label=gettext_lazy("材料"), required=False, coerce=int, empty_value=None,
        help_text=gettext_lazy("原申请人仍在这户的必选：申请以后上传的“更换申请人同意书”，或其本人不能继续申请的证明（诊断证明、残疾人证、自理能力评估）"),
    )  # fmt: skip
    agent_name = text(
        gettext_lazy("代办人"), help_text=gettext_lazy("未成年人填写监护人；没有监护人的，填写村（居）民委员会")
    )
    agent_relation = text(gettext_lazy("与申请人关系"))
    agent_paper = text(gettext_lazy("委托书、监护证明编号"))

    def __init__(self, *args: Any, members: list[Any], papers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(one.person_id, one.person.name) for one in members]  # type: ignore[attr-defined]
        self.fields["document"].choices = [("", "----"), *((one.pk, one.title) for one in papers)]  # type: ignore[attr-defined]

    def told(self) -> NewApplicant:
        """What was filled in, as the action takes it."""
        given = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        return NewApplicant(**given)


class WaiverForm(forms.Form):
    """Why something is not asked for."""

    reason = text(
        gettext_lazy("免予提交的原因"), required=True,
        help_text=gettext_lazy("如“政务平台可查，查询日期…”；签字的授权、承诺不能免"),
    )  # fmt: skip


class ForwardForm(forms.Form):
    """Somebody who came to the wrong office."""

    name = text(gettext_lazy("申请人姓名"), required=True)
    phone = text(gettext_lazy("电话"))
    words = text(gettext_lazy("事由"), lines=3, longest=2000)
    village = text(gettext_lazy("户籍所在村（社区）区划代码"), required=True, help_text=gettext_lazy("12位"))
    arrived_on = day(gettext_lazy("到达日期"))


class BringingForm(Versioned):
    """What was brought."""

    note = text(gettext_lazy("补正说明"))
