"""The web server of an office, `HOST PORT [MODULE:NAME]`: granian with a worker for each processor, each of few threads.

A worker for each processor, because one Python works on one of them at a time. Few threads, because each keeps a database
connection: by default granian would take hundreds.
"""

import gc
import importlib
import os
import sys
from functools import partial
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from doudi.interfaces.site.lifelines import die_with

APPLICATION = "doudi.interfaces.site.wsgi:application"
THREADS = 4
MOST_WORKERS = 4
KILL_SECONDS = 3
GARBAGE_AFTER = 20_000


def serve_pages(host: str, port: int, target: str = APPLICATION) -> None:
    """Answer requests until told to stop."""
    server = Server(
        target=target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=max(1, min(MOST_WORKERS, os.cpu_count() or 1)),
        blocking_threads=THREADS,
        backpressure=128,
        workers_kill_timeout=KILL_SECONDS,
        websockets=False,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=partial(_load_in_worker, target, os.getpid()), wrap_loader=False)


def _load_in_worker(target: str, parent: int) -> Any:
    """The application, loaded in granian's worker, which granian would leave behind if it were killed itself."""
    die_with(parent)
    module, _, name = target.partition(":")
    application = getattr(importlib.import_module(module), name)
    keep_what_is_loaded()
    return application


def keep_what_is_loaded() -> None:
    """Have no more garbage looked for among the rules and the program, which stay until the end: a tenth of the work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER)


if __name__ == "__main__":
    serve_pages(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
