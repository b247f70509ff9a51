"""OpenFisca-core over a population; runs in an environment of its own (`benchmarks/setup.sh`)."""

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from benchmarks.arrays import Array, Inputs, inputs_of, parameters_of, write_part
from benchmarks.engines.openfisca_model import CODES, FACTS, Person, system_of
from benchmarks.measure import Stopwatch, report
from benchmarks.shared import DAY, HOUSEHOLD_OUTPUTS, OUTPUTS, PERSON_OUTPUTS

PERIOD = "2024-09"


def simulation_of(system: TaxBenefitSystem, inputs: Inputs) -> Simulation:
    """A simulation with its people, its households and every input set, without the copies a builder makes."""
    populations = system.instantiate_entities()
    populations["person"].count = len(inputs.persons["person_id"])
    populations["household"].count = len(inputs.starts)
    populations["household"].members_entity_id = np.repeat(np.arange(len(inputs.starts)), inputs.sizes)
    simulation = Simulation(system, populations)
    for name, (entity, kind) in FACTS.items():
        array = (inputs.persons if entity is Person else inputs.households)[name]
        if kind == "code":
            array = EnumArray(array.astype(np.int16), CODES[name])
        simulation.set_input(name, PERIOD, array)
    return simulation


def columns_of(values: dict[str, Array]) -> dict[str, Array]:
    """Outputs as they are written: truths and codes int8, numbers int64."""
    shown = {}
    for name, array in values.items():
        plain = np.asarray(array)
        narrow = plain.dtype == np.bool_ or isinstance(array, EnumArray)
        shown[name] = plain.astype(np.int8 if narrow else np.int64)
    return shown


def main(mode: str, folder: Path, out: Path, *more: Any) -> None:
    """Measure: `evaluate` or `parquet`; `tuned` takes the tuned rules, `parts` goes through the row groups one by one."""
    system, watch = system_of(parameters_of(folder), tuned="tuned" in more), Stopwatch()
    reading = inputs_of(folder, DAY, by_row_group="parts" in more)
    while True:
        with watch.stage("read"):
            inputs = next(reading, None)
        if inputs is None:
            break
        with watch.stage("set inputs"):
            simulation = simulation_of(system, inputs)
        with watch.stage("evaluate"):
            values = {name: simulation.calculate(name, PERIOD) for name in OUTPUTS}
        if mode == "parquet":
            with watch.stage("write"):
                shown = columns_of(values)
                households = {name: shown[name] for name in HOUSEHOLD_OUTPUTS}
                persons = {name: shown[name] for name in PERSON_OUTPUTS}
                ids = {"household_id": inputs.households["household_id"]}
                write_part(out, inputs.number, ids | households, {"person_id": inputs.persons["person_id"]} | persons)
    names = ("openfisca-core", "numpy", "pyarrow")
    report(watch, versions=", ".join(f"{name} {version(name)}" for name in names), variables=len(system.variables))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:])
