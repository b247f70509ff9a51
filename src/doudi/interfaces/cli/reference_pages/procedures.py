"""procedures.md: the stages of each procedure as a diagram, its moves and its clocks; how a spot check is drawn."""

from collections.abc import Iterable, Iterator

from doudi.documents.diagram_words import clocks_in_force, happened_before
from doudi.engine.eventfile import EVENT_KEYS
from doudi.interfaces.cli.reference_pages.markdown import code, codes, page, span, table
from doudi.policy.instruments import resolve
from doudi.policy.procedure.clocks import CLOCKS, DEADLINES, EVENTS, OUTCOMES, PROCEDURE_NAMES, PROFILES, Clock, Text
from doudi.policy.procedure.draw import SPOT_CHECKS, SpotCheck
from doudi.policy.procedure.stages import DOCUMENTS, POSTS, PROCEDURES, STAGES, Move, Procedure

_INTRODUCTION = (
    "每个程序一节：阶段图、每一步由谁办、凭什么、用什么文书、记下什么事件，以及由事件起算的期限。期限从不储存“已逾期”，",
    "总是由事件和工作日历算出：`doudi deadlines`。",
    "",
    "One section a procedure: its stages as a diagram; who may take each step, on which ground, with which paper, and",
    "what it records; and the clocks that run from what was recorded. Lateness is never stored: `doudi deadlines`",
    "works every limit out from the events and the calendar of working days.",
)
_EVENT_FILE = (
    ("procedure", "程序，必填", "which procedure; required"),
    ("profile", "口径，默认 anhui", "the profile; anhui unless said"),
    ("events", "事件和日期；急难型临时救助写到时刻", "what happened when; moments for urgent assistance"),
    ("events.outcome", "决定的结果", "what was decided"),
    (
        "suspensions",
        "中止：from（停表的第一天）、to（恢复计时的那一天，空为仍在中止）、reason（必填）",
        "standstills: `from`, the first day that does not count; `to`, the first that does again, empty while it lasts; `reason`, required",
    ),
    ("extended", "按特殊情况延长", "the limit of special circumstances applies"),
    ("delegated", "审核确认权限已委托乡镇", "the township confirms"),
    (
        "expect",
        "应得的结果，供核对；计算不读它",
        "what should come out, for checking; the calculation does not read it",
    ),
)
_DRAW = (
    "## 随机抽查 · The random spot check",
    "",
    "按村分层：每个村的案件按 SHA-256（种子 + `|` + 案件编号）的十六进制值从小到大排列，取前 ⌈比例 × 件数⌉ 件。每个村都抽到，哪个村都",
    "不低于比例；名册的次序不影响结果。公布或存档的名册、比例（`3/10`）和种子，足够任何人重新抽一遍：",
    "",
    "Stratified by village: the cases of each stand in the order of SHA-256(seed + `|` + case number), as hexadecimal, and the",
    "first ⌈share × cases⌉ are drawn. No village is left out or falls below the share, and the order of the frame does not",
    "matter. In a village of n cases, each has the chance ⌈share × n⌉ ÷ n. The frame, the share (`3/10`) and the seed, as the",
    "record keeps them, are all it takes to draw again:",
    "",
    "```python",
    "from hashlib import sha256",
    "",
    "",
    "def drawn_in(cases: list[str], seed: str, top: int, bottom: int) -> list[str]:",
    '    """The cases of one village that are drawn; the share is top / bottom."""',
    '    in_order = sorted(cases, key=lambda case: sha256(f"{seed}|{case}".encode()).hexdigest())',
    "    return in_order[: -(-top * len(cases) // bottom)]",
    "```",
    "",
)
_UNITS = {"workdays": "工作日 working days", "days": "日 days", "hours": "小时 hours"}
_ROUTES = {"any": "", "county": "县级决定 county decides", "township": "乡镇决定 township decides"}


def procedures_page() -> str:
    """The page: the event file, the words it uses, then each procedure."""
    parts = [list(_procedure(one)) for one in PROCEDURES.values()]
    return page(
        "办理程序 · Procedures",
        "`policy/procedure/stages.py` and `clocks.py`",
        _INTRODUCTION,
        list(_event_file()),
        *parts,
        [
            *_DRAW,
            *table(
                ("程序 procedure", "比例 share", "施行 in force", "口径 profile", "依据 rests on"),
                map(_spot_check, SPOT_CHECKS),
            ),
        ],
    )


def _event_file() -> Iterator[str]:
    yield "## 事件文件 · The event file"
    yield ""
    yield from table(("键 key", "含义", "meaning"), ((code(key), zh, en) for key, zh, en in _EVENT_FILE))
    for title, words in (
        ("程序 procedures", PROCEDURE_NAMES),
        ("事件 events", {key: EVENTS[key] for key in EVENT_KEYS}),
        ("结果 outcomes", OUTCOMES),
        ("期限 deadlines", DEADLINES),
    ):
        yield ""
        yield f"**{title}**: " + "; ".join(f"{code(key)} {text.zh} {text.en}" for key, text in words.items()) + "."


