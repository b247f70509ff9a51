"""The forms of the steps of a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.interfaces.site.jinja import either
from doudi.interfaces.staff.households.fields import MoneyField
from doudi.interfaces.staff.people.choices import listed
from doudi.interfaces.staff.people.forms import Versioned, day, text
from doudi.policy.instruments import resolve
from doudi.records.cases.actions.ending import TOLD
from doudi.records.cases.actions.opinions import OpinionDraft
from doudi.records.cases.actions.publicity import Attempt
from doudi.records.cases.programmes import ASKED
from doudi.records.cases.words import ENDS
from doudi.vocabulary.money import parse_yuan, yuan

# The articles a refusal mostly rests on, by procedure; another may be written.
ARTICLES: dict[str, tuple[str, ...]] = {
    "dibao": ("最低生活保障审核确认办法#4", "最低生活保障审核确认办法#13", "最低生活保障审核确认办法#14"),
    "near_dibao": ("最低生活保障审核确认办法#8", "最低生活保障审核确认办法#14"),
    "dibao_single": ("最低生活保障审核确认办法#8",),
    "tekun": ("特困人员认定办法#4", "特困人员认定办法#5", "特困人员认定办法#6", "特困人员认定办法#8"),
    "temporary_spending": ("社会救助暂行办法#47",),
    "temporary_urgent": ("社会救助暂行办法#47",),
    "rigid_expenditure": ("刚性支出困难家庭认定办法#4",),
    "disability_subsidy": ("关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见#二.1",),
    "orphan": ("关于加强孤儿保障工作的意见#一",),
    "unattended_child": ("关于进一步加强事实无人抚养儿童保障工作的意见#一",),
}


class OpinionForm(Versioned):
    """Granted or not, how much, why: the same for first opinion, review and confirmation."""

    grants = forms.ChoiceField(label=gettext_lazy("意见"), widget=forms.RadioSelect)
    monthly = MoneyField(label=gettext_lazy("月保障金额（元）"), required=False)
    once = MoneyField(label=gettext_lazy("救助金额（元）"), required=False)
    dibao_class = forms.ChoiceField(label=gettext_lazy("低保类别"), required=False)
    care_mode = forms.ChoiceField(label=gettext_lazy("供养方式"), required=False)
    reason = text(
        gettext_lazy("理由"), lines=3, longest=2000,
        help_text=gettext_lazy("不同意，或与系统研判不一致的，必须写明；将一直保留"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, case: Any, suggested: OpinionDraft | None, only_grant: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        asked = ASKED[case.programme]
        answers = (
            [("yes", _("符合条件，同意"))]
            if only_grant
            else [("yes", _("符合条件，同意")), ("no", _("不符合条件，不同意"))]
        )
        self.fields["grants"].choices = answers  # type: ignore[attr-defined]
        self.fields["dibao_class"].choices = listed("dibao_class", blank=_("不适用"))  # type: ignore[attr-defined]
        self.fields["care_mode"].choices = listed("care_mode", blank=_("不适用"))  # type: ignore[attr-defined]
        self._drop(asked)
        if suggested is not None:
            self._suggest(suggested)

    def _drop(self, asked: Any) -> None:
        """Only what the programme knows is asked."""
        unasked = ["monthly"] if asked.once or asked.status else ["once"]
        if asked.status:
            unasked.append("once")
        if asked.key not in ("dibao", "dibao_single"):
            unasked.append("dibao_class")
        if asked.key != "tekun":
            unasked.append("care_mode")
        for name in unasked:
            self.fields.pop(name, None)

    def _suggest(self, draft: OpinionDraft) -> None:
        shown = {
            "grants": "yes" if draft.grants else "no",
            "monthly": yuan(draft.monthly) if draft.monthly is not None else "",
            "once": yuan(draft.once) if draft.once is not None else "",
            "dibao_class": draft.dibao_class,
            "care_mode": draft.care_mode,
        }
        for name, value in shown.items():
            if name in self.fields:
                self.fields[name].initial = value

    def draft(self) -> OpinionDraft:
        """What was filled in, as the actions take it."""
        told = self.cleaned_data
        return OpinionDraft(
            grants=told["grants"] == "yes",
            monthly=_fen(told.get("monthly")),
            once=_fen(told.get("once")),
            dibao_class=told.get("dibao_class", ""),
            care_mode=told.get("care_mode", ""),
            reason=told["reason"],
        )


def _fen(told: str | None) -> int | None:
    return parse_yuan(told) if told else None


class RefusalForm(Versioned):
    """A refusal: the article and the facts."""

    article = forms.ChoiceField(label=gettext_lazy("依据条款"))
    other_article = text(
        gettext_lazy("其他条款"), help_text=gettext_lazy("以上没有的，写成“文件名#条”，如“社会救助暂行办法#9”")
    )
    reason = text(gettext_lazy("不予确认的事实和理由"), required=True, lines=4, longest=2000)

    def __init__(self, *args: Any, case: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"].choices = [  # type: ignore[attr-defined]
            *((cite, either(_cited(cite))) for cite in ARTICLES.get(case.procedure, ())),
            ("", _("其他")),
        ]
        self.fields["article"].required = False
        self.fields["article"].initial = next(iter(ARTICLES.get(case.procedure, ())), "")

    def chosen(self) -> str:
        """The article chosen or written."""
        return str(self.cleaned_data["other_article"] or self.cleaned_data["article"])


def _cited(cite: str) -> tuple[str, str]:
    found = resolve(cite)
    return found.zh, found.en


class ReasonForm(Versioned):
    """Why it is done."""

    reason = text(gettext_lazy("原因"), required=True, lines=3, longest=2000)


class EndForm(ReasonForm):
    """Why a case ends without a decision: as the record says by itself (`shown`), else what is chosen."""

    cause = forms.ChoiceField(
        label=gettext_lazy("终止的情形"), required=False,
        help_text=gettext_lazy("死亡、迁出、逾期未补正的以登记为准，不用选"),
    )  # fmt: skip

    field_order = ("cause", "reason")

    def __init__(self, *args: Any, shown: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = {key: either((one.zh, one.en)) for key, one in ENDS.items()}
        if shown:
            choices = [("", _("以登记为准：%(cause)s") % {"cause": said[shown]})]
        else:
            choices = [("", _("请选择")), *((key, said[key]) for key in TOLD)]
        self.fields["cause"].choices = choices  # type: ignore[attr-defined]
        self.fields["cause"].required = not shown


class SureForm(Versioned):
    """Nothing to fill in: only whether it is meant."""


class DeliveryForm(Versioned):
    """To whom a letter was delivered, and how."""

    delivered_to = text(gettext_lazy("签收人"), required=True)
    how = text(gettext_lazy("送达方式"), help_text=gettext_lazy("如当面送达、邮寄（单号）"))


class ExitTellingForm(Versioned):
    """The end of tekun told, with what else can be applied for."""

    delivered_to = text(gettext_lazy("签收人"), required=True)
    other_help = text(
        gettext_lazy("可以申请的其他救助"), required=True, lines=2,
        help_text=gettext_lazy("如低保、临时救助；没有的写“无”"),
    )  # fmt: skip


class ExitDecisionForm(Versioned):
    """Whether the support ends."""

    ends = forms.ChoiceField(label=gettext_lazy("决定"), widget=forms.RadioSelect)
    reason = text(gettext_lazy("理由"), required=True, lines=3, longest=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends"].choices = [("yes", _("终止供养")), ("no", _("继续供养"))]  # type: ignore[attr-defined]


class ReliefForm(Versioned):
    """Relief at once."""

    once = MoneyField(label=gettext_lazy("救助金额（元）"), required=False)
    goods = text(gettext_lazy("所给物资"))
    reason = text(gettext_lazy("紧急情况"), required=True, lines=3, longest=2000)
    again = text(
        gettext_lazy("同一年内再次救助的理由"), help_text=gettext_lazy("同一原因一年救助一次；确需再次救助的必须填写")
    )

    def fen(self) -> int:
        """The amount in fen; goods alone are no money."""
        return _fen(self.cleaned_data["once"]) or 0


class MoreForm(Versioned):
    """What the county gives beyond the township's relief; may be nothing."""

    once = MoneyField(label=gettext_lazy("县级审批金额（元）"))
    reason = text(gettext_lazy("理由"), required=True, lines=3, longest=2000)

    def fen(self) -> int:
        """The amount in fen."""
        return _fen(self.cleaned_data["once"]) or 0


