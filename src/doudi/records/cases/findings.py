"""What the rules make of a case: asked of the engine, kept whole, and worked out again from what was kept."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, transaction

from doudi.engine.casefile import CaseRefused
from doudi.engine.determine import Answer, Determination, as_json
from doudi.engine.kept import kept_values, replay
from doudi.policy.edition import EditionError
from doudi.records.accounts.desk import Desk
from doudi.records.cases.models import Case, Decision, Finding
from doudi.records.evidence.answers import answer_to
from doudi.records.evidence.casefile import Known, case_of, known_of
from doudi.records.registry.refusals import Refused
from doudi.records.sealing.ciphers import SealBroken

_LOG = logging.getLogger(__name__)
Said = tuple[str, str]


class NoAnswer(Refused):
    """The rules do not answer to a case: `said` is why, a line a fault, in Chinese and in English."""

    def __init__(self, message: str, said: Sequence[Said]) -> None:
        super().__init__(message)
        self.said = tuple(said)


@dataclass(frozen=True)
class Found:
    """The engine's answer to a case on a day, and the part of it that concerns its programme and person."""

    known: Known
    case_file: dict[str, Any]
    answer: Answer
    one: Determination


def find(case: Case, by: Desk) -> Found:
    """Ask the engine about a case's programme, on the desk's day; raises NoAnswer where the facts contradict each other."""
    try:
        known = known_of(case.household, by.day)
        asked = _asked_of(known)
        answer = answer_to(asked)
    except CaseRefused as fault:
        said = [(one.in_chinese(), str(one)) for one in fault.errors]
        raise NoAnswer("情况有矛盾，不能研判：" + "；".join(zh for zh, _en in said), said) from None
    except EditionError:
        raise _no_answer("这一天还没有可用的规则，不能研判", "no rules are in force on this day") from None
    except SealBroken as fault:
        raise _no_answer(f"有的情况读不出来，不能研判（{fault}）", f"some facts cannot be read ({fault})") from None
    people = [one.person_id for one in known.members]
    position = people.index(case.person_id) if case.person_id in people else -1
    of_case = [one for one in answer.determinations if one.programme.key == case.programme]
    chosen = next((one for one in of_case if case.person_id is None or one.person == position), None)
    if chosen is None:
        raise _no_answer(
            "申请对象已不在这户，不能研判；请核对家庭成员", "whom the application is for is no longer in the household"
        )
    return Found(known, asked, answer, chosen)


def _asked_of(known: Known) -> dict[str, Any]:
    try:
        return case_of(known)
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        # Kept in a form that no page writes: by hand, or by a damaged disk.
        _LOG.error("facts of household %s cannot be read: %s", known.household.pk, type(fault).__name__)
        raise _no_answer("有的情况读不出来，不能研判；请核对已录入的情况", "some facts cannot be read") from None


def _no_answer(zh: str, en: str) -> NoAnswer:
    return NoAnswer(zh, [(zh, en)])


@dataclass(frozen=True)
class Asked:
    """What came of asking the rules where nobody may wait for them: an answer that is kept, or `said`, why there is none."""

    found: Found | None = None
    finding: Finding | None = None
    said: tuple[Said, ...] = ()


def asked_without_waiting(case: Case, by: Desk) -> Asked:
    """Ask the rules and keep the answer; whatever keeps them from answering is told and stops nobody."""
    try:
        # What the database refuses is undone to here; a transaction that is lost for good is the caller's to begin anew.
        with transaction.atomic():
            found = find(case, by)
            return Asked(found, keep(case, found, by))
    except NoAnswer as why:
        return Asked(said=why.said)
    except DatabaseError:
        raise
    except Exception as fault:
        _LOG.error("the rules broke on case %s: %s", case.number, type(fault).__name__)
        return Asked(said=(("系统研判时出错，没有得出结果", "the rules broke and gave no answer"),))


def unanswered_of(decision: Decision) -> list[Said]:
    """Why the rules had not answered when a decision was made, in Chinese and in English; empty where they had."""
    return [(str(zh), str(en)) for zh, en in json.loads(decision.unanswered or "[]")]


def keep(case: Case, found: Found, by: Desk) -> Finding:
    """Keep a finding whole: facts, values, answer with its explanation, and the fingerprint of the rules."""
    return Finding.objects.create(
        case=case,
        day=found.known.day,
        profile=found.answer.profile,
        edition=found.answer.edition.fingerprint,
        case_file=json.dumps(found.case_file, ensure_ascii=False),
        people=[one.person_id for one in found.known.members],
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
    """The part of a kept answer that concerns the case, as JSON with its explanation.

    Empty where it cannot be told whose it is: nobody's decision is explained with somebody else's answer.
    """
    told = json.loads(finding.answer)
    of_case = [one for one in told["determinations"] if one["programme"] == case.programme]
    if case.person_id is None:
        return dict(of_case[0]) if of_case else {}
    names = [member["id"] for member in json.loads(finding.case_file)["members"]]
    place = place_in(finding, case, names)
    return dict(next((one for one in of_case if place is not None and one.get("person") == names[place]), {}))


def place_in(finding: Finding, case: Case, names: Sequence[str]) -> int | None:
    """Where the person of a case stands among the members of a finding's case file, or None where it cannot be told."""
    if case.person_id in finding.people:
        return finding.people.index(case.person_id)
    # What was kept before people were: the name, as long as nobody changed it.
    name = case.person.name if case.person is not None and not finding.people else ""
    return list(names).index(name) if name in names else None
