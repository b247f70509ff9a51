"""The documents cannot lie: every link leads somewhere, and every command shown is run and answers what is shown."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from doudi.interfaces.cli import main
from doudi.policy.facts import INCOME_KINDS, SPENDING_KINDS
from doudi.policy.procedure.clocks import DEADLINES, EVENTS
from doudi.policy.procedure.stages import DOCUMENTS as PAPERS
from doudi.policy.procedure.stages import POSTS, STAGES
from doudi.policy.programmes import BY_KEY

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(path for folder in ("", "docs", "benchmarks") for path in (ROOT / folder).glob("*.md")) + sorted(
    path for path in (ROOT / "docs").glob("*/*.md")
)
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
_FENCE = re.compile(r"^```(\w*)[ ]?(\S*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Shown:
    """A command as a document shows it, with the lines under it."""

    command: str
    lines: tuple[str, ...]


def shown_in(block: str) -> Iterator[Shown]:
    """The commands of one block, each with the output shown."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *lines = part.rstrip("\n").split("\n")
        yield Shown(command, tuple(lines))


def commands_of(path: Path) -> list[Shown]:
    blocks = [body for word, _, body in _FENCE.findall(path.read_text("utf-8")) if word == "console"]
    return [shown for block in blocks for shown in shown_in(block) if shown.command.startswith("doudi ")]


WITH_COMMANDS = [path for path in DOCUMENTS if commands_of(path)]


def matches(expected: tuple[str, ...], actual: list[str]) -> bool:
    """Whether the lines shown are those printed: `…` alone stands for any lines, at an end for the rest of a line."""
    if not expected:
        return True
    first, *rest = expected
    if first.strip() == "…":
        return not rest or any(matches(tuple(rest), actual[skipped:]) for skipped in range(len(actual) + 1))
    if not actual or not same_line(first, actual[0]):
        return False
    return matches(tuple(rest), actual[1:]) if rest else len(actual) == 1


def same_line(expected: str, actual: str) -> bool:
    if expected.endswith("…"):
        return actual.startswith(expected.removesuffix("…"))
    return " ".join(expected.split()) == " ".join(actual.split())


def anchors_of(path: Path) -> set[str]:
    """What a link may lead to inside a document: its headings, as GitHub names them, and its own anchors."""
    text = path.read_text("utf-8")
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)">', text))


def links_of(path: Path) -> list[str]:
    prose = re.sub(r"`[^`\n]*`", "", _FENCE.sub("", path.read_text("utf-8")))
    return [link for link in _LINK.findall(prose) if "://" not in link and not link.startswith("mailto:")]


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in links_of(path):
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), f"{link}: there is no {target}"
        assert not anchor or anchor in anchors_of(target), f"{link}: there is no such heading"


@pytest.mark.parametrize("path", WITH_COMMANDS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_shown_answers_what_is_shown(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for folder in ("tests", "src"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    for _, name, body in _FENCE.findall(path.read_text("utf-8")):
        if name:
            (tmp_path / name).write_text(body, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8" if "zh-CN" in path.name else "C.UTF-8")
    for shown in commands_of(path):
        monkeypatch.setattr("sys.argv", shlex.split(shown.command))
        with pytest.raises(SystemExit):
            main.run()
        said = capfd.readouterr()
        assert matches(shown.lines, (said.out + said.err).splitlines()), f"$ {shown.command}\n{said.out}{said.err}"


def test_the_tutorial_and_both_first_pages_show_commands() -> None:
    shown = {path.name for path in WITH_COMMANDS}
    assert {"README.md", "README.zh-CN.md", "one-family.md"} <= shown


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_no_document_names_a_folder_of_somebodys_machine(path: Path) -> None:
    assert not re.search(r"(?<![\w.])/(?:home|root|tmp|work|Users)/", path.read_text("utf-8"))


def test_an_ellipsis_stands_for_lines_or_for_the_rest_of_a_line() -> None:
    printed = ["one", "two and more", "three", "four"]
    assert matches(("one", "…", "four"), printed)
    assert matches(("one", "two…", "…"), printed)
    assert not matches(("one", "…", "five"), printed)
    assert not matches(("one", "two and more"), printed), "what is left out is marked"


def test_the_glossary_has_every_programme_stage_event_deadline_document_and_kind() -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text("utf-8")
    words = [*BY_KEY, *STAGES, *EVENTS, *DEADLINES, *PAPERS, *POSTS, *INCOME_KINDS, *SPENDING_KINDS]
    assert [word for word in words if f"`{word}`" not in glossary] == []
