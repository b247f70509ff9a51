"""Everything a household's page shows, read in a constant number of queries and cut down to what the desk may see."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from doudi.engine.telling import Language
from doudi.records.accounts.desk import Desk
from doudi.records.evidence.answers import Told, tell
from doudi.records.evidence.casefile import Known, known_of
from doudi.records.evidence.comparison import Remark, remarks_of
from doudi.records.evidence.documents import papers_of
from doudi.records.evidence.models import Document, Evidence
from doudi.records.evidence.reach import Reach, reach_of
from doudi.records.evidence.sight import Sight, sight_of
from doudi.records.evidence.timeline import Happening, happenings_of, until
from doudi.records.evidence.topics import TOPICS
from doudi.records.evidence.wanted import Wanted, wanted_of
from doudi.records.registry.models import BankAccount, Household, Kinship, Person, RelativeMatch
from doudi.records.registry.queries import accounts_on, kin_of, relative_matches
from doudi.records.registry.reach import as_told, is_in_hand

# Happenings that posts without every topic see too: who belonged to the household.
_OF_MEMBERS = frozenset({"opened", "closed", "joined", "left", "head_changed", "merged", "parted"})
_OF_FACTS = frozenset({"fact", "fact_ended", "fact_corrected", "fact_withdrawn"})
_OF_PAYMENTS = frozenset({"benefit", "benefit_ended"})


@dataclass(frozen=True)
class Moment:
    """The day a page tells of, and today; `as_known` is the moment whose knowledge it tells with, None for today's."""

    day: datetime.date
    today: datetime.date
    as_known: datetime.datetime | None = None

    @property
    def is_past(self) -> bool:
        """Whether anything but today's state with today's knowledge is told."""
        return self.day < self.today or self.as_known is not None


@dataclass(frozen=True)
class Page:
    """What the desk sees of one household on a day. What it may not see is not in here; what is masked is `sight`'s to say.

    `told` is None where the engine's view is not shown. `wanted` is what is missing, as things to enter; `days` are those
    on which something changed.
    """

    household: Household
    moment: Moment
    sight: Sight
    known: Known
    language: Language = "zh"
    accounts: Sequence[BankAccount] = ()
    kin: Sequence[Kinship] = ()
    matches: Sequence[RelativeMatch] = ()
    papers: Sequence[Document] = ()
    told: Told | None = None
    remarks: Sequence[Remark] = ()
    wanted: Sequence[Wanted] = ()
    happenings: Sequence[Happening] = ()
    days: Sequence[datetime.date] = ()

    @property
    def facts(self) -> Sequence[Evidence]:
        """The facts that stand on the day, of topics the post knows."""
        return self.known.evidence

    @property
    def head_name(self) -> str:
        """The name of the head on the day."""
        heads = [one.person.name for one in self.known.members if one.relation == "head"]
        return heads[0] if heads else self.household.label

    @property
    def place(self) -> str:
        """The code of the village the household lived in on the day."""
        return self.known.residence.territory if self.known.residence else self.household.territory

    @property
    def address(self) -> str:
        """The address on the day."""
        return self.known.residence.address if self.known.residence else self.household.address

    @property
    def before_closing(self) -> datetime.date | None:
        """The last day the household stood, of one that is closed."""
        closed = self.household.closed_on
        return max(closed - datetime.timedelta(days=1), self.household.opened_on) if closed else None

    @property
    def elsewhere(self) -> dict[int, str]:
        """Kin and members of the day whom another office answers for, each with the place by which it is named."""
        people = [one.person for one in self.known.members]
        people += [one.relative for one in (*self.kin, *self.known.obligors)]
        return {one.pk: one.territory for one in people if not is_in_hand(self.sight.by, one)}

    @property
    def people(self) -> list[Person]:
        """The members of the day, then their kin outside the household, each once."""
        found = {one.person_id: one.person for one in self.known.members}
        found |= {one.relative_id: one.relative for one in self.kin if one.relative_id not in found}
        return list(found.values())

    @property
    def sensitive_shown(self) -> list[str]:
        """The kinds of sensitive facts this page shows, for the log; none while they are masked."""
        if not self.sight.is_open:
            return []
        facts = [*self.facts, *(one.row for one in self.happenings if one.topic)]
        shown = {one.topic for one in facts if TOPICS[one.topic].sensitive}
        shown |= {"document"} if self.papers else set()
        return sorted(shown | ({"reasons"} if self.told else set()))


