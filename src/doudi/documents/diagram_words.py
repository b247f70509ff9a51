"""The words of the diagrams, in Chinese and English: headings, marks, and clocks in a line."""

from collections.abc import Iterator
from datetime import date

from doudi.policy.procedure.clocks import OUTCOMES, Clock, Text, clocks_of, edition_on
from doudi.policy.procedure.stages import Move, Procedure

COLUMNS: tuple[dict[str, str], ...] = (
    {"zh": "去向 · 由谁办", "en": "to · by"},
    {"zh": "凭什么", "en": "on which ground"},
    {"zh": "文书", "en": "document"},
    {"zh": "期限", "en": "clocks"},
)
WORDS: dict[str, dict[str, str]] = {
    "diagram": {"zh": "办理程序图", "en": "procedure"},
    "stage": {"zh": "阶段", "en": "stage"},
    "profile": {"zh": "口径：{}", "en": "profile: {}"},
    "never_posted": {"zh": "；涉及儿童，从不公示", "en": "; never posted"},
    "described": {
        "zh": "共{count}个阶段，从“{first}”开始，到“{ends}”为止；每个阶段右边列出可走的各步。",
        "en": "{count} stages, from {first} to {ends}; beside each stage stand the moves that lead on.",
    },
    "at": {"zh": "本案现处于“{}”。", "en": "The case is at: {}."},
    "been": {"zh": "已经过：{}。", "en": "It has been through: {}."},
    "here": {"zh": "▶ ", "en": "▶ "},
    "stays": {"zh": "↻ 本阶段内", "en": "↻ within the stage"},
    "route_any": {"zh": "", "en": ""},
    "route_county": {"zh": "（县级决定的）", "en": " (county decides)"},
    "route_township": {"zh": "（委托乡镇决定的）", "en": " (township decides)"},
    "starts": {"zh": "▷ {}：{}", "en": "▷ {}: {}"},
    "stops": {"zh": "■ {}", "en": "■ {}"},
    "key": {
        "zh": "▶黑底：现在的阶段　✓灰底：已经过　双线框：到此为止　实线：往下走　虚线：往回走　▷期限起算　■期限停止　※暂定",
        "en": "▶ black: where the case is; ✓ grey: been through; double frame: an end; solid: onward; dashed: back; ▷ a clock starts; "
        "■ a clock stops; ※ provisional",
    },
    "workdays": {"zh": "{}个工作日", "en": "{} working days"},
    "days": {"zh": "{}日", "en": "{} days"},
    "hours": {"zh": "{}小时", "en": "{} hours"},
    "extended": {"zh": "特殊情况{}", "en": "{} in special circumstances"},
    "delegated": {"zh": "委托乡镇{}", "en": "{} where delegated"},
}


def said(text: Text, language: str) -> str:
    """The text in one of the two languages."""
    return text.zh if language == "zh" else text.en


def clocks_in_force(procedure: Procedure, profile: str, on: date | None) -> tuple[Clock, ...]:
    """Each clock of a procedure once: the edition in force on a day, or without a day the latest."""
    editions: dict[tuple[str, tuple[str, ...]], list[Clock]] = {}
    for clock in clocks_of(procedure.name, profile):
        editions.setdefault((clock.name, clock.starts), []).append(clock)
    return tuple(edition_on(tuple(found), on or date.max) for found in editions.values())


def clock_words(procedure: Procedure, move: Move, *, profile: str, on: date | None, language: str) -> list[str]:
    """A line for each clock that a move starts, then for each that it stops."""
    clocks = clocks_in_force(procedure, profile, on) if move.records else ()
    starts, stops = WORDS["starts"][language], WORDS["stops"][language]
    started = [
        starts.format(said(clock.label, language), length(clock, language))
        for clock in clocks
        if move.records in clock.starts and clock.only_outcome in (None, move.target)
    ]
    running = happened_before(procedure, move.source)
    return started + [
        stops.format(said(clock.label, language))
        for clock in clocks
        if clock.stops_at == move.records and not running.isdisjoint(clock.starts)
    ]


def happened_before(procedure: Procedure, stage: str) -> set[str]:
    """The events that can have been recorded of a case by the time it is at a stage."""
    behind, waiting = {stage}, [stage]
    while waiting:
        target = waiting.pop()
        found = {move.source for move in procedure.moves if move.target == target} - behind
        behind |= found
        waiting += found
    return {
        move.records for move in procedure.moves if move.target in behind and move.source in behind and move.records
    }


def length(clock: Clock, language: str) -> str:
    """How long a clock runs, in which circumstances: `30个工作日（特殊情况45，委托乡镇20）※`."""
    zh = language == "zh"
    others = [
        WORDS[what][language].format(count)
        for what, count in (("extended", clock.extended), ("delegated", clock.delegated))
        if count is not None
    ]
    if clock.only_outcome:
        others.append(said(OUTCOMES[clock.only_outcome], language))
    told = WORDS[clock.unit][language].format(clock.length)
    if others:
        told += f"（{'，'.join(others)}）" if zh else f" ({', '.join(others)})"
    return told + ("※" if clock.provisional else "")


def reasons(procedure: Procedure, profile: str, on: date | None, language: str) -> Iterator[str]:
    """Why clocks are provisional, each reason once."""
    clocks = clocks_in_force(procedure, profile, on)
    told = (said(clock.why_provisional, language) for clock in clocks if clock.provisional and clock.why_provisional)
    yield from (f"※ {reason}" for reason in dict.fromkeys(told))
