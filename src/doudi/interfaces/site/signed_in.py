"""Who is signed in: the session and its officer, asked for on every request by two prepared statements."""

import datetime

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from doudi.records.accounts.models import Officer
from doudi.records.statements import prepared


class SessionStore(db.SessionStore):
    """Django's sessions in the database, read by a prepared statement."""

    def _get_session_from_db(self) -> Session | None:
        found = _session.one(self.session_key, timezone.now())
        if found is None:
            self._session_key = None
        return found


class Officers(ModelBackend):
    """Officers by log-in and password, as Django has them; the officer of a session by a prepared statement."""

    def get_user(self, user_id: int) -> Officer | None:
        """The officer of a number, if they may sign in."""
        found = _officer.one(user_id)
        return found if self.user_can_authenticate(found) else None


@prepared
def _session(key: str, now: datetime.datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


@prepared
def _officer(pk: int) -> QuerySet[Officer]:
    return Officer.objects.filter(pk=pk)
