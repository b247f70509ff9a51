"""The reference pages say what the programs do: made anew they are the same, and nothing is left out."""

from pathlib import Path

import pytest

from doudi.engine.dated import published_parameters
from doudi.interfaces.cli.reference import FOLDER, PAGES, main, not_current, write
from doudi.interfaces.cli.reference_pages.case_file import accepted, described
from doudi.interfaces.cli.reference_pages.command_line import commands
from doudi.policy.edition import all_rules
from doudi.policy.facts import FACTS
from doudi.policy.instruments import instruments
from doudi.policy.procedure.clocks import CLOCKS
from doudi.policy.procedure.stages import PROCEDURES
from doudi.policy.programmes import PROGRAMMES
from doudi.vocabulary.codes import list_names


def page(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def headings(name: str) -> list[str]:
    return [line.lstrip("#").strip() for line in page(name).splitlines() if line.startswith("##")]


def test_every_page_is_current() -> None:
    assert not_current() == [], "run: make docs"


def test_every_command_and_each_of_its_options_is_in_the_command_line_page() -> None:
    assert set(commands()) <= set(headings("command-line.md"))
    for option in ("--since", "--json", "--memory-gib", "--households", "--check", "--seed", "--english"):
        assert option in page("command-line.md")


def test_every_rule_has_a_section_of_its_own() -> None:
    names = [rule.name for rule in all_rules()]
    found = headings("rules.md")
    assert set(names) <= set(found)
    assert len(found) == len(set(found)), "two sections of one name would share an anchor"


def test_every_parameter_has_a_section_and_every_value_a_row() -> None:
    parameters = published_parameters()
    assert set(parameters.names()) == set(headings("parameters.md"))
    values = sum(len(parameters.published(name)) for name in parameters.names())
    rows = [line for line in page("parameters.md").splitlines() if line.startswith("| ")]
    heads = [row for row in rows if row.startswith("| 地区 place")]
    assert len(rows) - len(heads) == values


def test_every_key_a_case_file_may_have_is_described_and_no_other() -> None:
    assert accepted() <= described()
    assert described() <= accepted()


def test_every_fact_has_an_anchor() -> None:
    assert all(f'<a id="fact-{name}"></a>' in page("case-file.md") for name in FACTS)


def test_every_list_programme_procedure_and_legal_text_is_there() -> None:
    assert set(list_names()) <= set(headings("code-lists.md"))
    assert {programme.key for programme in PROGRAMMES} <= set(headings("programmes.md"))
    assert set(PROCEDURES) <= set(headings("procedures.md"))
    assert all(f"| {key}" in page("instruments.md") for key in instruments())


def test_every_procedure_is_drawn_and_every_limit_listed() -> None:
    text = page("procedures.md")
    assert text.count("```mermaid") == len(PROCEDURES)
    assert all(f"`{clock.name}`" in text for clock in CLOCKS)


def test_pages_written_elsewhere_are_the_same_and_a_changed_one_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    assert not_current(tmp_path) == []
    (tmp_path / "rules.md").write_text("out of date", encoding="utf-8")
    (tmp_path / "programmes.md").unlink()
    (tmp_path / "nobodys.md").write_text("nothing writes this", encoding="utf-8")
    assert not_current(tmp_path) == ["programmes.md", "rules.md", "nobodys.md"]


def test_the_check_ends_with_1_and_names_the_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(PAGES, "rules.md", lambda: "something else")
    assert main(["--check"]) == 1
    assert "docs/reference/rules.md" in capsys.readouterr().err
