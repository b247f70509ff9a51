"""The people of one chunk of households: who they are to each other, how old, men and women."""

from dataclasses import dataclass

import numpy as np

from doudi.policy.facts import CODES
from doudi.synthetic import marginals as stated
from doudi.synthetic.draws import Draws, Truths, Whole
from doudi.synthetic.households import LARGEST, Households

_RELATION = {word: index for index, word in enumerate(CODES["relation"])}
MALE, FEMALE = 0, 1
OLDEST = 104


def _padded(rows: list[list[int]]) -> Whole:
    return np.array([row + [0] * (LARGEST - len(row)) for row in rows], np.int8)


def _by_relation(default: int, **values: int) -> Whole:
    return np.array([values.get(word, default) for word in CODES["relation"]], np.int16)


_RELATIONS = _padded([[_RELATION[word] for word in each.relations] for each in stated.COMPOSITIONS])
_ORDINALS = _padded(
    [[each.relations[:i].count(word) for i, word in enumerate(each.relations)] for each in stated.COMPOSITIONS]
)
_PROFILES = list(stated.HEAD_AGES)
_PROFILE = np.array([_PROFILES.index(each.head) for each in stated.COMPOSITIONS])
_HEAD_AGES = np.array([stated.HEAD_AGES[profile] for profile in _PROFILES])
_HAS_SPOUSE = np.array(["spouse" in each.relations for each in stated.COMPOSITIONS])
_HAS_CHILD = np.array(["child" in each.relations for each in stated.COMPOSITIONS])

# Years from the head: a step, generations down and up, how far later ones are apart, and how much it varies.
_STEP = _by_relation(0, grandchild=-25, grandparent=25, sibling=-1, other_relative=-1)
_DOWN = _by_relation(0, child=-1, grandchild=-1, other_relative=-1)
_UP = _by_relation(0, parent=1, grandparent=1)
_APART = _by_relation(0, child=-3, grandchild=-2, parent=-2, grandparent=-2, sibling=-2)
_VARIES = _by_relation(0, sibling=-1, other_relative=1, none=1)
_YOUNGEST = _by_relation(0, spouse=20, none=18)


@dataclass(frozen=True)
class People:
    """One chunk of persons in the order of their households: `home` indexes the chunk's households."""

    homes: Households
    first_id: int
    home: Whole
    relation: Whole
    age: Whole
    sex: Whole

    def __len__(self) -> int:
        return len(self.home)

    @property
    def ids(self) -> Whole:
        """Person numbers, counting from 1 through the whole population."""
        return np.arange(self.first_id, self.first_id + len(self), dtype=np.int64)

    @property
    def household_ids(self) -> Whole:
        """The household number of each person."""
        return self.home.astype(np.int64) + self.homes.first_id

    def is_a(self, *relations: str) -> Truths:
        """Whether each person is one of these to the head."""
        return np.isin(self.relation, [_RELATION[word] for word in relations])

    @property
    def with_adult_child(self) -> Truths:
        """Whether each person lives in a household where the head's children are."""
        return _HAS_CHILD[self.homes.composition][self.home]


def settle_people(draws: Draws, homes: Households, *, first_id: int) -> People:
    """Draw the members of each household: relations, ages and sexes that fit together."""
    home = np.repeat(np.arange(len(homes), dtype=np.int32), homes.size)
    start = np.cumsum(homes.size, dtype=np.int64) - homes.size
    position = np.arange(len(home)) - start[home]
    composition = homes.composition[home]
    relation, ordinal = _RELATIONS[composition, position], _ORDINALS[composition, position]
    head_sex = draws.chance(np.where(_HAS_SPOUSE[homes.composition], 1500, 5300), len(homes)).astype(np.int8)
    age = _ages(draws, homes, home, relation, ordinal, head_sex)
    sex = _sexes(draws, home, relation, ordinal, age, head_sex)
    return People(homes, first_id, home, relation, age, sex)


def _ages(draws: Draws, homes: Households, home: Whole, relation: Whole, ordinal: Whole, head_sex: Whole) -> Whole:
    count = len(homes)
    head = _HEAD_AGES[_PROFILE[homes.composition], draws.even(count)]
    down, up = (draws.read(stated.PARENT_TO_CHILD_YEARS, count).astype(np.int16) for _ in range(2))
    # Wives are up to four years younger, seldom a year older.
    spouse = draws.between(-1, 4, count).astype(np.int16) * np.where(head_sex == FEMALE, 1, -1).astype(np.int16)
    varies = draws.between(0, 5, len(home)).astype(np.int16)
    age = head[home] + _STEP[relation] + _DOWN[relation] * down[home] + _UP[relation] * up[home]
    age += _APART[relation] * ordinal + _VARIES[relation] * varies
    age += np.where(relation == _RELATION["spouse"], spouse[home], 0).astype(np.int16)
    within: Whole = np.clip(age, _YOUNGEST[relation], OLDEST)
    return within.astype(np.int16)


def _sexes(draws: Draws, home: Whole, relation: Whole, ordinal: Whole, age: Whole, head_sex: Whole) -> Whole:
    elder_first = draws.chance(6500, len(head_sex)).astype(np.int8)
    grown_son = (relation == _RELATION["child"]) & (age >= 25)
    sex = draws.chance(np.where(grown_son, 3500, 4850), len(home)).astype(np.int8)
    sex = np.where(relation == _RELATION["head"], head_sex[home], sex)
    sex = np.where(relation == _RELATION["spouse"], 1 - head_sex[home], sex)
    elders = np.isin(relation, (_RELATION["parent"], _RELATION["grandparent"]))
    return np.where(elders, elder_first[home] ^ (ordinal & 1), sex).astype(np.int8)
