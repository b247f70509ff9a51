"""The commands as a clerk or a script meets them: what they print, in which language, and with which exit status."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from doudi.interfaces.cli.main import run

TESTS = Path(__file__).parents[1]
COUPLE = str(TESTS / "cases" / "couple-and-child-hefei.yaml")
CALENDAR = str(TESTS / "events" / "dibao-over-spring-festival-2024.yaml")
PERSON = '{"id": "a", "relation": "head"}'


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def json_lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Doudi = Callable[..., Said]


@pytest.fixture
def doudi(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Doudi:
    """The command in this process, in the language asked for (the help alone is worded when the program starts)."""

    def command(*words: str, lang: str = "zh_CN.UTF-8") -> Said:
        for name in ("LC_ALL", "LC_MESSAGES"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("LANG", lang)
        monkeypatch.setattr(sys, "argv", ["doudi", *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            run()
        said = capsys.readouterr()
        return Said(int(end.value.code or 0), said.out, said.err)

    return command


def started(*words: str, lang: str, input_: str = "") -> Said:
    """The command as a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LC_")} | {"LANG": lang}
    done = subprocess.run(
        [sys.executable, "-m", "doudi.interfaces.cli.main", *words],
        input=input_,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment | {"PYTHONUTF8": "1"},
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


# One case.


def test_a_case_is_answered_in_json_on_one_line(doudi: Doudi) -> None:
    said = doudi("determine", COUPLE, "--json")
    assert (said.status, said.err, said.out.count("\n")) == (0, "", 1)
    assert said.json["household"]["income_per_head"] == "633.33"
    assert [one["monthly"] for one in said.json["determinations"] if one["programme"] == "dibao"] == ["1017.33"]
    assert said.json["determinations"][0]["because"][0]["rule"] == "dibao_conditions"


def test_a_case_is_told_with_its_reasons_and_what_to_bring(doudi: Doudi) -> None:
    said = doudi("determine", COUPLE)
    assert said.status == 0
    assert "最低生活保障每月1017.33元" in said.out
    assert "补差 872.00 + 增发（father A类） 87.20 + 增发（child B类） 58.13 = 1017.33 元/月" in said.out
    assert "一次性告知：请一次补齐" in said.out and "□ 突发事件" in said.out


def test_a_case_is_told_in_english(doudi: Doudi) -> None:
    said = doudi("determine", COUPLE, "--english")
    assert "dibao 1017.33 yuan a month" in said.out
    assert "grant 872.00 + top-up (father A) 87.20 + top-up (child B) 58.13 = 1017.33 yuan a month" in said.out
    assert "To bring, all at once:" in said.out


def test_the_short_form_is_one_paragraph(doudi: Doudi) -> None:
    said = doudi("determine", COUPLE, "--short")
    assert said.out.count("\n") == 1
    assert said.out.startswith("2023-08-15，安徽省合肥市瑶海区：计入3人")


def test_another_profile_may_be_asked_for(doudi: Doudi) -> None:
    assert doudi("determine", COUPLE, "--json").json["profile"] == "anhui"
    assert doudi("determine", COUPLE, "--json", "--profile", "national").json["profile"] == "national"


def test_a_refused_case_names_every_fault_and_has_no_traceback(doudi: Doudi, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        'case: bad\nday: 2024-08-15\nplace: "340102"\nmembers:\n  - {id: a, relation: head, age: 200, colour: red}\n',
        "utf-8",
    )
    said = doudi("determine", str(bad))
    assert (said.status, said.out) == (2, "")
    assert [line.partition("：")[0] for line in said.err.splitlines()] == ["members[0].colour", "members[0].age"]
    english = doudi("determine", str(bad), lang="C")
    assert "members[0].age: 200 is not an age (0 to 130)" in english.err
    as_json = doudi("determine", str(bad), "--json")
    assert as_json.status == 2
    assert (as_json.json["case"], len(as_json.json["errors"])) == ("bad", 2)


def test_a_day_before_any_rule_is_refused_by_its_path(doudi: Doudi, tmp_path: Path) -> None:
    old = tmp_path / "old.yaml"
    old.write_text(f'day: 2014-04-30\nplace: "340102"\nmembers: [{PERSON}]\n', "utf-8")
    said = doudi("determine", str(old))
    assert (said.status, said.err) == (2, "day：2014-04-30 早于收录的规则，无法核定\n")


def test_a_file_that_is_not_there_is_named(doudi: Doudi) -> None:
    said = doudi("determine", "nowhere.yaml")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("nowhere.yaml: ")


def test_an_unknown_profile_is_refused(doudi: Doudi) -> None:
    said = doudi("determine", COUPLE, "--profile", "moon")
    assert (said.status, said.err) == (2, "--profile: 没有 moon；可用 anhui、national\n")


# Many cases.


def test_lines_are_answered_in_order_and_a_refused_one_makes_the_status_two(doudi: Doudi, tmp_path: Path) -> None:
    cases = [
        f'{{"case": "first", "day": "2024-08-15", "place": "340102", "members": [{PERSON}]}}',
        '{"case": "second", "day": "2024-02-30", "place": "340102", "members": []}',
        "not a case",
        f'{{"case": "fourth", "day": "2010-01-01", "place": "340102", "members": [{PERSON}]}}',
        f'{{"case": "fifth", "day": "2024-08-15", "place": "341821", "members": [{PERSON}]}}',
    ]
    file = tmp_path / "cases.jsonl"
    file.write_text("\n".join(cases) + "\n", "utf-8")
    said = doudi("determine", str(file), "--json")
    assert said.status == 2
    assert [answer["case"] for answer in said.json_lines] == ["first", "second", None, "fourth", "fifth"]
    assert ["errors" in answer for answer in said.json_lines] == [False, True, True, True, False]
    assert [fault["path"] for fault in said.json_lines[3]["errors"]] == ["day"]


def test_lines_that_are_all_in_order_end_well(doudi: Doudi, tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(f'{{"day": "2024-08-15", "place": "340102", "members": [{PERSON}]}}\n' * 2, "utf-8")
    said = doudi("determine", str(file), "--json")
    assert (said.status, len(said.json_lines)) == (0, 2)


# Deadlines.


def test_deadlines_are_days_in_json(doudi: Doudi) -> None:
    said = doudi("deadlines", CALENDAR, "--json")
    assert said.status == 0
    assert (said.json["whole_by"], said.json["refusal_letter_by"]) == ("2024-03-18", "2024-03-22")


def test_deadlines_are_told_with_the_days_counted(doudi: Doudi) -> None:
    said = doudi("deadlines", CALENDAR)
    assert "county_decision_by: 2024-03-19" in said.out
    assert "计入的工作日：2024-03-20至2024-03-22" in said.out


def test_an_event_file_with_faults_is_refused(doudi: Doudi, tmp_path: Path) -> None:
    bad = tmp_path / "events.yaml"
    bad.write_text("procedure: moon\nevents: {accepted: 2024-02-30}\n", "utf-8")
    said = doudi("deadlines", str(bad))
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("procedure：“moon”不认识")
    assert doudi("deadlines", str(bad), "--json").json["errors"][0]["path"] == "procedure"


# The law.


def test_the_rules_of_a_day_are_listed_in_working_order(doudi: Doudi) -> None:
    said = doudi("rules", "list", "--on", "2024-08-15")
    names = [line.split("\t")[0] for line in said.out.splitlines()]
    assert said.status == 0
    assert names.index("dibao_gap") < names.index("dibao_grant") < names.index("dibao_monthly")
    assert "低保月补差额" in said.out
    assert "monthly grant" in doudi("rules", "list", lang="C").out


def test_a_rule_is_shown_with_its_articles_parameters_and_source(doudi: Doudi) -> None:
    said = doudi("rules", "show", "below_near_line")
    assert said.status == 0
    assert "依据：《最低生活保障审核确认办法》第8条" in said.out
    assert "near_dibao_percent" in said.out and "def below_near_line(" in said.out


def test_every_edition_of_a_rule_is_shown(doudi: Doudi) -> None:
    said = doudi("rules", "show", "rigid_expenditure_conditions")
    assert "2025-01-01 – 至今" in said.out and "2014-05-01 – 2025-01-01" in said.out


def test_an_unknown_rule_names_those_like_it(doudi: Doudi) -> None:
    said = doudi("rules", "show", "dibao_grnt")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("没有规则 dibao_grnt；相近的有：dibao_grant、")


def test_rules_before_any_rule_are_refused(doudi: Doudi) -> None:
    said = doudi("rules", "list", "--on", "2014-04-30")
    assert (said.status, said.out, said.err) == (2, "", "--on: 2014-04-30 早于收录的规则\n")


@pytest.mark.parametrize("day", ["2024-13-01", "2024-02-30", "yesterday", "20240815", "2024-8-15"])
def test_a_day_that_is_none_is_refused(doudi: Doudi, day: str) -> None:
    said = doudi("standards", "340102", "--on", day)
    assert (said.status, said.err) == (2, f"--on: {day} 不是日期；请写成 2024-08-15\n")


def test_the_standards_of_a_place_on_a_day(doudi: Doudi) -> None:
    said = doudi("standards", "340102", "--on", "2024-08-15")
    assert said.status == 0
    assert "dibao_standard\t最低生活保障标准\t340100" in said.out and "924.00" in said.out
    before = doudi("standards", "340102", "--on", "2023-06-30", "--json").json
    assert {one["amount"] for one in before if one["parameter"] == "dibao_standard"} == {"717.00"}


def test_town_and_country_are_told_apart(doudi: Doudi) -> None:
    values = doudi("standards", "341502", "--on", "2024-08-15", "--json").json
    told = {(one["area"], one["amount"]) for one in values if one["parameter"] == "dibao_standard"}
    assert told == {("urban", "756.00"), ("rural", "721.00")}


def test_published_standards_are_held_against_the_legal_ratios(doudi: Doudi) -> None:
    said = doudi("standards", "340100", "--on", "2024-08-15", "--check")
    findings = doudi("standards", "340100", "--on", "2024-08-15", "--check", "--json").json
    assert len(findings) == len(said.out.splitlines()) > 0
    assert said.status == (1 if any(one["outcome"] == "outside" for one in findings) else 0)


@pytest.mark.parametrize("code", ["34010", "3401021", "abcdef", "３４０１０２"])
def test_a_code_that_is_none_is_refused(doudi: Doudi, code: str) -> None:
    said = doudi("standards", code, "--on", "2024-08-15")
    assert (said.status, said.out) == (2, "")
    assert said.err == f"{code} 不是区划代码；应为 6、9 或 12 位数字\n"


def test_the_package_checks_itself(doudi: Doudi) -> None:
    said = doudi("check")
    assert said.status == 0
    assert said.out.startswith("规则 ") and said.out.rstrip().endswith("引用全部可查")


def test_case_files_are_checked(doudi: Doudi, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text('day: 2024-08-15\nplace: "340102"\nmembers: []\n', "utf-8")
    said = doudi("check", COUPLE, str(bad))
    assert said.status == 2
    assert said.out == f"{COUPLE}: 完好\n"
    assert said.err.startswith(f"{bad}: members")
    assert doudi("check", "nowhere.yaml").status == 2


# Populations.


def test_a_small_population_is_written_and_equal_seeds_are_equal(doudi: Doudi, tmp_path: Path) -> None:
    for name in ("one", "two"):
        said = doudi("synth", "--persons", "60", "--seed", "5", "--out", str(tmp_path / name))
        assert (said.status, "60 人" in said.out) == (0, True)
    first, second = ((tmp_path / name / "persons.parquet").read_bytes() for name in ("one", "two"))
    assert first == second


def test_nobody_is_no_population(doudi: Doudi, tmp_path: Path) -> None:
    assert doudi("synth", "--persons", "0", "--out", str(tmp_path)).status == 2


def test_an_unknown_engine_names_those_there_are(doudi: Doudi, tmp_path: Path) -> None:
    doudi("synth", "--persons", "20", "--out", str(tmp_path / "people"))
    said = doudi(
        "bulk", str(tmp_path / "people"), "--on", "2024-08-15", "--out", str(tmp_path / "out"), "--engine", "abacus"
    )
    assert (said.status, said.out, said.err) == (2, "", "没有引擎 abacus；可用 kernel、duckdb、spark\n")


def test_a_population_that_is_not_there_is_refused(doudi: Doudi, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    said = doudi("bulk", str(tmp_path / "nowhere"), "--on", "2024-08-15", "--out", out, "--engine", "duckdb")
    assert (said.status, said.out) == (2, "")
    assert "nowhere" in said.err


def test_changes_that_are_not_there_are_refused(doudi: Doudi, tmp_path: Path) -> None:
    said = doudi("reform", str(tmp_path), str(tmp_path / "changes.yaml"), "--on", "2024-08-15")
    assert (said.status, said.err) == (2, f"{tmp_path / 'changes.yaml'} 不存在\n")


def test_the_demonstration_tells_every_letter(doudi: Doudi) -> None:
    said = doudi("demo")
    assert (said.status, said.out.count("═══ letter-")) == (0, 7)


# As a process of its own.


def test_the_help_is_chinese_where_the_language_is_and_english_elsewhere() -> None:
    chinese, english = started("--help", lang="zh_CN.UTF-8"), started("--help", lang="C")
    assert (chinese.status, english.status) == (0, 0)
    assert "县级社会救助系统" in chinese.out and "核定一户或多户" in chinese.out
    assert "the system a county runs its social assistance on" in english.out
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in english.out)


def test_a_case_comes_in_on_standard_input() -> None:
    case = f'{{"case": "piped", "day": "2024-08-15", "place": "340102", "members": [{PERSON}]}}'
    said = started("determine", "-", "--json", lang="C", input_=case)
    assert (said.status, said.err, said.json["case"]) == (0, "", "piped")


def test_a_refusal_is_told_without_a_traceback_however_the_program_is_started() -> None:
    said = started("rules", "show", "dibao_grnt", lang="C")
    assert (said.status, said.out) == (2, "")
    assert said.err == "no rule dibao_grnt; near: dibao_grant, dibao_gap, dibao_monthly\n"
