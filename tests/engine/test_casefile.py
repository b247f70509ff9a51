"""A case file is read whole or refused whole; what it leaves out is unknown and can be asked for by its path."""

import copy
import io
import json
import re
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.engine.casefile import (
    CaseFacts,
    CaseRefused,
    Refusal,
    facts_from_mapping,
    read_case,
    read_case_file,
    read_cases_jsonl,
)
from doudi.policy.facts import FACTS, INCOME_KINDS
from doudi.vocabulary.identity import generate_citizen_id

CASES = Path(__file__).resolve().parents[1] / "cases"
GIRL = generate_citizen_id("340102", date(2014, 5, 6), 124)
LEFT_OUT = object()

# A couple with a daughter: Chen Dahai works, Wu Guilan is ill, Chen Xiaoyu goes to school. All three are invented.
FAMILY: dict[str, Any] = {
    "case": "chen",
    "day": "2023-08-15",
    "place": "340102",
    "area": "urban",
    "members": [
        {
            "id": "dahai",
            "relation": "head",
            "sex": "male",
            "born": "1980-03-01",
            "disability": {"kind": "physical", "grade": 2},
            "unable": [],
            "incomes": [{"kind": "wage", "amount": "1900", "per": "month"}],
            "spending": [],
            "employment_cost": "0",
        },
        {"id": "guilan", "relation": "spouse", "sex": "female", "age": 41, "disability": "none"},
        {"id": "xiaoyu", "relation": "child", "age": 9, "parents": {"father": {"state": "dead"}, "mother": {}}},
    ],
    "household": {
        "assets": {"financial": "1200.50", "homes": 1, "vehicles": 0, "businesses": 0},
        "incomes": [],
        "spending": [],
        "receiving": {},
        "event": {"kind": "fire", "day": "2023-08-10", "urgent": True},
        "obligors": [{"of": "xiaoyu", "relation": "sibling", "age": 58}],
    },
}


def changed(place: str, value: object) -> dict[str, Any]:
    """The family with one thing changed: `members.0.sex`; LEFT_OUT takes the key away."""
    case = copy.deepcopy(FAMILY)
    *way, last = [int(step) if step.isdigit() else step for step in place.split(".")]
    inside: Any = case
    for step in way:
        inside = inside[step]
    if value is LEFT_OUT:
        del inside[last]
    else:
        inside[last] = value
    return case


def faults_of(source: object) -> list[str]:
    """The lines of a refusal."""
    with pytest.raises(CaseRefused) as refused:
        facts_from_mapping(source) if isinstance(source, dict | list) else read_case(source, name="-")  # type: ignore[arg-type]
    return str(refused.value).split("\n")


RELATIONS = "head, spouse, child, grandchild, parent, grandparent, sibling, other_relative, none"
AMOUNT = 'is not an amount in yuan (digits with at most two decimal places: 1900 or "58.13")'
DECIMAL = 'is a decimal without quotes; write it as a quoted string with at most two places, such as "58.13"'
TOO_LARGE = "is too large; an amount is at most 999999999.99"
DISABILITY = "is not a disability (none, or a mapping such as {kind: physical, grade: 2})"
WAGE = "members[0].incomes[0].amount"

