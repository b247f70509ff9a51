"""The tables of a case. A step once taken stands for ever; what is late is computed from the steps and never stored.

An application is what a household asks for at one window, for all programmes at once (一门受理). A case is one programme
of it under its declared procedure, with a stage of its own. Words written about people are sealed.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from doudi.records.accounts.models import Grant, Officer
from doudi.records.cases.words import CHANNELS, DECISIONS, INQUIRIES, NOTICES, ROLES, SIDES
from doudi.records.evidence.models import Document
from doudi.records.registry.models import Benefit, Household, Person
from doudi.records.sealing.columns import SealedText
from doudi.records.territory.models import DateSpan
from doudi.records.trail.triggers import append_only, audited, never_deleted
from doudi.vocabulary.cells.phones import dialled

# A name has so many letters at least, and no digit.
_SHORTEST_NAME = 2
# What the answer to an objection begins with whose author could not be reached.
SET_ASIDE = "多次联系不上，作为线索处理"


class Application(models.Model):
    """What a household asks for. `territory` is its village, `office` the town that handles it now.

    `arrived_on` and `arrived_at` are the day and the office it first came to: forwarding does not change them.
    `code_digest` is the hash of the code a citizen follows it with. Why papers were waived and what complaints said are
    lines of sealed text.
    """

    number = models.TextField(unique=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    territory = models.TextField()
    office = models.TextField()
    channel = models.TextField(choices=CHANNELS)
    agent_name = models.TextField(blank=True)
    agent_relation = models.TextField(blank=True)
    agent_paper = models.TextField(blank=True)
    request = SealedText()
    causes = ArrayField(models.TextField(), default=list)
    arrived_on = models.DateField()
    arrived_at = models.TextField()
    submitted_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    promised_on = models.DateField(null=True, blank=True)
    waived = ArrayField(models.TextField(), default=list)
    waived_reasons = SealedText()
    near_relative = models.BooleanField(default=False)
    complaint = models.BooleanField(default=False)
    complaint_reasons = SealedText()
    code_digest = models.TextField(blank=True)
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["territory", "-id"], name="applications_by_place"),
            models.Index(fields=["household"], name="applications_open", condition=Q(closed_on__isnull=True)),
        ]
        triggers = [*audited(), *never_deleted()]

    def __str__(self) -> str:
        return self.number


class Case(models.Model):
    """One programme of an application: where it stands in its procedure, and who decides it (`route`).

    `closed_on` is the day it left the procedure; a case confirmed is closed when its support begins. `raised_reason` is
    why a delegated case was put to the county.
    """

    number = models.TextField(unique=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="cases", null=True, blank=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="cases")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    programme = models.TextField()
    procedure = models.TextField()
    profile = models.TextField()
    stage = models.TextField()
    route = models.TextField(choices=[("county", "县级确认"), ("township", "委托乡镇确认")], default="county")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    territory = models.TextField()
    opened_on = models.DateField()
    extended_on = models.DateField(null=True, blank=True)
    extended_reason = SealedText()
    raised_reason = SealedText()
    closed_on = models.DateField(null=True, blank=True)
    ends = models.ForeignKey(Benefit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_case_a_household",
                fields=["household", "procedure", "programme"],
                condition=Q(closed_on__isnull=True, person__isnull=True),
            ),
            models.UniqueConstraint(
                name="one_open_case_a_person",
                fields=["person", "procedure", "programme"],
                condition=Q(closed_on__isnull=True, person__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["territory", "stage"], name="cases_open", condition=Q(closed_on__isnull=True)),
            models.Index(fields=["territory", "-id"], name="cases_by_place"),
            models.Index(
                fields=["territory", "closed_on"], name="cases_discontinued", condition=Q(stage="discontinued")
            ),
        ]
        triggers = [*audited(), *never_deleted()]

    def __str__(self) -> str:
        return self.number


class Step(models.Model):
    """One step of a case: from stage to stage, on which ground, with which document, by whose hand, recording which event.

    `number` counts the steps of the case. `on` is the day it counts for, `at` the moment it was taken.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    number = models.IntegerField()
    source = models.TextField()
    target = models.TextField()
    party = models.TextField()
    event = models.TextField(blank=True)
    document = models.TextField(blank=True)
    ground = models.TextField()
    reason = SealedText()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    actor = models.TextField()
    post = models.TextField()
    acting_for = models.TextField(blank=True)
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="step_number_once", fields=["case", "number"])]
        ordering = ("case", "number")
        triggers = [*audited(), *append_only()]


