"""The law at the command line: rules, standards, and whether everything is in order."""

import datetime
import sys
from pathlib import Path

import orjson

from doudi.engine.dated import ParameterError, Parameters, Value, published_parameters
from doudi.interfaces.cli.language import language, say
from doudi.interfaces.cli.main import Refused
from doudi.policy.edition import EditionError, all_rules, current
from doudi.policy.instruments import resolve
from doudi.policy.language import Rule
from doudi.vocabulary.money import yuan
from doudi.vocabulary.territory import is_division


def list_rules(day: datetime.date, profile: str) -> None:
    """Print the rules in force on a day, in working order.

    Raises Refused before any rule is in force.
    """
    try:
        rules = current(day, profile).rules
    except EditionError as error:
        raise Refused(say(f"--on: {day} 早于收录的规则", str(error))) from None
    for rule in rules.values():
        print(f"{rule.name}\t{rule.entity}\t{rule.unit}\t{say(rule.zh, rule.en)}")


def show_rule(name: str) -> None:
    """Print every edition of a rule with its articles, parameters and source.

    Raises Refused where there is no such rule, naming those like it.
    """
    editions = [rule for rule in all_rules() if rule.name == name]
    if not editions:
        import difflib

        near = difflib.get_close_matches(name, [rule.name for rule in all_rules()], 3)
        raise Refused(say(f"没有规则 {name}；相近的有：{'、'.join(near)}", f"no rule {name}; near: {', '.join(near)}"))
    for rule in editions:
        print("\n".join(_shown(rule)))


def _shown(rule: Rule) -> list[str]:
    until = rule.until.isoformat() if rule.until else say("至今", "today")
    told = [f"{rule.name}：{rule.zh} / {rule.en}", f"  {rule.sentence}"]
    if rule.reading:
        told.append(f"  {say('口径', 'Reading')}：{rule.reading}")
    told.append(f"  {say('单位', 'unit')} {rule.unit} · {rule.entity} · {rule.since} – {until} · {rule.profile or '-'}")
    told += [
        f"  {say('依据', 'cites')}：{resolve(cite).zh if language() == 'zh' else resolve(cite).en}"
        for cite in rule.cites
    ]
    table = published_parameters()
    for name in rule.uses:
        if name in table.names():
            values = table.published(name)
            told.append(f"  {say('参数', 'parameter')} {name}：{table.definition(name).zh}（{len(values)}）")
            told += [f"    {_value(value)}" for value in values[:12]]
    told += ["", *(f"    {line}" for line in rule.source.splitlines()), ""]
    return told


def _value(value: Value) -> str:
    amount = yuan(value.amount) if value.unit.startswith("fen") else str(value.amount)
    sure = say("暂定", "provisional") if value.provisional else ""
    area = {"urban": say("城镇", "urban"), "rural": say("农村", "rural")}.get(value.area or "", "")
    return f"{value.place} {area} {value.since} {amount} {value.source} {sure}".strip()


def standards(place: str, day: datetime.date, *, check: bool, json_: bool, profile: str | None) -> int:
    """Print what was in force at a place on a day; with `check`, whether it is inside the legal ratios.

    Exit status 1 where a published standard is outside them.
    """
    if len(place) not in (6, 9, 12) or not (place.isascii() and place.isdigit()):
        raise Refused(
            say(f"{place} 不是区划代码；应为 6、9 或 12 位数字", f"{place} is not a division code of 6, 9 or 12 digits")
        )
    if not is_division(place[:6]):
        raise Refused(say(f"没有区划 {place}", f"there is no division {place}"))
    if check:
        return _check_standards(place, day, json_, profile or "anhui")
    table = published_parameters()
    found = table.in_force(place=place, on=day, profile=profile or "anhui")
    if json_:
        sys.stdout.buffer.write(orjson.dumps([_value_json(value) for value in found]) + b"\n")
        return 0
    for value in found:
        print(f"{value.parameter}\t{table.definition(value.parameter).zh}\t{_value(value)}")
    return 0


def _value_json(value: Value) -> dict[str, object]:
    return {
        "parameter": value.parameter,
        "amount": yuan(value.amount) if value.unit.startswith("fen") else value.amount,
        "unit": value.unit,
        "place": value.place,
        "area": value.area,
        "since": value.since.isoformat(),
        "source": value.source,
        "provisional": value.provisional,
    }


def _check_standards(place: str, day: datetime.date, json_: bool, profile: str) -> int:
    from doudi.engine.standards_check import check_figure

    table = published_parameters()
    in_force = table.in_force(place=place, on=day, profile=profile)
    found = [finding for value in in_force for finding in check_figure(table, value)]
    if json_:
        told = [{"figure": one.figure.parameter, "outcome": one.outcome, "zh": one.zh, "en": one.en} for one in found]
        sys.stdout.buffer.write(orjson.dumps(told) + b"\n")
    else:
        for one in found:
            print(say(one.zh, one.en))
        if not found:
            print(say("此地此日没有可按法定比例核对的标准", "no standard in force here that a legal ratio speaks of"))
    return 1 if any(one.outcome == "outside" for one in found) else 0


def check(files: list[str]) -> int:
    """Check the package's rules, parameters and citations, and any case files named; the exit status."""
    from doudi.engine.casefile import read_case
    from doudi.engine.deadlines import EventFileError, read_events
    from doudi.engine.faults import CaseRefused

    status = 0
    if not files:
        return _check_package()
    for name in files:
        try:
            source = Path(name).read_bytes()
            if b"procedure:" in source or b'"procedure"' in source:
                read_events(source, name)
            else:
                read_case(source, name=name)
            print(f"{name}: {say('完好', 'in order')}")
        except OSError as error:
            raise Refused(f"{name}: {error.strerror}") from None
        except EventFileError as refused:
            status = 2
            for line in refused.faults:
                print(f"{name}: {line}", file=sys.stderr)
        except CaseRefused as refused:
            status = 2
            for fault in refused.errors:
                print(f"{name}: {fault}", file=sys.stderr)
    return status


def _check_package() -> int:
    try:
        table: Parameters = published_parameters()
        table.load_all()
    except ParameterError as error:
        print(error, file=sys.stderr)
        return 1
    rules = all_rules()
    for rule in rules:
        for cite in rule.cites:
            resolve(cite)
    print(
        say(
            f"规则 {len(rules)} 条、参数 {len(table.names())} 个，引用全部可查",
            f"{len(rules)} rules and {len(table.names())} parameters; every citation resolves",
        )
    )
    return 0
