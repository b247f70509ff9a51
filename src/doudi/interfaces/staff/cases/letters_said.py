"""What a letter says, as a page shows it: its text with the sentences marked, and what of it may be recorded."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.gateways.letters import PEOPLE, SURE, Proposal
from doudi.interfaces.staff.people.forms import day, household_number
from doudi.records.cases.actions.letters_taken import Confirmed
from doudi.records.evidence.actions import FactDraft
from doudi.records.evidence.topics import TOPICS, Topic

_OF_ALL = {"income": "household_income", "spending": "household_spending"}
_LONGEST_NOTE = 300
# The letter's words for people, as the register relates them to the head of the household.
_SELF = "applicant"


class LetterForm(forms.Form):
    """A letter pasted or uploaded."""

    text = forms.CharField(
        label=gettext_lazy("粘贴申请书的文字"), required=False, max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )  # fmt: skip
    file = forms.FileField(label=gettext_lazy("或上传文件"), required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and bool(told.get("text", "").strip()) == bool(told.get("file")):
            raise forms.ValidationError(_("请粘贴文字，或上传一个文件，二者选一"))
        return told


class WhoseForm(forms.Form):
    """For which household a letter is."""

    number = household_number(gettext_lazy("户编号"))


@dataclass(frozen=True)
class Piece:
    """A stretch of the letter; `numbers` are the proposals its sentence gave rise to."""

    text: str
    numbers: tuple[int, ...] = ()


def pieces_of(text: str, proposals: Sequence[Proposal]) -> list[Piece]:
    """The letter in stretches, each sentence that says something with the numbers of what it says (from 1)."""
    spoken: dict[tuple[int, int], list[int]] = {}
    for number, one in enumerate(proposals, 1):
        spoken.setdefault((one.start, one.end), []).append(number)
    found, at = [], 0
    for (start, end), numbers in sorted(spoken.items()):
        if start < at:
            # A sentence inside one already marked: its numbers stand with that one.
            if found:
                found[-1] = Piece(found[-1].text, (*found[-1].numbers, *numbers))
            continue
        if start > at:
            found.append(Piece(text[at:start]))
        found.append(Piece(text[start:end], tuple(numbers)))
        at = end
    return [*found, Piece(text[at:])] if at < len(text) else found


def topic_of(one: Proposal) -> Topic | None:
    """The topic of the evidence a proposal may be recorded under; None where it has none or is not whole."""
    key = _OF_ALL.get(one.topic, one.topic) if one.person == "household" else one.topic
    topic = TOPICS.get(key)
    return topic if topic is not None and one.complete else None


def who_says(one: Proposal) -> str:
    """Of whom a proposal is, as the letter calls them."""
    whose = _(PEOPLE[one.person])
    return f"{whose}（{one.called}）" if one.called and one.called != whose else whose


def how_sure(one: Proposal) -> str:
    """How sure the reading is."""
    return _(SURE[one.sure])


class ConfirmForm(forms.Form):
    """Every proposal that may be recorded, with a tick and whose it is; nothing is ticked beforehand."""

    since = day(gettext_lazy("情况从哪天起算"), help_text=gettext_lazy("一般为申请书的日期或收到的日期"))

    letter = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, letter: str, proposals: Sequence[Proposal], members: Sequence[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = list(members)
        self.fields["letter"].initial = self.of = letter
        self.named = applicant_named(proposals)
        self.offered = [(n, one, topic) for n, one in enumerate(proposals, 1) if (topic := topic_of(one))]
        people = [("", "----"), *((str(one.person_id), one.person.name) for one in self.members)]
        for number, one, topic in self.offered:
            self.fields[f"tick_{number}"] = forms.BooleanField(label=one.told, required=False)
            if topic.subject == "person":
                self.fields[f"who_{number}"] = forms.ChoiceField(
                    label=_("是谁的"), choices=people, required=False, initial=self._likely(one)
                )

    def _likely(self, one: Proposal) -> str:
        """The member a proposal most likely speaks of; nobody where several could be meant."""
        if one.person == _SELF:
            alike = [m for m in self.members if m.person.name == self.named] if self.named else self.members
            return str(alike[0].person_id) if alike else ""
        sex = {"女儿": "female", "儿子": "male"}.get(one.called, "")
        alike = [m for m in self.members if m.relation == one.person and (not sex or m.person.sex == sex)]
        return str(alike[0].person_id) if len(alike) == 1 else ""

    @property
    def is_stranger(self) -> bool:
        """Whether the letter names somebody who is not of the household."""
        return bool(self.named) and self.named not in {one.person.name for one in self.members}

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("letter") != self.of:
            raise forms.ValidationError(_("您在另一个窗口打开了别的申请书；请刷新本页，重新核对打勾"))
        for number, _one, topic in self.offered:
            if told.get(f"tick_{number}") and topic.subject == "person" and not told.get(f"who_{number}"):
                self.add_error(f"who_{number}", _("请选择是谁的"))
        return told

    def confirmed(self) -> list[Confirmed]:
        """What was ticked, each with the sentence it was read from."""
        told = self.cleaned_data
        return [
            Confirmed(
                key=f"tick_{number}",
                person=int(told[f"who_{number}"]) if told.get(f"who_{number}") else None,
                draft=FactDraft(topic.key, one.value, told["since"], "declared", note=_cited(one)),
            )
            for number, one, topic in self.offered
            if told.get(f"tick_{number}")
        ]


def _cited(one: Proposal) -> str:
    """The sentence of the letter as the record cites it."""
    sentence = " ".join(one.sentence.split())
    return f"申请书：“{sentence[:_LONGEST_NOTE]}{'……' if len(sentence) > _LONGEST_NOTE else ''}”"


def applicant_named(proposals: Sequence[Proposal]) -> str:
    """The applicant's name where the letter gives it whole; else nothing."""
    names = (one.value for one in proposals if one.topic == "name" and one.person == _SELF and one.value)
    return str(next(names, ""))


def written_on(proposals: Sequence[Proposal], today: datetime.date) -> datetime.date | None:
    """The day the letter bears, where it is whole and not to come."""
    for one in proposals:
        if one.topic == "written_on" and one.value:
            found = datetime.date.fromisoformat(one.value)
            return found if found <= today else None
    return None