class Hand(models.Model):
    """Who had a case in hand, in which role. The database keeps whoever asks and finds out apart from whoever confirms."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hands")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    role = models.TextField(choices=ROLES)
    side = models.TextField(choices=SIDES, blank=True)
    since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="hand_once", fields=["case", "officer", "role"]),
            ExclusionConstraint(
                name="hands_kept_apart",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("officer", RangeOperators.EQUAL),
                    ("side", RangeOperators.NOT_EQUAL),
                ],
                condition=~Q(side=""),
            ),
        ]
        triggers = [*audited(), *append_only()]


class Suspension(models.Model):
    """Days of a case that its clocks do not count, with the reason and its article; open while `until` is empty."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="suspensions")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = SealedText()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="suspension_until_after_since", condition=Q(until__isnull=True) | Q(until__gt=F("since"))
            ),
            ExclusionConstraint(
                name="suspended_once_a_day",
                expressions=[("case", RangeOperators.EQUAL), (DateSpan("since", "until"), RangeOperators.OVERLAPS)],
            ),
        ]
        triggers = [*audited(), *never_deleted()]


class Authorisation(models.Model):
    """An adult of the household or an obligor let the office check their means; `signed_by` where a guardian signed."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="authorisations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField()
    signed_by = models.TextField(blank=True)
    finger_print = models.BooleanField(default=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_on = models.DateField(null=True, blank=True)
    revoked_reason = SealedText()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="authorised_once", fields=["application", "person"], condition=Q(revoked_on__isnull=True)
            ),
        ]
        triggers = [*audited(), *never_deleted()]


class Replacement(models.Model):
    """Another member is to take the place of an applicant who is still there: entered by one, confirmed by another.

    `old` applied until then, `document` is what they signed or what shows that they cannot go on. It waits until it is
    confirmed or dropped; who applies changes with the confirmation alone.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="replacements")
    old = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    reason = SealedText()
    agent_name = models.TextField(blank=True)
    agent_relation = models.TextField(blank=True)
    agent_paper = models.TextField(blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_on = models.DateField()
    confirmed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dropped_on = models.DateField(null=True, blank=True)
    dropped_reason = SealedText()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_replacement_waits",
                fields=["application"],
                condition=Q(confirmed_on__isnull=True, dropped_on__isnull=True),
            ),
            models.CheckConstraint(
                name="replacement_by_two", condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by"))
            ),
            models.CheckConstraint(
                name="replacement_confirmed_or_dropped",
                condition=Q(confirmed_on__isnull=True) | Q(dropped_on__isnull=True),
            ),
        ]
        triggers = [*audited(), *never_deleted()]


class Notice(models.Model):
    """The one-time notice: everything an application still wants, told once. A second is refused by the database."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="notice")
    items = models.JSONField()
    told_on = models.DateField()
    answer_by = models.DateField()
    told_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = [*audited(), *append_only()]


class Forwarded(models.Model):
    """Word of somebody who asks for help, kept for the right office with the day it first came.

    It came to another office, or through the public pages: then nobody forwarded it.
    """

    name = SealedText()
    phone = SealedText()
    words = SealedText()
    village = models.TextField()
    from_office = models.TextField()
    to_office = models.TextField()
    arrived_on = models.DateField()
    forwarded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    forwarded_on = models.DateField()
    taken_as = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="forwarded_from"
    )

    class Meta:
        triggers = [*audited(), *never_deleted()]


class Inquiry(models.Model):
    """What was found out or filled in, once: a home visit, a letter, a data check, an appraisal, an assessment.

    `content` is the form as JSON, sealed. A phone that was without network sends it again under the same `client_key`.
    A correction is a new one that `replaces` the old.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="inquiries"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="inquiries")
    kind = models.TextField(choices=[(key, zh) for key, (zh, _) in INQUIRIES.items()])
    on = models.DateField()
    content = SealedText()
    result = models.TextField(blank=True)
    begun_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    client_key = models.UUIDField(null=True, blank=True, unique=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="inquiry_of_something", condition=Q(application__isnull=False) | Q(case__isnull=False)
            ),
            models.CheckConstraint(
                name="home_visit_by_two",
                condition=~Q(kind="home_visit")
                | Q(finished_at__isnull=True)
                | (Q(second__isnull=False) & ~Q(second=F("begun_by"))),
            ),
        ]
        triggers = [*audited(), *never_deleted()]


