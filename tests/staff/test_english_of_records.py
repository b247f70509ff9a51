"""What the records keep in Chinese is read in English on English pages: grounds, results, gaps."""

import pytest
from django.utils import translation

from doudi.interfaces.site.gaps_said import WORDS, gap_said
from doudi.interfaces.site.translations import HAN, catalogue
from doudi.interfaces.staff.cases.common import due_said, ground_name, result_name
from doudi.policy.facts import FACTS
from doudi.policy.procedure.stages import PROCEDURES
from doudi.records.cases.forms import FORMS
from doudi.records.cases.gaps import _WHERE
from doudi.records.cases.programmes import ASKED
from doudi.vocabulary.codes import load_list

GROUNDS = sorted({move.ground.zh for procedure in PROCEDURES.values() for move in procedure.moves})


@pytest.mark.parametrize("ground", GROUNDS)
def test_ground_of_a_step_is_read_in_the_readers_language(ground: str) -> None:
    assert ground_name(ground) == ground
    with translation.override("en"):
        assert not HAN.search(ground_name(ground))


def test_ground_nobody_declares_stays_as_it_was_written() -> None:
    with translation.override("en"):
        assert ground_name("另行说明") == "另行说明"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("core_check", {"finding": "within"}), ("core_check", {"finding": "over"}),
        ("core_check", {"finding": "unclear"}), ("self_care", {}), ("self_care", {"eat": "no"}),
        ("self_care", dict.fromkeys(("eat", "dress", "bed", "walk"), "no")), ("county_visit", {"finding": "right"}),
        ("county_visit", {"finding": "wrong"}), ("appraisal", {"for": "5", "against": "0", "abstained": "1"}),
        ("appraisal", {"for": "1", "against": "5", "abstained": "0"}),
    ],
)  # fmt: skip
def test_result_of_an_inquiry_is_read_in_the_readers_language(kind: str, content: dict[str, str]) -> None:
    result = FORMS[kind].result_of(content)
    assert result_name(result) == result
    with translation.override("en"):
        assert result_name(result)
        assert not HAN.search(result_name(result))


def test_appraisal_keeps_its_votes() -> None:
    with translation.override("en"):
        assert result_name("属实（同意5，不同意2，弃权1）") == "As stated (for 5, against 2, abstained 1)"


def test_gap_says_whose_it_is_and_what() -> None:
    with translation.override("en"):
        assert gap_said("甲某：居民身份证") == "甲某: Resident identity card"
        assert gap_said("家庭：户口簿") == f"family: {gap_said('户口簿')}"
    assert gap_said("甲某：居民身份证") == "甲某：居民身份证"


def test_everything_a_gap_can_say_has_its_english() -> None:
    kinds = [one.zh for one in load_list("document_type").by_identifier.values()]
    facts = [text for fact in FACTS.values() for text in (fact.zh, fact.bring) if text]
    known = catalogue()
    assert all(known.get(text) and known.get(text).string for text in WORDS)
    with translation.override("en"):
        for text in [*kinds, *facts, *WORDS, *_WHERE.values()]:
            assert not HAN.search(gap_said(text)), text


def test_days_left_are_counted_in_english() -> None:
    class _Due:
        def __init__(self, left: int) -> None:
            self.left = left

    with translation.override("en"):
        told = [due_said(_Due(left)) for left in (-2, -1, 0, 1, 2)]  # type: ignore[arg-type]
    assert told == [
        "2 working days late", "1 working day late", "due today", "1 working day left", "2 working days left",
    ]  # fmt: skip


def test_every_programme_asked_for_has_two_names() -> None:
    assert not [key for key, one in ASKED.items() if not one.programme.zh or HAN.search(one.programme.en)]
