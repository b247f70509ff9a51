"""Wall seconds, CPU seconds and peak memory of a process, handed to the process that started it as one line of JSON."""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "var" / "benchmarks"
RESULTS = Path(__file__).resolve().parent / "results"
OPENFISCA = Path(__file__).resolve().parent / ".venv-openfisca" / "bin" / "python"


class Stopwatch:
    """Adds up wall and CPU seconds by stage; CPU seconds are those of all threads of the process."""

    def __init__(self) -> None:
        self.stages: dict[str, list[float]] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the seconds inside to a stage."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        spent = self.stages.setdefault(name, [0.0, 0.0])
        spent[0] += time.perf_counter() - wall
        spent[1] += time.process_time() - cpu


def peak_mib() -> float:
    """The most memory this process has held, in MiB.

    Linux hands the parent's maximum down to `ru_maxrss` of the child, so the process's own high-water mark is read.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    unit = 2**20 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def report(watch: Stopwatch, **more: Any) -> None:
    """Print what was measured; the last line of the process."""
    print(json.dumps({"stages": watch.stages, "peak_mib": peak_mib(), "python": platform.python_version(), **more}))


def measured(python: Path | str, module: str, *arguments: object, given: str = "", cache: Path | None = None) -> Any:
    """Run a module in a process of its own and answer what it reported, with the wall seconds of the whole process."""
    environment = os.environ | {"DOUDI_CACHE": str(cache or WORK / "cache"), "PYTHONWARNINGS": "ignore"}
    began = time.perf_counter()
    done = subprocess.run(
        [str(python), "-m", module, *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{module} {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1]) | {"process": time.perf_counter() - began}


def set_up_openfisca() -> None:
    """Make OpenFisca's environment where it is not there yet."""
    if not OPENFISCA.exists():
        subprocess.run(
            ["sh", str(ROOT / "benchmarks" / "setup.sh")], check=True, env=os.environ | {"PYTHON": sys.executable}
        )


def lowest_and_median(values: list[float]) -> tuple[float, float]:
    """The smallest and the middle one."""
    return min(values), statistics.median(values)


def quantiles(work: Callable[[], object], repetitions: int) -> tuple[float, float]:
    """The middle and the 95th of a hundred, in milliseconds, after a tenth of the repetitions to warm up."""
    for _ in range(repetitions // 10):
        work()
    taken = []
    for _ in range(repetitions):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    taken.sort()
    return taken[len(taken) // 2] * 1000, taken[len(taken) * 95 // 100] * 1000


def machine() -> str:
    """What the figures were measured on, without names."""
    model = ""
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    processor = model if model and model != "unknown" else platform.machine()
    return f"{os.cpu_count()} cores ({processor}), {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"


def versions(*names: str) -> str:
    """The versions of packages of this environment."""
    from importlib.metadata import version

    return ", ".join(f"{name} {version(name)}" for name in names)
