"""What this machine cannot run is left out and named, never silently; `DOUDI_TEST_ALL=1` leaves nothing out."""

import os
import shutil

import pytest

from doudi.engine.sql_spark import spark_python


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "spark: needs Java 17 and the environment made by `make setup-spark`")


def _why_no_spark() -> str:
    """What Spark lacks on this machine, or nothing."""
    if shutil.which("java") is None:
        return "no Java"
    return "" if spark_python() else "no .venv-spark: make setup-spark"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    why = "" if os.environ.get("DOUDI_TEST_ALL") == "1" else _why_no_spark()
    left_out = [item for item in items if why and item.get_closest_marker("spark")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    why = "" if os.environ.get("DOUDI_TEST_ALL") == "1" else _why_no_spark()
    if why:
        terminalreporter.write_line(f"left out: Spark ({why})")
