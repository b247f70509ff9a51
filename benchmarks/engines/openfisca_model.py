"""The rules of the comparison as OpenFisca variables: one variable a rule, one a fact, one parameter a parameter.

Written twice where there is a choice. In its own words (`own_words`) `everyone` is OpenFisca's `all` and a class is
chosen by `select` among the members of its Enum. Tuned, `everyone` is a negated `any`, because `all` sorts the members
first, and the class is chosen among numbers. Either way the standard of the place is handed to it by household.

Money is int64, not OpenFisca's int32: fen above 21 million yuan would turn negative. `household.sum` adds up in
float64, which is exact up to 2^53 fen.
"""

from typing import Any

import numpy as np
from numpy import int16, int64, maximum, select, where
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import MONTH
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.shared import INCOMES, SPENDING

Person = Entity("person", "persons", "A person", "")
Household = GroupEntity("household", "households", "A household", "", roles=[{"key": "member", "plural": "members"}])

Relation = Enum("Relation", "head spouse child grandchild parent grandparent sibling other_relative none")
Absence = Enum("Absence", "none prison compulsory_rehab missing military religious")
School = Enum("School", "none compulsory senior_secondary vocational bachelor postgraduate")
DisabilityKind = Enum("DisabilityKind", "none visual hearing speech physical intellectual mental multiple")
AssetFinding = Enum("AssetFinding", "none passed failed")
TopUpClass = Enum("TopUpClass", "A B C")

CODES: dict[str, Any] = {
    "relation": Relation,
    "absence": Absence,
    "school": School,
    "disability_kind": DisabilityKind,
    "asset_finding": AssetFinding,
}
FACTS: dict[str, tuple[Any, str]] = {
    **dict.fromkeys(("relation", "absence", "school", "disability_kind"), (Person, "code")),
    **dict.fromkeys(("age", "absent_years", "disability_grade"), (Person, "count")),
    **dict.fromkeys(("cohabits", "dependent", "disability_certified", "serious_illness"), (Person, "truth")),
    "employment_cost": (Person, "fen"),
    **{f"income_{kind}": (Person, "fen") for kind in INCOMES},
    **{f"spending_{kind}": (Person, "fen") for kind in SPENDING},
    "asset_finding": (Household, "code"),
    **dict.fromkeys(("homes", "vehicles", "businesses"), (Household, "count")),
    "financial_assets": (Household, "fen"),
    "dibao_standard": (Household, "fen"),
    **{f"household_income_{kind}": (Household, "fen") for kind in INCOMES},
    **{f"household_spending_{kind}": (Household, "fen") for kind in SPENDING},
}


