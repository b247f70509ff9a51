"""parameters.md: every parameter with every value it ever had, each with its place, days and source."""

from collections.abc import Iterator

from doudi.engine.dated import Definition, Value, published_parameters
from doudi.interfaces.cli.reference_pages.markdown import codes, page, table
from doudi.policy.instruments import resolve
from doudi.vocabulary.money import yuan
from doudi.vocabulary.territory import COUNTRY, division, full_name

_INTRODUCTION = (
    "某地某日用哪个值：当地及其上级各地已生效的值中，生效最晚的；同日生效的，取范围最小的地方。",
    "金额以元计；按年公布的数额折算到月，四舍五入到分。“暂定”是来源不够确实，或是我们的读法。",
    "",
    "Which value holds: of those for the place and the places around it that have begun, the one that began last; of",
    "equal ones the narrowest place. Money is in yuan; a figure published by the year is a twelfth a month, rounded",
    "half up to the fen. *Provisional* means that the source is not certain, or that the value is our reading.",
    "`doudi standards PLACE --on DAY` prints what held where.",
)
_AREAS = {"urban": "城镇 urban", "rural": "农村 rural", None: ""}
_HEAD = (
    "地区 place",
    "城乡 area",
    "起 since",
    "止 until",
    "数额 amount",
    "公布为 published",
    "口径 profile",
    "来源 source",
    "暂定 provisional",
)


def parameters_page() -> str:
    """The page, in the alphabetical order of the names."""
    published = published_parameters()
    parts = [list(_parameter(published.definition(name), published.published(name))) for name in published.names()]
    count = f"参数 {len(parts)} 个 · {len(parts)} parameters. 未列入的公布标准 · Published figures without a value: "
    count += "[standards-left-out.md](standards-left-out.md)."
    return page("参数 · Parameters", "`policy/parameters/**.yaml`", _INTRODUCTION, [count], *parts)


def _parameter(definition: Definition, values: tuple[Value, ...]) -> Iterator[str]:
    yield f"## {definition.name}"
    yield ""
    yield f"**{definition.zh} · {definition.en}** · `{definition.unit}` · 区分 by {codes(definition.by) or '–'}"
    yield ""
    for cite in definition.cites:
        found = resolve(cite)
        yield f"- 依据 rests on {found.zh} · {found.en}"
    if definition.note:
        yield f"- {definition.note}"
    yield ""
    if values:
        yield from table(_HEAD, (_row(value) for value in values))
    else:
        yield "没有录入任何值；用到它的项目为“尚不能判定”。 · No value is on record: what depends on it is unknown."


def _row(value: Value) -> tuple[object, ...]:
    return (
        _place(value),
        _AREAS[value.area],
        value.since,
        value.until,
        yuan(value.amount) if value.unit.startswith("fen") else value.amount,
        f"{value.published} / 年 year" if value.per == "year" and value.unit != "fen/year" else "",
        value.profile,
        value.source + (f"；{value.note}" if value.note else ""),
        f"暂定 {value.confidence}" if value.provisional else "",
    )


def _place(value: Value) -> str:
    name = "全国 the whole country" if value.place == COUNTRY else full_name(value.place)
    if not value.excepted:
        return f"{name} {value.place}"
    return f"{name} {value.place}（不含 except {'、'.join(_short(code) for code in value.excepted)}）"


def _short(place: str) -> str:
    found = division(place)
    return f"{found.name} {place}" if found else place
