"""Stands in for the preparing child: says what it was asked, fails if told to, and where it was told to wait needs the
database afterwards."""

import os
import sys
import time
from pathlib import Path

from doudi.interfaces.site import embedded

print("prepared", *sys.argv[1:], flush=True)
if told := os.environ.get("PRETEND_PREPARE_WAITS_FOR"):
    while not Path(told).exists():
        time.sleep(0.05)
    raise SystemExit(0 if embedded.is_running() else 1)
raise SystemExit(int(os.environ.get("PRETEND_PREPARE_STATUS", "0")))
