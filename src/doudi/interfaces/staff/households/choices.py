"""What forms about a household offer to choose from: its people, their kin, its papers."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from doudi.interfaces.staff.households.happened import paper_name, relation_name
from doudi.interfaces.staff.households.words import named
from doudi.records.evidence.documents import papers_of
from doudi.records.evidence.sight import Sight
from doudi.records.registry.queries import kin_of, members_on
from doudi.records.registry.reach import is_in_hand

Named = list[tuple[int, str]]


def people_to_choose(household: Any, day: datetime.date, sight: Sight) -> tuple[Named, Named]:
    """The members of a day and, for posts that see them, the kin outside whom no other office answers for.

    Each is an id and the name with the relation.
    """
    members = members_on(household, day)
    kin = kin_of([one.person_id for one in members], day) if sight.is_whole else []
    return (
        [(one.person_id, named(one.person.name, relation_name(one.relation))) for one in members],
        list({one.relative_id: _kin_name(one) for one in kin if is_in_hand(sight.by, one.relative)}.items()),
    )


def _kin_name(one: Any) -> str:
    told = {"who": one.person.name, "relation": relation_name(one.relation)}
    return named(one.relative.name, _("%(who)s的%(relation)s") % told)


def papers_to_choose(sight: Sight, household: Any) -> Named:
    """The papers a fact may rest on, each with the day it was filed."""
    return [(one.pk, f"{paper_name(one, sight)} {one.filed_at:%Y-%m-%d}") for one in papers_of(sight, household)]
