"""Stands in for the preparing child: says what it was asked, and fails if told to."""

import os
import sys

print("prepared", *sys.argv[1:], flush=True)
raise SystemExit(int(os.environ.get("PRETEND_PREPARE_STATUS", "0")))
