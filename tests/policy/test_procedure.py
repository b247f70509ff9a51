"""The declared procedures hold together: every clock is cited and dated, every stage can be reached and left."""

from datetime import date, timedelta

import pytest

from doudi.policy.instruments import resolve
from doudi.policy.procedure.clocks import (
    CLOCKS,
    DEADLINES,
    EVENTS,
    ORDER,
    PROCEDURE_NAMES,
    PROFILES,
    Clock,
    clocks_of,
    edition_on,
)
from doudi.policy.procedure.stages import DOCUMENTS, POSTS, PROCEDURES, STAGES, Procedure, may_be_posted

EVERY_PROCEDURE = list(PROCEDURES.values())
POSTED = [procedure for procedure in EVERY_PROCEDURE if procedure.posted_in]
SURVEYED = [procedure for procedure in EVERY_PROCEDURE if procedure.surveyed_in]


def named(procedure: Procedure) -> str:
    return procedure.name


def reached(procedure: Procedure, without: str | None = None) -> set[str]:
    """The stages a case can get to, if one stage is taken away."""
    seen, waiting = {procedure.first}, [procedure.first]
    while waiting:
        stage = waiting.pop()
        for move in procedure.moves:
            if move.source == stage and move.target not in seen and move.target != without:
                seen.add(move.target)
                waiting.append(move.target)
    return seen


def limit(procedure: str, profile: str, name: str, day: date = date(2025, 3, 3)) -> Clock:
    return edition_on(tuple(clock for clock in clocks_of(procedure, profile) if clock.name == name), day)


def test_every_procedure_has_stages() -> None:
    assert set(PROCEDURES) == set(PROCEDURE_NAMES)


@pytest.mark.parametrize("procedure", EVERY_PROCEDURE, ids=named)
def test_every_stage_is_reachable_and_named(procedure: Procedure) -> None:
    assert reached(procedure) == set(procedure.stages) <= set(STAGES)


@pytest.mark.parametrize("procedure", EVERY_PROCEDURE, ids=named)
def test_every_stage_leads_to_an_end(procedure: Procedure) -> None:
    for stage in procedure.stages:
        ahead = Procedure(
            name=procedure.name,
            first=stage,
            surveyed_in=None,
            posted_in=None,
            granted_in=procedure.granted_in,
            moves=procedure.moves,
        )
        assert reached(ahead) & set(procedure.terminals), stage


@pytest.mark.parametrize("procedure", EVERY_PROCEDURE, ids=named)
def test_every_way_into_a_terminal_has_a_document(procedure: Procedure) -> None:
    assert procedure.terminals
    assert all(move.document for move in procedure.moves if move.target in procedure.terminals)


@pytest.mark.parametrize("procedure", SURVEYED, ids=named)
def test_nothing_is_granted_without_a_survey(procedure: Procedure) -> None:
    assert procedure.granted_in not in reached(procedure, without=procedure.surveyed_in)


@pytest.mark.parametrize("procedure", POSTED, ids=named)
def test_nothing_is_granted_without_the_public_notice_where_there_is_one(procedure: Procedure) -> None:
    assert procedure.granted_in not in reached(procedure, without=procedure.posted_in)


def test_only_urgent_relief_comes_before_the_survey() -> None:
    assert [procedure.name for procedure in EVERY_PROCEDURE if procedure.surveyed_in is None] == ["temporary_urgent"]


def test_children_are_never_posted() -> None:
    assert [name for name in PROCEDURES if not may_be_posted(name)] == ["orphan", "unattended_child"]
    for name in ("orphan", "unattended_child"):
        assert not any(move.records in ("posted", "reposted") for move in PROCEDURES[name].moves)
        assert not any("posting" in (move.document or "") for move in PROCEDURES[name].moves)
        assert not any(clock.name == "posting_ends" for clock in CLOCKS if name in clock.procedures)


def test_tekun_is_posted_again_after_an_objection_and_dibao_goes_to_the_county() -> None:
    after = {
        name: {move.target for move in PROCEDURES[name].moves if move.source == "second_opinion"}
        - {"withdrawn", "discontinued"}
        for name in ("dibao", "tekun")
    }
    assert after["tekun"] == {"under_publicity"}
    assert "county_review" in after["dibao"]
    assert "under_publicity" not in after["dibao"]


