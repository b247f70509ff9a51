"""The dated, cited values of the law, one file a parameter; read by `engine.dated`, headed here for the rule reader."""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
_UNIT = re.compile(r"^unit: *(\S+)", re.MULTILINE)


@cache
def units() -> dict[str, str]:
    """Every parameter's unit, by name, as the national folder heads them."""
    return {
        path.stem: _UNIT.findall(path.read_text("utf-8"))[0] for path in sorted((FOLDER / "national").glob("*.yaml"))
    }
