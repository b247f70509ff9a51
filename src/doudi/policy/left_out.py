"""Published standards that are on record but hold no parameter value, and why.

Every row of the collection of published standards is either in a parameter file (`row`) or here, so that nobody has
to ask where a published figure went.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_AREAS = {"urban": "城镇", "rural": "农村", "": "不分"}
_LINES = (
    "# 未列入参数的公布标准 · Published standards left out of the parameters",
    "",
    "公布标准汇编共 {collected} 行：已列入参数 {loaded} 行，未列入 {left} 行。未列入的逐行列明原因；",
    "行号是汇编中的行号，参数文件中的 `row` 与之相同。",
    "",
    "Of the {collected} rows of the collection of published standards {loaded} hold parameter values, {left} do not:",
    "a row needs an exact first day, an amount, and a place with a division code. Row numbers are those of the",
    "collection; `row` in a parameter file is the same number.",
    "",
    "| 行 row | 地区 place | 起 since | 城乡 area | 项目 what | 数额 amount | 原因 reason |",
    "|---|---|---|---|---|---|---|",
)


@dataclass(frozen=True)
class LeftOut:
    """One published figure without a parameter value. `since` is what was published: a month, a year, or nothing."""

    row: int
    region: str
    since: str
    area: str
    what: str
    amount: str
    unit: str
    reason: str


@cache
def _record() -> dict[str, Any]:
    text = (files("doudi.policy") / "parameters" / "left_out.yaml").read_text(encoding="utf-8")
    record: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return record


def collected_rows() -> int:
    """How many rows the collection of published standards has."""
    return int(_record()["collected"])


@cache
def left_out() -> tuple[LeftOut, ...]:
    """Every row without a parameter value, in the order of the collection."""
    return tuple(LeftOut(**{"area": "", **row}) for row in _record()["rows"])


def as_markdown() -> str:
    """The page `docs/reference/standards-left-out.md`."""
    rows = left_out()
    numbers = {"collected": collected_rows(), "loaded": collected_rows() - len(rows), "left": len(rows)}
    head = [line.format(**numbers) for line in _LINES]
    return "\n".join([*head, *(_line(row) for row in rows)]) + "\n"


def _line(row: LeftOut) -> str:
    cells = (
        str(row.row),
        row.region,
        row.since or "未写",
        _AREAS[row.area],
        row.what,
        f"{row.amount} {row.unit}",
        row.reason,
    )
    return f"| {' | '.join(cells)} |"