FAULTS: dict[str, list[tuple[str, object, str]]] = {
    "required": [
        ("day", LEFT_OUT, "day: is required"),
        ("day", None, "day: is required"),
        ("place", LEFT_OUT, "place: is required"),
        ("members", LEFT_OUT, "members: is required"),
        ("members.1.id", LEFT_OUT, "members[1].id: is required"),
        ("household.obligors.0.of", LEFT_OUT, "household.obligors[0].of: is required"),
    ],
    "unknown key": [
        ("colour", 1, "colour: is not a known key"),
        ("on", "2023-08-15", "on: is not a known key; did you mean day?"),
        ("members.0.relatoin", "head", "members[0].relatoin: is not a known key; did you mean relation?"),
        ("members.0.disability.grades", 1, "members[0].disability.grades: is not a known key; did you mean grade?"),
        ("members.2.parents.aunt", {}, "members[2].parents.aunt: is not a known key"),
        ("household.asset", {}, "household.asset: is not a known key; did you mean assets?"),
        ("household.event.lost", 1, "household.event.lost: is not a known key; did you mean loss?"),
        ("household.receiving.dibo", 1, "household.receiving.dibo: is not a known key; did you mean dibao?"),
        ("a\u202eb\n", 1, "a\\u202eb\\n: is not a known key"),
    ],
    "wrong type": [
        ("members", {"id": "a"}, "members: a mapping stands where a list is expected"),
        ("members.1", "guilan", "members[1]: guilan stands where a mapping is expected"),
        ("members.1", None, "members[1]: null stands where a mapping is expected"),
        ("household", [], "household: a list stands where a mapping is expected"),
        ("household.assets", True, "household.assets: true stands where a mapping is expected"),
        ("household.incomes", {}, "household.incomes: a mapping stands where a list is expected"),
        ("members.0.incomes", "1900", 'members[0].incomes: "1900" stands where a list is expected'),
        ("members.0.unable", "eat", "members[0].unable: eat stands where a list is expected"),
        ("members.0.id", 7, "members[0].id: 7 is not text; put it in quotes"),
        ("place", 340102, 'place: 340102 is a number; write the code in quotes, such as "340102"'),
        ("members.0.name", ["陈"], "members[0].name: a list is not text; put it in quotes"),
    ],
    "truth": [
        ("members.0.cohabits", "yes", "members[0].cohabits: yes is not true or false"),
        ("members.0.registered", 1, "members[0].registered: 1 is not true or false"),
        ("members.0.dependent", "true", 'members[0].dependent: "true" is not true or false'),
        ("members.0.disability_certified", 0, "members[0].disability_certified: 0 is not true or false"),
        ("household.assets.passed", "passed", "household.assets.passed: passed is not true or false"),
        ("household.two_daughter_family", [], "household.two_daughter_family: a list is not true or false"),
    ],
    "code": [
        ("area", "city", "area: city is not an area (urban, rural)"),
        ("members.1.relation", "wife", f"members[1].relation: wife is not a relation ({RELATIONS})"),
        ("members.0.sex", "m", "members[0].sex: m is not a sex (male, female)"),
        ("members.0.labour", True, "members[0].labour: true is not a labour capacity (none, partial, full)"),
        ("members.0.care_mode", {}, "members[0].care_mode: a mapping is not a mode of care (home, institution)"),
        ("members.0.incomes.0.per", "week", "members[0].incomes[0].per: week is not a period (month, year)"),
        (
            "household.event.kind",
            "none",
            "household.event.kind: none is not a kind of event (fire, traffic, illness, disaster, accident, education, other)",
        ),
        (
            "members.0.unable",
            ["fly"],
            "members[0].unable[0]: fly is not a self-care item (eat, dress, bed, toilet, walk, bath)",
        ),
        (
            "household.spending",
            [{"kind": "rent"}],
            "household.spending[0].kind: rent is not a kind of spending (medical, education, disability_care, disaster, accident, other)",
        ),
    ],
    "money": [
        ("members.0.incomes.0.amount", 58.13, f"{WAGE}: 58.13 {DECIMAL}"),
        ("members.0.incomes.0.amount", 1e30, f"{WAGE}: 1e+30 {AMOUNT}"),
        ("members.0.incomes.0.amount", float("nan"), f"{WAGE}: nan {AMOUNT}"),
        ("members.0.incomes.0.amount", "NaN", f"{WAGE}: NaN {AMOUNT}"),
        ("members.0.incomes.0.amount", "1e3", f'{WAGE}: "1e3" {AMOUNT}'),
        ("members.0.incomes.0.amount", "1_000", f'{WAGE}: "1_000" {AMOUNT}'),
        ("members.0.incomes.0.amount", "1,000", f"{WAGE}: 1,000 {AMOUNT}"),
        ("members.0.incomes.0.amount", "１９００", f"{WAGE}: １９００ has digits other than 0 to 9"),
        ("members.0.incomes.0.amount", -5, f"{WAGE}: -5 is negative; an amount is 0 or more"),
        ("members.0.incomes.0.amount", "-0.01", f'{WAGE}: "-0.01" is negative; an amount is 0 or more'),
        ("members.0.incomes.0.amount", "1.234", f'{WAGE}: "1.234" has more than two decimal places'),
        ("members.0.incomes.0.amount", "1000000000", f'{WAGE}: "1000000000" {TOO_LARGE}'),
        ("members.0.incomes.0.amount", 10**9, f"{WAGE}: 1000000000 {TOO_LARGE}"),
        ("members.0.incomes.0.amount", 10**5000, f"{WAGE}: a number of more than 18 digits {TOO_LARGE}"),
        ("members.0.incomes.0.amount", "", f'{WAGE}: "" {AMOUNT}'),
        ("members.0.incomes.0.amount", True, f"{WAGE}: true {AMOUNT}"),
        ("members.0.employment_cost", " 5", f'members[0].employment_cost: " 5" {AMOUNT}'),
        ("household.receiving", {"dibao": []}, f"household.receiving.dibao: a list {AMOUNT}"),
    ],
    "whole number": [
        ("members.0.disability.grade", 5, "members[0].disability.grade: 5 is not a grade (1 to 4)"),
        ("members.0.disability.grade", 0, "members[0].disability.grade: 0 is not a grade (1 to 4)"),
        ("members.0.disability.grade", "2", 'members[0].disability.grade: "2" is not a grade (1 to 4)'),
        ("members.0.refused_work", -1, "members[0].refused_work: -1 is not a number of refusals (0 to 9999)"),
        ("household.assets.homes", 1.0, "household.assets.homes: 1.0 is not a number of homes (0 to 9999)"),
        ("household.assets.vehicles", True, "household.assets.vehicles: true is not a number of vehicles (0 to 9999)"),
        (
            "members.2.parents.father.months",
            -1,
            "members[2].parents.father.months: -1 is not a number of months (0 to 1560)",
        ),
    ],
    "day": [
        ("day", "2023-02-29", "day: 2023-02-29 is not a day of the calendar"),
        ("day", "2023-8-15", "day: 2023-8-15 is not a date (YYYY-MM-DD)"),
        ("day", 20230815, "day: 20230815 is not a date (YYYY-MM-DD)"),
        ("day", "２０２３-08-15", "day: ２０２３-08-15 is not a date (YYYY-MM-DD)"),
        ("day", "1849-01-01", "day: 1849-01-01 is not a day of the years 1950 to 2099"),
        ("members.0.born", "1980-13-01", "members[0].born: 1980-13-01 is not a day of the calendar"),
        ("members.0.born", "2023-08-16", "members[0].born: 2023-08-16 is after the day of decision 2023-08-15"),
        (
            "members.0.absent_since",
            "2023-08-16",
            "members[0].absent_since: 2023-08-16 is after the day of decision 2023-08-15",
        ),
        ("household.event.day", "2023-08-16", "household.event.day: 2023-08-16 is after the day of decision 2023-08-15"),
    ],
    "age": [
        ("members.1.age", 131, "members[1].age: 131 is not an age (0 to 130)"),
        ("members.1.age", -1, "members[1].age: -1 is not an age (0 to 130)"),
        ("household.obligors.0.age", 131, "household.obligors[0].age: 131 is not an age (0 to 130)"),
        ("members.0.born", "1892-08-15", "members[0].born: 1892-08-15 makes an age of 131 (0 to 130)"),
        (
            "members.0.age",
            44,
            "members[0].age: 44 does not agree with born 1980-03-01 (an age of 43 on 2023-08-15)",
        ),
    ],
    "place": [
        ("place", "34010", 'place: "34010" is not a division code (6, 9 or 12 digits)'),
        ("place", "3401021", 'place: "3401021" is not a division code (6, 9 or 12 digits)'),
        ("place", "３４０１０２", "place: ３４０１０２ is not a division code (6, 9 or 12 digits)"),
        ("place", "990102", 'place: "990102" is in no province: there is no 990000'),
        ("place", "000000", 'place: "000000" is in no province: there is no 000000'),
    ],
    "members": [
        ("members", [], "members: is empty; a case has at least one member"),
        ("members.1.id", "dahai", "members[1].id: dahai is already the id of members[0]"),
        ("members.0.id", "", 'members[0].id: "" is empty'),
        ("members.1.relation", "head", "members[1].relation: members[0] is already the head"),
        ("members.2.relation", "spouse", "members[2].relation: members[1] is already the spouse"),
        ("members.0.relation", "parent", "members: has no head (relation: head)"),
    ],
    "disability": [
        ("members.0.disability", "blind", f"members[0].disability: blind {DISABILITY}"),
        ("members.0.disability", 2, "members[0].disability: 2 stands where a mapping is expected"),
        (
            "members.0.disability.kind",
            "none",
            "members[0].disability.grade: 2 is given although the kind is none",
        ),
    ],
    "repeated": [
        ("members.0.unable", ["eat", "eat"], "members[0].unable[1]: eat is there twice"),
        (
            "household.obligors.0.receiving",
            ["dibao", "tekun", "dibao"],
            "household.obligors[0].receiving[2]: dibao is there twice",
        ),
    ],
    "obligors": [
        ("household.obligors.0.of", "zhang", "household.obligors[0].of: zhang is not the id of a member"),
        ("household.obligors.0.of", 0, "household.obligors[0].of: 0 is not the id of a member"),
        ("household.obligors.0.income", "many", f"household.obligors[0].income: many {AMOUNT}"),
    ],
    "citizen number": [
        (
            "members.2.citizen_id",
            GIRL[:-1] + ("1" if GIRL[-1] != "1" else "2"),
            "members[2].citizen_id: has a wrong check character",
        ),
        ("members.2.citizen_id", "340102", "members[2].citizen_id: does not have 18 characters"),
        ("members.2.citizen_id", 340102, "members[2].citizen_id: is not text; put the number in quotes"),
        ("members.2.citizen_id", generate_citizen_id("340102", date(2023, 8, 16), 1), "members[2].citizen_id: holds a birth date that cannot be"),
        ("members.1.citizen_id", GIRL, "members[1].citizen_id: does not agree with age (41)"),
        ("members.0.citizen_id", generate_citizen_id("340102", date(1980, 3, 2), 11), "members[0].citizen_id: does not agree with born (1980-03-01)"),
        ("members.0.citizen_id", generate_citizen_id("340102", date(1980, 3, 1), 12), "members[0].citizen_id: does not agree with sex (male)"),
    ],
    "text": [
        ("members.0.name", "陈\u202e大海", "members[0].name: 陈\\u202e大海 holds control or invisible characters"),
        ("members.0.name", "陈\x00", "members[0].name: 陈\\x00 holds control or invisible characters"),
        ("case", "a\ud800", "case: a\\ud800 holds control or invisible characters"),
        ("case", ["a"], "case: a list is not text; put it in quotes"),
        ("members.0.name", "  ", 'members[0].name: "  " is empty'),
        ("case", "长" * 201, f"case: {'长' * 60}… is longer than 200 characters"),
    ],
}  # fmt: skip


