"""The form that asks what to enter, and of whom."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from doudi.interfaces.staff.households.words import HEADINGS, topic_name
from doudi.records.evidence.sight import Sight
from doudi.records.evidence.topics import OF_OBLIGORS, TOPICS

Named = Iterable[tuple[int, str]]


class ChoosingForm(forms.Form):
    """A topic the desk may enter, and one of the household's people or their kin where the topic asks for one.

    `owing` are members who are obligors of somebody elsewhere: their office enters what is asked of them.
    """

    def __init__(self, data: Any, *, sight: Sight, members: Named, kin: Named, owing: Collection[int] = ()) -> None:
        super().__init__(data, label_suffix="")
        self.members, self.kin, self.owing = dict(members), dict(kin), owing
        topics = [
            (_(label), [(key, topic_name(key)) for key in keys if sight.may_enter(key)])
            for _key, label, keys in HEADINGS
        ]
        people = [(_("户内成员"), list(self.members.items())), (_("户外亲属"), list(self.kin.items()))]
        self.fields["topic"] = forms.ChoiceField(
            label=_("录入什么"),
            choices=[("", "----"), *((label, some) for label, some in topics if some)],
            error_messages={"required": _("请选择要录入的情况"), "invalid_choice": _("您的岗位不录入这类情况")},
        )
        self.fields["person"] = forms.TypedChoiceField(
            label=_("是谁的"),
            choices=[("", _("全家的")), *((label, some) for label, some in people if some)],
            coerce=int,
            empty_value=None,
            required=False,
            help_text=_("收入、残疾等是个人的情况；住房、存款等是全家的"),
            error_messages={"invalid_choice": _("此人不是本户成员，也不是成员的亲属")},
        )

    def clean(self) -> dict[str, Any]:
        """A person's topic needs a person, a household's none, an obligor's one outside the household."""
        cleaned = super().clean() or self.cleaned_data
        topic, person = TOPICS.get(cleaned.get("topic", "")), cleaned.get("person")
        if (
            topic is not None
            and "person" not in self.errors
            and (fault := self._fault(topic.key, topic.subject, person))
        ):
            self.add_error("person", fault)
        return cleaned

    def _fault(self, key: str, subject: str, person: int | None) -> str:
        if subject == "household":
            return _("这是全家的情况，请选“全家的”") if person is not None else ""
        if person is None:
            return _("这是个人的情况，请选择是谁的")
        if key.startswith("obligor_") and person not in self.kin and person not in self.owing:
            return _("这是户外义务人的情况，请选择户外亲属；还没有登记的，请先登记亲属")
        if person in self.kin and key not in OF_OBLIGORS:
            return _("户外亲属只录入义务人的收入、财产、所享受的救助和残疾、离家情形")
        return ""
