"""What is found about each person of a chunk: absence, school, health, labour, the way they live, their parents."""

from datetime import date, timedelta

import numpy as np

from doudi.policy.facts import CODES
from doudi.synthetic import marginals as stated
from doudi.synthetic.draws import Draws, Truths, Whole, weighted
from doudi.synthetic.people import FEMALE, MALE, OLDEST, People

_ABSENCE = {word: index for index, word in enumerate(CODES["absence"])}
_SCHOOL = {word: index for index, word in enumerate(CODES["school"])}
_KIND = {word: index for index, word in enumerate(CODES["disability_kind"])}
_NONE, _PARTIAL, _FULL = 0, 1, 2


def person_facts(draws: Draws, people: People, day: date) -> dict[str, Whole]:
    """Every fact of a person that is not money as a column, `born` and `absent_since` as days since 1970.

    `absent_since` is -1 for those who are not absent; nothing else is unknown yet.
    """
    absence = _absences(draws, people)
    school = np.where(absence > 0, 0, _schools(draws, people))
    health = _health(draws, people)
    labour = _labour(draws, people, health)
    parents = _parents(draws, people, absence, health)
    return {
        "relation": people.relation,
        "sex": people.sex,
        "born": _births(draws, people, day),
        "absence": absence,
        "absent_since": _absent_since(draws, absence, day),
        "school": school.astype(np.int8),
        **health,
        **_living(draws, people, absence, school),
        **_found(draws, people, labour, school, health),
        "labour": labour,
        **parents,
    }


def _anniversaries(day: date) -> Whole:
    """For each number of completed years the latest birthday it fits, as days since 1970."""
    return np.array([_days(_years_before(day, years)) for years in range(OLDEST + 1)], np.int32)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


def _days(day: date) -> int:
    return (day - date(1970, 1, 1)) // timedelta(days=1)


def _births(draws: Draws, people: People, day: date) -> Whole:
    return _anniversaries(day)[people.age] - draws.between(0, 364, len(people))


def _absences(draws: Draws, people: People) -> Whole:
    absence = np.zeros(len(people), np.int8)
    shared = people.homes.size[people.home] > 1
    may = np.flatnonzero(shared & (people.age >= 18) & (people.age < 65))
    found = draws.read(weighted(stated.ABSENCE), len(may))
    serving_too_old = (found == _ABSENCE["military"]) & ((people.age[may] > 30) | (people.sex[may] == FEMALE))
    absence[may] = np.where(serving_too_old, 0, found)
    return absence


def _absent_since(draws: Draws, absence: Whole, day: date) -> Whole:
    since = np.full(len(absence), -1, np.int32)
    away = np.flatnonzero(absence)
    years = draws.read(stated.RELIGIOUS_YEARS, len(away))
    since[away] = _days(day) - 365 * years - draws.between(0, 364, len(away))
    return since


_SCHOOL_TABLES = np.array([weighted(weights) for weights in stated.SCHOOL.values()])
_SCHOOL_BAND = (np.searchsorted(list(stated.SCHOOL), np.arange(OLDEST + 1), side="right") - 1).astype(np.int8)


def _schools(draws: Draws, people: People) -> Whole:
    school = _SCHOOL_TABLES[_SCHOOL_BAND[people.age], draws.even(len(people))]
    keeping_house = people.is_a("head", "spouse") & (people.age >= 18)
    return np.where(keeping_house, 0, school)


_AGE_GROUP = np.searchsorted(stated.AGE_GROUPS, np.arange(OLDEST + 1), side="right").astype(np.int8)
_KINDS = weighted(list(stated.DISABILITY_KINDS.values()), [_KIND[word] for word in stated.DISABILITY_KINDS])
_GRADES = weighted(list(stated.DISABILITY_GRADES.values()), list(stated.DISABILITY_GRADES))


def _health(draws: Draws, people: People) -> dict[str, Whole]:
    count, group = len(people), _AGE_GROUP[people.age]
    kind, grade = np.zeros(count, np.int8), np.zeros(count, np.int8)
    certified, ill, cared_for = (np.zeros(count, bool) for _ in range(3))
    disabled = _by_age(draws, group, stated.DISABLED)
    kind[disabled] = draws.read(_KINDS, len(disabled))
    grade[disabled] = draws.read(_GRADES, len(disabled))
    certified[disabled] = draws.chance(stated.CERTIFIED_IN_10000, len(disabled))
    ill[_by_age(draws, group, stated.SERIOUSLY_ILL)] = True
    care_rate = np.where(people.age >= 80, 1500, np.where(ill, 2500, 10))
    care_rate = np.where(grade > 0, np.where(grade <= 2, 5500, 800), care_rate)
    cared_for[draws.chance(care_rate, count)] = True
    return {
        "disability_kind": kind,
        "disability_grade": grade,
        "disability_certified": certified,
        "serious_illness": ill,
        "long_term_care": cared_for,
        "unable_items": _unable(draws, people, grade, cared_for),
    }


def _by_age(draws: Draws, group: Whole, rates: tuple[int, ...]) -> Whole:
    found = [draws.quota(group == index, rate) for index, rate in enumerate(rates)]
    return np.sort(np.concatenate(found))


