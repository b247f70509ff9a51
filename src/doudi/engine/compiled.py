"""Runs a compiled kernel over a batch: arrays in, arrays of rule values out."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from doudi.engine.dated import Parameters, published_parameters
from doudi.engine.kernel import Kernel, empty_output, kernel_for
from doudi.engine.places import PlaceTable
from doudi.engine.population import Batch
from doudi.policy.edition import Edition

Array = np.ndarray[Any, Any]


class Compiled:
    """The kernel of chosen outputs for one day, place table included."""

    def __init__(
        self,
        edition: Edition,
        outputs: tuple[str, ...],
        *,
        day: datetime.date,
        profile: str,
        parameters: Parameters | None = None,
        threads: int = 2,
        specialise: bool = False,
    ) -> None:
        self.edition, self.outputs, self.day, self.threads = edition, outputs, day, threads
        self.kernel: Kernel = kernel_for(edition, outputs)
        # Worth another compilation for millions of people of whom most facts are known.
        self.specialise = specialise
        self.special: tuple[frozenset[str], bool, Kernel] | None = None
        self.lock = threading.Lock()
        layout = self.kernel.layout
        self.places = PlaceTable(parameters or published_parameters(), layout.parameters, day, profile)
        # The area is read whatever the rules ask, because the place table wants it.
        self.facts = tuple(sorted({*layout.facts, "area"}))

    def run(self, batch: Batch) -> dict[str, Array]:
        """Every output's array: truths as 0, 1 or 2 (unknown), numbers with the smallest integer for unknown."""
        layout = self.kernel.layout
        with self.lock:
            cell = self.places.cells(batch.places, batch.facts["area"])
            values, known = self.places.arrays()
        run = self.kernel_of(batch, known, cell).run
        households, persons = len(batch.household_ids), len(batch.person_ids)
        outputs = {}
        for name in layout.outputs:
            rule = self.edition.rules[name]
            outputs[name] = empty_output(rule, households if rule.entity == "household" else persons)
        arguments = [batch.facts[name] for name in layout.facts] + list(outputs.values())

        members, obligors = batch.members.astype(np.uint64), batch.obligors.astype(np.uint64)

        def part(first: int, last: int) -> None:
            run(first, last, members, obligors, cell, values, known, max(batch.widest, 1), *arguments)

        if self.threads == 1 or households < 10_000:
            part(0, households)
            return outputs
        bounds = np.linspace(0, households, self.threads + 1).astype(int)
        with ThreadPoolExecutor(self.threads) as pool:
            list(pool.map(part, bounds[:-1], bounds[1:]))
        return outputs

    def kernel_of(self, batch: Batch, published: Array, cell: Array) -> Kernel:
        """The kernel for a batch: without flags for what the first batch knew of everybody, if this one does too."""
        if not self.specialise:
            return self.kernel
        standards_known = bool(published[:, np.unique(cell)].all())
        facts = frozenset(self.kernel.layout.facts)
        known = facts - batch.unknown
        with self.lock:
            if self.special is None:
                special = kernel_for(self.edition, self.outputs, certain=known, standards_known=standards_known)
                self.special = (known, standards_known, special)
            certain, all_published, kernel = self.special
        return kernel if certain <= known and all_published <= standards_known else self.kernel
