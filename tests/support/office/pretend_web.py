"""The real web server with an application of one line; it comes up late if told to."""

import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from doudi.interfaces.site.web import serve_pages


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"served"]


if __name__ == "__main__":
    while (told := os.environ.get("PRETEND_WEB_WAITS_FOR")) and not Path(told).exists():
        time.sleep(0.05)
    serve_pages(sys.argv[1], int(sys.argv[2]), "pretend_web:application")