def test_tekun_support_ends_only_with_a_notice_of_its_own() -> None:
    exit_procedure = PROCEDURES["tekun_exit"]
    assert "terminated" not in reached(exit_procedure, without="under_publicity")
    assert set(exit_procedure.terminals) == {"terminated", "continued", "discontinued"}


@pytest.mark.parametrize("procedure", EVERY_PROCEDURE, ids=named)
def test_moves_use_known_posts_documents_events_and_routes(procedure: Procedure) -> None:
    for move in procedure.moves:
        assert set(move.by) <= set(POSTS)
        assert move.by
        assert move.document in DOCUMENTS
        assert move.records is None or move.records in EVENTS
        assert move.ground.zh
        assert move.ground.en


@pytest.mark.parametrize("procedure", EVERY_PROCEDURE, ids=named)
def test_only_county_or_township_decides(procedure: Procedure) -> None:
    deciding = [move for move in procedure.moves if move.records == "decided"]
    assert all(move.by in (("county",), ("township",)) for move in deciding)
    assert all(move.route == "township" for move in deciding if move.by == ("township",))


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("procedure", EVERY_PROCEDURE, ids=named)
def test_every_clock_is_started_and_stopped_by_some_move(procedure: Procedure, profile: str) -> None:
    clocks = set(clocks_of(procedure.name, profile))
    started = {clock for move in procedure.moves for clock in procedure.clocks_started(move, profile)}
    stopped = {clock for move in procedure.moves for clock in procedure.clocks_stopped(move, profile)}
    assert started == clocks
    assert stopped == clocks


def test_acceptance_starts_the_survey_and_the_whole_clock() -> None:
    dibao = PROCEDURES["dibao"]
    (accepting,) = [move for move in dibao.moves if move.records == "accepted" and not move.revoking]
    assert {clock.name for clock in dibao.clocks_started(accepting, "national")} == {"survey_start_by", "whole_by"}


def test_a_township_clerk_may_not_confirm_what_the_county_reviews() -> None:
    assert PROCEDURES["dibao"].moves_from("county_review", "township") == ()
    assert {move.target for move in PROCEDURES["dibao"].moves_from("county_review", "county")} == {
        "confirmed",
        "refused",
        "surveying",
        "discontinued",
    }


def test_a_first_opinion_against_the_application_is_never_posted_and_never_confirmed() -> None:
    for procedure in EVERY_PROCEDURE:
        after = {move.target for move in procedure.moves if move.source == "unmet"}
        assert after <= {"refused", "surveying", "withdrawn", "discontinued"}


@pytest.mark.parametrize("procedure", EVERY_PROCEDURE, ids=named)
def test_a_refusal_revoked_leads_back_to_where_the_facts_are_found_and_the_clocks_begin(procedure: Procedure) -> None:
    back = {move.source: move for move in procedure.moves if move.revoking and "refus" in move.source}
    assert set(back) == {"refused", "refusal_notified"} & set(procedure.stages)
    for move in back.values():
        urgent = procedure.name == "temporary_urgent"
        assert (move.target, move.records) == (("reported", "reported") if urgent else ("surveying", "accepted"))
        assert move.by == ("county",)
    assert not set(back) & set(procedure.terminals) - {"refusal_notified"}


def test_anyone_may_object_during_the_notice() -> None:
    assert [move.target for move in PROCEDURES["dibao"].moves_from("under_publicity", "village")] == ["objected"]


def test_every_clock_is_named_cited_and_says_why_it_is_provisional() -> None:
    for clock in CLOCKS:
        assert clock.name in DEADLINES
        assert clock.label.zh
        assert set(clock.procedures) <= set(PROCEDURE_NAMES)
        assert set(clock.profiles) <= set(PROFILES)
        assert {*clock.starts, clock.stops_at} <= set(EVENTS)
        assert clock.cites
        assert clock.provisional == (clock.why_provisional is not None)


@pytest.mark.parametrize("cite", sorted({cite for clock in CLOCKS for cite in clock.cites}))
def test_every_clock_rests_on_a_place_in_a_text_on_record(cite: str) -> None:
    assert resolve(cite).place


def test_no_clock_runs_before_the_text_it_rests_on() -> None:
    dated = [clock for clock in CLOCKS if clock.since]
    assert all(max(resolve(cite).instrument.since for cite in clock.cites) == clock.since for clock in dated)


