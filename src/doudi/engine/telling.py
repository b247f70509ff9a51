"""An answer in words: a paragraph a clerk can say, and the whole reasoning as a tree to be read aloud.

Chinese first, English beside it. Every number in the text stands with the numbers it was made of, so that a family
can add it up again with paper and pencil.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from doudi.engine.determine import Answer, Determination, path_of, waits_for_a_standard
from doudi.engine.explain import MONEY, ONCE, Used, deciding
from doudi.engine.reference import Value, value_at
from doudi.policy.facts import FACTS, Fact
from doudi.policy.instruments import resolve
from doudi.policy.language import (
    All,
    Any,
    Arithmetic,
    Choice,
    Comparison,
    Const,
    Extreme,
    Node,
    Over,
    Ref,
    Rounded,
    Rule,
)
from doudi.vocabulary.codes import load_list
from doudi.vocabulary.money import yuan
from doudi.vocabulary.territory import full_name

Language = Literal["zh", "en"]

_OUTCOME = {
    "zh": {"eligible": "符合", "not_eligible": "不符合", "unknown": "尚不能判定", "excluded": "符合但不重复享受"},
    "en": {
        "eligible": "eligible",
        "not_eligible": "not eligible",
        "unknown": "cannot be decided yet",
        "excluded": "conditions met, but another programme rules it out",
    },
}
_ORDER = ("eligible", "excluded", "unknown", "not_eligible")
_TRUTH = {"zh": {True: "是", False: "否", None: "不详"}, "en": {True: "yes", False: "no", None: "not known"}}
_UNIT = {
    "zh": {"fen": "元", "fen/month": "元/月", "fen/year": "元/年", "years": "岁", "months": "个月", "percent": "%"},
    "en": {
        "fen": "yuan",
        "fen/month": "yuan a month",
        "fen/year": "yuan a year",
        "years": "years",
        "months": "months",
        "percent": "%",
    },
}
_LISTS = {"relation": "kinship", "class": "dibao_class", "care_grade": "self_care"}
_LISTED = frozenset(
    "relation sex absence school disability_kind labour care_mode parent_state asset_finding event_kind "
    "household_type class care_grade area".split()
)
# What is so for nearly everybody is told without its reasons; the JSON answer keeps them.
_ORDINARY: dict[str, Value] = {
    "counted": True,
    "belongs": True,
    "absent": False,
    "religious_for_long": False,
    "certified_disability": False,
    "severely_disabled": False,
    "class_a": False,
    "everyone_tekun": False,
    "tekun_eligible": False,
    "tekun_excluded": False,
}


@dataclass(frozen=True)
class Line:
    """One line of the tree and what stands under it."""

    text: str
    below: tuple["Line", ...] = ()


@dataclass
class _Told:
    """Which rules have been told already: each is told once, and named afterwards."""

    places: set[tuple[str, int, int]] = field(default_factory=set)


class Telling:
    """Tells one answer in one language."""

    def __init__(self, answer: Answer, language: Language = "zh") -> None:
        self.answer, self.language = answer, language
        self.c, self.edition = answer.calculation, answer.edition

    def pick(self, zh: str, en: str) -> str:
        """The words of this telling's language."""
        return zh if self.language == "zh" else en

    def amount(self, value: Value, unit: str, codes: str = "") -> str:
        """A value with its unit, or that it is not known."""
        if value is None:
            return _TRUTH[self.language][None]
        if isinstance(value, bool):
            return _TRUTH[self.language][value]
        if isinstance(value, str):
            return self.word(value, codes)
        if unit in MONEY:
            return f"{yuan(value)} {_UNIT[self.language][unit]}"
        if unit == "permille":
            return f"{value}‰"
        word = _UNIT[self.language].get(unit, "")
        return f"{value}{'' if self.language == 'zh' or unit == 'percent' or not word else ' '}{word}"

    def word(self, value: str, codes: str) -> str:
        """A code's own name in this language."""
        labels = load_list(_LISTS.get(codes, codes)).by_identifier if codes in _LISTED else {}
        found = labels.get(value)
        if found is None:
            return self.pick("无", "none") if value == "none" else value
        return self.pick(found.zh, found.en)

    def paragraph(self) -> str:
        """The short form: who is counted, the income, the line, and what comes out."""
        shown = self.answer.household()
        counted, unsure = shown["counted"], shown.get("counted_unknown", [])
        assert isinstance(counted, list) and isinstance(unsure, list)
        place = full_name(self.answer.case.place) if self.answer.case.place else ""
        opening = self.pick(
            f"{self.answer.case.day}，{place}：{self.who_counts(counted, unsure)}"
            f"，家庭月收入{self.or_unknown(shown['income'])}，人均{self.or_unknown(shown['income_per_head'])}"
            f"，当地低保标准{self.or_unknown(shown['standard'])}。",
            f"{self.answer.case.day}, {place}: {self.who_counts(counted, unsure)}; monthly "
            f"income {self.or_unknown(shown['income'])}, per head {self.or_unknown(shown['income_per_head'])}; local "
            f"standard {self.or_unknown(shown['standard'])}.",
        )
        told = [one for one in self.answer.determinations if one.programme.in_contract or one.outcome == "eligible"]
        found = [self.headline(one) for one in told if one.outcome == "eligible"]
        asked = [self.headline(one) for one in told if one.outcome == "unknown"]
        stop = self.pick("；", "; ")
        gets = stop.join(found) if found else self.pick("目前没有可确认的项目", "nothing can be confirmed today")
        text = opening + self.pick("可享受：", " Owed: ") + gets + self.pick("。", ".")
        if asked:
            text += self.pick("尚不能判定：", " Not decided yet: ") + stop.join(asked) + self.pick("。", ".")
        return text

    def who_counts(self, counted: list[str], unsure: list[str]) -> str:
        """Who counts, and of whom that is not known yet."""
        told = []
        if counted or not unsure:
            zh = f"计入{len(counted)}人" + (f"（{'、'.join(counted)}）" if counted else "")
            en = f"{len(counted)} of {len(self.answer.case.members)} counted" + (
                f" ({', '.join(counted)})" if counted else ""
            )
            told.append(self.pick(zh, en))
        if unsure:
            told.append(self.pick(f"是否计入待查：{'、'.join(unsure)}", f"not known who counts of {', '.join(unsure)}"))
        return self.pick("，", ", ").join(told)

    def or_unknown(self, amount: object) -> str:
        """An amount in yuan, or that it is not known yet, or does not apply because nobody is counted."""
        if amount is None and self.c.of_household("everyone_tekun") is True:
            return self.pick("不计", "not counted")
        return self.pick("待查", "not known") if amount is None else f"{amount}{self.pick('元', ' yuan')}"

    def headline(self, one: Determination) -> str:
        """A programme with the person, the outcome and the money."""
        name = self.pick(one.programme.zh, one.programme.en)
        if one.person >= 0:
            name += self.pick(
                f"（{self.answer.case.members[one.person]}）", f" ({self.answer.case.members[one.person]})"
            )
        if one.monthly is not None:
            name += self.pick(f"每月{yuan(one.monthly)}元", f" {yuan(one.monthly)} yuan a month")
        if one.least is not None and one.most is not None:
            name += self.pick(
                f"一次性{yuan(one.least)}至{yuan(one.most)}元", f" {yuan(one.least)} to {yuan(one.most)} yuan, once"
            )
        return name

    def tree(self) -> Iterator[Line]:
        """The full form: what is owed first, then what is excluded, undecided and refused, and why; the rest in one line."""
        told = _Told()
        refused: list[str] = []
        for one in sorted(self.answer.determinations, key=lambda one: _ORDER.index(one.outcome)):
            if not one.programme.in_contract and one.outcome != "eligible":
                continue
            if one.outcome == "not_eligible" and one.programme.key not in ("dibao", "near_dibao", "tekun"):
                refused.append(self.headline(one))
                continue
            told_one = self.programme(one, told)
            yield told_one if self.language == "zh" else _in_english(told_one)
        if refused:
            yield Line(
                self.pick("其余项目不符合：", "Not eligible for the rest: ") + self.pick("、", ", ").join(refused)
            )

    def of(self, one: Determination) -> Line:
        """One programme of the answer told by itself, whatever its outcome."""
        told = self.programme(one, _Told())
        return told if self.language == "zh" else _in_english(told)

    def programme(self, one: Determination, told: _Told) -> Line:
        """One programme: its outcome, its parts, its reasons, what is missing, and what to look at."""
        below = [*self.parts(one), *self.reasons(one, told), *self.missing(one)]
        below += [Line(self.pick("提示：", "Look at: ") + remark) for remark in one.remarks]
        outcome = _OUTCOME[self.language][one.outcome]
        return Line(f"【{outcome}】{self.headline(one)}", tuple(below))

    def parts(self, one: Determination) -> Iterator[Line]:
        """How the amount is put together."""
        if len(one.parts) < 2:
            return
        names = {
            "grant": self.pick("补差", "grant"),
            "topup": self.pick("增发", "top-up"),
            "basic": self.pick("基本生活", "basic"),
            "care": self.pick("照料护理", "care"),
        }
        shown = []
        for word, person, group, amount in one.parts:
            who = f"（{self.answer.case.members[person]} {group}{self.pick('类', '')}）" if person >= 0 else ""
            shown.append(f"{names[word]}{who} {yuan(amount)}")
        yield Line(" + ".join(shown) + f" = {yuan(one.monthly or 0)} {_UNIT[self.language]['fen/month']}")

    def reasons(self, one: Determination, told: _Told) -> Iterator[Line]:
        """The rules the outcome rests on."""
        programme = one.programme
        yield self.rule(self.edition.rules[programme.conditions], one.person, -1, told)
        if one.outcome == "excluded":
            yield self.rule(self.edition.rules[programme.excluded], one.person, -1, told)
        if one.outcome == "eligible" or waits_for_a_standard(self.answer, one):
            for name in (programme.monthly, programme.least, programme.most):
                if name:
                    yield self.rule(self.edition.rules[name], one.person, -1, told)

    def missing(self, one: Determination) -> Iterator[Line]:
        """What is not known yet."""
        if one.missing:
            yield Line(self.pick("还缺：", "Still needed: ") + self.pick("、", ", ").join(one.missing))

    def rule(self, rule: Rule, person: int, obligor: int, told: _Told) -> Line:
        """One rule's value, how it was worked out, the article, and what it used."""
        person = -1 if rule.entity == "household" else person
        value = self.c.value(rule.name, rule.entity, person, obligor)
        who = (
            ""
            if person < 0
            else self.pick(f"{self.answer.case.members[person]}，", f"{self.answer.case.members[person]}: ")
        )
        codes = rule.unit[5:] if rule.unit.startswith("code:") else ""
        unit = "fen" if rule.name in ONCE else rule.unit
        text = f"{who}{self.pick(rule.zh, rule.en)}：{self.amount(value, unit, codes)}"
        place = (rule.name, person, obligor)
        if place in told.places:
            return Line(text + self.pick("（见上）", " (see above)"))
        told.places.add(place)
        if rule.name in _ORDINARY and _ORDINARY[rule.name] is value:
            return Line(text)
        sum_ = self.sum(rule.node, person, obligor)
        if sum_:
            text += f"，{sum_}" if self.language == "zh" else f", {sum_}"
        cited = self.pick("、", ", ").join(self.cite(cite) for cite in rule.cites)
        below = dict.fromkeys(self.used(one, told) for one in deciding(rule.node, self.c, person, obligor))
        return Line(f"{text}〔{cited}〕", tuple(below))

    def cite(self, cite: str) -> str:
        """An article by its name."""
        found = resolve(cite)
        return self.pick(found.zh, found.en)

    def used(self, used: Used, told: _Told) -> Line:
        """One thing a rule used."""
        if used.source == "rule":
            return self.rule(self.edition.rules[used.name], used.person, used.obligor, told)
        if used.source == "parameter":
            return Line(self.parameter(used.name))
        fact = FACTS[used.name]
        value = self.c.value(used.name, used.entity, used.person, used.obligor)
        who = (
            ""
            if used.person < 0
            else self.pick(f"{self.answer.case.members[used.person]}，", f"{self.answer.case.members[used.person]}: ")
        )
        if value is None:
            # Facts that one key of the case file answers together are asked for together.
            path = path_of(self.answer, used.entity or "household", used.person, used.obligor, used.name)
            label = WHOLE.get(path.rpartition(".")[2], (fact.zh, fact.en))
            return Line(f"{who}{self.pick(*label)}：{self.pick('不详', 'not known')}（{path}）")
        text = f"{who}{self.pick(fact.zh, fact.en)}：{self.amount(value, fact.kind, fact.codes or '')}"
        if fact.kind == "fen/year" and isinstance(value, int) and value and value % 12 == 0:
            text += self.pick(f"（每月 {yuan(value // 12)} × 12）", f" ({yuan(value // 12)} a month × 12)")
        return Line(text)

    def parameter(self, name: str) -> str:
        """A parameter with its value, place, day and source."""
        definition, found = self.answer.standards.parameters.definition(name), self.answer.used.get(name)
        label = self.pick(definition.zh, definition.en)
        if found is None:
            return f"{label}：{self.pick('当地未公布', 'not published here')}（parameter:{name}）"
        sure = self.pick("，暂定", ", provisional") if found.provisional else ""
        since = self.pick(f"自{found.since}起", f"since {found.since}")
        return f"{label}：{self.amount(found.amount, found.unit)}（{since}，{found.source}{sure}）"

    def sum(self, node: Node, i: int, j: int) -> str:
        """The sum with its numbers, where the rule is one: `924.00 × 12 × 3 − 22800.00`."""
        value = value_at(node, self.c, i, j)
        if isinstance(node, All | Any) and value is not None:
            return self.comparisons(node, i, j)
        shown = self.figures(node, i, j)
        if shown is None or value is None or not any(sign in shown for sign in "+−×÷<>≤≥＝，,"):
            return ""
        return self.pick("即 ", "that is ") + shown

    def comparisons(self, node: All | Any, i: int, j: int) -> str:
        """The amounts of money held against each other that bear on a truth, each with its numbers."""
        settling = value_at(node, self.c, i, j) is isinstance(node, Any)
        shown = []
        for part in node.parts:
            if settling and value_at(part, self.c, i, j) is not isinstance(node, Any):
                continue
            if isinstance(part, All | Any):
                shown.append(self.comparisons(part, i, j))
            elif isinstance(part, Comparison) and part.left.type.dimension[0] == 1 and not _against_nothing(part):
                figures = self.figures(part, i, j)
                shown.append(self.pick("即 ", "that is ") + figures if figures else "")
        return self.pick("；", "; ").join(dict.fromkeys(one for one in shown if one))

    def figures(self, node: Node, i: int, j: int) -> str | None:
        """A node as arithmetic on its numbers, or None where it is not arithmetic."""
        match node:
            case Const():
                return None if isinstance(node.value, bool | str) else str(node.value)
            case Ref():
                return self.figure(node, i, j)
            case Arithmetic():
                return self.two(node, {"+": " + ", "-": " − ", "*": " × "}[node.op], i, j)
            case Comparison():
                signs = {"<": " < ", "<=": " ≤ ", "==": " ＝ ", "!=": " ≠ ", ">=": " ≥ ", ">": " > "}
                return self.compared(node, signs, i, j)
            case Extreme():
                return self.extreme(node, i, j)
            case Rounded():
                return self.rounded(node, i, j)
            case Choice():
                holds = value_at(node.condition, self.c, i, j)
                return None if holds is None else self.figures(node.then if holds else node.otherwise, i, j)
            case Over(word="total"):
                return self.total(node, i)
        return None

    def figure(self, node: Ref, i: int, j: int) -> str | None:
        value = value_at(node, self.c, i, j)
        if value is None or isinstance(value, bool | str):
            return None
        money = node.type.kind == "number" and node.type.dimension[0] == 1
        return yuan(value) if money else str(value)

    def two(self, node: Arithmetic, sign: str, i: int, j: int) -> str | None:
        left, right = self.figures(node.left, i, j), self.figures(node.right, i, j)
        if left is None or right is None:
            return None
        if node.op == "+" and value_at(node.right, self.c, i, j) == 0:
            return left
        if node.op == "+" and value_at(node.left, self.c, i, j) == 0:
            return right
        if node.op == "-" and value_at(node.right, self.c, i, j) == 0:
            return left
        if node.op == "*":
            left, right = _bracketed(left), _bracketed(right)
        return left + sign + (_bracketed(right) if node.op == "-" else right)

    def compared(self, node: Comparison, signs: dict[str, str], i: int, j: int) -> str | None:
        left, right = self.figures(node.left, i, j), self.figures(node.right, i, j)
        if left is None or right is None:
            return None
        holds = value_at(node, self.c, i, j)
        sign = (
            signs[node.op]
            if holds
            else {"<": " ≥ ", "<=": " > ", "==": " ≠ ", "!=": " ＝ ", ">=": " < ", ">": " ≤ "}[node.op]
        )
        return left + self.worth(left, node.left, i, j) + sign + right + self.worth(right, node.right, i, j)

    def worth(self, shown: str, node: Node, i: int, j: int) -> str:
        """What a side that is a sum comes to."""
        value = value_at(node, self.c, i, j)
        if not any(sign in shown for sign in "+−×÷") or not isinstance(value, int):
            return ""
        money = node.type.dimension[0] == 1
        return f"（＝{yuan(value) if money else value}）"

    def extreme(self, node: Extreme, i: int, j: int) -> str | None:
        if isinstance(node.left, Const):
            inner = self.figures(node.right, i, j)
            value = value_at(node.right, self.c, i, j)
            if inner is not None and isinstance(value, int) and value < 0:
                return inner + self.pick("，低于零按零计", ", below zero counts as zero")
            return inner
        left, right = self.figures(node.left, i, j), self.figures(node.right, i, j)
        word = self.pick("取大", "the larger of") if node.word == "at_least" else self.pick("取小", "the smaller of")
        return None if left is None or right is None else f"{word}（{left}，{right}）"

    def rounded(self, node: Rounded, i: int, j: int) -> str | None:
        top, bottom = self.figures(node.numerator, i, j), self.figures(node.denominator, i, j)
        if top is None or bottom is None:
            return None
        word = {
            "half_up": self.pick("，四舍五入到分", ", rounded half up to the fen"),
            "ceiling": self.pick("，进位", ", rounded up"),
            "rounded_down": self.pick("，舍去", ", rounded down"),
        }[node.word]
        divisor = f"({bottom})" if " × " in bottom else _bracketed(bottom)
        return f"{_bracketed(top)} ÷ {divisor}{word}"

    def total(self, node: Over, i: int) -> str | None:
        terms = []
        for person, obligor in self.c.places(node.entity or "household", i):
            value = value_at(node.item, self.c, person, obligor)
            if not isinstance(value, int):
                return None
            if value:
                terms.append(yuan(value) if node.type.dimension[0] == 1 else str(value))
        return " + ".join(terms) if terms else "0"