def test_the_table_holds_seventy_faults_of_sixteen_kinds() -> None:
    assert len(FAULTS) >= 16
    assert sum(len(rows) for rows in FAULTS.values()) >= 70


@pytest.mark.parametrize(
    ("place", "value", "expected"), [pytest.param(*row, id=row[2][:60]) for rows in FAULTS.values() for row in rows]
)
def test_a_fault_is_named_by_its_path(place: str, value: object, expected: str) -> None:
    assert faults_of(changed(place, value)) == [expected]


TEXTS: list[tuple[str, str | bytes, list[str]]] = [
    ("empty", b"", ["the file is empty"]),
    ("only a comment", "# nothing\n", ["the file is empty"]),
    ("a list", "- 1\n- 2\n", ["a list stands where a mapping is expected"]),
    ("a word", "household", ["household stands where a mapping is expected"]),
    ("too large", b"#" * (2 * 1024 * 1024 + 1), ["the file is larger than 2097152 bytes (2 MB)"]),
    (
        "GB18030",
        "case: ok\nname: 陈大海\n".encode("gb18030"),
        ["the file is not UTF-8 (from line 2 on); it is likely GB18030; save it as UTF-8"],
    ),
    (
        "UTF-16",
        "case: 陈".encode("utf-16"),
        ["the file is not UTF-8 (from line 1 on); it is likely UTF-16; save it as UTF-8"],
    ),
    ("neither", b"\xff\x80", ["the file is not UTF-8 (from line 1 on); save it as UTF-8"]),
    ("half a pair", "case: \ud800", ["the text holds half of a surrogate pair"]),
    ("a NUL", "case: \x00", ["the file holds a control character that is not allowed"]),
    ("tabs", "case: a\n\tday: b\n", ["line 2: a tab; YAML is written with spaces"]),
    ("deep YAML", "case: " + "[" * 21 + "]" * 21, ["the nesting is deeper than 20 levels"]),
    ("deep JSON", "[" * 21 + "]" * 21, ["the nesting is deeper than 20 levels"]),
    ("very deep", "[" * 500_000, ["the nesting is deeper than 20 levels"]),
    ("very deep mappings", '{"a":' * 100_000, ["the nesting is deeper than 20 levels"]),
    (
        "not YAML",
        "case: 'open\n",
        ["line 2: not valid YAML or JSON at column 1: found unexpected end of stream"],
    ),
    ("not JSON", '{"case": }}', ["line 1: not valid JSON at column 10: Expecting value"]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(text, lines, id=name) for name, text, lines in TEXTS])
