"""case-file.md: every key of a case file, what it means, what it may say, and which paper answers it."""

from collections.abc import Iterable, Iterator

from doudi.engine.case_keys import (
    ASSETS_KEYS,
    CASE_KEYS,
    DISABILITY_KEYS,
    EVENT_KEYS,
    HOUSEHOLD_KEYS,
    ITEM_KEYS,
    MEMBER_KEYS,
    OBLIGOR_KEYS,
    PARENT_KEYS,
    PARENTS_KEYS,
)
from doudi.interfaces.cli.reference_pages.markdown import code, codes, page, table
from doudi.policy.facts import CODES, FACTS, INCOME_KINDS, SPENDING_KINDS, Fact

_INTRODUCTION = (
    "一个案件文件写一户人家某一天的情况，YAML 或 JSON，UTF-8，不超过 2 MB。没有写的就是**不详**，不是零，也不是“否”；",
    "`0`、`[]`、`false`、`none` 才是说“没有”。金额以元计，最多两位小数，写成整数或加引号的小数。",
    "认不出的键、写了两次的键、不存在的日期、错的代码，整份退回，逐条指明位置。",
    "",
    "A case file says how one household stands on one day: YAML or JSON in UTF-8, 2 MB at most. What is left out is",
    "**unknown**: neither zero nor false. Only `0`, `[]`, `false` and `none` say that there is nothing. Money is yuan",
    "with two places at most: a whole number, or a decimal in quotes. A key nobody knows, one written twice, a day that",
    "does not exist or a wrong code: the file is refused whole, and every fault is named by its path.",
    "",
    "A *default* holds where the key is left out; every one that was used is listed under `assumed` in the answer.",
)

_Row = tuple[str, str, str]

