"""population.md: the Parquet files a whole population is read from, and the columns of the results."""

from collections.abc import Iterator

from doudi.engine.population import FILES, file_of
from doudi.engine.results import COLUMN, HOUSEHOLD_EXTRAS, PERSON_EXTRAS, amounts_of, programmes_of
from doudi.interfaces.cli.reference_pages.markdown import code, link, page, table
from doudi.policy.edition import all_rules
from doudi.policy.facts import CODES, FACTS, Fact
from doudi.policy.programmes import OUTCOMES

_INTRODUCTION = (
    "一个文件夹，五个 Parquet 文件，按户聚集、次序相同，行组一一对应。空值（NULL）是不详；没有的列对所有人都是不详。",
    "",
    "A folder of five Parquet files. All are clustered by household in the same order, and row group *k* of each holds",
    "the same households. NULL is unknown; a column that is not there is unknown for everybody. Further columns are",
    "not read. `doudi synth` writes such a folder, `doudi bulk` reads one.",
    "",
    "Truths are booleans, codes are `int8` positions in the lists below, money is `int64` fen (yearly for incomes and",
    "spending), other numbers are whole and not negative. Every file begins with `household_id` (`int64`); `persons`,",
    "`incomes`, `spending` have one row a person with `person_id`, `obligors` one row an obligor with the `person_id`",
    "of the member he or she is bound to. `households` has `place`, a division code as text.",
)
_DATES = {"age": ("born", "年龄由出生日期推算"), "absent_years": ("absent_since", "离家年数由起始日推算")}
_TYPES = {"truth": "bool", "code": "int8"}


def population_page() -> str:
    """The page: the files, the positions of codes, the result columns."""
    files = [list(_file(name)) for name in FILES]
    positions = (
        (code(name), ", ".join(f"{index} {word}" for index, word in enumerate(words))) for name, words in CODES.items()
    )
    parts = [
        *files,
        ["## 代码的位置 · Positions of codes", "", *table(("表 list", "位置 positions"), positions)],
        list(_results("household", "household_results", ("household_id",), HOUSEHOLD_EXTRAS)),
        list(_results("person", "person_results", ("household_id", "person_id"), PERSON_EXTRAS)),
        _summary(),
    ]
    return page("人口数据 · Populations", "`policy/facts.py` and `engine/results.py`", _INTRODUCTION, *parts)


def _file(name: str) -> Iterator[str]:
    yield f"## {name}.parquet"
    yield ""
    facts = [fact for fact in FACTS.values() if file_of(fact.name) == name]
    yield from table(("列 column", "类型 type", "含义", "meaning"), map(_column, facts))


def _column(fact: Fact) -> tuple[object, ...]:
    if fact.name in _DATES:
        column, derived = _DATES[fact.name]
        return (
            code(column),
            "date32",
            f"{fact.zh}（{derived}）",
            f"gives {link(fact.name, f'case-file.md#fact-{fact.name}')}",
        )
    kind = "int64" if fact.kind.startswith("fen") else _TYPES.get(fact.kind, "int")
    unit = f" ({fact.kind})" if fact.kind not in ("truth", "code") else f" ({code(fact.codes)})" if fact.codes else ""
    return code(fact.name), kind, fact.zh, fact.en + unit


def _results(unit: str, folder: str, keys: tuple[str, ...], extras: tuple[str, ...]) -> Iterator[str]:
    labels = {rule.name: rule for rule in all_rules()}
    yield f"## {folder}/"
    yield ""
    rows: list[tuple[object, ...]] = [(code(key), "int64", "编号", "as in the population") for key in keys]
    for name in extras:
        rows.append((code(COLUMN.get(name, name)), labels[name].unit, labels[name].zh, _from(name)))
    for programme in programmes_of(unit):
        rows.append(
            (
                code(programme.key),
                "int8",
                programme.zh,
                f"outcome of {link(programme.key, f'programmes.md#{programme.key}')}",
            )
        )
        rows += [
            (code(column), "int64", labels[rule].zh, f"fen; {_from(rule)}") for column, rule in amounts_of(programme)
        ]
    yield from table(("列 column", "类型 type", "含义", "meaning"), rows)


def _from(rule: str) -> str:
    return f"rule {link(rule, f'rules.md#{rule}')}"


def _summary() -> list[str]:
    outcomes = ", ".join(f"{index} {word}" for index, word in enumerate(OUTCOMES))
    return [
        "## 结果的读法 · Reading the results",
        "",
        f"- An outcome is {outcomes}; a truth is 0 no, 1 yes, 2 unknown.",
        "- An amount is NULL unless the outcome is 1 and the amount is known.",
        "- A code is its position in the lists above; NULL where it is unknown.",
        "- `summary.json` counts outcomes and monthly fen by county and programme; `run.json` says which population,",
        "  rules, parameters, day, profile and engine the folder is of, and nothing else may be resumed into it.",
    ]
