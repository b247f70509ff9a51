"""How many seconds an invented population takes to write: `python benchmarks/synth.py [persons]`, else one million."""

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from doudi.synthetic.population import synthesise


def main(persons: int) -> None:
    """Write a population to a temporary folder and print persons, households, megabytes and seconds."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        summary = synthesise(persons=persons, seed=1, out=Path(folder), day=date(2024, 9, 1))
        took = time.perf_counter() - began
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
    print(f"{summary.persons} persons, {summary.households} households, {size:.1f} MB: {took:.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