def _unable(draws: Draws, people: People, grade: Whole, cared_for: Truths) -> Whole:
    items = np.zeros(len(people), np.int16)
    needing = np.flatnonzero(cared_for)
    items[needing] = draws.between(1, 6, len(needing))
    weak = draws.some(~cared_for & ((people.age >= 80) | (grade == 1)), 3000)
    items[weak] = draws.between(1, 3, len(weak))
    return items


def _severe(health: dict[str, Whole]) -> Truths:
    return (health["disability_grade"] > 0) & (health["disability_grade"] <= 2)


def _labour(draws: Draws, people: People, health: dict[str, Whole]) -> Whole:
    age, partly_disabled = people.age, health["disability_grade"] > 2
    weak = _severe(health) | (health["serious_illness"] & draws.chance(6000, len(people)))
    weakened = (age >= 60) & draws.chance(5000, len(people)) | partly_disabled & draws.chance(5000, len(people))
    labour = np.where(weakened, _PARTIAL, _FULL)
    return np.where(weak | (age < 16) | (age >= 76), _NONE, labour).astype(np.int8)


def _living(draws: Draws, people: People, absence: Whole, school: Whole) -> dict[str, Whole]:
    """Who lives with whom: cohabiting, registered, alone, left behind."""
    count, age = len(people), people.age
    grown = people.is_a("child", "grandchild") & (age >= 18)
    away = np.where(grown, np.where(school == _SCHOOL["bachelor"], 5500, 1200), 0)
    away = np.where(people.is_a("parent", "grandparent", "sibling", "other_relative"), 500, away)
    away = np.where(people.is_a("spouse"), 150, away)
    rural_elder = (age >= 60) & (people.homes.area[people.home] == 1) & ~people.with_adult_child
    behind = np.where(rural_elder, 3000, np.where(people.is_a("grandchild") & (age < 18), 6000, 0))
    return {
        "cohabits": (absence == 0) & ~draws.chance(away, count),
        "registered": ~draws.chance(250, count),
        "lives_alone": people.homes.size[people.home] == 1,
        "left_behind": draws.chance(behind, count),
    }


def _found(draws: Draws, people: People, labour: Whole, school: Whole, health: dict[str, Whole]) -> dict[str, Whole]:
    """What an office has found: dependence, refused work, the mode of care, a nursing fee."""
    count, age = len(people), people.age
    grown_child = people.is_a("child", "grandchild") & (age >= 18)
    dependent = np.where(_severe(health), 7000, np.where(school == _SCHOOL["postgraduate"], 4000, 40))
    refused = np.zeros(count, np.int16)
    refusing = draws.some((labour == _FULL) & (school == 0), 60)
    refused[refusing] = draws.between(1, 4, len(refusing))
    in_institution = np.where((age >= 60) & (people.homes.size[people.home] == 1), 500, 10)
    return {
        "dependent": grown_child & draws.chance(dependent, count),
        "refused_work": refused,
        "care_mode": draws.chance(in_institution, count).astype(np.int8),
        "work_injury_nursing": (age >= 25) & (age < 75) & draws.chance(12, count),
    }


_PARENT = {word: index for index, word in enumerate(CODES["parent_state"])}
_STATE_OF_ABSENCE = np.array([_PARENT.get(word, 0) for word in CODES["absence"]], np.int8)
_ELSEWHERE = weighted(stated.PARENT_ELSEWHERE)


def _parents(draws: Draws, people: People, absence: Whole, health: dict[str, Whole]) -> dict[str, Whole]:
    """The states of a minor's parents: as found about them where they are members, else drawn."""
    own = _STATE_OF_ABSENCE[absence]
    own = np.where(health["serious_illness"] & (own == 0), _PARENT["serious_illness"], own)
    own = np.where(_severe(health) & health["disability_certified"] & (own == 0), _PARENT["severe_disability"], own)
    columns: dict[str, Whole] = {}
    for parent, sex in (("father", MALE), ("mother", FEMALE)):
        state = _states(draws, people, own, sex)
        months = np.zeros(len(people), np.int16)
        not_able = np.flatnonzero(state)
        months[not_able] = draws.read(stated.MONTHS_OF_STATE, len(not_able))
        columns |= {f"{parent}_state": state, f"{parent}_months": months}
    return columns


def _states(draws: Draws, people: People, own: Whole, sex: int) -> Whole:
    here = np.full(len(people.homes), -1, np.int8)
    members = np.flatnonzero(people.is_a("head", "spouse") & (people.sex == sex))
    here[people.home[members]] = own[members]
    state = np.zeros(len(people), np.int8)
    minors = np.flatnonzero(people.age < 18)
    elsewhere = draws.read(_ELSEWHERE, len(minors))
    found = here[people.home[minors]]
    is_child = people.is_a("child")[minors]
    grandchild_with_parent = ~is_child & people.with_adult_child[minors]
    state[minors] = np.where(is_child & (found >= 0), found, np.where(grandchild_with_parent, 0, elsewhere))
    return state