def test_text_that_cannot_be_read_is_refused(text: str | bytes, expected: list[str]) -> None:
    assert faults_of(text) == expected


GOOD = 'day: 2023-08-15\nplace: "340102"\nmembers:\n- {id: a, relation: head}\n'

MARKED: list[tuple[str, str]] = [
    ("day: 2023-08-15\n", "day: the key is written twice (lines 1 and 5)"),
    ("household: {assets: {homes: 1, homes: 2}}\n", "household.assets.homes: the key is written twice (lines 5 and 5)"),
    ("household: &a {}\n", "household: the anchor &a is not allowed (line 5)"),
    ("case: !!str a\n", "case: the tag tag:yaml.org,2002:str is not allowed (line 5)"),
    ("case: *a\n", "case: the alias *a is not allowed; write it out (line 5)"),
    ("---\ncase: b\n", "line 5: a second document begins here; a file holds one case"),
    ("1: a\n", "the key 1 is not text (line 5)"),
    ("true: a\n", "the key true is not text (line 5)"),
    ("1.5: a\n", "the key 1.5 is not text (line 5)"),
    ("~: a\n", "the key null is not text (line 5)"),
    ("? [a]\n: b\n", "the key a list is not text (line 5)"),
    ("household: {relapse_watch: yes}\n", "household.relapse_watch: yes is not true or false"),
    ("household: {relapse_watch: True}\n", "household.relapse_watch: True is not true or false"),
    ("household: {assets: {homes: 01}}\n", "household.assets.homes: 01 is not a number of homes (0 to 9999)"),
    ("household: {assets: {homes: 0x1}}\n", "household.assets.homes: 0x1 is not a number of homes (0 to 9999)"),
    ("household: {assets: {homes: 1_0}}\n", "household.assets.homes: 1_0 is not a number of homes (0 to 9999)"),
    ("household: {assets: {homes: 1:30}}\n", "household.assets.homes: 1:30 is not a number of homes (0 to 9999)"),
    ("household: {assets: {financial: 58.13}}\n", f"household.assets.financial: 58.13 {DECIMAL}"),
    ("household: {assets: {financial: 1e3}}\n", f"household.assets.financial: 1e3 {AMOUNT}"),
    ("household: {assets: {financial: .inf}}\n", f"household.assets.financial: .inf {AMOUNT}"),
    ("household: {assets: {financial: -0}}\n", "household.assets.financial: -0 is negative; an amount is 0 or more"),
    ("household: {assets: {financial: 0600}}\n", f"household.assets.financial: 0600 {AMOUNT}"),
    ("case: 1.5\n", "case: 1.5 is not text; put it in quotes"),
]


