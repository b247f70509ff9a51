"""The plain calculation is imported by tests of other bands as `independent.calculation`."""

import sys
from pathlib import Path

TESTS = str(Path(__file__).resolve().parents[1])

if TESTS not in sys.path:
    sys.path.insert(0, TESTS)
