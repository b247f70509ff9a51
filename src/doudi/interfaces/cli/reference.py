"""Writes `docs/reference` anew from the rules, parameters, lists, procedures and commands, or checks that it is current.

`python -m doudi.interfaces.cli.reference` writes; with `--check` nothing is written, and the exit status is 1 where a
page is not what it would be.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from doudi.interfaces.cli.reference_pages.case_file import case_file_page
from doudi.interfaces.cli.reference_pages.code_lists import code_lists_page
from doudi.interfaces.cli.reference_pages.command_line import command_line_page
from doudi.interfaces.cli.reference_pages.instruments import instruments_page
from doudi.interfaces.cli.reference_pages.parameters import parameters_page
from doudi.interfaces.cli.reference_pages.population import population_page
from doudi.interfaces.cli.reference_pages.procedures import procedures_page
from doudi.interfaces.cli.reference_pages.programmes import programmes_page
from doudi.interfaces.cli.reference_pages.rules import rules_page
from doudi.policy import left_out

FOLDER = Path(__file__).parents[4] / "docs" / "reference"
PAGES: dict[str, Callable[[], str]] = {
    "case-file.md": case_file_page,
    "code-lists.md": code_lists_page,
    "command-line.md": command_line_page,
    "instruments.md": instruments_page,
    "parameters.md": parameters_page,
    "population.md": population_page,
    "procedures.md": procedures_page,
    "programmes.md": programmes_page,
    "rules.md": rules_page,
    "standards-left-out.md": left_out.as_markdown,
}


def write(folder: Path = FOLDER) -> None:
    """Write every page."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, made in PAGES.items():
        (folder / name).write_text(made(), encoding="utf-8")


def not_current(folder: Path = FOLDER) -> list[str]:
    """The pages that are missing, are not what would be written today, or that nothing writes."""
    differ = [name for name, made in PAGES.items() if _text(folder / name) != made()]
    return differ + sorted(path.name for path in folder.glob("*.md") if path.name not in PAGES)


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or with `--check` name those that are not current; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m doudi.interfaces.cli.reference", description="docs/reference")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 where a page is not current")
    if not parser.parse_args(arguments).check:
        write()
        return 0
    stale = not_current()
    for name in stale:
        print(f"docs/reference/{name} 不是最新的，请运行 make docs / is not current: make docs", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