_CASE: tuple[_Row, ...] = (
    ("case", "案件的名称，自定，答复中原样返回", "a name of your own; the answer repeats it"),
    (
        "day",
        "核定日：规则和标准按这一天取（不要写 `on`，YAML 会读成 true）",
        "the day to decide for: rules and standards are those of this day (not `on`, which YAML reads as true); required",
    ),
    (
        "place",
        "户籍地区划代码，6、9 或 12 位，加引号；必填",
        "division code of the registered residence, 6, 9 or 12 digits, in quotes; required",
    ),
    (
        "area",
        "适用城镇还是农村标准；两者相同的地方不写也能判定",
        "whose standards apply, town or country; not needed where they are the same",
    ),
    (
        "members",
        "材料中写到的每一个人；谁计入由规则决定；恰有一名户主",
        "everyone the papers name: the rules say who counts; exactly one head; required",
    ),
    ("household", "全家的情况", "facts of the household as a whole"),
    (
        "expect",
        "应得的结果，供测试核对；核定时不读",
        "what should come out, for tests; nothing reads it when a case is determined",
    ),
)
_MEMBER: tuple[_Row, ...] = (
    ("id", "成员编号，文件内不重复；必填", "what the file calls the member; unique; required"),
    ("name", "姓名，只用于显示", "the name, shown and nothing else"),
    (
        "citizen_id",
        "身份证号，加引号；校验后可代答性别和年龄",
        "resident number, in quotes; checked, and answers sex and age where they are left out",
    ),
    ("born", "出生日期；与 `age` 写一个即可，都写须一致", "day of birth; this or `age`, and if both they must agree"),
    ("age", "核定日的周岁", "completed years on the day"),
    ("relation", "与户主的关系", "relation to the head"),
    ("sex", "性别", "sex"),
    ("cohabits", "是否长期共同居住；默认 true", "lives with the household for good; default true"),
    ("registered", "是否本地户籍；默认 true；只引起提示", "registered here; default true; only ever leads to a remark"),
    ("absence", "因何离家；默认 none", "why the member is away; default none"),
    ("absent_since", "离家（入住宗教场所）的第一天", "first day away, for somebody in a religious site"),
    ("school", "在读的学校；成年子女不写即不详", "which school; unknown for a grown child where left out"),
    (
        "dependent",
        "工作人员认定成年子女不能独立生活；不写即无此认定",
        "an officer found that a grown child cannot live independently; left out, nobody found so",
    ),
    ("disability", "残疾：`none`，或 `{kind, grade}`", "a disability: `none`, or `{kind, grade}`"),
    ("disability.kind", "残疾类别", "its kind"),
    ("disability.grade", "残疾等级，1（最重）至 4", "its grade, from 1, the most severe, to 4"),
    (
        "disability_certified",
        "持有残疾人证；写了残疾时默认 true",
        "holds the certificate; default true where a disability is given",
    ),
    ("serious_illness", "患当地认定的重病", "has an illness that the place recognises as serious"),
    ("long_term_care", "需要六个月以上的照护", "needs care for over six months"),
    ("labour", "评定的劳动能力", "capacity to work, as assessed"),
    (
        "unable",
        "不能自理的项目：eat dress bed toilet walk bath；`[]` 为六项都能",
        "what the member cannot do alone: eat dress bed toilet walk bath; `[]`, all six can be done",
    ),
    ("care_mode", "特困供养的方式", "where tekun care is given"),
    ("incomes", "本人的收入，一项一条；`[]` 为没有", "own incomes, one item each; `[]`, none"),
    ("incomes[].kind", "收入类别（见下）", "kind of income (below)"),
    ("incomes[].amount", "金额", "how much"),
    ("incomes[].per", "`month` 或 `year`", "`month` or `year`"),
    (
        "employment_cost",
        "必要就业成本，元/月；只对有工资或经营收入的人扣除",
        "necessary cost of working, yuan a month; taken off only where there is wage or business income",
    ),
    (
        "spending",
        "本人的刚性支出（报销、救助后自付的部分）；`[]` 为没有",
        "own rigid spending, after insurance and relief; `[]`, none",
    ),
    ("spending[].kind", "支出类别（见下）", "kind of spending (below)"),
    ("refused_work", "无正当理由拒绝工作的次数；默认 0", "suitable jobs refused without reason; default 0"),
    ("lives_alone", "独居", "lives alone"),
    ("left_behind", "留守", "left behind by those who work elsewhere"),
    ("work_injury_nursing", "领取工伤护理费；默认 false", "draws a nursing fee for a work injury; default false"),
    (
        "parents",
        "未成年人父母的情况；不写按都有能力，并列入 assumed",
        "a minor's parents; left out, both are taken as able, and that is listed",
    ),
    (
        "parents.father.state",
        "父亲的情况；母亲为 `parents.mother.state`",
        "how it stands with the father; `parents.mother.state` for the mother",
    ),
    (
        "parents.father.months",
        "已持续的月数；母亲为 `parents.mother.months`",
        "for how many months; `parents.mother.months` for the mother",
    ),
)
_HOUSEHOLD: tuple[_Row, ...] = (
    ("assets", "家庭财产", "what the household owns"),
    (
        "assets.financial",
        "存款、证券、基金、保单现金价值、债权合计，元",
        "deposits, securities, funds, cash value of insurance and claims, together, yuan",
    ),
    ("assets.homes", "住房套数", "homes owned"),
    (
        "assets.vehicles",
        "汽车、船舶、大型机具台数（残疾人代步车、摩托车不计）",
        "cars, ships and large machines, leaving out motorcycles and vehicles for the disabled",
    ),
    ("assets.businesses", "市场主体、出资数", "registered businesses and shares in companies"),
    (
        "assets.passed",
        "核查结论：true 符合，false 不符合；写了就以它为准",
        "the office's own finding: it settles the asset test whatever the four above say",
    ),
    (
        "incomes",
        "不属于某一个人的收入（土地流转、集体分红）",
        "incomes of nobody alone, such as land rent or a collective dividend",
    ),
    ("spending", "记在全家名下的刚性支出", "rigid spending entered for the household"),
    (
        "receiving",
        '正在领取的救助，元/月，如 `{dibao: "600.00"}`；`{}` 为没有',
        'what is in payment today, yuan a month, as `{dibao: "600.00"}`; `{}`, nothing',
    ),
    ("relapse_watch", "建档立卡或防返贫监测对象", "under watch against a relapse into poverty"),
    ("event", "发生了什么事；`null` 为没有", "what happened; `null`, nothing did"),
    ("event.kind", "事件种类", "what kind of event"),
    ("event.day", "发生日期，不晚于核定日", "when; not after the day of decision"),
    ("event.urgent", "情况紧急，不能等", "help cannot wait"),
    ("event.loss", "损失，元", "the loss, yuan"),
    ("event.self_paid", "近十二个月自付的医疗或教育费，元", "medical or school costs paid over twelve months, yuan"),
    ("obligors", "不同住的法定义务人；`[]` 为没有", "those bound to support who live elsewhere; `[]`, there are none"),
    ("obligors[].of", "对哪个成员负有义务（成员编号）；必填", "the member they are bound to; required"),
    ("obligors[].relation", "是其什么人", "what they are to that member"),
    ("obligors[].age", "年龄", "age"),
    ("obligors[].receiving", "享受的项目，如 `[dibao]`；`[]` 为没有", "programmes they have, as `[dibao]`; `[]`, none"),
    ("obligors[].disability", "同成员的 `disability`", "as a member's `disability`"),
    ("obligors[].income", "月收入，元", "monthly income, yuan"),
    ("obligors[].assets_over", "财产超过当地规定", "assets over the local limit"),
    ("obligors[].absence", "同成员的 `absence`；默认 none", "as a member's `absence`; default none"),
    ("has_farmland", "有耕地（村级帮扶类型用）", "has farmland, for the type in the village plan"),
    ("two_daughter_family", "计生二女结扎户（乡镇试点用）", "a two-daughter family, for the township pilot"),
)
# Keys that hold a list or a mapping, whatever facts follow from them.
_LISTS = ("household.obligors", "household.obligors[].receiving", "household.obligors[].disability")
_HEAD = ("键 key", "含义", "meaning", "可填 may say", "凭什么 shown by")