@pytest.mark.parametrize(("line", "expected"), MARKED)
def test_yaml_that_can_be_read_in_two_ways_is_refused(line: str, expected: str) -> None:
    assert expected in faults_of(GOOD + line)


def test_an_alias_does_not_multiply() -> None:
    assert faults_of("case: &a [x]\nday: [*a, *a]\n")[1:3] == [
        "day[0]: the alias *a is not allowed; write it out (line 2)",
        "day[1]: the alias *a is not allowed; write it out (line 2)",
    ]


def test_a_key_twice_in_json_is_named_with_its_lines() -> None:
    text = (
        json.dumps(FAMILY, indent=1).replace('"grade": 2', '"grade": 2,\n "grade": 3').replace('"of"', '"age": 1, "of"')
    )
    lines = text.split("\n")
    grade = next(number for number, line in enumerate(lines, start=1) if '"grade": 2' in line)
    age = next(number for number, line in enumerate(lines, start=1) if '"of"' in line)
    assert faults_of(text) == [
        f"members[0].disability.grade: the key is written twice (lines {grade} and {grade + 1})",
        f"household.obligors[0].age: the key is written twice (lines {age} and {age + 2})",
    ]


@pytest.mark.parametrize("number", ["58.13", "1e3", "NaN", "-Infinity", "12345678901234567890"])
def test_a_json_number_that_is_not_whole_is_shown_as_it_was_written(number: str) -> None:
    (line,) = faults_of(json.dumps(FAMILY).replace('"1200.50"', number))
    assert re.match(rf"household\.assets\.financial: {re.escape(number)} is ", line)


def test_every_fault_of_the_file_is_named() -> None:
    case = changed("members.0.sex", "m") | {"place": "9", "extra": 1}
    case["household"]["obligors"].append({"of": "nobody", "income": 1.5})
    assert [line.split(": ")[0] for line in faults_of(case)] == [
        "extra",
        "place",
        "members[0].sex",
        "household.obligors[1].of",
        "household.obligors[1].income",
    ]


def test_more_than_two_hundred_members_are_refused() -> None:
    case = changed("members", [{"id": f"m{n}", "relation": "head" if n == 0 else "child"} for n in range(201)])
    case["household"]["obligors"] = []
    assert faults_of(case) == ["members: has 201 members; at most 200"]
    case["members"].pop()
    assert len(facts_from_mapping(case).members) == 200


def test_two_members_with_one_citizen_number_are_refused() -> None:
    case = changed("members.1", {"id": "b", "relation": "sibling", "citizen_id": GIRL})
    case["members"][2]["citizen_id"] = GIRL
    case["household"]["obligors"] = []
    assert faults_of(case) == ["members[2].citizen_id: is the number of members[1] too"]


def test_a_clerk_reads_the_fault_in_chinese() -> None:
    with pytest.raises(CaseRefused) as refused:
        facts_from_mapping(changed("members.0.disability.grade", 5))
    assert refused.value.in_chinese() == "members[0].disability.grade：5 不是残疾等级；应为 1 到 4 的整数，不加引号"


def test_a_refusal_is_told_as_json_with_the_name_of_the_case() -> None:
    with pytest.raises(CaseRefused) as refused:
        facts_from_mapping(changed("area", "city"))
    told = refused.value.as_json()
    assert told["case"] == "chen"
    assert [(one["path"], one["message"]) for one in told["errors"]] == [  # type: ignore[attr-defined]
        ("area", "city is not an area (urban, rural)")
    ]


def test_no_message_repeats_a_citizen_number() -> None:
    with pytest.raises(CaseRefused) as refused:
        facts_from_mapping(changed("members.1.citizen_id", GIRL))
    assert GIRL not in str(refused.value) + refused.value.in_chinese()


# Good cases.


def test_every_worked_example_is_read() -> None:
    examples = sorted(CASES.glob("*.yaml"))
    assert examples
    for path in examples:
        assert read_case_file(path).case == path.stem


def assert_every_unknown_has_a_path(facts: CaseFacts) -> None:
    told = [("household", 0, facts.household)]
    told += [("person", index, person) for index, person in enumerate(facts.persons)]
    told += [("obligor", index, obligor) for index, (_, obligor) in enumerate(facts.obligors)]
    for entity, index, values in told:
        assert values.keys() == {fact.name for fact in FACTS.values() if fact.entity == entity}
        for name, value in values.items():
            assert (value is None) == ((entity, index, name) in facts.missing), (entity, index, name)


def test_every_unknown_fact_of_the_examples_has_a_path() -> None:
    for path in CASES.glob("*.yaml"):
        assert_every_unknown_has_a_path(read_case_file(path))
    assert_every_unknown_has_a_path(facts_from_mapping(FAMILY))


