"""What a desk sees of one household: by the topics of its post, and by whether it opened the sensitive ones."""

import datetime
from dataclasses import dataclass

from doudi.records.accounts.desk import Desk
from doudi.records.accounts.posts import EVERY_TOPIC
from doudi.records.evidence.models import Opening
from doudi.records.evidence.queries import opening_of
from doudi.records.evidence.topics import TOPICS, covering


@dataclass(frozen=True)
class Sight:
    """A desk before a household; `opening` is the one by which sensitive facts are shown, None while they are masked."""

    by: Desk
    opening: Opening | None = None

    @property
    def is_open(self) -> bool:
        """Whether sensitive facts are shown."""
        return self.opening is not None

    @property
    def reason(self) -> str:
        """Why they were opened, or an empty text."""
        return self.opening.reason if self.opening else ""

    @property
    def may_open(self) -> bool:
        """Whether the post may open sensitive facts at all, and sees any topic that is sensitive."""
        return self.by.may("see_sensitive") and any(
            topic.sensitive and self.knows(topic.key) for topic in TOPICS.values()
        )

    @property
    def is_whole(self) -> bool:
        """Whether the post sees every topic: kin, causes, papers and reasons are for those alone."""
        return self.by.held.topics >= EVERY_TOPIC

    @property
    def sees_facts(self) -> bool:
        """Whether facts and papers are for the post at all: those of the office, and a partner's own topics."""
        return self.is_whole or self.by.held.partner

    @property
    def sees_reasons(self) -> bool:
        """Whether the engine's view is shown: it is made of sensitive facts."""
        return self.is_whole and self.is_open

    @property
    def sees_payments(self) -> bool:
        """Whether benefits in payment are shown."""
        return self.by.sees("receiving")

    @property
    def sees_accounts(self) -> bool:
        """Whether the masked accounts are shown: to the office's own posts that see payments."""
        return self.sees_payments and not self.by.held.partner

    def knows(self, topic: str) -> bool:
        """Whether the post may see facts of a topic at all."""
        return self.by.sees(covering(topic))

    def shows(self, topic: str) -> bool:
        """Whether facts of a topic are shown now."""
        return self.knows(topic) and (not TOPICS[topic].sensitive or self.is_open)

    def may_enter(self, topic: str) -> bool:
        """Whether the post may enter facts of a topic."""
        covered = covering(topic)
        verifies = self.by.may("verify_facts") and covered in self.by.held.verifies
        return self.by.sees(covered) and (self.by.may("record_facts") or verifies)


def sight_of(by: Desk, household: int, now: datetime.datetime) -> Sight:
    """What the desk sees of a household at a moment; one query, none for a post that may not open anything."""
    return Sight(by, opening_of(by, household, now) if by.may("see_sensitive") else None)