def test_every_deadline_has_a_clock_except_the_earliest_of_them() -> None:
    assert set(DEADLINES) - {clock.name for clock in CLOCKS} == {"effective_decision_by"}


def test_only_dibao_data_checks_and_surveys_must_start_within_three_days() -> None:
    starting = {name for clock in CLOCKS if "start_by" in clock.name for name in clock.procedures}
    assert starting == {"dibao", "near_dibao", "dibao_single"}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("procedure", PROCEDURE_NAMES)
def test_editions_of_one_clock_follow_each_other_without_gap_or_overlap(procedure: str, profile: str) -> None:
    editions: dict[str, list[Clock]] = {}
    for clock in clocks_of(procedure, profile):
        editions.setdefault(clock.name, []).append(clock)
    for held in editions.values():
        held.sort(key=lambda clock: clock.since or date.min)
        assert [clock.since for clock in held[1:]] == [clock.until for clock in held[:-1]]
        assert held[-1].until is None
        assert len({(clock.starts, clock.stops_at) for clock in held}) == 1


@pytest.mark.parametrize(
    ("name", "anhui", "national"),
    [("survey_by", 10, 15), ("resurvey_by", 10, 15), ("county_decision_by", 10, 15), ("posting_ends", 7, 7)],
)
def test_anhui_gives_the_office_less_time_for_tekun(name: str, anhui: int, national: int) -> None:
    assert limit("tekun", "anhui", name).length == anhui
    assert limit("tekun", "national", name).length == national


def test_anhui_never_gives_the_office_more_time_than_the_ministry() -> None:
    for procedure in PROCEDURE_NAMES:
        for theirs in clocks_of(procedure, "national"):
            assert limit(procedure, "anhui", theirs.name).length <= theirs.length


@pytest.mark.parametrize(
    ("extended", "delegated", "length"),
    [(False, False, 30), (True, False, 45), (False, True, 20), (True, True, 45)],
)
def test_the_whole_dibao_procedure_is_thirty_forty_five_or_twenty_days(
    extended: bool, delegated: bool, length: int
) -> None:
    assert limit("dibao", "national", "whole_by").length_when(extended=extended, delegated=delegated) == length


def test_the_shorter_limit_of_delegated_townships_holds_from_the_day_of_the_notice() -> None:
    notice = date(2022, 10, 20)
    before = limit("dibao", "national", "whole_by", notice - timedelta(days=1))
    assert before.length_when(extended=False, delegated=True) == 30
    assert limit("dibao", "national", "whole_by", notice).length_when(extended=False, delegated=True) == 20


def test_before_its_first_edition_a_clock_is_counted_by_it_and_is_not_in_force() -> None:
    clock = limit("dibao", "national", "survey_start_by", date(2021, 6, 30))
    assert not clock.in_force(date(2021, 6, 30))
    assert clock.in_force(date(2021, 7, 1))


@pytest.mark.parametrize("profile", PROFILES)
def test_whoever_is_refused_or_put_out_is_told_within_three_working_days(profile: str) -> None:
    for procedure in EVERY_PROCEDURE:
        name = "refusal_letter_by" if "refused" in procedure.stages else "exit_letter_by"
        assert limit(procedure.name, profile, name).length == 3, procedure.name


@pytest.mark.parametrize("profile", PROFILES)
def test_township_and_county_each_have_a_limit_for_the_disability_subsidies(profile: str) -> None:
    assert limit("disability_subsidy", profile, "survey_by").provisional
    assert limit("disability_subsidy", profile, "county_decision_by").provisional


def test_unknown_procedure_or_profile_is_refused() -> None:
    with pytest.raises(KeyError, match="wubao"):
        clocks_of("wubao", "anhui")
    with pytest.raises(KeyError, match="zhejiang"):
        clocks_of("dibao", "zhejiang")


def test_the_order_of_events_speaks_of_known_events_and_procedures() -> None:
    for earlier, later, exempt in ORDER:
        assert {earlier, later} <= set(EVENTS)
        assert exempt <= set(PROCEDURE_NAMES)


def test_whatever_was_decided_about_the_end_of_tekun_is_reviewed_anew_once_it_is_revoked() -> None:
    moves = [move for move in PROCEDURES["tekun_exit"].moves if move.revoking and move.source != "under_publicity"]
    assert {(move.source, move.target, move.records) for move in moves} >= {
        (stage, "county_review", "county_received") for stage in ("end_decided", "terminated", "continued")
    }