def test_what_the_family_says_becomes_facts() -> None:
    facts = facts_from_mapping(FAMILY)
    dahai, guilan, xiaoyu = facts.persons
    assert (facts.case, facts.day, facts.place) == ("chen", date(2023, 8, 15), "340102")
    assert facts.members == ("dahai", "guilan", "xiaoyu")
    assert (dahai["age"], dahai["disability_kind"], dahai["disability_grade"]) == (43, "physical", 2)
    assert (dahai["unable_items"], dahai["employment_cost"], dahai["income_wage"]) == (0, 0, 2_280_000)
    assert (guilan["disability_kind"], guilan["disability_grade"], guilan["disability_certified"]) == ("none", 0, False)
    assert (xiaoyu["father_state"], xiaoyu["mother_state"]) == ("dead", None)
    assert (facts.household["financial_assets"], facts.household["asset_finding"]) == (120_050, "none")
    assert (facts.household["event_kind"], facts.household["event_urgent"]) == ("fire", True)
    assert facts.obligors[0][0] == 2
    assert facts.obligors[0][1]["obligor_age"] == 58


def test_the_same_case_reads_alike_from_yaml_json_bytes_and_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = json.dumps(FAMILY, ensure_ascii=False)
    (tmp_path / "case.json").write_text(text, encoding="utf-8-sig")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
    read = [
        facts_from_mapping(FAMILY),
        read_case(text, name="-"),
        read_case(text.encode("utf-8-sig"), name="case.json"),
        read_case(
            text.replace('"', "").replace("340102", '"340102"').replace("1200.50", '"1200.50"'), name="case.yaml"
        ),
        read_case_file(tmp_path / "case.json"),
        read_case_file("-"),
    ]
    assert all(one == read[0] for one in read)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseRefused, match="the file cannot be opened: No such file"):
        read_case_file(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("per", "fen"), [("month", 100 * 12 * 100), ("year", 100 * 100)], ids=["monthly is twelve times", "yearly stays"]
)
def test_amounts_are_kept_by_the_year(per: str, fen: int) -> None:
    facts = facts_from_mapping(changed("members.0.incomes", [{"kind": "wage", "amount": 100, "per": per}]))
    assert facts.persons[0]["income_wage"] == fen


def test_items_of_one_kind_are_summed() -> None:
    items = [
        {"kind": "medical", "amount": "10.05", "per": "month"},
        {"kind": "medical", "amount": "0.1", "per": "year"},
        {"kind": "other", "amount": 3, "per": "year"},
    ]
    household = facts_from_mapping(changed("household.spending", items)).household
    assert household["household_spending_medical"] == 12_060 + 10
    assert household["household_spending_other"] == 300
    assert household["household_spending_education"] == 0


@pytest.mark.parametrize("gap", ["amount", "per"])
def test_an_item_with_a_gap_makes_its_kind_unknown(gap: str) -> None:
    items = [{"kind": "wage", "amount": 1, "per": "year"} for _ in range(3)]
    items.append({"kind": "pension", "amount": 2, "per": "year"})
    del items[1][gap]
    facts = facts_from_mapping(changed("members.0.incomes", items))
    assert facts.persons[0]["income_wage"] is None
    assert facts.persons[0]["income_pension"] == 200
    assert facts.missing["person", 0, "income_wage"] == f"members[0].incomes[1].{gap}"


def test_an_item_without_kind_makes_every_kind_unknown() -> None:
    facts = facts_from_mapping(
        changed("household.incomes", [{"kind": "wage", "amount": 1, "per": "year"}, {"amount": 1}])
    )
    for kind in INCOME_KINDS:
        assert facts.household[f"household_income_{kind}"] is None
        assert facts.missing["household", 0, f"household_income_{kind}"] == "household.incomes[1].kind"


def test_an_empty_list_says_nothing_is_earned_and_a_missing_one_says_nothing() -> None:
    facts = facts_from_mapping(changed("members.0.incomes", []))
    assert facts.persons[0]["income_wage"] == 0
    assert facts.persons[1]["income_wage"] is None
    assert facts.missing["person", 1, "income_wage"] == "members[1].incomes"


def test_the_six_defaults_are_used_and_listed() -> None:
    facts = facts_from_mapping(FAMILY)
    dahai = facts.persons[0]
    assert [dahai[name] for name in ("cohabits", "registered", "absence", "refused_work")] == [True, True, "none", 0]
    assert (dahai["work_injury_nursing"], dahai["disability_certified"]) == (False, True)
    assert [path for path in facts.assumed if path.startswith("members[0]")] == [
        "members[0].cohabits",
        "members[0].registered",
        "members[0].absence",
        "members[0].refused_work",
        "members[0].work_injury_nursing",
        "members[0].disability_certified",
    ]
    assert "members[1].disability_certified" not in facts.assumed


def test_a_default_that_is_written_out_is_not_listed() -> None:
    facts = facts_from_mapping(changed("members.0.cohabits", True))
    assert "members[0].cohabits" not in facts.assumed


