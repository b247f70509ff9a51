"""Officers and what they hold: posts at a territory for a span of days, cover, delegated powers, relatives, tokens."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from doudi.records.accounts.posts import POSTS, POWERS
from doudi.records.sealing.columns import SealedText
from doudi.records.territory.models import DateSpan
from doudi.records.trail.triggers import audited, never_deleted


class OfficerManager(BaseUserManager["Officer"]):
    """Finds officers by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "Officer":
        return self.get(login=username)


class Officer(AbstractBaseUser):
    """A person who signs in. Everything they may do comes from the posts they hold, nothing from the account."""

    login = models.TextField(unique=True)
    name = models.TextField()
    phone = models.TextField(blank=True)
    language = models.TextField(default="zh-hans")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    # Raised to end every session of the officer: password changed, account closed.
    session_epoch = models.IntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "login"
    objects = OfficerManager()

    class Meta:
        triggers = [*audited(), *never_deleted()]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        return f"{super().get_session_auth_hash()}{self.session_epoch}"

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        return f"{super()._get_session_auth_hash(secret=secret)}{self.session_epoch}"  # type: ignore[misc]

    # Django's own admin is not used; libraries ask these.
    is_staff = False
    is_superuser = False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Nothing is allowed by account."""
        return False


class Appointment(models.Model):
    """A post held by an officer at a territory from a day until before another."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="appointments")
    post = models.TextField(choices=[(post.key, post.zh) for post in POSTS.values()])
    territory = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="appointment_until_after_since", condition=Q(until__isnull=True) | Q(until__gt=F("since"))
            ),
            ExclusionConstraint(
                name="same_post_once_a_day",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    ("territory", RangeOperators.EQUAL),
                    (DateSpan("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["territory", "post"], name="appointments_at")]
        triggers = [*audited(), *never_deleted()]

    def __str__(self) -> str:
        return f"{POSTS[self.post].zh}@{self.territory}"


class Cover(models.Model):
    """A deputy holds an appointment's post during leave, from a day until before another."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="covers")
    deputy = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="covers")
    since = models.DateField()
    until = models.DateField()
    reason = models.TextField()
    revoked_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="cover_until_after_since", condition=Q(until__gt=F("since"))),
            ExclusionConstraint(
                name="covered_once_a_day",
                expressions=[
                    ("appointment", RangeOperators.EQUAL),
                    (DateSpan("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(revoked_on__isnull=True),
            ),
        ]
        triggers = [*audited(), *never_deleted()]


class Grant(models.Model):
    """A power a county leaves to a township, from a day until before another, up to a ceiling in fen where there is one."""

    power = models.TextField(choices=[(key, zh) for key, (zh, _) in POWERS.items()])
    county = models.TextField()
    town = models.TextField()
    ceiling = models.BigIntegerField(null=True, blank=True)
    notice = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True)
    revoked_reason = models.TextField(blank=True)
    granted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="grant_ceiling_positive", condition=Q(ceiling__isnull=True) | Q(ceiling__gt=0)),
            ExclusionConstraint(
                name="granted_once_a_day",
                expressions=[
                    ("power", RangeOperators.EQUAL),
                    ("town", RangeOperators.EQUAL),
                    (DateSpan("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(revoked_on__isnull=True),
            ),
        ]
        triggers = [*audited(), *never_deleted()]


class StaffRelative(models.Model):
    """A near relative of somebody who works on assistance or is a village official, as filed (近亲属备案)."""

    staff_name = models.TextField()
    staff_role = models.TextField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="relatives")
    territory = models.TextField()
    name = models.TextField()
    name_key = models.TextField()
    relation = models.TextField()
    born_on = models.DateField(null=True, blank=True)
    citizen_id = SealedText()
    citizen_index = models.BinaryField(null=True)
    citizen_shown = models.TextField(blank=True)
    filed_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["citizen_index"], name="relatives_by_id"),
            models.Index(fields=["name_key", "born_on"], name="relatives_by_name"),
        ]
        triggers = [*audited(), *never_deleted()]


class ApiToken(models.Model):
    """A program that acts as one appointment; only the hash of the token is kept."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="tokens")
    label = models.TextField()
    digest = models.TextField(unique=True)
    created_at = models.DateTimeField(db_default=Now())
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = [*audited(), *never_deleted()]


class KeptAnswer(models.Model):
    """What a writing call of a program was answered, kept under the key the call came with, for when it comes again.

    Neither the key nor the call is kept, only keyed digests of them: a program may have put an ID number into either.
    Not in the audit trail: what the call wrote is, and these rows go after some days.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.PROTECT, related_name="kept_answers")
    key_index = models.BinaryField()
    call_index = models.BinaryField()
    status = models.IntegerField()
    body = SealedText()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="answered_once", fields=["token", "key_index"])]
        indexes = [models.Index(fields=["kept_at"], name="answers_by_age")]


class Guesses(models.Model):
    """How often in a row a password was wrong, and when last: under a keyed digest of where it was asked and of whom.

    Not in the audit trail, or whoever guesses would fill it; a row goes when the password is right, or after a day.
    """

    key_index = models.BinaryField(unique=True)
    count = models.IntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["last_at"], name="guesses_by_age")]
