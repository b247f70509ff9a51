"""The embedded database of a running office: started with it, started again when it dies, stopped with it."""

import time
from collections.abc import Callable
from pathlib import Path

from doudi.interfaces.cli.language import say
from doudi.interfaces.site import embedded

LONGEST_WAIT_SECONDS = 10.0


class KeptDatabase:
    """The database one `serve` keeps up. With DATABASE_URL set it never dies here, and nothing is started or stopped."""

    def __init__(self, home: Path, tell: Callable[[str], None]) -> None:
        self._home, self._tell = home, tell
        self._ours = False
        self._failures = 0
        self._due_at = 0.0

    def start(self) -> None:
        """Have it up. Raises DatabaseCannotStart."""
        # Ours for good once we have started it, even where somebody else was faster the next time.
        self._ours = embedded.ensure_running(self._home, with_caller=True) or self._ours

    def has_died(self) -> bool:
        """Whether it is ours to start and does not run."""
        return embedded.is_embedded() and not embedded.is_running(self._home)

    def start_again(self) -> None:
        """Say that it died, and start it. Raises DatabaseCannotStart."""
        self._tell(say("数据库意外停止，重新启动", "The database stopped unexpectedly; starting it again"))
        self.start()

    def look_after(self) -> None:
        """See whether it has died, and start it again; where that fails, once more after a growing wait.

        What keeps it from starting may pass, a full disk for one: that does not end the office.
        """
        if time.monotonic() < self._due_at or not self.has_died():
            return
        try:
            self.start_again()
            self._failures = 0
        except embedded.DatabaseCannotStart as refused:
            wait = min(LONGEST_WAIT_SECONDS, 2.0**self._failures)
            self._failures += 1
            self._due_at = time.monotonic() + wait
            self._tell(f"{refused}\n" + say(f"{wait:.0f} 秒后再试", f"Trying again in {wait:.0f} s"))

    def stop(self, *, within: float) -> None:
        """Stop it if we started it; sessions still open after `within` seconds are cut."""
        if self._ours:
            embedded.stop(self._home, within=within)