_ENGLISH = str.maketrans(
    {
        "：": ": ",
        "（": " (",
        "）": ")",
        "〔": " [",
        "〕": "]",
        "＝": "= ",
        "，": ", ",
        "；": "; ",
        "【": "[",
        "】": "] ",
    }
)


def _in_english(line: Line) -> Line:
    """A line and what stands under it with English punctuation."""
    return Line(line.text.translate(_ENGLISH), tuple(_in_english(below) for below in line.below))


def _against_nothing(node: Comparison) -> bool:
    """Whether an amount is only asked whether there is one."""
    return isinstance(node.right, Const)


def _bracketed(shown: str) -> str:
    """A sum or a rounding in brackets, so that it can be multiplied, divided or taken away as a whole."""
    return f"({shown})" if any(sign in shown for sign in (" + ", " − ", "，", ", ")) else shown


# A key of the case file that answers several facts at once.
WHOLE = {
    "incomes": ("各项收入（没有也请写明）", "all incomes (say so if there are none)"),
    "spending": ("各项刚性支出（没有也请写明）", "all rigid spending (say so if there is none)"),
    "assets": ("家庭财产（存款、住房、车辆、市场主体）", "assets: savings, homes, vehicles, businesses"),
    "event": ("突发事件（没有也请写明）", "what happened (say so if nothing did)"),
    "disability": ("残疾类别和等级（没有也请写明）", "kind and grade of disability (say so if there is none)"),
    "receiving": ("正在领取的救助金", "assistance in payment today"),
}


