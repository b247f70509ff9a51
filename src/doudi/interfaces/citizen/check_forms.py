"""The questions of “what may our family get”: where, who, and of each what the law asks, in plain words."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from doudi.interfaces.citizen.fields import Choices, MoneyField, count, listed, one_of, yes_no

MOST_PEOPLE = 8
_ADULT = 18
_OLDEST_PUPIL = 30
_INCOMES = ("wage", "business", "basic_pension", "pension", "support", "other")


class StartForm(forms.Form):
    """Where the family lives and how many they are."""

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["place"] = one_of(_("户口在哪个乡镇（街道）、哪个村（社区）"), places)
        self.fields["area"] = one_of(_("户口是农村的还是城镇的"), [("rural", _("农村")), ("urban", _("城镇"))])
        self.fields["size"] = forms.TypedChoiceField(
            label=_("户口本上和一起生活的，一共几口人"), coerce=int,
            choices=[(n, _("%(n)s人") % {"n": n}) for n in range(1, MOST_PEOPLE + 1)],
            help_text=_("在外上学、打工的家人也算；超过8人的先填8人"),
        )  # fmt: skip


class WhoForm(forms.Form):
    """One of the family: relation to the head, age, sex."""

    def __init__(self, *args: Any, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        if not first:
            kin = "spouse child grandchild parent grandparent sibling other_relative none".split()
            self.fields["relation"] = one_of(_("是户主的什么人"), listed("kinship", *kin))
        self.fields["age"] = count(_("多大年纪（周岁）"), max_value=120)
        self.fields["sex"] = one_of(_("性别"), listed("sex", "male", "female"))


class DetailForm(forms.Form):
    """What the law asks of one person; of a child other things than of an adult."""

    def __init__(self, *args: Any, age: int | None, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.minor = age is not None and age < _ADULT
        if not self.minor:
            self._work()
        if age is None or age <= _OLDEST_PUPIL:
            self.fields["school"] = one_of(_("现在上学吗"), listed("school"))
        self._health()
        if self.minor:
            self._parents()

    def _work(self) -> None:
        self.fields["labour"] = one_of(_("能不能干活"), [
            ("full", _("能")), ("partial", _("只能干一点")), ("none", _("干不了")),
        ])  # fmt: skip
        self.fields["earns"] = yes_no(_("有没有收入"), help_text=_("打工、种地、做生意、养老金、亲属给的钱都算"))
        labels = {
            "wage": _("打工工资，每月多少元"), "business": _("种地、养殖、做生意，每月净挣多少元"),
            "basic_pension": _("城乡居民养老金，每月多少元"), "pension": _("其他养老金、退休金，每月多少元"),
            "support": _("分开住的亲属给的钱，每月多少元"), "other": _("其他收入，每月多少元"),
        }  # fmt: skip
        for kind in _INCOMES:
            self.fields[kind] = MoneyField(label=labels[kind])
        self.fields["wage"].help_text = _("没有哪一种，就空着哪一种；有收入但说不清多少，上面选“不知道”")
        self.fields["cost"] = MoneyField(
            label=_("为干活必须花的钱（路费、租房等），每月多少元"), help_text=_("没有写0，不知道空着")
        )
        self.fields["absence"] = one_of(_("人现在在哪里"), [
            ("none", _("在家，或在外打工、上学")), ("prison", _("在服刑")), ("compulsory_rehab", _("在强制戒毒")),
            ("missing", _("已宣告失踪")), ("military", _("在当兵")),
        ])  # fmt: skip
        self.fields["cohabits"] = yes_no(_("平时和家里人一起生活吗"))

    def _health(self) -> None:
        self.fields["disability"] = one_of(_("有没有残疾"), [("none", _("没有")), *listed(
            "disability_kind", "visual", "hearing", "speech", "physical", "intellectual", "mental", "multiple"
        )])  # fmt: skip
        self.fields["grade"] = one_of(_("残疾人证上是几级"), [(str(n), _("%(n)s级") % {"n": n}) for n in range(1, 5)])
        self.fields["certified"] = yes_no(_("办了残疾人证吗"))
        self.fields["illness"] = yes_no(_("得了重病吗"))
        self.fields["care"] = yes_no(_("要别人长期照顾吗（半年以上）"))
        self.fields["medical"] = MoneyField(
            label=_("一年看病自己掏的钱，一共多少元"), help_text=_("报销以后剩下的；没有写0，不知道空着")
        )
        self.fields["education"] = MoneyField(
            label=_("一年上学要花的钱，一共多少元"), help_text=_("没有写0，不知道空着")
        )

    def _parents(self) -> None:
        states = listed("parent_state")
        self.fields["father"] = one_of(_("孩子的父亲怎么样"), states)
        self.fields["father_months"] = count(_("父亲这样多少个月了"), max_value=300)
        self.fields["mother"] = one_of(_("孩子的母亲怎么样"), states)
        self.fields["mother_months"] = count(_("母亲这样多少个月了"), max_value=300)


class HouseForm(forms.Form):
    """What concerns all of the family together."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        none = _("没有写0，不知道空着")
        self.fields["savings"] = MoneyField(label=_("全家存款、理财、股票等，一共多少元"), help_text=none)
        self.fields["homes"] = count(_("全家有几套房"), max_value=50, help_text=none)
        self.fields["vehicles"] = count(_("有几辆汽车（摩托车、残疾车不算）"), max_value=50, help_text=none)
        self.fields["businesses"] = count(_("名下有几家公司、个体户"), max_value=50, help_text=none)
        self.fields["together"] = MoneyField(label=_("土地流转、集体分红等，全家一年多少元"), help_text=none)
        self.fields["receiving"] = yes_no(_("现在领着低保、特困供养吗"))
        self.fields["watch"] = yes_no(_("是不是防返贫监测户（建档立卡户）"))
        self.fields["obligors"] = yes_no(_("有没有分开住、该赡养或抚养家里人的亲属（子女、父母、配偶）"))
        self.fields["event"] = one_of(_("最近家里出了什么大事"), [("none", _("没有")), *listed("event_kind")])
        self.fields["event_on"] = forms.DateField(label=_("哪一天"), required=False, widget=forms.DateInput())
        self.fields["urgent"] = yes_no(_("眼下吃住都成问题吗"))
        self.fields["loss"] = MoneyField(label=_("损失大约多少元"))
        self.fields["self_paid"] = MoneyField(label=_("因病或上学，近一年自己掏了多少元"))