class InquiryPaper(models.Model):
    """A photograph or signed paper that belongs to an inquiry."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="papers")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="inquiry_paper_once", fields=["inquiry", "document"])]
        triggers = [*audited(), *append_only()]


class Finding(models.Model):
    """What the rules made of the facts on a day: the case file, the values used and the answer, kept to be replayed.

    `people` are the members of the case file in its order: names change, and two may have the same. Findings kept before
    it was written have none.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    day = models.DateField()
    profile = models.TextField()
    edition = models.TextField()
    case_file = SealedText()
    people = ArrayField(models.BigIntegerField(), default=list)
    parameters = models.JSONField()
    answer = SealedText()
    outcome = models.TextField()
    monthly = models.BigIntegerField(null=True, blank=True)
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        triggers = [*audited(), *append_only()]


class Opinion(models.Model):
    """What an officer proposes beside the finding; where they depart from it, why stands for ever. `monthly` in fen."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="opinions")
    kind = models.TextField(choices=[("first", "初审意见"), ("second", "重新审核意见"), ("review", "县级审核意见")])
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="+")
    grants = models.BooleanField()
    monthly = models.BigIntegerField(null=True, blank=True)
    once = models.BigIntegerField(null=True, blank=True)
    dibao_class = models.TextField(blank=True)
    care_mode = models.TextField(blank=True)
    reason = SealedText()
    departs = models.BooleanField(default=False)
    given_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField()

    class Meta:
        triggers = [*audited(), *append_only()]


class Decision(models.Model):
    """What was decided, on which finding, by whom, under which grant; never edited. A wrong one is revoked by another.

    `monthly` and `once` are fen; support runs from `since` (a first of a month) until before `until`. Urgent relief waits
    for no finding: `unanswered` then keeps why the rules had no answer, pairs of Chinese and English as JSON.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    number = models.TextField(unique=True)
    kind = models.TextField(choices=[(key, zh) for key, (zh, _) in DECISIONS.items()])
    on = models.DateField()
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    monthly = models.BigIntegerField(null=True, blank=True)
    once = models.BigIntegerField(null=True, blank=True)
    dibao_class = models.TextField(blank=True)
    care_mode = models.TextField(blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    people = ArrayField(models.BigIntegerField(), default=list)
    article = models.TextField(blank=True)
    reason = SealedText()
    unanswered = SealedText()
    departs = models.BooleanField(default=False)
    decided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    revokes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="revoked_by")

    class Meta:
        constraints = [
            models.CheckConstraint(name="decision_money_not_negative", condition=~Q(monthly__lt=0) & ~Q(once__lt=0)),
            models.CheckConstraint(name="refusal_has_article", condition=~Q(kind="refuse") | ~Q(article="")),
            # Nobody waits for food until the facts agree; every other decision rests on what the rules answered.
            models.CheckConstraint(
                name="decision_rests_on_finding",
                condition=Q(finding__isnull=False) | Q(kind="revoke") | (Q(kind="relief") & ~Q(unanswered=b"")),
            ),
        ]
        triggers = [*audited(), *append_only()]


