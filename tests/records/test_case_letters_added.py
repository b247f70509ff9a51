"""What an officer adds to a letter: only what the record does not know, and nothing to what hangs or what the county signs."""

import datetime
import json
from collections.abc import Iterator
from typing import Any

import pytest

from doudi.policy.procedure.clocks import DEADLINES
from doudi.records.cases.actions import deciding
from doudi.records.cases.actions.letters import make_letter
from doudi.records.cases.models import Case, Letter
from doudi.records.registry.refusals import Refused
from support import caseways, families_of_cases
from support.case_world import case_of, member_of, ready, surveyed_case, world_of_cases
from support.caseways import Way
from support.families_registered import family_on
from support.rolled_back import rolled_back
from world import DAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


@pytest.fixture
def case(way: Way) -> Case:
    """A dibao case whose survey is done."""
    return surveyed_case(way, ready(way.world, lambda world: family_on(world, "600")), "dibao")


def confirmed(way: Way, case: Case) -> Way:
    """The case confirmed; the officers on that day."""
    caseways.posted(way, case)
    caseways.at_county(way.later(8), case)
    caseways.confirmed(way.later(9), case)
    return way.later(9)


INVENTED = {"amount": 999_900, "from_on": datetime.date(2026, 6, 1), "articles": "《某办法》第一条"}


@pytest.mark.parametrize("post", ["township_acceptance", "county_approver"])
@pytest.mark.parametrize("kind", ["confirmation_letter", "refusal_letter", "exit_decision", "continuation_letter"])
def test_no_letter_tells_a_decision_that_nobody_made(way: Way, case: Case, post: str, kind: str) -> None:
    with pytest.raises(Refused, match="还没有作出这一决定"):
        make_letter(by=way.desk(post), kind=kind, case=case.pk, more=INVENTED)
    assert not Letter.objects.filter(case=case).exists()


def test_a_revoked_confirmation_is_told_by_no_letter_any_more(way: Way, case: Case) -> None:
    later = confirmed(way, case)
    assert make_letter(by=later.desk("county_approver"), kind="confirmation_letter", case=case.pk).pdf
    decision = case.decisions.get()
    deciding.revoke_decision(by=later.desk("county_approver_second"), decision=decision.pk, reason="金额算错")
    with pytest.raises(Refused, match="原决定已撤销"):
        make_letter(by=later.desk("county_approver"), kind="confirmation_letter", case=case.pk)


@pytest.mark.parametrize("word", ["amount", "from_on", "articles", "programme", "applicant", "court", "number"])
def test_a_letter_says_nothing_otherwise_than_its_record(way: Way, case: Case, word: str) -> None:
    later = confirmed(way, case)
    value = INVENTED.get(word, "另一个")
    with pytest.raises(Refused) as refused:
        make_letter(by=later.desk("county_approver"), kind="confirmation_letter", case=case.pk, more={word: value})
    assert "以办件记录为准" in refused.value.faults[word]


def test_a_word_the_record_does_not_know_is_added_by_the_office_that_signs(way: Way, case: Case) -> None:
    later = confirmed(way, case)
    told = {"level": "二级"}
    letter = make_letter(by=later.desk("county_approver"), kind="confirmation_letter", case=case.pk, more=told)
    assert json.loads(letter.content)["level"] == "二级"
    with pytest.raises(Refused, match="以办件记录为准"):
        make_letter(by=later.desk("township_acceptance"), kind="confirmation_letter", case=case.pk, more=told)


@pytest.mark.parametrize(
    "more",
    [
        {"town_phone": "13805640001"},
        {"village": "柳林村三组12号"},
        {"households": []},
        {"procedure": "tekun"},
        {"county": "x"},
    ],
)
def test_nobody_adds_a_word_to_what_hangs_on_a_board(way: Way, case: Case, more: dict[str, Any]) -> None:
    caseways.posted(way, case)
    clerk = way.desk("township_acceptance")
    assert make_letter(by=clerk, kind="posting_form", case=case.pk).pdf
    given = more if more != {"households": []} else {"households": [{"village": "柳林村", "head": "别人", "size": 1}]}
    with pytest.raises(Refused, match="以办件记录为准"):
        make_letter(by=clerk, kind="posting_form", case=case.pk, more=given)


def test_a_childs_notice_is_not_printed_under_another_procedures_name(way: Way) -> None:
    household = ready(way.world, families_of_cases.child_alone)
    case = case_of(way, household, "unattended_child", member_of(household, 1))
    rows = [{"village": "柳林村", "head": "孔凤英", "size": 2}]
    more = {"procedure": "dibao", "posted_from": DAY, "posted_until": DAY, "households": rows}
    with pytest.raises(Refused):
        make_letter(by=way.desk("township_acceptance"), kind="posting_form", case=case.pk, more=more)


@pytest.mark.parametrize("programme", ["unattended_child", "dibao"])
def test_acceptance_is_told_in_writing_with_its_limits(way: Way, programme: str) -> None:
    child = programme == "unattended_child"
    household = ready(way.world, families_of_cases.child_alone if child else lambda world: family_on(world, "600"))
    application = caseways.accepted(way, household, (programme, member_of(household, 1) if child else None))
    letter = make_letter(by=way.desk("township_acceptance"), kind="acceptance_notice", case=application.cases.get().pk)
    told = {one["step"] for one in json.loads(letter.content)["deadlines"]}
    assert told if not child else told == {DEADLINES["survey_by"].zh}


def test_a_form_takes_what_is_written_into_its_spaces(way: Way, case: Case) -> None:
    more = {"village_opinion": "情况属实", "programme": "最低生活保障"}
    letter = make_letter(by=way.desk("township_acceptance"), kind="review_form", case=case.pk, more=more)
    assert json.loads(letter.content)["village_opinion"] == "情况属实"
