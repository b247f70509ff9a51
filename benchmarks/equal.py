"""Whether two engines wrote the same result for every household and every person."""

import json
import sys
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.dataset as ds

FOLDERS = ("household_results", "person_results")


def differences(left: Path, right: Path) -> tuple[int, dict[str, int]]:
    """How many rows were compared, and in how many of them each column differs (a number only one knows differs)."""
    rows, found = 0, dict[str, int]()
    for folder in FOLDERS:
        a, b = (ds.dataset(sorted((side / folder).glob("*.parquet"))) for side in (left, right))
        rows += a.count_rows()
        for name in sorted({*a.schema.names, *b.schema.names}):
            # One column after the other, so that this fits in memory beside anything else.
            x, y = (
                pc.fill_null(pc.cast(side.to_table([name])[name], "int64"), -(2**62)).combine_chunks()
                for side in (a, b)
            )
            found[name] = max(len(x), len(y)) if len(x) != len(y) else int(pc.sum(pc.not_equal(x, y)).as_py() or 0)
    return rows, found


if __name__ == "__main__":
    compared, different = differences(Path(sys.argv[1]), Path(sys.argv[2]))
    print(json.dumps({"rows": compared, "different": different}))
