"""`make bench`: every measurement in one command, each printed and written to benchmarks/results."""

import argparse
import subprocess
import sys
from pathlib import Path

_OFFICES = Path("var/benchmarks")


def main() -> None:
    """Run the measurements one after another; the first that fails ends the run."""
    said = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    said.add_argument("--small", action="store_true", help="a quick run, to see that everything works")
    said.add_argument("--register", action="store_true", help="the pages of the register too, at the size of a county")
    asked = said.parse_args()
    small = asked.small
    runs = {
        "benchmarks.synth": ["100000" if small else "1000000"],
        "benchmarks.one_household": ["200" if small else "1000"],
        "benchmarks.all_programmes": ["200000" if small else "10000000", "1" if small else "2"],
        "benchmarks.compare": ["--small"] if small else [],
    }
    for module, arguments in (runs | (_register(small=small) if asked.register else {})).items():
        subprocess.run([sys.executable, "-m", module, *arguments], check=True)


def _register(*, small: bool) -> dict[str, list[str]]:
    """Loading a county, where that was not done before, and its pages."""
    home = _OFFICES / ("office-small" if small else "office")
    size = ["--persons", "20000", "--assisted", "2000"] if small else []
    loading = {} if (home / "keys.json").exists() else {"benchmarks.county": [str(home), *size]}
    return loading | {"benchmarks.pages": [str(home), *(["--rounds", "3"] if small else [])]}


if __name__ == "__main__":
    main()