def half_up(numerator: Any, denominator: Any) -> Any:
    """An exact quotient rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


class certified_disability(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return (person("disability_kind", period) != DisabilityKind.none) * person("disability_certified", period)


class severely_disabled(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        kind, grade = person("disability_kind", period), person("disability_grade", period)
        of_the_mind = (kind == DisabilityKind.intellectual) + (kind == DisabilityKind.mental)
        return person("certified_disability", period) * ((grade <= 2) + (grade == 3) * of_the_mind)


class class_a(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return person("severely_disabled", period) + person("serious_illness", period)


class class_b(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        age, law = person("age", period), parameters(period)
        return (age >= law.elder_age) + (age < law.adult_age) + person("certified_disability", period)


class top_up_class(Variable):
    value_type = Enum
    possible_values = TopUpClass
    default_value = TopUpClass.C
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        below_a = where(person("class_b", period), int16(TopUpClass.B.index), int16(TopUpClass.C.index))
        return EnumArray(where(person("class_a", period), int16(TopUpClass.A.index), below_a), TopUpClass)


class religious_for_long(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        long = person("absent_years", period) >= parameters(period).religious_years
        return (person("absence", period) == Absence.religious) * long


class absent(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        absence = person("absence", period)
        return (
            (absence == Absence.prison)
            + (absence == Absence.compulsory_rehab)
            + (absence == Absence.missing)
            + person("religious_for_long", period)
        )


class belongs(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        relation, school, cohabits = person("relation", period), person("school", period), person("cohabits", period)
        studies = (
            (school == School.compulsory)
            + (school == School.senior_secondary)
            + (school == School.vocational)
            + (school == School.bachelor)
        )
        child = (relation == Relation.child) * (
            (person("age", period) < parameters(period).adult_age)
            + person("dependent", period)
            + studies
            + cohabits * (school == School.none)
        )
        kin = (
            (relation == Relation.parent)
            + (relation == Relation.grandparent)
            + (relation == Relation.grandchild)
            + (relation == Relation.sibling)
        )
        couple = (relation == Relation.head) + (relation == Relation.spouse)
        return ~person("absent", period) * (couple + child + kin * cohabits)


class tekun_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return person("age", period) < 0


class family_size(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH

    def formula(household, period):
        return household.sum(household.members("belongs", period))


class everyone_tekun(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH

    def formula(household, period):
        others = household.members("belongs", period) * ~household.members("tekun_eligible", period)
        return (household("family_size", period) > 0) * ~household.any(others)


class counted(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        alone = person.household("family_size", period) == 1
        stays = alone + person.household("everyone_tekun", period) + ~person("tekun_eligible", period)
        return person("belongs", period) * stays


class members_counted(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH

    def formula(household, period):
        return household.sum(household.members("counted", period))


class own_income(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "fen"

    def formula(person, period):
        return (
            person("income_wage", period)
            + person("income_business", period)
            + person("income_property", period)
            + person("income_transfer", period)
            + person("income_support", period)
            + person("income_pension", period)
            + person("income_old_age_allowance", period)
            + person("income_insurance_benefit", period)
            + person("income_other", period)
        )


class working_cost(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "fen"

    def formula(person, period):
        earns = (person("income_wage", period) > 0) + (person("income_business", period) > 0)
        return where(earns, person("employment_cost", period) * 12, 0)


class own_rigid_spending(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "fen"

    def formula(person, period):
        return (
            person("spending_medical", period)
            + person("spending_education", period)
            + person("spending_disability_care", period)
        )


class own_net_income(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "fen"

    def formula(person, period):
        costs = person("working_cost", period) + person("own_rigid_spending", period)
        return person("own_income", period) - costs


class shared_income(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH
    unit = "fen"

    def formula(household, period):
        return (
            household("household_income_wage", period)
            + household("household_income_business", period)
            + household("household_income_property", period)
            + household("household_income_transfer", period)
            + household("household_income_support", period)
            + household("household_income_pension", period)
            + household("household_income_old_age_allowance", period)
            + household("household_income_insurance_benefit", period)
            + household("household_income_other", period)
        )


class shared_rigid_spending(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH
    unit = "fen"

    def formula(household, period):
        return (
            household("household_spending_medical", period)
            + household("household_spending_education", period)
            + household("household_spending_disability_care", period)
        )


class countable_income(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH
    unit = "fen"

    def formula(household, period):
        own = household.members("own_net_income", period) * household.members("counted", period)
        shared = household("shared_income", period) - household("shared_rigid_spending", period)
        return maximum(0, household.sum(own) + shared)


class modest_property(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        few_homes = household("homes", period) <= parameters(period).asset_limit_homes
        return few_homes * (household("vehicles", period) == 0) * (household("businesses", period) == 0)


class assets_acceptable(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        finding = household("asset_finding", period)
        limit = household("dibao_standard", period) * parameters(period).asset_limit_months
        within = household("financial_assets", period) <= limit * household("members_counted", period)
        held = (finding == AssetFinding.none) * within * household("modest_property", period)
        return (finding == AssetFinding.passed) + held


class below_standard(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH

    def formula(household, period):
        year = household("dibao_standard", period) * 12 * household("members_counted", period)
        return household("countable_income", period) < year


class dibao_conditions(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH

    def formula(household, period):
        some = household("members_counted", period) > 0
        return some * household("below_standard", period) * household("assets_acceptable", period)


class dibao_gap(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH
    unit = "fen"

    def formula(household, period):
        year = household("dibao_standard", period) * 12 * household("members_counted", period)
        return year - household("countable_income", period)


class dibao_grant(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH
    unit = "fen"

    def formula(household, period):
        return half_up(household("dibao_gap", period), 12)


class top_up_percent(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        group, law = person("top_up_class", period), parameters(period)
        below_a = where(group == TopUpClass.B, law.class_b_topup_percent, 0)
        return where(group == TopUpClass.A, law.class_a_topup_percent, below_a)


class dibao_top_up(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "fen"

    def formula(person, period):
        gap = person.household("dibao_gap", period)
        members = maximum(person.household("members_counted", period), 1)
        share = half_up(gap * person("top_up_percent", period), 12 * members * 100)
        return where(person("counted", period), share, 0)


class dibao_monthly(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH
    unit = "fen"

    def formula(household, period):
        return household("dibao_grant", period) + household.sum(household.members("dibao_top_up", period))


class dibao_review_months(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        vulnerable = household.members("class_a", period) + household.members("class_b", period)
        stable = household.any(household.members("counted", period) * vulnerable)
        law = parameters(period)
        return where(stable, law.review_months_stable, law.review_months_unstable)


RULES: tuple[type[Variable], ...] = tuple(Variable.__subclasses__())


def own_words() -> tuple[type[Variable], ...]:
    """The two rules for which OpenFisca has a word of its own that costs more."""

    class everyone_tekun(Variable):
        value_type = bool
        entity = Household
        definition_period = MONTH

        def formula(household, period):
            outside = ~household.members("belongs", period)
            all_tekun = household.all(outside + household.members("tekun_eligible", period))
            return (household("family_size", period) > 0) * all_tekun

    class top_up_class(Variable):
        value_type = Enum
        possible_values = TopUpClass
        default_value = TopUpClass.C
        entity = Person
        definition_period = MONTH

        def formula(person, period):
            conditions = [person("class_a", period), person("class_b", period)]
            return select(conditions, [TopUpClass.A, TopUpClass.B], default=TopUpClass.C)

    return everyone_tekun, top_up_class


def fact_variable(name: str) -> type[Variable]:
    """The input variable of a fact."""
    entity, kind = FACTS[name]
    words: dict[str, Any] = {"entity": entity, "definition_period": MONTH, "value_type": int}
    if kind == "truth":
        words["value_type"] = bool
    elif kind == "code":
        values = CODES[name]
        words |= {"value_type": Enum, "possible_values": values, "default_value": next(iter(values))}
    elif kind == "fen":
        words["unit"] = "fen"
    return type(name, (Variable,), words)


def system_of(parameters: dict[str, int], *, tuned: bool) -> TaxBenefitSystem:
    """The country of the comparison, with its parameters, tuned or in OpenFisca's own words."""
    system = TaxBenefitSystem([Person, Household])
    data = {name: {"values": {"2000-01-01": {"value": value}}} for name, value in parameters.items()}
    system.parameters = ParameterNode("", data=data)
    system.add_variables(*RULES, *map(fact_variable, FACTS))
    for rule in () if tuned else own_words():
        system.replace_variable(rule)
    for variable in system.variables.values():
        if variable.unit == "fen":
            variable.dtype = np.dtype(int64)
    return system
