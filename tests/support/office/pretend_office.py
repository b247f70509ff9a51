"""`HOME PORT [WEB]`: serve an office whose modules are pretended."""

import sys
from pathlib import Path

from doudi.interfaces.site.embedded import DatabaseCannotStart
from doudi.interfaces.site.processes import Modules, serve
from doudi.interfaces.site.serving_lock import CannotServe

try:
    status = serve(
        home=Path(sys.argv[1]),
        host="127.0.0.1",
        port=int(sys.argv[2]),
        demonstration=True,
        logins=lambda: ["officer: secret-of-the-demonstration"],
        modules=Modules(prepare="pretend_prepare", web=(sys.argv[3:] or ["pretend_web"])[0], worker="pretend_worker"),
    )
except (CannotServe, DatabaseCannotStart) as refused:
    print(refused, file=sys.stderr)
    status = 2
raise SystemExit(status)
