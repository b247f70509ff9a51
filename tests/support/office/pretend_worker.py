"""A worker that prints a long number, as no program should, and waits."""

import os
import time

print("a number:", os.environ.get("PRETEND_NUMBER"), flush=True)
while True:
    time.sleep(1)