def case_file_page() -> str:
    """The page: keys by level, kinds and codes, then every fact."""
    return page(
        "案件文件 · The case file",
        "`policy/facts.py` and `engine/case_keys.py`",
        _INTRODUCTION,
        list(_level("案件 · The case", "", _CASE)),
        list(_level("成员 · members[]", "members[].", _MEMBER)),
        list(_level("全家 · household", "household.", _HOUSEHOLD)),
        list(_kinds("收入类别 · Kinds of income", "incomes", INCOME_KINDS)),
        list(_kinds("支出类别 · Kinds of spending", "spending", SPENDING_KINDS)),
        list(_codes()),
        list(_facts()),
    )


def described() -> frozenset[str]:
    """Every key the page describes, by its path."""
    levels = (("", _CASE), ("members[].", _MEMBER), ("household.", _HOUSEHOLD))
    return frozenset(prefix + key for prefix, rows in levels for key, _, _ in rows)


def accepted() -> frozenset[str]:
    """Every key a case file may have, by its path; what is written like something above it is left to that."""
    levels: tuple[tuple[str, Iterable[str]], ...] = (
        ("", CASE_KEYS),
        ("members[].", MEMBER_KEYS),
        ("members[].disability.", DISABILITY_KEYS),
        ("members[].incomes[].", ITEM_KEYS),
        ("members[].spending[].", ITEM_KEYS & {"kind"}),
        ("members[].parents.father.", PARENT_KEYS),
        ("household.", HOUSEHOLD_KEYS),
        ("household.assets.", ASSETS_KEYS),
        ("household.event.", EVENT_KEYS),
        ("household.obligors[].", OBLIGOR_KEYS),
    )
    assert {"father", "mother"} == PARENTS_KEYS
    return frozenset(prefix + key for prefix, keys in levels for key in keys)


def _level(title: str, prefix: str, rows: Iterable[_Row]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield from table(_HEAD, (_key(prefix, *row) for row in rows))


def _key(prefix: str, key: str, zh: str, en: str) -> tuple[object, ...]:
    path = prefix + key
    answered = [fact for fact in FACTS.values() if _path(fact).replace(".mother.", ".father.") == path]
    bring = "；".join(dict.fromkeys(fact.bring for fact in answered))
    return code(key), zh, en, codes(_may_say(path, answered)), bring


def _may_say(path: str, answered: Iterable[Fact]) -> list[str]:
    """The words a key takes; an event that did not happen is `event: null`, and a finding is a truth."""
    if path in _LISTS:
        return []
    if path == "household.assets.passed" or any(fact.kind == "truth" for fact in answered):
        return ["true", "false"]
    words = dict.fromkeys(word for fact in answered if fact.codes for word in CODES[fact.codes])
    return [word for word in words if (path, word) != ("household.event.kind", "none")]


def _path(fact: Fact) -> str:
    """The key that answers a fact."""
    if fact.entity == "obligor":
        return f"household.obligors[].{fact.path}"
    if fact.name == "event_kind":
        return "household.event.kind"
    if fact.path in ("parents.father", "parents.mother"):
        return f"members[].{fact.path}.state"
    return fact.path if fact.entity == "household" else f"members[].{fact.path}"


def _kinds(title: str, key: str, kinds: dict[str, tuple[str, str]]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield f"`members[].{key}[].kind`, `household.{key}[].kind`"
    yield ""
    yield from table(("类别 kind", "中文", "English"), ((code(kind), zh, en) for kind, (zh, en) in kinds.items()))


def _codes() -> Iterator[str]:
    yield "## 词表 · Code words"
    yield ""
    yield "词的中文含义见 [code-lists.md](code-lists.md)。 · What the words mean: [code-lists.md](code-lists.md)."
    yield ""
    yield from table(("表 list", "词 words"), ((code(name), codes(words)) for name, words in CODES.items()))


def _facts() -> Iterator[str]:
    yield "## 事实 · Facts"
    yield ""
    yield "规则能问的每一个问题，和回答它的键。 · Every question a rule may ask, and the key that answers it."
    yield ""
    rows = (
        (f'<a id="fact-{fact.name}"></a>`{fact.name}`', fact.zh, fact.en, code(fact.kind), code(_path(fact)))
        for fact in FACTS.values()
    )
    yield from table(("事实 fact", "中文", "English", "单位 unit", "键 key"), rows)