def _procedure(one: Procedure) -> Iterator[str]:
    yield f"## {one.name}"
    yield ""
    yield f"**{one.label.zh} · {one.label.en}**" + (" · 从不公示 never posted" if one.never_posted else "")
    yield ""
    yield from _diagram(one)
    yield ""
    yield from table(
        ("步骤 step", "由 by", "凭 ground", "文书 document", "记 records", "期限 clocks", "路径 route"),
        (_move(one, move) for move in one.moves),
    )
    yield from _replacing(one)
    clocks = [clock for clock in CLOCKS if one.name in clock.procedures]
    yield ""
    if clocks:
        yield from table(
            ("期限 limit", "起算 from", "止于 until", "长度 length", "施行 in force", "口径 profile", "依据 rests on"),
            map(_clock, clocks),
        )
    else:
        yield "没有收录期限。 · No limit is on record."


def _replacing(one: Procedure) -> Iterator[str]:
    """Another in the applicant's place: at which stages the case stays where it is, and from which it is surveyed anew."""
    told: dict[tuple[Text, bool], list[str]] = {}
    for move in one.replacing:
        told.setdefault((move.ground, move.source == move.target), []).append(move.source)
    if told:
        yield ""
        yield "**更换申请人 · Another applicant**"
        yield ""
    for (ground, stays), stages in told.items():
        way = "原地继续 goes on where it stands" if stays else f"退回 back to {code('surveying')}"
        yield f"- {_both(ground)}；{way}: {', '.join(code(stage) for stage in stages)}"


def _diagram(one: Procedure) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for stage in one.stages:
        yield f'  state "{STAGES[stage].zh}" as {stage}'
    yield f"  [*] --> {one.first}"
    drawn: dict[tuple[str, str], list[str]] = {}
    for move in one.moves:
        drawn.setdefault((move.source, move.target), []).append(move.ground.zh)
    for (source, target), grounds in drawn.items():
        yield f"  {source} --> {target}: {' / '.join(dict.fromkeys(grounds))}"
    for stage in one.terminals:
        yield f"  {stage} --> [*]"
    yield "```"


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"


def _move(one: Procedure, move: Move) -> tuple[object, ...]:
    return (
        f"{code(move.source)} → {code(move.target)}",
        "; ".join(_both(POSTS[post]) for post in move.by),
        _both(move.ground),
        _both(DOCUMENTS[move.document]) if move.document else "",
        code(move.records),
        _clocks_moved(one, move),
        _ROUTES[move.route],
    )


def _clocks_moved(one: Procedure, move: Move) -> str:
    """The limits that begin (▷) and end (■) with a move, and for which profile where the profiles differ."""
    told: dict[str, list[str]] = {}
    for profile in PROFILES:
        for words in _moved(one, move, profile):
            told.setdefault(words, []).append(profile)
    return "; ".join(
        words if len(profiles) == len(PROFILES) else f"{words} ({'、'.join(PROFILES[one].zh for one in profiles)})"
        for words, profiles in told.items()
    )


def _moved(one: Procedure, move: Move, profile: str) -> Iterator[str]:
    running = happened_before(one, move.source)
    for clock in clocks_in_force(one, profile, None) if move.records else ():
        if move.records in clock.starts and clock.only_outcome in (None, move.target):
            yield f"▷ {code(clock.name)} {clock.length} {_UNITS[clock.unit]}"
        if clock.stops_at == move.records and not running.isdisjoint(clock.starts):
            yield f"■ {code(clock.name)}"


def _spot_check(check: SpotCheck) -> tuple[object, ...]:
    return (
        f"{code(check.procedure)} {_both(PROCEDURE_NAMES[check.procedure])}",
        f"{check.share.numerator}/{check.share.denominator}",
        span(check.since, check.until),
        "、".join(_both(PROFILES[profile]) for profile in check.profiles),
        "、".join(resolve(cite).zh for cite in check.cites),
    )


def _clock(clock: Clock) -> tuple[object, ...]:
    profiles = (
        "、".join(PROFILES[profile].zh for profile in clock.profiles) if len(clock.profiles) < len(PROFILES) else ""
    )
    return (
        f"{code(clock.name)} {_both(clock.label)}",
        codes(clock.starts),
        code(clock.stops_at),
        _length(clock),
        span(clock.since, clock.until),
        profiles,
        _authority(clock),
    )


def _length(clock: Clock) -> str:
    told = [f"{clock.length} {_UNITS[clock.unit]}"]
    if clock.extended is not None:
        told.append(f"延长 extended {clock.extended}")
    if clock.delegated is not None:
        told.append(f"委托 delegated {clock.delegated}")
    if clock.only_outcome:
        told.append(f"仅 only {code(clock.only_outcome)}")
    if not clock.suspendable:
        told.append("不因中止停表 never suspended")
    return "; ".join(told)


def _authority(clock: Clock) -> str:
    cites: Iterable[str] = (resolve(cite).zh for cite in clock.cites)
    told = "、".join(cites)
    if clock.provisional and clock.why_provisional:
        told += f"；暂定 provisional：{_both(clock.why_provisional)}"
    return told
