"""What the rules make of a case: asked of the engine, kept whole, and worked out again from what was kept."""

import json
from dataclasses import dataclass
from typing import Any

from doudi.engine.casefile import CaseRefused
from doudi.engine.determine import Answer, Determination, as_json
from doudi.engine.kept import kept_values, replay
from doudi.policy.edition import EditionError
from doudi.records.accounts.desk import Desk
from doudi.records.cases.models import Case, Finding
from doudi.records.evidence.answers import answer_to
from doudi.records.evidence.casefile import Known, case_of, known_of
from doudi.records.registry.refusals import Refused


@dataclass(frozen=True)
class Found:
    """The engine's answer to a case on a day, and the part of it that concerns its programme and person."""

    known: Known
    case_file: dict[str, Any]
    answer: Answer
    one: Determination


def find(case: Case, by: Desk) -> Found:
    """Ask the engine about a case's programme, on the desk's day; raises Refused where the facts contradict each other."""
    known = known_of(case.household, by.day)
    asked = case_of(known)
    try:
        answer = answer_to(asked)
    except CaseRefused as fault:
        raise Refused("情况有矛盾，不能研判：" + "；".join(one.in_chinese() for one in fault.errors)) from None
    except EditionError:
        raise Refused("这一天还没有可用的规则，不能研判") from None
    people = [one.person_id for one in known.members]
    position = people.index(case.person_id) if case.person_id in people else -1
    of_case = [one for one in answer.determinations if one.programme.key == case.programme]
    chosen = next((one for one in of_case if case.person_id is None or one.person == position), None)
    if chosen is None:
        raise Refused("申请对象已不在这户，不能研判；请核对家庭成员")
    return Found(known, asked, answer, chosen)


def keep(case: Case, found: Found, by: Desk) -> Finding:
    """Keep a finding whole: facts, values, answer with its explanation, and the fingerprint of the rules."""
    return Finding.objects.create(
        case=case,
        day=found.known.day,
        profile=found.answer.profile,
        edition=found.answer.edition.fingerprint,
        case_file=json.dumps(found.case_file, ensure_ascii=False),
        parameters=kept_values(found.answer),
        answer=_written(found.answer),
        outcome=found.one.outcome,
        monthly=found.one.monthly,
        made_by_id=by.officer_id,
    )


def _written(answer: Answer) -> str:
    return json.dumps(as_json(answer), ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True)
class Replayed:
    """A kept finding worked out again: whether the answer is the same to the last word, and whether the rules are."""

    answer: Answer
    same_answer: bool
    same_rules: bool


def replayed(finding: Finding) -> Replayed:
    """Work a kept finding out again from its own facts and values."""
    answer, edition = replay(json.loads(finding.case_file), finding.parameters, finding.profile)
    return Replayed(answer, _written(answer) == finding.answer, edition == finding.edition)


def determination_of(finding: Finding, case: Case) -> dict[str, Any]:
    """The part of a kept answer that concerns the case, as JSON with its explanation."""
    told = json.loads(finding.answer)
    names = [member["id"] for member in json.loads(finding.case_file)["members"]]
    of_case = [one for one in told["determinations"] if one["programme"] == case.programme]
    if case.person_id is None or len(of_case) <= 1:
        return dict(of_case[0]) if of_case else {}
    name = case.person.name if case.person else ""
    return dict(next((one for one in of_case if one.get("person") == name and name in names), of_case[0]))
