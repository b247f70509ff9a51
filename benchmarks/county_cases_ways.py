"""The ways of the invented county's cases: which stages each programme passes, how many stand where, how long each step takes.

The steps themselves are read from the declared procedures, so that no case is anywhere its procedure could not have
brought it.
"""

import random
from collections.abc import Iterator

from doudi.policy.procedure.stages import PROCEDURES, Move

_INTAKE = "submitted accepted surveying"
_CHECKED = "surveying:core_check_requested surveying:core_check_started"
_POSTED = "first_opinion under_publicity county_review confirmed"
# The stages of a case that goes well, from the first; after the colon the event where two steps lead to one stage.
LINES: dict[str, tuple[str, ...]] = {
    programme: tuple(line.split())
    for programme, line in {
        "dibao": f"{_INTAKE} {_CHECKED} {_POSTED} active",
        "near_dibao": f"{_INTAKE} {_CHECKED} {_POSTED} active",
        "dibao_single": f"{_INTAKE} {_CHECKED} {_POSTED} active",
        "tekun": f"{_INTAKE} {_POSTED} active",
        "temporary_spending": f"{_INTAKE} {_POSTED} paid closed",
        "temporary_urgent": "reported relieved papers_complete closed",
        "rigid_expenditure": f"{_INTAKE} first_opinion county_review confirmed active",
        "disability_living": f"{_INTAKE} first_opinion federation_verified county_review confirmed active",
        "disability_nursing": f"{_INTAKE} first_opinion federation_verified county_review confirmed active",
        "orphan": f"{_INTAKE} first_opinion county_review confirmed active",
        "unattended_child": f"{_INTAKE} first_opinion county_review confirmed active",
    }.items()
}
# Of a hundred open cases so many ask for each.
PROGRAMMES = {
    "dibao": 56, "near_dibao": 8, "dibao_single": 4, "tekun": 8, "temporary_spending": 10, "temporary_urgent": 3,
    "rigid_expenditure": 4, "disability_living": 3, "disability_nursing": 2, "orphan": 1, "unattended_child": 1,
}  # fmt: skip
# How many of a programme's open cases stand at each stage, as far as it has it.
STAGES = {
    "draft": 3, "submitted": 17, "supplement_required": 3, "accepted": 4, "surveying": 22, "core_failed": 1,
    "appraised": 1, "first_opinion": 18, "unmet": 1, "under_publicity": 15, "objected": 1, "second_opinion": 1,
    "federation_verified": 4, "county_review": 18, "refused": 1, "confirmed": 2, "reported": 6, "relieved": 6,
    "escalated": 2, "papers_complete": 4, "paid": 2,
}  # fmt: skip
# Beside the line: from which stage of it each leaves.
_BESIDE = {
    "supplement_required": "submitted", "core_failed": "surveying", "appraised": "surveying", "unmet": "surveying",
    "objected": "under_publicity", "second_opinion": "objected", "refused": "unmet", "refusal_notified": "refused",
    "escalated": "relieved", "withdrawn": "surveying",
}  # fmt: skip
# Days before each step, from and to.
_DAYS = {
    "submitted": (0, 1), "accepted": (1, 4), "surveying": (1, 4), "first_opinion": (2, 8), "under_publicity": (0, 2),
    "county_review": (8, 10), "confirmed": (3, 9), "federation_verified": (2, 6), "relieved": (0, 1), "reported": (0, 0),
    "papers_complete": (3, 8), "objected": (1, 5), "second_opinion": (3, 8), "active": (3, 30),
}  # fmt: skip
_OTHERWISE = (1, 4)
Taken = tuple[str, str]


def path_to(programme: str, stage: str, draw: random.Random) -> list[Taken] | None:
    """The stages and events by which a case of a programme comes to a stage; None where it never does."""
    line = [_split(one) for one in LINES[programme]]
    if stage == "draft":
        return [] if line[0][0] == "submitted" else None
    places = [number for number, (target, _event) in enumerate(line) if target == stage]
    if places:
        # Most that are being surveyed wait for an opinion.
        return line[: 1 + (places[-1] if draw.random() < 0.8 else places[0])]
    if stage not in _BESIDE or (before := path_to(programme, _BESIDE[stage], draw)) is None:
        return None
    path = [*before, (stage, "")]
    return path if _walks(programme, path) else None


def _split(one: str) -> Taken:
    target, _, event = one.partition(":")
    return target, event


def _walks(programme: str, path: list[Taken]) -> bool:
    try:
        list(moves_of(programme, path))
    except LookupError:
        return False
    return True


def moves_of(programme: str, path: list[Taken]) -> Iterator[Move]:
    """The declared moves of a path on the county's route; raises LookupError where the procedure has none."""
    procedure = PROCEDURES[procedure_of(programme)]
    stage = procedure.first
    for target, event in path:
        found = [
            move
            for move in procedure.moves
            if (move.source, move.target) == (stage, target)
            and move.route != "township"
            and event in ("", move.records)
        ]
        if not found:
            raise LookupError(f"{programme}: {stage} > {target}")
        yield found[0]
        stage = target


def procedure_of(programme: str) -> str:
    """The procedure a programme follows."""
    from doudi.records.cases.programmes import ASKED

    return ASKED[programme].procedure


def days_before(target: str, draw: random.Random) -> int:
    """How many days pass before a step."""
    return draw.randint(*_DAYS.get(target, _OTHERWISE))
