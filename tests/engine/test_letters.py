"""Seven letters of applicants: what a clerk would expect the first answer to say, and that one request asks for it all."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from doudi.engine.casefile import facts_from_mapping, read_case
from doudi.engine.determine import Answer, as_json, determine
from doudi.engine.telling import Telling, one_time_list, standards_wanted
from support.families import Found

FOLDER = Path(__file__).parents[2] / "src" / "doudi" / "synthetic" / "letters"
LETTERS = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def letter(name: str) -> Found:
    path = FOLDER / f"letter-{name}.yaml"
    answer = determine(read_case(path.read_bytes(), name=path.name))
    return Found(answer, as_json(answer, explain=False))


def asked(answer: Answer) -> set[str]:
    return {path for path, _, _ in one_time_list(answer)}


def test_there_are_seven_letters() -> None:
    assert len(LETTERS) == 7


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_answered_for_every_programme_and_member(name: str) -> None:
    answer = letter(name.removeprefix("letter-"))
    of_household = [one["programme"] for one in answer.told["determinations"] if one["unit"] == "household"]
    of_members = [one for one in answer.told["determinations"] if one["unit"] == "person"]
    assert len(of_household) == len(set(of_household)) == 10
    assert len(of_members) == 8 * len(answer.answer.case.members)


@pytest.mark.parametrize("name", LETTERS)
def test_nothing_is_decided_that_the_letter_does_not_say(name: str) -> None:
    answer = letter(name.removeprefix("letter-"))
    assert (answer.outcome("dibao"), answer.outcome("near_dibao")) == ("unknown", "unknown")
    for one in answer.told["determinations"]:
        assert (one["outcome"] == "unknown") <= bool(one["missing"]), one
        assert "monthly" not in one or one["outcome"] == "eligible", one


@pytest.mark.parametrize("name", LETTERS)
def test_the_one_time_list_names_everything_once_with_who_supplies_it(name: str) -> None:
    answer = letter(name.removeprefix("letter-")).answer
    wanted = one_time_list(answer)
    paths = [path for path, _, _ in wanted]
    assert len(set(paths)) == len(paths)
    assert all(label and bring for _, label, bring in wanted)
    asked = {path for one in answer.determinations for path in one.missing}
    assert set(paths) == {path for path in asked if not path.startswith("parameter:")}
    waiting = {path for path, _, programmes in standards_wanted(answer) if programmes}
    assert waiting == {
        path
        for one in answer.determinations
        for path in one.missing
        if path.startswith("parameter:") and one.programme.in_contract
    }


@pytest.mark.parametrize("name", LETTERS)
def test_the_paragraph_can_be_said_aloud(name: str) -> None:
    answer = letter(name.removeprefix("letter-")).answer
    for language in ("zh", "en"):
        paragraph = Telling(answer, language).paragraph()
        assert "None" not in paragraph and "\n" not in paragraph


def test_the_blank_form_gets_no_promise_and_one_list() -> None:
    answer = letter("blank-template")
    assert [one["programme"] for one in answer.told["determinations"] if one["outcome"] == "eligible"] == []
    assert answer.outcome("rigid_expenditure") == "not_eligible"
    assert {"members[0].born", "members[0].incomes", "household.assets", "household.obligors"} <= asked(answer.answer)
    assert "目前没有可确认的项目" in Telling(answer.answer).paragraph()


def test_the_burned_house_gets_urgent_relief_at_once_and_is_asked_about_its_housing() -> None:
    answer = letter("burned-house")
    urgent = answer.of("temporary_urgent")
    # Two to ten times 755.
    assert (urgent["outcome"], urgent["one_off"]) == ("eligible", {"min": "1510.00", "max": "7550.00"})
    assert urgent["missing"] == []
    # The fire itself settles the need of a home; what is open is whether they are dibao or near it.
    assert answer.outcome("housing") == "unknown"
    assert "household.assets" in answer.of("housing")["missing"]
    assert answer.outcome("temporary_spending") == "not_eligible"
    assert {"members[1].relation", "members[3].incomes"} <= asked(answer.answer)
    paragraph = Telling(answer.answer).paragraph()
    assert "急难型临时救助一次性1510.00至7550.00元" in paragraph
    # Who counts is open: nobody is told that none of the four does.
    assert "郎溪县：是否计入待查：applicant、second、third、fourth，家庭月收入待查" in paragraph


def test_the_widows_daughter_is_an_unattended_child_though_nobody_asked_for_it() -> None:
    answer = letter("widow-and-daughter")
    child = answer.of("unattended_child", "daughter")
    assert child["outcome"] == "eligible"
    # Her share of the dibao in payment has to come off, and nobody wrote its amount down.
    assert "monthly" not in child and "household.receiving" in child["missing"]
    assert any("不设公示" in remark for remark in child["remarks"])
    assert answer.outcome("orphan", "daughter") == "not_eligible"
    assert (answer.outcome("medical"), answer.outcome("education")) == ("eligible", "eligible")
    assert answer.outcome("disability_living", "mother") == "unknown"
    assert "members[0].disability.grade" in answer.of("disability_living", "mother")["missing"]
    assert "members[0].disability_certified" in answer.told["assumed"]
    assert answer.rows("daughter") == {"pilot_child_without_care"}


def test_it_is_said_that_the_widow_may_yet_count_beside_her_daughter() -> None:
    answer = letter("widow-and-daughter").answer
    assert "计入1人（daughter），是否计入待查：mother，家庭月收入待查" in Telling(answer).paragraph()
    assert (
        "1 of 2 counted (daughter), not known who counts of mother; monthly income" in Telling(answer, "en").paragraph()
    )


def test_the_widow_is_not_asked_how_many_homes_she_has() -> None:
    assert "household.assets.homes" not in asked(letter("widow-and-daughter").answer)


def test_the_herdsman_is_asked_for_his_age_his_grade_and_what_the_doctors_cost() -> None:
    answer = letter("disabled-herdsman")
    assert {"members[0].born", "members[0].disability.grade", "members[0].spending[0]"} <= asked(answer.answer)
    # He says that he has no income: neither it nor a cost of working is asked for again.
    assert not {"members[0].incomes", "members[0].employment_cost"} & asked(answer.answer)
    assert answer.outcome("tekun", "applicant") == "unknown"
    assert answer.outcome("employment") == "not_eligible"


def test_the_disabled_woman_is_asked_whether_they_live_in_town_or_country() -> None:
    answer = letter("disabled-woman")
    assert "area" in answer.of("dibao")["missing"]
    assert "parameter:dibao_standard" not in asked(answer.answer)
    assert answer.told["household"]["standard"] is None
    # They own no home, so the need is settled and the status is open.
    assert answer.outcome("housing") == "unknown"
    assert "household.event" not in answer.of("housing")["missing"]
    assert {"members[2].born", "members[2].school"} <= asked(answer.answer)


def test_the_heart_patient_is_asked_what_he_paid_himself_and_what_the_spouse_earns() -> None:
    answer = letter("heart-disease")
    wanted = {"members[0].spending[0]", "members[1].incomes[0]", "household.event.self_paid"}
    assert wanted <= asked(answer.answer)
    assert "household.event.self_paid" in answer.of("temporary_spending")["missing"]
    assert answer.outcome("old_age_allowance", "applicant") == "not_eligible"
    # His savings are gone: only what else they own is asked for.
    assert "household.assets.financial" not in asked(answer.answer)
    assert "household.assets.homes" in asked(answer.answer)


def test_the_man_with_a_tumour_is_asked_for_his_wage_his_costs_and_whether_the_illness_is_recognised() -> None:
    answer = letter("tumour")
    wanted = {"members[0].incomes[0]", "members[0].spending[0]", "members[0].serious_illness"}
    assert wanted <= asked(answer.answer)
    assert answer.outcome("charity_fund") == "unknown"
    assert answer.told["household"]["standard"] == "750.00"


# One request asks for everything: whatever is answered to the list, nothing but what a new obligor brings is asked next.

ANSWERS: dict[str, tuple[Any, ...]] = {
    "born": ("1940-05-05", "1962-08-15", "1984-02-29", "2015-01-01"),
    "relation": ("child", "grandchild", "sibling", "other_relative"),
    "school": ("none", "compulsory", "bachelor"),
    "disability": ("none", {"kind": "physical", "grade": 2}, {"kind": "mental", "grade": 4}),
    "disability_certified": (True, False),
    "grade": (1, 2, 3, 4),
    "serious_illness": (True, False),
    "long_term_care": (True, False),
    "labour": ("full", "partial", "none"),
    "unable": ([], ["walk"], ["walk", "bath", "eat", "bed"]),
    "care_mode": ("home", "institution"),
    "employment_cost": ("0", "150"),
    "incomes": (
        [],
        [{"kind": "wage", "amount": "600", "per": "month"}],
        [{"kind": "pension", "amount": "90", "per": "month"}],
    ),
    "spending": ([], [{"kind": "medical", "amount": "2000", "per": "year"}]),
    "area": ("urban", "rural"),
    "assets": tuple({"financial": money, "homes": 1, "vehicles": 0, "businesses": 0} for money in ("900", "90000")),
    "financial": ("0", "90000"),
    "homes": (0, 1, 2),
    "vehicles": (0, 1),
    "businesses": (0, 1),
    "event": (None, {"kind": "illness", "day": "2023-08-01", "urgent": True, "loss": "0", "self_paid": "9000"}),
    "urgent": (True, False),
    "self_paid": ("0", "9000"),
    "obligors": ([],),
    "receiving": ({}, {"dibao": "300"}),
    "relapse_watch": (True, False),
}


def answered(case: dict[str, Any], paths: set[str], source: Random) -> dict[str, Any]:
    """The case with an answer to each of the paths; what nobody published stays unpublished."""
    for path in sorted(paths):
        if path.startswith("parameter:"):
            continue
        *steps, last = path.replace("]", "").replace("[", ".").split(".")
        node: Any = case
        for step in steps:
            node = node[int(step)] if isinstance(node, list) else node.setdefault(step, {})
        if last.isdigit():
            # An item asked for whole lacks its amount and its period.
            node[int(last)] |= {"amount": source.choice(("0", "400.50")), "per": source.choice(("month", "year"))}
        else:
            node[last] = source.choice(ANSWERS[last])
    return case


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("seed", range(4))
def test_after_the_list_is_answered_nothing_else_is_asked_of_the_family(name: str, seed: int) -> None:
    case = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    wanted = asked(letter(name.removeprefix("letter-")).answer)
    completed = answered(case, wanted, Random(seed))
    again = determine(facts_from_mapping(completed))
    assert asked(again) <= wanted | {"parameter:obligor_income_limit"}
    assert {path for path in asked(again) if not path.startswith("parameter:")} == set()
