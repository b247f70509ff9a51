"""instruments.md: the legal texts that are cited, and how to cite them."""

from doudi.engine.dated import published_parameters
from doudi.interfaces.cli.reference_pages.markdown import page, span, table
from doudi.policy.edition import all_rules
from doudi.policy.instruments import Instrument, instruments, resolve

_INTRODUCTION = (
    "引用写作 `简称#条` 或 `简称#条.款.项`；没有条号的文件按部分、要点或小标题引用。引用的文件和条款必须登记在此，",
    "否则检查不通过。文件原文不收入本项目。",
    "",
    "A citation is `name#article` or `name#article.paragraph.item`; texts without articles are cited by part, point or",
    "heading. What is cited must be on record here, or the check fails. The texts themselves are not kept here.",
)
_HEAD = (
    "简称 name",
    "题名 title",
    "文号 number",
    "发布 issuer",
    "施行 in force",
    "可引用 may be cited",
    "引用次数 cited",
    "把握 confidence",
)


def instruments_page() -> str:
    """The page: one row a text, in the order of the file."""
    cited = _cited()
    rows = (_row(text, cited.get(text.key, 0)) for text in instruments().values())
    return page("法规文件 · Legal texts", "`policy/instruments.yaml`", _INTRODUCTION, table(_HEAD, rows))


def _cited() -> dict[str, int]:
    """How many rules and parameters rest on each text."""
    published = published_parameters()
    resting = [rule.cites for rule in all_rules()]
    resting += [published.definition(name).cites for name in published.names()]
    count: dict[str, int] = {}
    for cites in resting:
        for key in {resolve(cite).instrument.key for cite in cites}:
            count[key] = count.get(key, 0) + 1
    return count


def _row(text: Instrument, cited: int) -> tuple[object, ...]:
    name = text.key + (f"（又作 also {'、'.join(text.also)}）" if text.also else "")
    note = f"；{text.note}" if text.note else ""
    return (
        name,
        f"《{text.zh}》{text.en}",
        text.number or "–",
        f"{text.issuer_zh} {text.issuer_en}",
        span(text.since, text.until),
        text.places(),
        cited,
        text.confidence + note,
    )
