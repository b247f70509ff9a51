"""What a load costs: processor seconds of the server, the worker and the database, and of everybody else on the machine."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Spent:
    """Processor seconds used so far."""

    web: float
    worker: float
    database: float
    driver: float
    machine: float
    at: float

    def minus(self, before: "Spent") -> "Spent":
        """What was used since."""
        return Spent(*(getattr(self, name) - getattr(before, name) for name in Spent.__dataclass_fields__))

    @property
    def others(self) -> float:
        """What everybody else used."""
        return self.machine - self.web - self.worker - self.database - self.driver


class Machine:
    """Finds the processes of a served office and adds up what they use; what has ended since is kept."""

    def __init__(self, serve: int, home: Path) -> None:
        self.serve, self.postmaster = psutil.Process(serve), _postmaster(home)
        self._seen: dict[tuple[str, int], float] = {}

    def spent(self) -> Spent:
        """Look."""
        for process in [*self.serve.children(recursive=True), *self._of_database()]:
            try:
                self._seen[self._role(process), process.pid] = _seconds(process.pid)
            except (OSError, psutil.Error):
                continue
        by_role: dict[str, float] = {"web": 0.0, "worker": 0.0, "database": 0.0}
        for (role, _pid), seconds in self._seen.items():
            by_role[role] = by_role.get(role, 0.0) + seconds
        own = os.times()
        return Spent(
            by_role["web"],
            by_role["worker"],
            by_role["database"],
            own.user + own.system,
            _machine(),
            time.perf_counter(),
        )

    def _of_database(self) -> list[psutil.Process]:
        return [self.postmaster, *self.postmaster.children(recursive=True)]

    def _role(self, process: psutil.Process) -> str:
        if process.pid == self.postmaster.pid or process.ppid() == self.postmaster.pid:
            return "database"
        line = " ".join(process.cmdline())
        return "worker" if "jobs.worker" in line else "database" if "postgres" in process.name() else "web"


def _postmaster(home: Path) -> psutil.Process:
    from doudi.interfaces.site.embedded_place import place_of

    return psutil.Process(int((place_of(home).data / "postmaster.pid").read_text().split()[0]))


def _seconds(pid: int) -> float:
    """The processor seconds of a process with all its threads, also those that have ended; in steps of a hundredth."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _machine() -> float:
    """Seconds all processors have worked."""
    fields = [int(one) for one in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return (sum(fields[:8]) - fields[3] - fields[4]) / _TICKS
