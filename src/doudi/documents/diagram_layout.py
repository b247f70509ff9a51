"""Where the parts of a procedure's diagram go: the stages one below another, the long ways in lanes beside them."""

from dataclasses import dataclass

from doudi.policy.procedure.stages import Move, Procedure


def in_order(procedure: Procedure) -> tuple[str, ...]:
    """The stages from first to last: each below all it is reached from, ways back left aside."""
    depth = dict.fromkeys(procedure.stages, 0)
    back = ways_back(procedure)
    forward = {(move.source, move.target) for move in procedure.moves} - back
    forward = {(source, target) for source, target in forward if source != target}
    for _ in procedure.stages:
        for source, target in forward:
            depth[target] = max(depth[target], depth[source] + 1)
    named = {stage: place for place, stage in enumerate(procedure.stages)}
    order = sorted(procedure.stages, key=lambda stage: (_last(procedure, stage), depth[stage], named[stage]))
    return tuple(_ends_beside_their_source(procedure, order))


def _ends_beside_their_source(procedure: Procedure, order: list[str]) -> list[str]:
    """An end that only one stage leads to stands right below that stage."""
    ends = {stage: _sources(procedure, stage) for stage in procedure.terminals}
    alone = {stage: next(iter(sources)) for stage, sources in ends.items() if len(sources) == 1}
    return [
        placed
        for stage in order
        if stage not in alone
        for placed in (stage, *(end for end, source in alone.items() if source == stage))
    ]


def _sources(procedure: Procedure, stage: str) -> set[str]:
    return {move.source for move in procedure.moves if move.target == stage}


def _last(procedure: Procedure, stage: str) -> bool:
    """Whether a stage is an end that many ways lead to: it stands below everything else."""
    return stage in procedure.terminals and len(_sources(procedure, stage)) > 2


def ways_back(procedure: Procedure) -> set[tuple[str, str]]:
    """The moves, as (source, target), that lead to a stage the case has come through."""
    back: set[tuple[str, str]] = set()
    done: set[str] = set()
    waiting: list[tuple[str, tuple[str, ...]]] = [(procedure.first, ())]
    while waiting:
        stage, came = waiting.pop()
        targets = dict.fromkeys(
            move.target for move in procedure.moves if move.source == stage and move.target != stage
        )
        back |= {(stage, target) for target in targets if target in came}
        if stage not in done:
            done.add(stage)
            waiting += [(target, (*came, stage)) for target in targets if target not in came]
    return back


def moves_alike(procedure: Procedure) -> tuple[tuple[Move, ...], ...]:
    """Groups of three moves or more that differ only in the stage they come from."""
    groups: dict[tuple[object, ...], list[Move]] = {}
    for move in procedure.moves:
        same = (move.target, move.by, move.ground, move.document, move.records, move.route)
        groups.setdefault(same, []).append(move)
    return tuple(tuple(moves) for moves in groups.values() if len(moves) > 2)


@dataclass(frozen=True)
class Way:
    """All moves to one stage that do not just go one down, drawn as one line: from `sources`, up or down."""

    target: str
    sources: tuple[str, ...]
    upward: bool


def ways(procedure: Procedure, order: tuple[str, ...]) -> tuple[Way, ...]:
    """The lines beside the stages."""
    place = {stage: index for index, stage in enumerate(order)}
    sources: dict[tuple[str, bool], dict[str, None]] = {}
    for move in procedure.moves:
        step = place[move.target] - place[move.source]
        if step not in (0, 1):
            sources.setdefault((move.target, step < 0), {})[move.source] = None
    return tuple(Way(target, tuple(found), upward) for (target, upward), found in sources.items())


def steps_down(procedure: Procedure, order: tuple[str, ...]) -> set[tuple[str, str]]:
    """The moves from a stage to the one right below, drawn as a short arrow."""
    place = {stage: index for index, stage in enumerate(order)}
    return {(move.source, move.target) for move in procedure.moves if place[move.target] - place[move.source] == 1}


def lanes(spans: dict[Way, tuple[int, int]]) -> dict[Way, int]:
    """A lane for each line, 0 nearest to the stages: short lines inside, and no two that overlap in one lane."""
    taken: list[list[tuple[int, int]]] = []
    given: dict[Way, int] = {}
    for way in sorted(spans, key=lambda way: (spans[way][1] - spans[way][0], spans[way])):
        top, bottom = spans[way]
        lane = next(
            (at for at, others in enumerate(taken) if all(bottom + 6 < up or down + 6 < top for up, down in others)),
            len(taken),
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append((top, bottom))
        given[way] = lane
    return given
