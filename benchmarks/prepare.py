"""Writes the population of a benchmark where it is not there yet: `python -m benchmarks.prepare <folder> <persons>`."""

import json
import sys
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.rule_set import prepare


def main(folder: Path, persons: int, unknown_permille: int = 0) -> None:
    """Prepare, and print where it is and how many there are."""
    population = prepare(folder, persons, unknown_permille=unknown_permille)
    count = {name: pq.read_metadata(population / f"{name}.parquet").num_rows for name in ("persons", "households")}
    print(json.dumps({"folder": str(population), **count}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