def one_time_list(answer: Answer) -> list[tuple[str, str, str]]:
    """Every paper any completion of the unknowns could need, once: (path, what and whose, what to bring)."""
    wanted: dict[str, tuple[str, str]] = {}
    by_path: dict[str, tuple[Fact, str]] = {}
    for (entity, index, name), path in answer.case.missing.items():
        who = f"{answer.case.members[index]}，" if entity == "person" else ""
        by_path.setdefault(path, (FACTS[name], who))
    for one in answer.determinations:
        for path in one.missing:
            if path in by_path:
                fact, who = by_path[path]
                label = WHOLE.get(path.rpartition(".")[2], (fact.zh, fact.en))[0]
                wanted.setdefault(path, (who + label, fact.bring))
    return [(path, label, bring) for path, (label, bring) in sorted(wanted.items())]


def standards_wanted(answer: Answer) -> list[tuple[str, str, str]]:
    """The standards nobody has published here, for the office to enter: (path, what it is, which programmes wait)."""
    waiting: dict[str, dict[str, None]] = {}
    for one in answer.determinations:
        for path in one.missing:
            if path.startswith("parameter:") and one.programme.in_contract:
                waiting.setdefault(path, {})[one.programme.zh] = None
    return [
        (path, answer.labels(path.removeprefix("parameter:")), "、".join(programmes))
        for path, programmes in sorted(waiting.items())
    ]
