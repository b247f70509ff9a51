"""One household in OpenFisca-core, again and again in a warm process; the case comes as JSON on standard input."""

import json
import sys
from importlib.metadata import version
from typing import Any

from openfisca_core.simulations import Simulation, SimulationBuilder

from benchmarks.engines.openfisca_model import FACTS, Household, Person, system_of
from benchmarks.measure import quantiles
from benchmarks.shared import OUTPUTS


def main(repetitions: int) -> None:
    """Measure from the entities to the values, with and without its trace."""
    case = json.load(sys.stdin)
    system, period = system_of(case["parameters"], tuned=True), case["period"]
    entities = entities_of(case)

    def calculated(*, trace: bool) -> Simulation:
        simulation = SimulationBuilder().build_from_entities(system, entities)
        simulation.trace = trace
        for name in OUTPUTS:
            simulation.calculate(name, period)
        return simulation

    def explained() -> str:
        return json.dumps(calculated(trace=True).tracer.get_serialized_flat_trace())

    monthly = int(calculated(trace=False).calculate("dibao_monthly", period)[0])
    if monthly != case["expected"]:
        sys.exit(f"dibao_monthly is {monthly}, not {case['expected']}")
    rows = {
        "OpenFisca-core: dibao alone, values only": quantiles(lambda: calculated(trace=False), repetitions),
        "OpenFisca-core: … with trace": quantiles(lambda: calculated(trace=True), repetitions),
        "OpenFisca-core: … with trace, JSON": quantiles(explained, repetitions),
    }
    print(json.dumps({"rows": rows, "versions": f"openfisca-core {version('openfisca-core')}"}))


def entities_of(case: dict[str, Any]) -> dict[str, Any]:
    """The case as OpenFisca's builder reads it."""
    period = case["period"]

    def told(facts: dict[str, Any], entity: Any) -> dict[str, Any]:
        return {name: {period: facts[name]} for name, (of, _) in FACTS.items() if of is entity and name in facts}

    persons = {member: told(facts, Person) for member, facts in case["persons"].items()}
    household = told(case["household"], Household) | {"members": list(persons)}
    return {"persons": persons, "households": {"home": household}}


if __name__ == "__main__":
    main(int(sys.argv[1]))