class ReferenceForm(Versioned):
    """A payment's reference, or who signed for it."""

    reference = text(gettext_lazy("支付凭证号"), required=True)


class ReceivedForm(Versioned):
    """Who signed for it."""

    received_by = text(gettext_lazy("签收人"), required=True)


class ObjectionForm(Versioned):
    """An objection to a notice; who made it is told to nobody."""

    received_on = day(gettext_lazy("收到日期"))
    content = text(gettext_lazy("异议内容"), required=True, lines=4, longest=4000)
    objector = text(gettext_lazy("异议人"), help_text=gettext_lazy("加密保存，不对外透露；匿名的可不填"))
    contact = text(gettext_lazy("联系方式"))


class DisposalForm(Versioned):
    """What came of an objection."""

    disposal = text(gettext_lazy("处理结果"), required=True, lines=4, longest=4000)


class AsideForm(Versioned):
    """How whoever objected was tried to be reached, and what came of looking into what they said."""

    first_on = day(gettext_lazy("第一次联系日期"))
    first_how = text(gettext_lazy("怎样联系"), required=True, help_text=gettext_lazy("如拨打所留电话、发短信、上门"))
    first_result = text(
        gettext_lazy("联系结果"), required=True, help_text=gettext_lazy("如空号、无人接听、称没有提过异议")
    )
    last_on = day(gettext_lazy("最后一次联系日期"), help_text=gettext_lazy("不能和第一次在同一天"))
    last_how = text(gettext_lazy("怎样联系"), required=True)
    last_result = text(gettext_lazy("联系结果"), required=True)
    found = text(gettext_lazy("对所反映情况的核实结果"), required=True, lines=4, longest=4000)

    def attempts(self) -> list[Attempt]:
        """The tries, as the action takes them."""
        told = self.cleaned_data
        return [Attempt(told[f"{one}_on"], told[f"{one}_how"], told[f"{one}_result"]) for one in ("first", "last")]


class SuspensionForm(Versioned):
    """From when the clocks stand still, and why."""

    since = day(gettext_lazy("自何日起中止"))
    reason = text(gettext_lazy("原因和依据"), required=True, lines=3, longest=2000)


class ResumingForm(Versioned):
    """From when the clocks run again."""

    on = day(gettext_lazy("自何日起恢复计时"))
