"""From the first word to the end of the survey: what the driver of the demonstration's cases does, step by step."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from doudi.engine.deadlines import CHINA
from doudi.interfaces.jobs.demonstration_offices import ONE, OTHER, Offices
from doudi.records.accounts.desk import Desk, citizen_desk
from doudi.records.cases.actions import applicants, ending, exits, inquiries, intake, timing
from doudi.records.cases.actions.letters import deliver_letter, make_letter
from doudi.records.cases.changes import TELLS_OF_CHANGE
from doudi.records.cases.forms import FORMS
from doudi.records.cases.gaps import Gap, gaps_of
from doudi.records.cases.models import Application, Case, Inquiry
from doudi.records.evidence.documents import PaperDraft, file_documents
from doudi.records.registry.models import Benefit, Household, Person
from doudi.synthetic.demonstration import StoryApplication, StoryStep
from doudi.synthetic.demonstration.forms import FILLED_IN
from doudi.synthetic.demonstration.papers import paper

_CHECKED = ("dibao", "near_dibao", "dibao_single")
# A request to cooperate came so many days before the case was ended.
_ASKED_BEFORE = 4
_ASKED = "补交收入证明，并与调查人员约定入户的时间"


class Intake:
    """One application of a story: its household and people, its cases by programme, who took it in."""

    def __init__(
        self, offices: Offices, story: StoryApplication, household: Household, people: Sequence[Person]
    ) -> None:
        self.offices, self.story, self.household, self.people = offices, story, household, people
        self.application: Application | None = None
        self.cases: dict[str, int] = {}
        self.clerk = "acceptance"
        self.forwarded: int | None = None

    def do(self, step: StoryStep) -> None:
        """Take one step; raises what the action raises."""
        getattr(self, step.do)(step)

    def desk(self, step: StoryStep, usual: str) -> Desk:
        """The desk of whoever takes a step."""
        login = step.by or usual
        if login == "citizen":
            return citizen_desk(step.on, village=self.household.territory, name=self.people[0].name)
        return self.offices.desk(login, step.on, self.household.territory)

    @property
    def pk(self) -> int:
        """The application's key."""
        assert self.application is not None
        return self.application.pk

    def of(self, step: StoryStep, *stages: str) -> list[Case]:
        """The cases a step is about: that of its programme, or every open one at one of the stages."""
        wanted = [self.cases[step.of]] if step.of else list(self.cases.values())
        found = Case.objects.filter(pk__in=wanted).order_by("pk")
        return [one for one in found if not stages or one.stage in stages]

    # Asking

    def open(self, step: StoryStep) -> None:
        """The application is written down, a draft."""
        by = self.desk(step, self.clerk)
        if step.by and step.by not in ("village", "citizen"):
            self.clerk = step.by
        draft = intake.ApplicationDraft(
            applicant=self.people[0].pk,
            programmes=[(key, None if at is None else self.people[at].pk) for key, at in self.story.programmes],
            channel=self.story.channel,
            request=self.story.request or self.story.tells,
            causes=tuple(self.household.causes),
            agent_name=self.story.agent and "汪春生",
            agent_relation=self.story.agent,
            forwarded=self.forwarded,
        )
        self.application = intake.open_application(by=by, household=self.household.pk, draft=draft, at=moment_of(step))
        self.cases = dict(self.application.cases.values_list("programme", "pk"))

    def apply(self, step: StoryStep) -> None:
        """Asked for with every paper and signature, and handed in."""
        self.open(step)
        by = self.desk(step, self.clerk)
        self._bring(by, step.on)
        intake.submit_application(by=by, application=self.pk)

    def hand_in(self, step: StoryStep) -> None:
        """Asked for without its papers, and handed in."""
        self.open(step)
        intake.submit_application(by=self.desk(step, self.clerk), application=self.pk)

    def report(self, step: StoryStep) -> None:
        """Urgent need is reported, at a time of day."""
        self.open(step)

    def forward(self, step: StoryStep) -> None:
        """They came to the next town first, which sends word here."""
        head = self.people[0]
        sent = intake.forward(
            by=self.desk(step, "neighbour"), name=head.name, phone=head.phone or "13800099002", words=step.words,
            village=self.household.territory,
        )  # fmt: skip
        self.forwarded = sent.pk

    def take_forwarded(self, step: StoryStep) -> None:
        """What the next town sent is taken up, with the day they first came."""
        self.apply(step)

    def _bring(self, by: Desk, on: datetime.date) -> None:
        assert self.application is not None
        wanted = gaps_of(self.application, on)
        drafts = [_draft(gap) for gap in wanted if gap.kind == "paper"]
        if drafts:
            file_documents(by=by, household=self.household.pk, drafts=drafts)
        for gap in wanted:
            if gap.key.startswith("sign:authorisation:"):
                person = int(gap.key.rpartition(":")[2])
                intake.sign_authorisation(by=by, application=self.pk, person=person, signed_on=on, finger_print=True)
        intake.sign_commitment(by=by, application=self.pk, on=on)

    def notice(self, step: StoryStep) -> None:
        """Told once what is wanted."""
        intake.give_notice(by=self.desk(step, self.clerk), application=self.pk)

    def accept(self, step: StoryStep) -> None:
        """Complete, and accepted."""
        intake.accept_application(by=self.desk(step, self.clerk), application=self.pk)

    def withdraw(self, step: StoryStep) -> None:
        """Taken back by the applicant."""
        for case in self.of(step):
            intake.withdraw_case(by=self.desk(step, self.clerk), case=case.pk, reason=step.words)

    def replace(self, step: StoryStep) -> None:
        """The second of the household applies in the first one's place, on a paper the first signed, who is told of it.

        The window enters it, whoever gives opinions confirms it.
        """
        by, title = self.desk(step, self.clerk), "原申请人书面同意"
        signed = file_documents(
            by=by,
            household=self.household.pk,
            drafts=[PaperDraft(_picture("proxy"), "image/png", applicants.CONSENT, title=title)],
        )
        new = applicants.NewApplicant(person=self.people[1].pk, reason=step.words, on=step.on, document=signed[0].pk)
        applicants.replace_applicant(by=by, application=self.pk, new=new)
        applicants.confirm_replacement(by=self.desk(step, "approver"), application=self.pk)
        told = make_letter(by=by, kind=TELLS_OF_CHANGE, application=self.pk)
        deliver_letter(by=by, letter=told.pk, to=self.people[0].name, how="邮寄")

    def discontinue(self, step: StoryStep) -> None:
        """Nobody is left to decide for."""
        for case in self.of(step):
            # Of papers that never came the window takes note, of a mistake the county; whoever gives opinions ends the rest.
            who, cause = (self.clerk if case.stage == "supplement_required" else "approver"), ""
            if not ending.cause_of(case, step.on):
                cause = "mistaken" if case.stage in ("submitted", "reported") else "no_cooperation"
                who = "reviewer" if cause == "mistaken" else who
            if cause == "no_cooperation":
                self._ask_to_cooperate(step, case)
            ending.discontinue_case(by=self.desk(step, who), case=case.pk, reason=step.words, cause=cause)

    def _ask_to_cooperate(self, step: StoryStep, case: Case) -> None:
        """Some days before, the family was asked in writing and did not answer."""
        asked_on = step.on - datetime.timedelta(days=_ASKED_BEFORE)
        by = replace(self.desk(step, ONE), day=asked_on)
        more = {"asked": _ASKED, "reply_by_on": step.on - datetime.timedelta(days=1)}
        letter = make_letter(by=by, kind="cooperation_request", case=case.pk, more=more)
        deliver_letter(by=by, letter=letter.pk, to=self.people[0].name, how="直接送达")

    def complaint(self, step: StoryStep) -> None:
        """Somebody complains about the application."""
        intake.note_complaint(by=self.desk(step, self.clerk), application=self.pk, reason=step.words)

    # Finding out

    def inquire(self, step: StoryStep, kind: str, usual: str, *, case: int | None = None, **over: Any) -> Inquiry:
        """An inquiry filled in and finished; of the application unless of a case."""
        by = self.desk(step, usual)
        second = self.offices.desk(OTHER, step.on).officer_id if FORMS[kind].by_two else None
        content = {**FILLED_IN[kind], **over}
        if kind == "home_visit":
            content |= {"living": self.story.tells or self.household.story, "present": self.people[0].name}
        begun = inquiries.begin_inquiry(
            by=by, kind=kind, on=step.on, content=content, second=second, case=case,
            application=None if case is not None else self.pk,
        )  # fmt: skip
        return inquiries.finish_inquiry(by=by, inquiry=begun.pk)

    def visit(self, step: StoryStep) -> None:
        """Visited at home by two."""
        self.inquire(step, "home_visit", ONE, case=self._only(step))

    def _only(self, step: StoryStep) -> int | None:
        """The case, where there is no application it belongs to."""
        return None if self.application is not None else self.of(step)[0].pk

    def neighbours(self, step: StoryStep) -> None:
        """A neighbour is asked."""
        self.inquire(step, "neighbour_visit", ONE)

    def letter_evidence(self, step: StoryStep) -> None:
        """A letter is sent and not yet answered: the form stays open."""
        inquiries.begin_inquiry(
            by=self.desk(step, ONE), kind="letter_evidence", on=step.on, application=self.pk,
            content=FILLED_IN["letter_evidence"],
        )  # fmt: skip

    def compare(self, step: StoryStep) -> None:
        """What the departments know of a child is compared."""
        self.inquire(step, "data_comparison", ONE)

    def assess(self, step: StoryStep) -> None:
        """How far somebody can look after themselves."""
        for case in self.of(step, "surveying"):
            self.inquire(step, "self_care", ONE, case=case.pk, person=self.people[0].name)

    def ask_check(self, step: StoryStep) -> None:
        """The county is asked to check the means."""
        for case in self.of(step, "surveying"):
            if case.procedure in _CHECKED:
                inquiries.request_core_check(by=self.desk(step, ONE), case=case.pk)

    def check(self, step: StoryStep) -> None:
        """The county reports what it found."""
        number = f"HD-{self.pk:04d}-{step.on:%m%d}"
        self.inquire(step, "core_check", "reviewer", number=number, finding=step.words or "within")

    def over_line(self, step: StoryStep) -> None:
        """Told that the means are over the line."""
        for case in self.of(step, "surveying"):
            inquiries.tell_core_failed(by=self.desk(step, ONE), case=case.pk, reason=step.words)

    def appraise(self, step: StoryStep) -> None:
        """The village appraises."""
        self.inquire(step, "appraisal", "village")

    def care(self, step: StoryStep) -> None:
        """An agreement with whoever cares."""
        for case in self.of(step):
            self.inquire(step, "care_agreement", ONE, case=case.pk, carer="沈大年", relation=step.words)

    def suspend(self, step: StoryStep) -> None:
        """The clocks stand still."""
        for case in self.of(step):
            timing.suspend(by=self.desk(step, "approver"), case=case.pk, since=step.on, reason=step.words)

    def extend(self, step: StoryStep) -> None:
        """The longer limit."""
        for case in self.of(step):
            timing.extend(by=self.desk(step, "approver"), case=case.pk, reason="家庭成员分散在外地，调查困难")

    def report_exit(self, step: StoryStep) -> None:
        """Somebody on tekun may no longer qualify."""
        benefit = Benefit.objects.get(household=self.household, programme="tekun", until__isnull=True)
        case = exits.report_exit(by=self.desk(step, ONE), benefit=benefit.pk, reason=step.words)
        self.cases = {"tekun_exit": case.pk}


def moment_of(step: StoryStep) -> datetime.datetime | None:
    """The moment of a step whose time of day counts."""
    if not step.at:
        return None
    return datetime.datetime.combine(step.on, datetime.time.fromisoformat(step.at), tzinfo=CHINA)


def _draft(gap: Gap) -> PaperDraft:
    kind = gap.key.partition(":")[2]
    return PaperDraft(_picture(kind), "image/png", kind)


@cache
def _picture(kind: str) -> bytes:
    return paper(kind)
