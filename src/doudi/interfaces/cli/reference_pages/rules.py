"""rules.md: every rule of law, grouped by its file."""

import ast
from collections.abc import Iterator

from doudi.interfaces.cli.reference_pages.markdown import link, page, span
from doudi.policy.edition import all_rules, rule_texts
from doudi.policy.facts import FACTS
from doudi.policy.instruments import resolve
from doudi.policy.language import Rule

_INTRODUCTION = (
    "每条规则一节：名称、一句话的含义、我们的读法、单位、对象、施行日期、口径、依据，以及用到的规则、参数和事实。",
    "同名的几个版本列在一起。规则原文：`doudi rules show 名称`。",
    "",
    "One section a rule: what it is called, what it says in a sentence, how we read the text where it can be read in",
    "two ways, its unit, of whom it speaks, its days, its profile, the articles it rests on, and the rules, parameters",
    "and facts it uses. `doudi rules show NAME` prints the rule itself.",
)
_ROLES = {
    "rule": "",
    "remark": "提示，不影响金额 · a remark: never part of an amount",
    "advice": "试点建议，不改变核定结果 · advice of the township pilot: never overrides a determination",
}
_ENTITIES = {"household": "户 household", "person": "人 person", "obligor": "义务人 obligor"}


def rules_page() -> str:
    """The page: files in alphabetical order, rules in the order of their file."""
    names = {rule.name for rule in all_rules()}
    count = f"规则 {len(names)} 条，{len(all_rules())} 个版本 · {len(names)} rules in {len(all_rules())} editions."
    parts = [part for file, text in rule_texts().items() for part in _file(file, text, names)]
    return page("规则 · Rules", "`policy/rules/*.py`", _INTRODUCTION, [count], *parts)


def _file(file: str, text: str, names: set[str]) -> Iterator[list[str]]:
    path = f"../../src/doudi/policy/rules/{file}"
    yield [f"## {file.removesuffix('.py')}", "", f"[{file}]({path}) — {ast.get_docstring(ast.parse(text))}"]
    editions: dict[str, list[Rule]] = {}
    for rule in all_rules():
        if rule.file == file:
            editions.setdefault(rule.name, []).append(rule)
    for name, found in editions.items():
        yield [f"### {name}"]
        for rule in found:
            yield list(_edition(rule, names))


def _edition(rule: Rule, names: set[str]) -> Iterator[str]:
    yield f"**{rule.zh} · {rule.en}**"
    yield ""
    yield rule.sentence
    if rule.reading:
        yield f"*Reading:* {rule.reading}"
    yield ""
    profile = rule.profile or "各口径 every profile"
    yield f"- {_ENTITIES[rule.entity]} · `{rule.unit}` · {span(rule.since, rule.until)} · {profile}"
    if _ROLES[rule.role]:
        yield f"- {_ROLES[rule.role]}"
    if rule.programme:
        yield f"- 所属项目 programme: {link(rule.programme, f'programmes.md#{rule.programme}')}"
    if rule.recommends:
        yield f"- 建议 recommends: {', '.join(link(one, f'programmes.md#{one}') for one in rule.recommends)}"
    for cite in rule.cites:
        found = resolve(cite)
        yield f"- 依据 rests on {found.zh} · {found.en}"
    if rule.uses:
        yield f"- 用到 uses {', '.join(_used(name, names) for name in rule.uses)}"


def _used(name: str, names: set[str]) -> str:
    if name in names:
        return link(name, f"#{name}")
    return link(name, f"case-file.md#fact-{name}" if name in FACTS else f"parameters.md#{name}")
