"""procedures.md: the stages of each procedure as a diagram, its moves and its clocks."""

from collections.abc import Iterable, Iterator

from doudi.engine.eventfile import EVENT_KEYS
from doudi.interfaces.cli.reference_pages.markdown import code, codes, page, span, table
from doudi.policy.instruments import resolve
from doudi.policy.procedure.clocks import CLOCKS, DEADLINES, EVENTS, OUTCOMES, PROCEDURE_NAMES, PROFILES, Clock, Text
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
        ("步骤 step", "由 by", "凭 ground", "文书 document", "记 records", "路径 route"), map(_move, one.moves)
    )
    clocks = [clock for clock in CLOCKS if one.name in clock.procedures]
    yield ""
    if clocks:
        yield from table(
            ("期限 limit", "起算 from", "止于 until", "长度 length", "施行 in force", "口径 profile", "依据 rests on"),
            map(_clock, clocks),
        )
    else:
        yield "没有收录期限。 · No limit is on record."


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


def _move(move: Move) -> tuple[object, ...]:
    return (
        f"{code(move.source)} → {code(move.target)}",
        "; ".join(_both(POSTS[post]) for post in move.by),
        _both(move.ground),
        _both(DOCUMENTS[move.document]) if move.document else "",
        code(move.records),
        _ROUTES[move.route],
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