class Posting(models.Model):
    """A public notice of one case: exactly what hung there, from when until when, and that it came down."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="postings")
    number = models.TextField(unique=True)
    kind = models.TextField(choices=[(key, zh) for key, (zh, _) in NOTICES.items()])
    place = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    content = models.JSONField()
    posted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    board = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_down_on = models.DateField(null=True, blank=True)
    taken_down_reason = SealedText()
    taken_down_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="posting_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.UniqueConstraint(
                name="one_notice_hangs", fields=["case", "kind"], condition=Q(taken_down_on__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["place", "ends_on"], name="postings_by_place")]
        triggers = [*audited(), *never_deleted()]


class Objection(models.Model):
    """Somebody objected to a notice. Who they are is sealed and shown to nobody outside the inquiry."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="objections")
    received_on = models.DateField()
    timely = models.BooleanField()
    objector = SealedText()
    contact = SealedText()
    content = SealedText()
    online = models.BooleanField(default=False)
    disposal = SealedText()
    disposed_on = models.DateField(null=True, blank=True)
    disposed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    received_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        triggers = [*audited(), *never_deleted()]

    @property
    def is_identified(self) -> bool:
        """Whether it is somebody's who can be asked: an officer has heard them, or they left a name and a number to call."""
        return self.received_by_id is not None or can_be_asked(self.objector, self.contact)

    @property
    def is_set_aside(self) -> bool:
        """Whether who objected could not be reached: what they said was looked into as a clue."""
        return self.online and self.disposal.startswith(SET_ASIDE)


def can_be_asked(name: str, contact: str) -> bool:
    """Whether somebody left what looks like a name, and a number they can be called under."""
    letters = "".join(name.split())
    is_name = len(letters) >= _SHORTEST_NAME and not any(one.isdigit() for one in letters)
    return is_name and dialled(contact) is not None


class Draw(models.Model):
    """A random spot check: the frame it was drawn from, the share, the seed and who was drawn; anyone may draw it again."""

    number = models.TextField(unique=True)
    county = models.TextField()
    kind = models.TextField(choices=[("tekun", "特困认定抽查"), ("delegated", "委托审批复查")])
    on = models.DateField()
    share = models.TextField()
    seed = models.TextField()
    frame = models.JSONField()
    drawn = models.JSONField()
    drawn_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = [*audited(), *append_only()]


class SpotCheck(models.Model):
    """A case that was in a draw: whether it was drawn, and what the visit found."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="checks")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="spot_checks")
    drawn = models.BooleanField()
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    conclusion = models.TextField(choices=[("right", "情况属实"), ("wrong", "与初审意见不符")], blank=True)
    visited_on = models.DateField(null=True, blank=True)
    visited_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="in_a_draw_once", fields=["draw", "case"])]
        triggers = [*audited(), *never_deleted()]


class Letter(models.Model):
    """A document of a case as it was made: its values sealed, and the files as sent. Delivery is written beside it."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    kind = models.TextField()
    number = models.TextField(unique=True)
    content = SealedText()
    template = models.TextField(blank=True)
    pdf = models.TextField(blank=True)
    docx = models.TextField(blank=True)
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_on = models.DateField()
    made_at = models.DateTimeField(db_default=Now())
    delivered_on = models.DateField(null=True, blank=True)
    delivered_to = SealedText()
    delivered_how = SealedText()

    class Meta:
        indexes = [models.Index(fields=["case", "kind"], name="letters_of_case")]
        triggers = [*audited(), *never_deleted()]


class Template(models.Model):
    """An office's own wording of a kind of letter, from a day on; the newest that was checked by a second person holds."""

    kind = models.TextField()
    county = models.TextField()
    text = models.TextField()
    since = models.DateField()
    written_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        triggers = [*audited(), *never_deleted()]


class OfficeContact(models.Model):
    """How an office is reached: what stands on notices and letters for questions and objections."""

    territory = models.TextField(unique=True)
    phone = models.TextField()
    address = models.TextField(blank=True)
    hours = models.TextField(blank=True)

    class Meta:
        triggers = [*audited(), *never_deleted()]


class Cover(models.Model):
    """A person is covered by a benefit in a slot; two benefits that shut each other out share a slot.

    The database keeps a slot to one benefit a person a day: no two incompatible supports, whatever the program does.
    """

    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="covers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="covers")
    slot = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_benefit_a_slot_a_day",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("slot", RangeOperators.EQUAL),
                    (DateSpan("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [*audited(), *never_deleted()]


class Knock(models.Model):
    """Somebody without an account asked for something: at which door, when, from where. Kept for a day, to be counted.

    `caller` is a keyed digest of the address (or of what was asked about), never the address itself.
    """

    door = models.TextField()
    caller = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["caller", "door", "at"], name="knocks_of_caller"),
            models.Index(fields=["at"], name="knocks_by_time"),
        ]
