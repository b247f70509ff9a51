"""The register's tables. People and households stand; what ties them together is dated and closed, never taken away."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from doudi.policy.facts import CODES
from doudi.records.accounts.models import Officer, StaffRelative
from doudi.records.registry.words import BEGINNINGS, ENDINGS, HOLDERS, ID_KINDS, NO_ID_REASONS
from doudi.records.sealing.columns import SealedText
from doudi.records.territory.models import DateSpan
from doudi.records.trail.triggers import audited, never_deleted

RELATIONS = tuple((code, code) for code in CODES["relation"])
KIN = tuple((code, code) for code in CODES["relation"] if code != "head")


class Person(models.Model):
    """A person known to the office, in a household or as somebody's kin. `territory` is the village that answers for them.

    An empty territory is nobody's: such a person (kin who live elsewhere) is reached only through a household.
    `name_key` is the name folded for matching, `pinyin` and `initials` without tones, `grams` the one- and
    two-character parts of the name that any-part search looks up.
    """

    name = models.TextField()
    name_key = models.TextField()
    pinyin = models.TextField()
    initials = models.TextField()
    grams = ArrayField(models.TextField())
    sex = models.TextField(blank=True)
    born_on = models.DateField(null=True, blank=True)
    born_note = models.TextField(blank=True)
    id_kind = models.TextField(choices=ID_KINDS, blank=True)
    citizen_id = SealedText()
    citizen_index = models.BinaryField(null=True)
    citizen_shown = models.TextField(blank=True)
    id_note = models.TextField(blank=True)
    id_unverified = models.BooleanField(default=False)
    no_id_reason = models.TextField(choices=NO_ID_REASONS, blank=True)
    temporary_number = models.TextField(blank=True)
    temporary_until = models.DateField(null=True, blank=True)
    phone = SealedText()
    phone_index = models.BinaryField(null=True)
    phone_shown = models.TextField(blank=True)
    ethnic = models.TextField(blank=True)
    marital = models.TextField(blank=True)
    education = models.TextField(blank=True)
    hukou = models.TextField(blank=True)
    hukou_place = models.TextField(blank=True)
    territory = models.TextField(blank=True)
    died_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed")
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_person_an_id",
                fields=["citizen_index"],
                condition=Q(citizen_index__isnull=False, merged_into__isnull=True),
            ),
            models.CheckConstraint(
                name="death_after_birth",
                condition=Q(died_on__isnull=True) | Q(born_on__isnull=True) | Q(died_on__gte=F("born_on")),
            ),
            models.CheckConstraint(name="not_merged_into_self", condition=~Q(merged_into=F("id"))),
        ]
        indexes = [
            models.Index(fields=["citizen_index"], name="person_by_id"),
            models.Index(fields=["phone_index"], name="person_by_phone"),
            models.Index(fields=["territory", "pinyin", "id"], name="person_by_place"),
            models.Index(fields=["name"], name="person_by_name", opclasses=["text_pattern_ops"]),
            models.Index(fields=["pinyin"], name="person_by_pinyin", opclasses=["text_pattern_ops"]),
            models.Index(fields=["initials"], name="person_by_initials", opclasses=["text_pattern_ops"]),
            models.Index(fields=["name_key", "born_on"], name="person_by_name_and_birth"),
            models.Index(fields=["temporary_number"], name="person_by_temporary", condition=~Q(temporary_number="")),
            GinIndex(fields=["grams"], name="person_by_grams"),
            models.Index(fields=["id"], name="person_died", condition=Q(died_on__isnull=False)),
            models.Index(fields=["id"], name="person_without_id", condition=Q(citizen_index__isnull=True)),
        ]
        triggers = [*audited(), *never_deleted()]

    def __str__(self) -> str:
        return self.name


class Household(models.Model):
    """A household and the village that answers for it today. `label` is its head's name, kept by the actions for lists."""

    number = models.TextField(unique=True)
    territory = models.TextField()
    address = models.TextField(blank=True)
    area = models.TextField(blank=True)
    label = models.TextField(blank=True)
    label_pinyin = models.TextField(blank=True)
    type = models.TextField(blank=True)
    causes = ArrayField(models.TextField(), default=list)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_reason = models.TextField(blank=True)
    story = models.TextField(blank=True)
    # Raised by every action on the household, so that a form filled in on an older state is told so.
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="closed_after_opened", condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on"))
            ),
        ]
        indexes = [
            models.Index(fields=["territory", "label_pinyin", "id"], name="household_by_place"),
            models.Index(fields=["label_pinyin", "id"], name="household_by_pinyin"),
            GinIndex(fields=["causes"], name="household_by_cause"),
            models.Index(fields=["opened_on", "id"], name="household_by_opening"),
            models.Index(fields=["id"], name="household_closed", condition=Q(closed_on__isnull=False)),
        ]
        triggers = [*audited(), *never_deleted()]

    def __str__(self) -> str:
        return self.number


