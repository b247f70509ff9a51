"""`make bench`: every measurement in one command, each printed and written to benchmarks/results."""

import argparse
import subprocess
import sys


def main() -> None:
    """Run the measurements one after another; the first that fails ends the run."""
    said = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    said.add_argument("--small", action="store_true", help="a quick run, to see that everything works")
    small = said.parse_args().small
    runs = {
        "benchmarks.synth": ["100000" if small else "1000000"],
        "benchmarks.one_household": ["200" if small else "1000"],
        "benchmarks.all_programmes": ["200000" if small else "10000000", "1" if small else "2"],
        "benchmarks.compare": ["--small"] if small else [],
    }
    for module, arguments in runs.items():
        subprocess.run([sys.executable, "-m", module, *arguments], check=True)


if __name__ == "__main__":
    main()
