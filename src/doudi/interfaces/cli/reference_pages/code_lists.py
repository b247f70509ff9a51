"""code-lists.md: every list of codes with its standard, and every code."""

from collections.abc import Iterator

from doudi.interfaces.cli.reference_pages.markdown import code, link, page, table
from doudi.vocabulary.codes import CodeList, list_names, load_list

_INTRODUCTION = (
    "代码是文字，`01` 不是 `1`。“标识”是程序和案件文件里用的词。没有标准号的表是本系统自己的。",
    "“不全”表示标准里还有我们没有把握、因而没有收入的代码。区划代码见 `vocabulary/lists/divisions.csv`。",
    "",
    "Codes are text: `01` is not `1`. The *identifier* is the word used in programs and case files. A list without a",
    "standard number is our own. *Partial* means that the standard has codes we left out because we were not sure of",
    "them. Division codes stand in `vocabulary/lists/divisions.csv`.",
)


def code_lists_page() -> str:
    """The page: an overview, then each list."""
    lists = [load_list(name) for name in list_names()]
    overview = table(("表 list", "名称 title", "标准 standard", "把握 confidence", "行 codes"), map(_overview, lists))
    return page(
        "代码表 · Code lists", "`vocabulary/lists/*.csv`", _INTRODUCTION, overview, *(list(_list(one)) for one in lists)
    )


def _standard(one: CodeList) -> str:
    return f"{one.standard}—{one.edition}" if one.standard else "自有 our own"


def _overview(one: CodeList) -> tuple[object, ...]:
    partial = "，不全 partial" if one.partial else ""
    return link(one.name, f"#{one.name}"), one.title, _standard(one) + partial, one.confidence, len(one)


def _list(one: CodeList) -> Iterator[str]:
    yield f"## {one.name}"
    yield ""
    yield f"{one.title} · {_standard(one)} · 把握 confidence: {one.confidence}"
    yield ""
    rows = ((code(item.code), item.zh, item.en, code(item.identifier), item.note) for item in one)
    yield from table(("代码 code", "中文", "English", "标识 identifier", "备注 note"), rows)