def test_a_disability_left_out_leaves_the_certificate_unknown() -> None:
    facts = facts_from_mapping(changed("members.0.disability", LEFT_OUT))
    asked = [facts.missing["person", 0, f"disability_{name}"] for name in ("kind", "grade", "certified")]
    assert asked == ["members[0].disability", "members[0].disability", "members[0].disability_certified"]


def test_a_grade_left_out_is_asked_for_alone() -> None:
    facts = facts_from_mapping(changed("members.0.disability", {"kind": "mental"}))
    assert facts.missing["person", 0, "disability_grade"] == "members[0].disability.grade"
    assert facts.persons[0]["disability_kind"] == "mental"


def test_no_finding_on_dependence_is_false_and_not_listed() -> None:
    for told in (None, LEFT_OUT, False):
        case = changed("members.2.dependent", None if told is LEFT_OUT else told)
        if told is LEFT_OUT:
            del case["members"][2]["dependent"]
        facts = facts_from_mapping(case)
        assert facts.persons[2]["dependent"] is False
        assert not [path for path in facts.assumed if "dependent" in path]


@pytest.mark.parametrize(("age", "listed"), [(17, True), (18, False), (19, False), (None, True)])
def test_parents_left_out_are_able_and_listed_of_a_minor(age: int | None, listed: bool) -> None:
    facts = facts_from_mapping(changed("members.2", {"id": "xiaoyu", "relation": "child", "age": age}))
    assert (facts.persons[2]["father_state"], facts.persons[2]["mother_state"]) == ("able", "able")
    assert ("members[2].parents" in facts.assumed) is listed


def test_what_is_not_said_of_a_parent_is_asked_for() -> None:
    facts = facts_from_mapping(changed("members.2.parents", {"father": {"state": "prison"}}))
    assert facts.missing["person", 2, "father_months"] == "members[2].parents.father.months"
    assert facts.missing["person", 2, "mother_state"] == "members[2].parents.mother"


def test_no_event_is_a_statement_and_an_event_left_out_is_not() -> None:
    quiet = facts_from_mapping(changed("household.event", None))
    assert [quiet.household[f"event_{name}"] for name in ("kind", "urgent", "loss", "self_paid")] == [
        "none",
        False,
        0,
        0,
    ]
    silent = facts_from_mapping(changed("household.event", LEFT_OUT))
    assert silent.missing["household", 0, "event_kind"] == "household.event"
    told = facts_from_mapping(changed("household.event", {"day": "2023-08-15"}))
    assert told.missing["household", 0, "event_kind"] == "household.event.kind"
    assert facts_from_mapping(FAMILY).missing["household", 0, "event_self_paid"] == "household.event.self_paid"


@pytest.mark.parametrize(("passed", "finding"), [(True, "passed"), (False, "failed"), (None, "none")])
def test_the_offices_finding_on_assets(passed: bool | None, finding: str) -> None:
    facts = facts_from_mapping(changed("household.assets", {"passed": passed}))
    assert facts.household["asset_finding"] == finding
    assert facts.missing["household", 0, "homes"] == "household.assets.homes"


def test_a_household_left_out_is_wholly_unknown() -> None:
    facts = facts_from_mapping(changed("household", LEFT_OUT))
    assert_every_unknown_has_a_path(facts)
    for name, path in {
        "homes": "household.assets",
        "asset_finding": "household.assets",
        "receiving_dibao": "household.receiving",
        "obligors_listed": "household.obligors",
        "relapse_watch": "household.relapse_watch",
        "has_farmland": "household.has_farmland",
    }.items():
        assert facts.missing["household", 0, name] == path


def test_benefits_that_are_not_named_are_not_in_payment() -> None:
    household = facts_from_mapping(changed("household.receiving", {"dibao": "600.00"})).household
    assert (household["receiving_dibao"], household["receiving_tekun"]) == (60_000, 0)


def test_an_area_left_out_is_asked_for() -> None:
    assert facts_from_mapping(changed("area", LEFT_OUT)).missing["household", 0, "area"] == "area"


def test_an_obligor_of_whom_little_is_said() -> None:
    told = {"of": "dahai", "receiving": ["dibao"], "disability": {"kind": "mental", "grade": 3}}
    facts = facts_from_mapping(changed("household.obligors", [told]))
    of, obligor = facts.obligors[0]
    assert (of, obligor["obligor_receives_dibao"], obligor["obligor_receives_tekun"]) == (0, True, False)
    assert (obligor["obligor_disability_kind"], obligor["obligor_disability_grade"]) == ("mental", 3)
    assert facts.missing["obligor", 0, "obligor_age"] == "household.obligors[0].age"
    assert obligor["obligor_absence"] == "none"
    assert "household.obligors[0].absence" in facts.assumed


def test_a_household_without_head_is_read_while_a_relation_is_unknown() -> None:
    case = changed("members.0.relation", "parent")
    del case["members"][2]["relation"]
    assert facts_from_mapping(case).missing["person", 2, "relation"] == "members[2].relation"


