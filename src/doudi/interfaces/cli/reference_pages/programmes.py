"""programmes.md: the programmes of an answer and the rules that decide them."""

from collections.abc import Iterator

from doudi.interfaces.cli.reference_pages.markdown import code, link, page, table
from doudi.policy.programmes import PROGRAMMES, Programme

_OUTCOMES = (
    ("eligible", "符合", "the conditions hold and nothing rules the programme out"),
    ("not_eligible", "不符合", "a condition fails, whatever else is still unknown"),
    ("unknown", "尚不能判定", "it depends on a fact nobody has given, or on a standard nobody has published"),
    ("excluded", "符合但不重复享受", "the conditions hold, but another programme of the same answer takes its place"),
)
_INTRODUCTION = (
    "每个项目按户或按人判定。结果有四种：",
    "",
    "Each programme is decided for the household or for each person. There are four outcomes:",
)


def programmes_page() -> str:
    """The page: outcomes, an overview, then each programme with its rules."""
    outcomes = table(("结果 outcome", "中文", "meaning"), ((code(word), zh, en) for word, zh, en in _OUTCOMES))
    overview = table(("项目 programme", "名称", "name", "对象 for", "给付 gives"), map(_overview, PROGRAMMES))
    parts = [list(_programme(one)) for one in PROGRAMMES]
    return page(
        "救助项目 · Programmes",
        "`policy/programmes.py`",
        _INTRODUCTION,
        outcomes,
        ["## 一览 · Overview"],
        overview,
        *parts,
    )


def _gives(one: Programme) -> str:
    if one.monthly:
        return "按月 monthly"
    if one.least:
        return "幅度内一次 once, within a range"
    return "转介 a referral" if one.referral else "身份 a status"


def _overview(one: Programme) -> tuple[object, ...]:
    unit = "户 household" if one.unit == "household" else "人 person"
    return link(one.key, f"#{one.key}"), one.zh, one.en, unit, _gives(one)


def _rule(name: str) -> str:
    return link(name, f"rules.md#{name}")


def _programme(one: Programme) -> Iterator[str]:
    yield f"## {one.key}"
    yield ""
    yield f"**{one.zh} · {one.en}**"
    yield ""
    yield f"- 条件 conditions: {_rule(one.conditions)}"
    if one.excluded:
        yield f"- 不重复享受 ruled out by: {_rule(one.excluded)}（{one.excluded_by}）"
    if one.published:
        yield f"- 标准是否已公布 standards published: {_rule(one.published)}"
    for word, name in (("月额 monthly", one.monthly), ("下限 least", one.least), ("上限 most", one.most)):
        if name:
            yield f"- {word}: {_rule(name)}"
    if one.parts:
        yield f"- 组成 parts: {', '.join(f'{code(word)} {_rule(name)}' for word, name in one.parts)}"
    if not one.posted:
        yield "- 从不公示 never posted"
    if not one.in_contract:
        yield "- 列在答复的 `also` 中 listed under `also` in the answer"