def page_of(
    *, by: Desk, household: Household, now: datetime.datetime, moment: Moment, language: Language = "zh"
) -> Page:
    """The page of a household the desk reaches; what the desk may not see is left out of it."""
    sight, reach = sight_of(by, household.pk, now), reach_of(by, household)
    known = reach.answered(known_of(household, moment.day, moment.as_known))
    people = [one.person_id for one in known.members]
    own = [one.person_id for one in known.members if is_in_hand(by, one.person)]
    told = tell(known, language) if sight.sees_reasons else None
    happenings = _happenings(sight, reach)
    return Page(
        household=household,
        moment=moment,
        sight=sight,
        known=_cut(reach.shown(known), sight),
        language=language,
        accounts=accounts_on(own, moment.day) if sight.sees_accounts else (),
        kin=_kin(sight, own, people, moment.day),
        matches=relative_matches(own) if sight.is_whole else (),
        papers=_papers(sight, household, moment),
        told=told,
        remarks=_remarks(known, told, sight),
        wanted=wanted_of(told, known) if told else (),
        happenings=until(happenings, moment.day, moment.as_known) if moment.is_past else happenings,
        days=_days(household, happenings, moment),
    )


def known_to(by: Desk, household: Household, day: datetime.date) -> Known:
    """What stands on a day as the desk may read it, sensitive facts too: whoever asks says why and logs it."""
    reach = reach_of(by, household)
    return _cut(reach.shown(reach.answered(known_of(household, day))), Sight(by))


def _kin(sight: Sight, own: list[int], members: Collection[int], day: datetime.date) -> Sequence[Kinship]:
    """The kin outside of the office's own people, as the desk may read of them."""
    if not sight.is_whole:
        return ()
    found = [one for one in kin_of(own, day) if one.relative_id not in members]
    for one in found:
        one.relative = as_told(sight.by, one.relative)
    return found


def _cut(known: Known, sight: Sight) -> Known:
    """What is known without what the post does not see."""
    members = {one.person_id for one in known.members}
    return replace(
        known,
        obligors=known.obligors if sight.is_whole else (),
        benefits=known.benefits if sight.sees_payments else (),
        evidence=[one for one in known.evidence if sight.knows(one.topic) and _is_of(one, sight, members)],
    )


def _remarks(known: Known, told: Told | None, sight: Sight) -> tuple[Remark, ...]:
    if not sight.sees_payments:
        return ()
    return remarks_of(known, told.answer if told else None)


def _papers(sight: Sight, household: Household, moment: Moment) -> list[Document]:
    """The papers filed by the end of the day told of, or all of them today."""
    found = papers_of(sight, household)
    if not moment.is_past:
        return found
    return [one for one in found if timezone.localdate(one.filed_at) <= moment.day]


def _days(household: Household, happenings: Sequence[Happening], moment: Moment) -> tuple[datetime.date, ...]:
    """The days on which something changed, from the opening to today, for the slider."""
    found = {one.on for one in happenings} | {household.opened_on, moment.today}
    return tuple(sorted(day for day in found if household.opened_on <= day <= moment.today))


def _is_of(fact: Evidence, sight: Sight, members: Collection[int]) -> bool:
    """Whether a fact is for the post by whose it is: those of kin outside are for posts that see everything."""
    return sight.is_whole or (sight.sees_facts and (fact.person_id is None or fact.person_id in members))


def _happenings(sight: Sight, reach: Reach) -> list[Happening]:
    return [one for one in happenings_of(reach) if _is_seen(one, sight, reach.left_on)]


def _is_seen(one: Happening, sight: Sight, members: Collection[int]) -> bool:
    if one.kind in _OF_FACTS:
        return sight.knows(one.topic) and _is_of(one.row, sight, members)
    if one.kind in _OF_PAYMENTS:
        return sight.sees_payments
    return sight.is_whole or one.kind in _OF_MEMBERS


def answers_around(row: Evidence, household: Household, moment: Moment) -> tuple[Known, Known]:
    """What was known just before a fact was recorded or withdrawn, and what is known now, both of the day told of."""
    withdrawn = row.superseded_at is not None and row.superseded_by_id is None
    at = row.superseded_at if withdrawn else row.recorded_at
    before = at - datetime.timedelta(microseconds=1)
    return known_of(household, moment.day, before), known_of(household, moment.day)