class Residence(models.Model):
    """Where a household lived from a day until before another."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="residences")
    territory = models.TextField()
    address = models.TextField(blank=True)
    area = models.TextField(blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_residence_a_day",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    (DateSpan("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [*audited(), *never_deleted()]


class Membership(models.Model):
    """A person belongs to a household from a day until before another, in a relation to its head."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    relation = models.TextField(choices=RELATIONS, blank=True)
    cohabits = models.BooleanField(null=True, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    began = models.TextField(choices=BEGINNINGS)
    ended = models.TextField(choices=ENDINGS, blank=True)
    position = models.IntegerField(default=0)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_until_not_before_since", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            ExclusionConstraint(
                name="one_household_a_day",
                expressions=[("person", RangeOperators.EQUAL), (DateSpan("since", "until"), RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="one_head_a_day",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    (DateSpan("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(relation="head"),
            ),
        ]
        indexes = [
            models.Index(fields=["household"], name="members_today", condition=Q(until__isnull=True)),
            models.Index(
                fields=["person"], name="household_today", condition=Q(until__isnull=True), include=["household"]
            ),
            models.Index(
                fields=["household"],
                name="deaths_of_household",
                condition=Q(ended="death"),
                include=["person", "until"],
            ),
        ]
        triggers = [*audited(), *never_deleted()]


class Kinship(models.Model):
    """`relative` is the `relation` of `person` (their child, spouse, …); `obligor` where the law binds them to support."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="kin")
    relative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="kin_of")
    relation = models.TextField(choices=KIN)
    obligor = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="not_kin_of_self", condition=~Q(person=F("relative"))),
            models.UniqueConstraint(
                name="kin_once", fields=["person", "relative", "relation"], condition=Q(until__isnull=True)
            ),
        ]
        triggers = [*audited(), *never_deleted()]


class BankAccount(models.Model):
    """An account a person is paid into, their own or a guardian's or a collector's whose agreement is filed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accounts")
    number = SealedText()
    number_index = models.BinaryField(null=True)
    number_shown = models.TextField()
    bank = models.TextField(blank=True)
    holder_kind = models.TextField(choices=HOLDERS)
    holder_name = models.TextField()
    agreement = models.TextField(blank=True)
    warnings = models.TextField(blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="collector_has_agreement", condition=~Q(holder_kind="collector") | ~Q(agreement="")
            ),
            ExclusionConstraint(
                name="one_account_a_day",
                expressions=[("person", RangeOperators.EQUAL), (DateSpan("since", "until"), RangeOperators.OVERLAPS)],
            ),
        ]
        indexes = [models.Index(fields=["number_index"], name="account_by_number")]
        triggers = [*audited(), *never_deleted()]


class Benefit(models.Model):
    """A benefit in payment taken over as found: of a household, or of one person in it. `monthly` is in fen."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="benefits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="benefits")
    programme = models.TextField()
    dibao_class = models.TextField(blank=True)
    care_mode = models.TextField(blank=True)
    monthly = models.BigIntegerField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    certificate = models.TextField(blank=True)
    ended_reason = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="benefit_not_negative", condition=Q(monthly__gte=0)),
            models.CheckConstraint(
                name="benefit_until_not_before_since", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            ExclusionConstraint(
                name="household_programme_once_a_day",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    ("programme", RangeOperators.EQUAL),
                    (DateSpan("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(person__isnull=True),
            ),
            ExclusionConstraint(
                name="person_programme_once_a_day",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("programme", RangeOperators.EQUAL),
                    (DateSpan("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(person__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["household", "programme"], name="benefits_today", condition=Q(until__isnull=True)),
            models.Index(
                fields=["next_review_on", "household"],
                name="benefit_by_review",
                condition=Q(next_review_on__isnull=False),
            ),
            models.Index(fields=["certificate"], name="benefit_by_certificate", condition=~Q(certificate="")),
        ]
        triggers = [*audited(), *never_deleted()]


class Merge(models.Model):
    """Two records found to be one person: which was kept, every row moved with what it was, and whether it was undone."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merged_by")
    moved = models.JSONField()
    reason = models.TextField()
    merged_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(db_default=Now())
    undone_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.TextField(blank=True)

    class Meta:
        triggers = [*audited(), *never_deleted()]


class DuplicatePair(models.Model):
    """Two people found alike on entry: open until somebody merges them or declares them different. `one_id` is the smaller."""

    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(
        choices=[("name", "姓名和出生日期相同"), ("sound", "姓名同音、出生日期相同"), ("unborn", "同村同名")]
    )
    state = models.TextField(
        choices=[("open", "待处理"), ("merged", "已合并"), ("different", "不是同一人")], default="open"
    )
    reason = models.TextField(blank=True)
    found_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="pair_once", fields=["one", "other"]),
            models.CheckConstraint(name="smaller_first", condition=Q(one__lt=F("other"))),
        ]
        indexes = [models.Index(fields=["-found_at"], name="pairs_open", condition=Q(state="open"))]
        triggers = [*audited(), *never_deleted()]


class RelativeMatch(models.Model):
    """A person found to be a filed near relative of staff: by number, or by name and birth (to be confirmed)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relative_matches")
    relative = models.ForeignKey(StaffRelative, on_delete=models.PROTECT, related_name="matches")
    by = models.TextField(choices=[("id", "证件号相同"), ("name", "姓名和出生日期相同")])
    found_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="matched_once", fields=["person", "relative"])]
        triggers = [*audited(), *never_deleted()]


class SavedFilter(models.Model):
    """A list filter an officer keeps under a name; `query` is its query string."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="filters")
    page = models.TextField()
    name = models.TextField()
    query = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(name="filter_name_once", fields=["officer", "page", "name"])]
        triggers = audited()


class Counter(models.Model):
    """The last number given out of a series, such as the household numbers of a town."""

    key = models.TextField(unique=True)
    value = models.BigIntegerField()
