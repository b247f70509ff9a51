"""A spot check drawn again from its record, with nothing but hashlib: no code of the system is used here.

`record` is what the system keeps: {"seed": …, "share": "3/10", "frame": [[case, village], …], "drawn": [case, …]}.
"""

import hashlib
from typing import Any


def redraw(record: dict[str, Any]) -> list[str]:
    """The cases that the record's seed draws, sorted."""
    top, bottom = (int(part) for part in record["share"].split("/"))
    drawn: list[str] = []
    for village in {village for _, village in record["frame"]}:
        cases = [case for case, where in record["frame"] if where == village]
        cases.sort(key=lambda case: hashlib.sha256((record["seed"] + "|" + case).encode("utf-8")).hexdigest())
        wanted = (top * len(cases) + bottom - 1) // bottom
        drawn += cases[:wanted]
    return sorted(drawn)
