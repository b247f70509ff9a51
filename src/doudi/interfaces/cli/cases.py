"""One household at the command line: the answer as JSON, or told with its reasoning; deadlines; the demonstration."""

import sys
from importlib.resources import files
from typing import Literal

import orjson

from doudi.engine.casefile import CaseFacts, Refusal, read_case, read_cases_jsonl
from doudi.engine.determine import Answer, as_json, determine
from doudi.engine.faults import CaseRefused, Fault
from doudi.engine.telling import Line, Telling, one_time_list, standards_wanted
from doudi.interfaces.cli.language import language
from doudi.policy.edition import EditionError

Spoken = Literal["zh", "en"]


def _write(value: object) -> None:
    sys.stdout.buffer.write(orjson.dumps(value) + b"\n")
    sys.stdout.buffer.flush()


def _refused(refused: CaseRefused, json_: bool) -> int:
    if json_:
        _write(refused.as_json())
    print(refused.in_chinese() if language() == "zh" else refused, file=sys.stderr)
    return 2


def _answer(case: CaseFacts, profile: str | None) -> Answer:
    try:
        return determine(case, profile=profile)
    except EditionError as error:
        fault = Fault("day", f"{case.day} 早于收录的规则，无法核定", str(error))
        raise CaseRefused([fault], case=case.case) from None


def determine_one(source: bytes, name: str, json_: bool, full: bool, spoken: Spoken, profile: str | None) -> int:
    """Answer one case file; the exit status."""
    try:
        answer = _answer(read_case(source, name=name), profile)
    except CaseRefused as refused:
        return _refused(refused, json_)
    if json_:
        _write(as_json(answer))
    else:
        tell(answer, full, spoken)
    return 0


def determine_lines(source: bytes, profile: str | None) -> int:
    """Answer one case a line, in order; a refused case is answered with its errors."""
    status = 0
    for case in read_cases_jsonl(source.splitlines()):
        if isinstance(case, Refusal):
            status = 2
            _write(case.as_json())
            continue
        try:
            _write(as_json(_answer(case, profile)))
        except CaseRefused as refused:
            status = 2
            _write(refused.as_json())
    return status


def compare(
    before: tuple[bytes, str], after: tuple[bytes, str], json_: bool, spoken: Spoken, profile: str | None
) -> int:
    """Say why an answer changed since last time; the exit status."""
    from doudi.engine.difference import difference, lines, to_json

    try:
        answers = [_answer(read_case(source, name=name), profile) for source, name in (before, after)]
    except CaseRefused as refused:
        return _refused(refused, json_)
    found = difference(*answers)
    if json_:
        _write(to_json(found))
    else:
        print("\n".join(lines(found, spoken)))
    return 0


def tell(answer: Answer, full: bool, spoken: Spoken) -> None:
    """Print an answer: the paragraph, the tree, and what to bring."""
    telling = Telling(answer, spoken)
    print(telling.paragraph())
    if not full:
        return
    for line in telling.tree():
        _print(line, 0)
    _print_list(
        telling.pick("一次性告知：请一次补齐", "To bring, all at once:"),
        [f"□ {label}（{path}）：{bring}" for path, label, bring in one_time_list(answer)],
    )
    _print_list(
        telling.pick("当地尚未公布、由民政部门录入的标准", "Standards not published here, for the office to enter:"),
        [f"{label}（{path}）：{programmes}" for path, label, programmes in standards_wanted(answer)],
    )
    rules = answer.edition.rules
    _print_list(
        telling.pick("试点建议（不改变结论）", "Advice of the pilot (changes no outcome):"),
        [f"{answer.case.members[who]}：{telling.pick(rules[row].zh, rules[row].en)}" for row, who in answer.advice],
    )
    _print_list(
        telling.pick("未写明、按默认处理的", "Left out and taken by default:"), ["、".join(answer.case.assumed)]
    )
    provisional = as_json(answer, explain=False)["provisional"]
    assert isinstance(provisional, list)
    _print_list(telling.pick("用到的暂定值", "Provisional values used:"), ["、".join(provisional)])


def _print_list(title: str, lines: list[str]) -> None:
    """A titled list, or nothing where there is nothing in it."""
    if any(lines):
        print(f"\n{title}")
        for line in lines:
            print(f"  {line}")


def _print(line: Line, depth: int) -> None:
    print("  " * depth + ("· " if depth else "") + line.text)
    for below in line.below:
        _print(below, depth + 1)


def demonstrate(spoken: Spoken) -> None:
    """Print the explained answers of the demonstration cases: the application letters."""
    folder = files("doudi.synthetic") / "letters"
    letters = sorted((path for path in folder.iterdir() if path.name.endswith(".yaml")), key=lambda path: path.name)
    for letter in letters:
        print(f"═══ {letter.name.removesuffix('.yaml')} ═══")
        tell(determine(read_case(letter.read_bytes(), name=letter.name)), True, spoken)
        print()


def deadlines_of(source: bytes, name: str, json_: bool) -> int:
    """Print the deadlines of an event file; the exit status."""
    from doudi.engine.deadlines import EventFileError, deadlines, read_events, remarks, to_json
    from doudi.vocabulary.workdays import CalendarNotLoaded

    try:
        events = read_events(source, name)
        found = deadlines(events)
    except EventFileError as refused:
        faults = [fault.partition(": ") for fault in refused.faults]
        return _refused(CaseRefused([Fault(path, said, said) for path, _, said in faults], name=name), json_)
    except CalendarNotLoaded as refused:
        return _refused(CaseRefused([Fault("events", str(refused), str(refused))], name=name), json_)
    answer = to_json(found, remarks(events, found))
    if json_:
        _write(answer)
        return 0
    told = answer["because"]
    assert isinstance(told, dict)
    for key, deadline in found.items():
        print(f"{key}: {answer[key]}")
        for line in told.get(key, []):
            print(f"  · {line}")
        if deadline.provisional:
            print("  · 暂定")
    return 0
