"""Forms about households: opening, correcting, and everything that happens to who belongs to them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.interfaces.staff.people.choices import labels, listed, relations, villages
from doudi.interfaces.staff.people.forms import Dated, Versioned, day, household_number, reason, text
from doudi.interfaces.staff.people.forms_people import RelationsForm
from doudi.records.accounts.desk import Desk
from doudi.records.registry.words import ENDINGS


class _Described(forms.Form):
    """What is said of a household beside who lives in it."""

    address = text(gettext_lazy("住址"), help_text=gettext_lazy("村以下：组、小区、门牌"))
    area = forms.ChoiceField(label=gettext_lazy("适用标准"), required=False)
    type = forms.ChoiceField(label=gettext_lazy("困难户类型"), required=False)
    causes = forms.MultipleChoiceField(
        label=gettext_lazy("致困原因"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = listed("area", blank=_("按所在村"))  # type: ignore[attr-defined]
        self.fields["type"].choices = listed("household_type", blank=_("未定"))  # type: ignore[attr-defined]
        self.fields["causes"].choices = listed("cause")  # type: ignore[attr-defined]


class HouseholdForm(_Described):
    """A household to open."""

    territory = forms.ChoiceField(label=gettext_lazy("村（居）"))
    opened_on = day(gettext_lazy("建档日期"))
    field_order = ("territory", "opened_on", "address", "area", "type", "causes")

    def __init__(self, *args: Any, by: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].choices = choices = villages(by)  # type: ignore[attr-defined]
        self.fields["opened_on"].initial = by.day
        if len(choices) == 2:
            # A village's own post has one village to choose from.
            self.fields["territory"].initial = choices[1][0]


class HouseholdCorrectionForm(Versioned, _Described):
    """Address, standard, type and causes corrected."""

    reason = reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = listed("area", blank=_("不详"))  # type: ignore[attr-defined]


class LeavingForm(Dated):
    """Somebody leaves for a household the register does not know."""

    ended = forms.ChoiceField(
        label=gettext_lazy("离户方式"), help_text=gettext_lazy("选“登记有误”的，按从未入户处理，不看日期")
    )
    field_order = ("version", "ended", "on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = ("moved_out", "marriage", "mistake", "other")
        self.fields["ended"].choices = labels(ENDINGS, only=ways)  # type: ignore[attr-defined]


class MovingForm(Dated):
    """A member moves to another household, named by its number."""

    number = household_number(gettext_lazy("迁往哪一户（户编号）"))
    relation = forms.ChoiceField(label=gettext_lazy("与新户户主的关系"))
    field_order = ("version", "number", "relation", "on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relation"].choices = relations(without=("head",))  # type: ignore[attr-defined]


class HouseholdMoveForm(Dated):
    """A household moves to another village: of the territory, or by its code to one elsewhere."""

    territory = forms.ChoiceField(label=gettext_lazy("迁入村（居）"), required=False)
    elsewhere = text(gettext_lazy("迁往外单位的，填12位区划代码"), help_text=gettext_lazy("可向迁入地经办人员询问"))
    address = text(gettext_lazy("新住址"))
    field_order = ("version", "territory", "elsewhere", "address", "on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].choices = villages(kwargs["by"])  # type: ignore[attr-defined]

    def clean_elsewhere(self) -> str:
        """The code without what a clipboard brings along."""
        return "".join(self.cleaned_data["elsewhere"].split())

    def clean(self) -> dict[str, Any]:
        """One of the two has to be said, not both."""
        told = super().clean() or {}
        if bool(told.get("territory")) == bool(told.get("elsewhere")):
            self.add_error("territory", _("选择迁入的村（居），或填写外单位的区划代码，二者取一"))
        return told


class HeadForm(RelationsForm):
    """Who becomes the head, and everybody's relation to them."""

    new_head = forms.TypedChoiceField(label=gettext_lazy("新户主"), coerce=int)
    field_order = ("version", "new_head", "on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, blank=_("新户主本人不选"), head=False, **kwargs)
        self.fields["new_head"].choices = [("", _("请选择")), *self.people]  # type: ignore[attr-defined]


class DeathForm(RelationsForm):
    """Somebody died; a head's household says who follows."""

    new_head = forms.TypedChoiceField(
        label=gettext_lazy("新户主"), coerce=int, required=False, empty_value=None,
        help_text=gettext_lazy("下面填写其他成员与新户主的关系"),
    )  # fmt: skip
    field_order = ("version", "on", "reason", "new_head")

    def __init__(self, *args: Any, is_head: bool, **kwargs: Any) -> None:
        super().__init__(*args, blank=_("新户主本人不选"), head=False, **kwargs)
        self.fields["on"].label = _("死亡日期")
        if is_head and self.people:
            self.fields["new_head"].choices = [("", _("请选择")), *self.people]  # type: ignore[attr-defined]
            return
        # Nobody follows: only a head's place has to be filled.
        del self.fields["new_head"]
        for pk, _name in self.people:
            del self.fields[f"relation_{pk}"]
        self.people = []


class SplitForm(RelationsForm):
    """Which members become a household of their own."""

    address = text(gettext_lazy("新户住址"), help_text=gettext_lazy("不填则与原户相同"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, blank=_("留在原户"), head=True, **kwargs)


class MergeHouseholdForm(RelationsForm):
    """Everybody of this household joins another."""

    number = household_number(gettext_lazy("并入哪一户（户编号）"))
    field_order = ("version", "number", "on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, blank=_("请选择"), head=False, **kwargs)
