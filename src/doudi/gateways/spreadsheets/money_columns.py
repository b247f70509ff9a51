"""The columns of a roster about income and spending: every kind of the law, by the month and by the year."""

from functools import cache

from doudi.gateways.spreadsheets.column import RosterColumn, column, on_any_day
from doudi.gateways.spreadsheets.headers import fold_header
from doudi.policy.facts import INCOME_KINDS, SPENDING_KINDS
from doudi.vocabulary.cells import parse_amount

_INCOME_SYNONYMS = {
    "wage": "工资性 工资 工资收入 务工收入 打工收入 劳务收入",
    "business": "经营性 经营性收入 经营净 经营收入 家庭经营收入 生产经营收入 种养殖收入 种植业收入",
    "property": "财产性 财产性收入 财产净 财产收入",
    "transfer": "转移性 转移性收入 转移净 转移收入",
    "support": "赡养费 抚养费 扶养费 赡养抚养扶养费 赡抚养费 赡养抚养费 赡养费收入",
    "basic_pension": "城乡居民基础养老金 基础养老金 城乡居民养老金 居民养老金 新农保",
    "pension": "其他养老金 养老金 退休金 离退休金 职工养老金",
    "preferential": "优待抚恤金 优抚金 抚恤金 优抚补助",
    "family_planning": "计生奖扶 计生奖励扶助金 计生奖扶金 计划生育奖励",
    "scholarship": "奖学金",
    "bravery": "见义勇为奖励 见义勇为奖励金",
    "assistance": "政府救助款物 救助款物 救助金收入",
    "disability_subsidy": "残疾人两项补贴 残疾人补贴 两项补贴",
    "old_age_allowance": "高龄津贴 高龄补贴",
    "child_allowance": "儿童生活补贴 孤儿生活费 儿童补贴",
    "insurance_benefit": "社会保险待遇 失业金 工伤保险待遇",
    "other": "其他 其他收入 其它收入",
}
_SPENDING_SYNONYMS = {
    "medical": "自付医疗支出 医疗支出 医疗费 自付医疗费 医药费 医疗费用 个人自付医疗费用",
    "education": "教育支出 教育费 学费 教育费用 就学支出",
    "disability_care": "残疾照护支出 照护支出 护理费",
    "disaster": "因灾支出 灾害支出",
    "accident": "意外事故支出 意外支出",
    "other": "其他支出 其它支出",
}
_PERIODS = (("monthly", "月"), ("yearly", "年"))


def _money_columns(
    stem: str, kinds: dict[str, tuple[str, str]], synonyms: dict[str, str], last: str
) -> list[RosterColumn]:
    """Two columns for each kind, by the month and by the year."""
    return [
        RosterColumn(
            f"{stem}_{kind}_{period}",
            f"{word}{label}",
            tuple(form for base in (label, *synonyms[kind].split()) for form in _with_period(base, word, last)),
            on_any_day(parse_amount, losses=kind == "business" and stem == "income"),
        )
        for kind, (label, _) in kinds.items()
        for period, word in _PERIODS
    ]


def _with_period(base: str, word: str, last: str) -> tuple[str, ...]:
    """The ways a header says the period: `月工资收入`, `每月工资收入`, `工资收入元/月`, `工资收入月`."""
    whole = base if base.endswith(last) or last not in ("收入",) else f"{base}{last}"
    names = dict.fromkeys((base, whole))
    return tuple(
        form for name in names for form in (f"{word}{name}", f"每{word}{name}", f"{name}元{word}", f"{name}{word}")
    )


_TOTALS = tuple(
    column(
        f"{name}_{period}",
        label.format(word),
        " ".join(synonym.format(word) for synonym in synonyms),
        on_any_day(parse_amount),
    )
    for period, word in _PERIODS
    for name, label, synonyms in (
        (
            "income_total",
            "本人{}收入合计",
            ("个人{}收入", "本人{}收入", "{}收入合计", "{}收入小计", "个人{}总收入", "收入合计元{}"),
        ),
        (
            "household_income",
            "家庭{}收入",
            ("家庭{}总收入", "{}家庭收入", "户{}收入", "家庭{}收入合计", "家庭收入元{}", "全家{}收入"),
        ),
        (
            "income_per_head",
            "人均{}收入",
            ("家庭人均{}收入", "{}人均收入", "家庭{}人均收入", "人均收入元{}", "人均{}纯收入", "家庭人均收入元{}"),
        ),
    )
)

MONEY_COLUMNS: tuple[RosterColumn, ...] = (
    *_money_columns("income", INCOME_KINDS, _INCOME_SYNONYMS, "收入"),
    *_TOTALS,
    *_money_columns("spending", SPENDING_KINDS, _SPENDING_SYNONYMS, "支出"),
)


@cache
def undated_money() -> dict[str, str]:
    """Headers of income and spending that name no period: the field they are by the year."""
    tables = (("income", INCOME_KINDS, _INCOME_SYNONYMS), ("spending", SPENDING_KINDS, _SPENDING_SYNONYMS))
    found = {
        fold_header(word): f"{stem}_{kind}_yearly"
        for stem, kinds, synonyms in tables
        for kind, (label, _) in kinds.items()
        for word in (label, *(word for word in synonyms[kind].split() if len(word) > 2))
    }
    return found | {
        "收入合计": "income_total_yearly",
        "家庭收入": "household_income_yearly",
        "人均收入": "income_per_head_yearly",
    }
