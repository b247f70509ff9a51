"""Those who owe support but live elsewhere: grown children of elders, and parents of minors left with others."""

import numpy as np

from doudi.policy.facts import CODES
from doudi.synthetic import marginals as stated
from doudi.synthetic.draws import Draws, Whole, weighted
from doudi.synthetic.people import People

_PARENT = {word: index for index, word in enumerate(CODES["parent_state"])}
_ABSENCE_OF_STATE = np.array(
    [CODES["absence"].index(word) if word in CODES["absence"] else 0 for word in CODES["parent_state"]], np.int8
)
_PHYSICAL = CODES["disability_kind"].index("physical")
_KINDS = weighted(
    list(stated.DISABILITY_KINDS.values()), [CODES["disability_kind"].index(word) for word in stated.DISABILITY_KINDS]
)
_GRADES = weighted(list(stated.DISABILITY_GRADES.values()), list(stated.DISABILITY_GRADES))

Columns = dict[str, Whole]


def obligors(draws: Draws, people: People, facts: Columns, listed: Whole) -> tuple[Whole, Columns]:
    """The member each is an obligor of (a row of the chunk, rising) and the columns `obligor_*`, nothing unknown yet.

    Households whose list of obligors is not given (`listed` false) have none.
    """
    blocks = (_grown_children(draws, people), _parents_elsewhere(draws, people, facts))
    of = np.concatenate([rows for rows, _ in blocks])
    order = np.argsort(of, kind="stable")
    order = order[listed[people.home[of[order]]]]
    return of[order], {name: np.concatenate([block[name] for _, block in blocks])[order] for name in blocks[0][1]}


def _grown_children(draws: Draws, people: People) -> tuple[Whole, Columns]:
    """The children elsewhere are drawn for the household and are obligors of the head and of the spouse alike."""
    elders = np.flatnonzero((people.age >= 55) & people.is_a("head", "spouse") & ~people.with_adult_child)
    homes = np.unique(people.home[elders])
    number = draws.read(stated.CHILDREN_ELSEWHERE, len(homes))
    heads = np.flatnonzero(people.is_a("head"))
    nth = np.arange(number.sum()) - np.repeat(np.cumsum(number, dtype=np.int64) - number, number)
    gap = draws.read(stated.PARENT_TO_CHILD_YEARS, len(nth))
    age = np.maximum(18, people.age[heads][np.repeat(homes, number)] - gap - 2 * nth)
    children = _attributes(draws, age.astype(np.int16))
    of, child = _shared(np.searchsorted(homes, people.home[elders]), number, elders)
    return of, {name: column[child] for name, column in children.items()}


def _shared(home_row: Whole, number: Whole, elders: Whole) -> tuple[Whole, Whole]:
    """Every child of the elder's household, for each elder: the elder's row and the child's row, side by side."""
    first = np.cumsum(number, dtype=np.int64) - number
    each = number[home_row]
    nth = np.arange(each.sum()) - np.repeat(np.cumsum(each, dtype=np.int64) - each, each)
    return np.repeat(elders, each), np.repeat(first[home_row], each) + nth


def _parents_elsewhere(draws: Draws, people: People, facts: Columns) -> tuple[Whole, Columns]:
    left = np.flatnonzero((people.age < 18) & ~people.is_a("child") & ~people.with_adult_child)
    states = np.concatenate([facts[f"{parent}_state"][left] for parent in ("father", "mother")])
    minors = np.concatenate((left, left))
    living = states != _PARENT["dead"]
    minors, states = minors[living], states[living]
    age = people.age[minors] + draws.read(stated.PARENT_TO_CHILD_YEARS, len(minors))
    columns = _attributes(draws, age.astype(np.int16))
    disabled = states == _PARENT["severe_disability"]
    columns["obligor_absence"] = _ABSENCE_OF_STATE[states]
    columns["obligor_disability_kind"] = np.where(disabled, _PHYSICAL, columns["obligor_disability_kind"])
    columns["obligor_disability_grade"] = np.where(disabled, 1, columns["obligor_disability_grade"])
    return minors, columns


def _attributes(draws: Draws, age: Whole) -> Columns:
    count = len(age)
    dibao = draws.chance(300, count)
    kind, grade, absence = (np.zeros(count, np.int8) for _ in range(3))
    disabled = np.flatnonzero(draws.chance(450, count))
    kind[disabled], grade[disabled] = draws.read(_KINDS, len(disabled)), draws.read(_GRADES, len(disabled))
    away = np.flatnonzero((age >= 18) & (age < 65))
    absence[away] = draws.read(weighted(stated.ABSENCE), len(away))
    income = draws.read(stated.OBLIGOR_INCOME_A_MONTH, count)
    return {
        "obligor_age": age,
        "obligor_receives_dibao": dibao,
        "obligor_receives_tekun": ~dibao & (age >= 60) & draws.chance(100, count),
        "obligor_disability_kind": kind,
        "obligor_disability_grade": grade,
        "obligor_income": np.where(dibao, np.minimum(income, 60_000), income),
        "obligor_assets_over": ~dibao & draws.chance(700, count),
        "obligor_absence": absence,
    }