@pytest.mark.parametrize(("born", "age"), [("2013-08-15", 10), ("2013-08-16", 9), ("2023-08-15", 0)])
def test_an_age_is_complete_on_the_birthday(born: str, age: int) -> None:
    facts = facts_from_mapping(changed("members.2", {"id": "xiaoyu", "relation": "child", "born": born, "age": age}))
    assert facts.persons[2]["age"] == age


def test_an_age_left_out_is_asked_for_as_the_day_of_birth() -> None:
    facts = facts_from_mapping(changed("members.1.age", LEFT_OUT))
    assert facts.missing["person", 1, "age"] == "members[1].born"


@pytest.mark.parametrize(("since", "years"), [("2020-08-15", 3), ("2020-08-16", 2)])
def test_years_of_absence_are_complete_on_the_anniversary(since: str, years: int) -> None:
    assert facts_from_mapping(changed("members.0.absent_since", since)).persons[0]["absent_years"] == years


def test_a_citizen_number_answers_age_and_sex() -> None:
    facts = facts_from_mapping(
        changed("members.2", {"id": "xiaoyu", "relation": "child", "citizen_id": GIRL, "name": "陈小雨"})
    )
    assert (facts.persons[2]["age"], facts.persons[2]["sex"]) == (9, "female")
    assert facts.names == (None, None, "陈小雨")
    assert_every_unknown_has_a_path(facts)


def test_what_is_doubtful_in_a_citizen_number_is_told() -> None:
    old = "340102" + "140506" + "124"
    assert facts_from_mapping(FAMILY).doubts == ()
    case = changed("members.2", {"id": "xiaoyu", "relation": "grandparent", "citizen_id": old})
    assert facts_from_mapping(case).doubts == ("members[2].citizen_id：由15位旧号推得18位号，请核对原件",)


def test_rare_characters_are_names() -> None:
    name = "\U00031350·\ue000"  # younger than the tables of Python 3.11, and one of the private area
    assert facts_from_mapping(changed("members.0.name", name)).names[0] == name


def test_what_an_example_expects_is_left_unread() -> None:
    assert facts_from_mapping(FAMILY | {"expect": {"anything": [1.5]}}).case == "chen"


def test_places_of_six_nine_and_twelve_digits_are_read() -> None:
    for place in ("340102", "340102001", "340102001001", "522627"):
        assert facts_from_mapping(changed("place", place)).place == place


def test_words_that_yaml_takes_for_truths_are_text_where_text_is_asked_for() -> None:
    facts = read_case('day: "2023-08-15"\nplace: "340102"\nmembers: [{id: no, relation: head}]\n', name="-")
    assert facts.members == ("no",)


# Lines.


def test_lines_are_answered_in_order_and_a_bad_one_does_not_stop_the_rest() -> None:
    good = json.dumps(FAMILY)
    lines = [
        "\ufeff" + good + "\n",
        json.dumps(changed("area", "city")),
        "",
        b"\xd0\xd5",
        "{",
        good.encode(),
        "\n",
        " ",
    ]
    read = list(read_cases_jsonl(lines))
    assert [type(one) for one in read] == [CaseFacts, Refusal, Refusal, Refusal, Refusal, CaseFacts]
    refused = [one for one in read if isinstance(one, Refusal)]
    assert [(one.line, one.case, str(one.errors[0])) for one in refused] == [
        (2, "chen", "area: city is not an area (urban, rural)"),
        (3, None, "line 3: the line is empty"),
        (4, None, "the file is not UTF-8 (from line 1 on); it is likely GB18030; save it as UTF-8"),
        (5, None, "line 5: not valid JSON at column 2: Expecting property name enclosed in double quotes"),
    ]
    assert refused[0].as_json()["case"] == "chen"


# Anything at all.


def only_refused(source: str | bytes | object) -> None:
    """Read it; whatever is raised is a refusal that can be written out."""
    try:
        read_case(source, name="-") if isinstance(source, str | bytes) else facts_from_mapping(source)
    except CaseRefused as refused:
        told = [str(refused), refused.in_chinese(), json.dumps(refused.as_json(), ensure_ascii=False)]
        "".join(told).encode("utf-8")


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300), st.text("{}[]\":,-&*!|>'#% \n\ta1.", max_size=60)))
def test_random_text_is_read_or_refused_and_never_breaks(source: str | bytes) -> None:
    only_refused(source)


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["none", "head", "0"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kind", "of", "id", "x"]), inner),
    max_leaves=6,
)
PLACES = sorted(
    {row[0] for rows in FAULTS.values() for row in rows if row[1] is not LEFT_OUT and row[0].isascii()} - {"colour"}
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PLACES), ANYTHING)
def test_anything_anywhere_is_read_or_refused_and_never_breaks(place: str, value: object) -> None:
    only_refused(changed(place, value))
    only_refused(json.dumps(changed(place, value)))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_file_with_a_few_characters_changed_is_read_or_refused(data: st.DataObject) -> None:
    text = (CASES / "couple-and-child-hefei.yaml").read_text(encoding="utf-8")
    at = data.draw(st.integers(0, len(text)))
    only_refused(text[:at] + data.draw(st.text(max_size=3)) + text[at + data.draw(st.integers(0, 3)) :])
