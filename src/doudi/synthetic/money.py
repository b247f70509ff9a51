"""What the people of one chunk earn, draw and spend: yearly fen by kind, necessary employment cost in fen a month."""

import numpy as np

from doudi.policy.facts import CODES, INCOME_KINDS, SPENDING_KINDS
from doudi.synthetic import marginals as stated
from doudi.synthetic.draws import Draws, Truths, Whole
from doudi.synthetic.people import People

_SCHOOL = {word: index for index, word in enumerate(CODES["school"])}
_WHOLE_HUNDRED = 10_000
_PARTIAL = 1


def _groups(people: People, facts: dict[str, Whole]) -> dict[str, Truths]:
    """The sorts of people the tables of stated shares speak of."""
    age, school, grade = people.age, facts["school"], facts["disability_grade"]
    return {
        "anyone": np.ones(len(people), bool),
        "adult": age >= 18,
        "elder": age >= 60,
        "aged": age >= 80,
        "poor": people.homes.poor[people.home],
        "pupil": school == _SCHOOL["compulsory"],
        "upper_pupil": (school == _SCHOOL["senior_secondary"]) | (school == _SCHOOL["vocational"]),
        "bachelor": school >= _SCHOOL["bachelor"],
        "severely_disabled": facts["disability_certified"] & (grade <= 2),
        "seriously_ill": facts["serious_illness"],
        "cared_for": facts["long_term_care"],
        "without_care": (age < 18) & (facts["father_state"] > 0) & (facts["mother_state"] > 0),
    }


def incomes(draws: Draws, people: People, facts: dict[str, Whole]) -> dict[str, Whole]:
    """The columns `income_*`, fen a year, nothing unknown yet."""
    columns = {kind: np.zeros(len(people), np.int64) for kind in INCOME_KINDS}
    _earnings(draws, people, facts, columns)
    _pensions(draws, people, columns)
    groups = _groups(people, facts)
    for kind, group, rate, amounts in stated.SMALL_INCOMES:
        having = draws.some(groups[group], rate)
        columns[kind][having] = draws.read(amounts, len(having))
    return {f"income_{kind}": column for kind, column in columns.items()}


def _scaled(amount: Whole, means: Whole) -> Whole:
    """An amount as the household's means have it, in whole hundreds of yuan."""
    return amount * means // (100 * _WHOLE_HUNDRED) * _WHOLE_HUNDRED


def _earnings(draws: Draws, people: People, facts: dict[str, Whole], columns: dict[str, Whole]) -> None:
    area, means = people.homes.area[people.home], people.homes.means[people.home]
    late = (people.age >= 60).astype(np.int8)
    partly = np.where(facts["labour"] == _PARTIAL, 60, 100)
    able = (facts["labour"] > 0) & (people.age >= 18) & (facts["school"] == 0) & (facts["absence"] == 0)
    main = people.is_a("head") & (late == 0) & ~people.homes.poor[people.home]
    for kind, rates, tables in (
        ("wage", stated.EARN_WAGES, stated.WAGES),
        ("business", stated.EARN_BUSINESS, stated.BUSINESS),
    ):
        rate = np.array(rates)[area, late]
        if kind == "business":
            rate = np.where(main, stated.HEADS_LIVING_BY_WORK, rate)
        earning = draws.some(able & (columns["wage"] == 0), rate)
        usual = np.array(tables)[area[earning], draws.even(len(earning))]
        columns[kind][earning] = _scaled(usual * partly[earning] // 100, means[earning])


def _pensions(draws: Draws, people: People, columns: dict[str, Whole]) -> None:
    """An employee's pension, or the residents' one (central basic part, supplement) with support by children."""
    area, poor = people.homes.area[people.home], people.homes.poor[people.home]
    elder = people.age >= 60
    retired = draws.some(elder & ~poor, np.array(stated.EMPLOYEE_PENSION)[area])
    columns["pension"][retired] = np.array(stated.PENSIONS)[area[retired], draws.even(len(retired))]
    resident = elder & (columns["pension"] == 0)
    drawing = draws.some(resident, 9700)
    columns["basic_pension"][drawing] = draws.read(stated.BASIC_PENSION, len(drawing))
    columns["pension"][drawing] = draws.read(stated.RESIDENTS_PENSION_SUPPLEMENT, len(drawing))
    supported = draws.some(resident & ~people.with_adult_child, np.where(poor, 2500, 9500))
    means = np.clip(people.homes.means, np.where(people.homes.poor, 0, 70), 200)[people.home[supported]]
    columns["support"][supported] = _scaled(draws.read(stated.SUPPORT_PAYMENTS, len(supported)), means)


def spending(draws: Draws, people: People, facts: dict[str, Whole], earned: dict[str, Whole]) -> dict[str, Whole]:
    """The columns `employment_cost`, fen a month, and `spending_*`, fen a year, nothing unknown yet."""
    columns = {kind: np.zeros(len(people), np.int64) for kind in SPENDING_KINDS}
    groups = _groups(people, facts)
    for kind, group, rate, amounts in stated.SPENDING:
        having = draws.some(groups[group], rate)
        columns[kind][having] = draws.read(amounts, len(having))
    return {
        "employment_cost": _employment_cost(draws, earned["income_wage"]),
        **{f"spending_{kind}": column for kind, column in columns.items()},
    }


def _employment_cost(draws: Draws, wage: Whole) -> Whole:
    """Never more than a sixth of the wage."""
    cost = np.zeros(len(wage), np.int64)
    working = np.flatnonzero(wage)
    most = wage[working] // 72 // 1000 * 1000
    cost[working] = np.minimum(draws.read(stated.EMPLOYMENT_COST_A_MONTH, len(working)), most)
    return cost
