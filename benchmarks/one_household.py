"""How long one household takes in a process that is warm: `python -m benchmarks.one_household [repetitions]`.

Writes `benchmarks/results/one_household.md`: every programme with its cited explanation here, and beside it dibao alone
here and in OpenFisca-core.
"""

import json
import sys
from collections.abc import Callable

import orjson
import yaml

from benchmarks.measure import OPENFISCA, RESULTS, ROOT, machine, measured, quantiles, set_up_openfisca, versions
from benchmarks.rule_set import PARAMETERS, PROFILE, edition, same_everywhere
from benchmarks.shared import HOUSEHOLD_OUTPUTS, PERSON_OUTPUTS
from doudi.engine.casefile import CaseFacts, facts_from_mapping, read_case
from doudi.engine.dated import published_parameters
from doudi.engine.determine import as_json, determine
from doudi.engine.reference import Calculation, Reference

CASE = ROOT / "tests" / "cases" / "couple-and-child-hefei.yaml"
MONTHLY_FEN = 101_733


def here(case: CaseFacts, mapping: object, text: str) -> dict[str, Callable[[], object]]:
    """What is measured in this process."""
    reference, standards = Reference(edition()), parameters_for(case)

    def dibao_alone() -> object:
        worked = Calculation(reference, case.household, case.persons, case.obligors, standards.get)
        households = [worked.of_household(name) for name in HOUSEHOLD_OUTPUTS]
        people = [worked.of_person(name, i) for i in range(len(case.members)) for name in PERSON_OUTPUTS]
        return households, people

    def answered(facts: CaseFacts, *, explain: bool = True) -> bytes:
        return orjson.dumps(as_json(determine(facts), explain=explain))

    return {
        "dibao alone, values only (reference engine)": dibao_alone,
        "all programmes, JSON without explanation": lambda: answered(case, explain=False),
        "**all programmes, cited explanation, JSON**": lambda: answered(case),
        "… and the case from a mapping": lambda: answered(facts_from_mapping(mapping)),
        "… and the case from JSON text": lambda: answered(read_case(text, name="case.json")),
    }


def parameters_for(case: CaseFacts) -> dict[str, int]:
    """The parameters of the dibao rules for the case."""
    area = str(case.household["area"])
    standard = published_parameters().value("dibao_standard", place=case.place, area=area, on=case.day, profile=PROFILE)
    assert standard is not None and case.place is not None
    return same_everywhere(case.place) | {"dibao_standard": standard.amount}


def for_openfisca(case: CaseFacts) -> str:
    """The case as OpenFisca is told it: facts by name, unknown ones left out, and the parameters."""
    parameters = parameters_for(case)
    persons = {
        member: {name: value for name, value in person.items() if value is not None}
        for member, person in zip(case.members, case.persons, strict=True)
    }
    household = {name: value for name, value in case.household.items() if value is not None}
    return json.dumps(
        {
            "persons": persons,
            "household": household | {"dibao_standard": parameters["dibao_standard"]},
            "parameters": {name: parameters[name] for name in PARAMETERS},
            "period": f"{case.day:%Y-%m}",
            "expected": MONTHLY_FEN,
        }
    )


def main(repetitions: int = 2000) -> None:
    """Measure and write the table."""
    set_up_openfisca()
    text = json.dumps(yaml.safe_load(CASE.read_text("utf-8")), default=str, ensure_ascii=False)
    mapping = json.loads(text)
    case = facts_from_mapping(mapping)
    answer = determine(case)
    found = {one.programme.key: one.monthly for one in answer.determinations if one.monthly is not None}
    assert found["dibao"] == MONTHLY_FEN, found
    rows = {name: quantiles(work, repetitions) for name, work in here(case, mapping, text).items()}
    theirs = measured(
        OPENFISCA, "benchmarks.engines.openfisca_one", max(repetitions // 4, 20), given=for_openfisca(case)
    )
    rows |= {name: (middle, late) for name, (middle, late) in theirs["rows"].items()}
    size = len(orjson.dumps(as_json(answer)))
    page = "\n".join(
        [
            "# One household, warm",
            "",
            f"A couple and a child, {len(found)} payments; the explained answer is {size / 1000:.0f} kB of JSON. "
            f"{repetitions} repetitions here, {max(repetitions // 4, 20)} in OpenFisca. Measured on {machine()}; "
            f"{versions('orjson')}; {theirs['versions']}.",
            "",
            "| | p50, ms | p95, ms |",
            "|---|---|---|",
            *(f"| {name} | {middle:.3f} | {late:.3f} |" for name, (middle, late) in rows.items()),
            "",
            "OpenFisca works out dibao alone (the tuned rules of the comparison, the same outputs), and its answer is checked "
            "against the case's. Its explanation is the flat trace its own web interface hands out.",
            "",
        ]
    )
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "one_household.md").write_text(page, "utf-8")
    print(page)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
