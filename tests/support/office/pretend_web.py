"""The real web server with an application of one line."""

import sys
from collections.abc import Callable, Iterable
from typing import Any

from doudi.interfaces.site.web import serve_pages


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"served"]


if __name__ == "__main__":
    serve_pages(sys.argv[1], int(sys.argv[2]), "pretend_web:application")
