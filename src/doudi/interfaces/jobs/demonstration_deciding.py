"""From the first opinion to the end: what the driver of the demonstration's cases does, step by step."""

from collections.abc import Sequence
from dataclasses import replace

from doudi.interfaces.jobs.demonstration_intake import Intake, moment_of
from doudi.interfaces.jobs.demonstration_offices import ONE, Offices
from doudi.records.cases.actions import deciding, draws, exits, letters, opinions, publicity, temporary
from doudi.records.cases.actions.opinions import OpinionDraft
from doudi.records.cases.findings import Found, find
from doudi.records.cases.models import Case, Letter, Objection, Posting
from doudi.records.registry.models import Household, Person
from doudi.synthetic.demonstration import StoryApplication, StoryStep
from doudi.synthetic.demonstration.asking_office import ARTICLES

_OF_APPLICATION = ("one_time_notice",)


class Deciding(Intake):
    """One application of a story, until it is decided and paid."""

    def __init__(
        self, offices: Offices, story: StoryApplication, household: Household, people: Sequence[Person]
    ) -> None:
        super().__init__(offices, story, household, people)
        self.views: dict[int, OpinionDraft] = {}

    def view(self, step: StoryStep, case: Case) -> OpinionDraft:
        """What the rules say of a case, as everybody who deals with it proposes it."""
        if case.pk not in self.views:
            self.views[case.pk] = _proposed(find(case, self.desk(step, "approver")), case)
        return self.views[case.pk]

    # Opinions

    def opinion(self, step: StoryStep) -> None:
        """The first opinion, for the application."""
        by = self.desk(step, "approver")
        for case in self.of(step, "surveying", "appraised"):
            opinions.give_first_opinion(by=by, case=case.pk, draft=self.view(step, case))

    def against(self, step: StoryStep) -> None:
        """The first opinion, against it."""
        draft = OpinionDraft(grants=False, reason=step.words)
        for case in self.of(step, "surveying", "appraised"):
            opinions.give_first_opinion(by=self.desk(step, "approver"), case=case.pk, draft=draft)

    def second(self, step: StoryStep) -> None:
        """The opinion after an objection."""
        for case in self.of(step, "objected"):
            draft = replace(self.view(step, case), reason="复查后情况属实，维持初审意见")
            opinions.give_second_opinion(by=self.desk(step, "approver"), case=case.pk, draft=draft)

    def review(self, step: StoryStep) -> None:
        """The county reviewer's opinion."""
        for case in self.of(step, "county_review"):
            opinions.give_review(by=self.desk(step, "reviewer"), case=case.pk, draft=self.view(step, case))

    def send_back(self, step: StoryStep) -> None:
        """Back for a further survey."""
        for case in self.of(step, "county_review"):
            opinions.send_back(by=self.desk(step, "reviewer"), case=case.pk, reason=step.words)

    def verify(self, step: StoryStep) -> None:
        """The federation verifies the certificate."""
        for case in self.of(step, "first_opinion"):
            self.inquire(step, "certificate_check", "federation", case=case.pk)
            opinions.verify_certificate(by=self.desk(step, "federation"), case=case.pk)

    # Notices

    def post(self, step: StoryStep) -> None:
        """The notice hangs."""
        for case in self.of(step, "first_opinion", "second_opinion"):
            publicity.post_case(by=self.desk(step, self.clerk), case=case.pk)

    def object(self, step: StoryStep) -> None:
        """Somebody objects."""
        for case in self.of(step, "under_publicity"):
            publicity.object_to(
                by=self.desk(step, self.clerk), posting=_last(case).pk, content=step.words, objector="同村村民",
            )  # fmt: skip

    def dispose(self, step: StoryStep) -> None:
        """What came of the objection."""
        usual = "reviewer" if "tekun_exit" in self.cases else "approver"
        cases = [case.pk for case in self.of(step)]
        for one in Objection.objects.filter(posting__case__in=cases, disposed_on__isnull=True).order_by("pk"):
            publicity.dispose_objection(by=self.desk(step, usual), objection=one.pk, disposal=step.words)

    def take_down(self, step: StoryStep) -> None:
        """Every notice whose time is over comes down."""
        cases = [case.pk for case in self.of(step)]
        over = Posting.objects.filter(case__in=cases, taken_down_on__isnull=True, ends_on__lt=step.on)
        for one in over.order_by("pk"):
            publicity.take_down(by=self.desk(step, self.clerk), posting=one.pk, reason="公示期满")

    def send(self, step: StoryStep) -> None:
        """The file goes to the county."""
        for case in self.of(step, "under_publicity", "second_opinion", "first_opinion", "federation_verified"):
            publicity.send_to_county(by=self.desk(step, "approver"), case=case.pk)

    def publish(self, step: StoryStep) -> None:
        """The result is made known."""
        for case in self.of(step, "confirmed", "active"):
            publicity.publish_result(by=self.desk(step, self.clerk), case=case.pk)

    # The county's own eyes

    def county_visit(self, step: StoryStep) -> None:
        """The county visits, and says why."""
        for case in self.of(step, "county_review"):
            self.inquire(step, "county_visit", "reviewer", case=case.pk, why=step.words)

    def checked_on_spot(self, step: StoryStep) -> None:
        """A case that was drawn is visited, and the visit concluded."""
        for case in self.of(step, "county_review"):
            visit = self.inquire(step, "county_visit", "reviewer", case=case.pk, finding=step.words)
            check = case.spot_checks.get(drawn=True)
            draws.conclude_check(by=self.desk(step, "reviewer"), check=check.pk, inquiry=visit.pk)

    # Decisions

    def confirm(self, step: StoryStep) -> None:
        """Confirmed, by the county or by the town under its grant."""
        for case in self.of(step, "county_review", "under_publicity", "second_opinion", "first_opinion"):
            by = self.desk(step, "confirmer" if case.route == "county" else "approver2")
            deciding.confirm_case(by=by, case=case.pk, draft=self.view(step, case))

    def refuse(self, step: StoryStep) -> None:
        """Refused, with its article."""
        for case in self.of(step, "unmet", "core_failed", "county_review"):
            by = self.desk(step, "confirmer" if case.route == "county" else "approver2")
            deciding.refuse_case(by=by, case=case.pk, article=ARTICLES[case.programme], reason=step.words)

    def told(self, step: StoryStep) -> None:
        """The refusal is delivered."""
        for case in self.of(step, "refused"):
            deciding.tell_refusal(by=self.desk(step, self.clerk), case=case.pk, delivered_to=step.words, how="当面送达")

    def revoke(self, step: StoryStep) -> None:
        """A wrong decision is revoked by another."""
        for case in self.of(step):
            decision = case.decisions.get(kind="confirm")
            deciding.revoke_decision(by=self.desk(step, "confirmer"), decision=decision.pk, reason=step.words)

    def raise_up(self, step: StoryStep) -> None:
        """What the town might confirm goes to the county."""
        for case in self.of(step):
            deciding.raise_to_county(by=self.desk(step, "approver"), case=case.pk, reason=step.words)

    # Money at once

    def relieve(self, step: StoryStep) -> None:
        """Relief first; the words are the yuan given."""
        for case in self.of(step):
            temporary.relieve(
                by=self.desk(step, ONE), case=case.pk, once=int(step.words) * 100, reason="情况紧急，先行救助",
                at=moment_of(step),
            )  # fmt: skip

    def escalate(self, step: StoryStep) -> None:
        """Put to the county."""
        for case in self.of(step):
            temporary.escalate(by=self.desk(step, "approver"), case=case.pk, reason=step.words)

    def decide_more(self, step: StoryStep) -> None:
        """The county gives more; the words are the yuan."""
        for case in self.of(step):
            temporary.decide_escalated(
                by=self.desk(step, "confirmer"), case=case.pk, once=int(step.words) * 100, reason="损失较大，同意追加"
            )

    def complete(self, step: StoryStep) -> None:
        """The papers are brought afterwards."""
        for case in self.of(step):
            temporary.complete_papers(by=self.desk(step, ONE), case=case.pk)

    def close(self, step: StoryStep) -> None:
        """Posted afterwards and closed."""
        for case in self.of(step):
            temporary.close_urgent(by=self.desk(step, self.clerk), case=case.pk)

    def refuse_urgent(self, step: StoryStep) -> None:
        """Not urgent: the other ways to ask are told."""
        for case in self.of(step):
            article = ARTICLES[case.programme]
            deciding.refuse_case(by=self.desk(step, "approver"), case=case.pk, article=article, reason=step.words)

    def pay(self, step: StoryStep) -> None:
        """Paid by the county's finance officer."""
        for case in self.of(step):
            temporary.note_paid(by=self.desk(step, "finance"), case=case.pk, reference=step.words)

    def file_away(self, step: StoryStep) -> None:
        """Signed for and filed."""
        for case in self.of(step):
            temporary.close_paid(by=self.desk(step, self.clerk), case=case.pk, received_by=step.words)

    # The end of tekun

    def hand_up(self, step: StoryStep) -> None:
        """The town puts it to the county."""
        exits.hand_up_exit(by=self.desk(step, ONE), case=self.cases["tekun_exit"], opinion=step.words)

    def propose(self, step: StoryStep) -> None:
        """The county posts that the support is to end."""
        exits.propose_exit(by=self.desk(step, "reviewer"), case=self.cases["tekun_exit"])

    def end(self, step: StoryStep) -> None:
        """The support ends."""
        exits.decide_exit(by=self.desk(step, "confirmer"), case=self.cases["tekun_exit"], ends=True, reason=step.words)

    def keep(self, step: StoryStep) -> None:
        """The support goes on."""
        exits.decide_exit(by=self.desk(step, "confirmer"), case=self.cases["tekun_exit"], ends=False, reason=step.words)

    def tell_end(self, step: StoryStep) -> None:
        """Told in writing, with what else there is."""
        exits.tell_exit(
            by=self.desk(step, self.clerk), case=self.cases["tekun_exit"], delivered_to=step.words,
            other_help="可申请最低生活保障、临时救助",
        )  # fmt: skip

    # Documents

    def make(self, step: StoryStep) -> None:
        """A document is made; the words are its kind."""
        of_application = step.words in _OF_APPLICATION
        for case in self.of(step)[:1]:
            login = "confirmer" if step.words in ("confirmation_letter", "refusal_letter") else self.clerk
            letters.make_letter(
                by=self.desk(step, login), kind=step.words, case=None if of_application else case.pk,
                application=self.pk if of_application else None,
            )  # fmt: skip

    def deliver(self, step: StoryStep) -> None:
        """The last document made is delivered."""
        made = Letter.objects.filter(case__in=self.cases.values()).latest("pk")
        letters.deliver_letter(by=self.desk(step, self.clerk), letter=made.pk, to=step.words, how="当面签收")


def _proposed(found: Found, case: Case) -> OpinionDraft:
    one = found.one
    highest = ""
    if case.programme == "dibao":
        of_person = found.answer.calculation.of_person
        highest = min(str(of_person("top_up_class", at)) for at in range(len(found.known.members)))
    return OpinionDraft(
        grants=True,
        monthly=one.monthly,
        once=one.least if case.programme.startswith("temporary") else None,
        dibao_class=highest if highest in ("A", "B", "C") else "",
        care_mode="home" if case.programme == "tekun" else "",
        reason="入户、核对与申报一致，符合条件",
    )


def _last(case: Case) -> Posting:
    return case.postings.latest("pk")
