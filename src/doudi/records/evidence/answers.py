"""What the law makes of a household: the engine asked with its case file, under the standards in force."""

from dataclasses import dataclass
from typing import Any

from doudi.engine.casefile import CaseRefused, facts_from_mapping
from doudi.engine.determine import Answer, determine
from doudi.engine.faults import Fault
from doudi.engine.telling import Language, Line, Telling, one_time_list, standards_wanted
from doudi.policy.edition import EditionError, changes
from doudi.records.evidence.casefile import Known, case_of
from doudi.records.standards.queries import parameters_in_force


@dataclass(frozen=True)
class Told:
    """An answer as a page shows it: in short, as a tree, what is still to be brought, which standards are wanting.

    Where the facts contradict each other there is no answer, and `faults` says what to mend.
    """

    answer: Answer | None
    paragraph: str = ""
    tree: tuple[Line, ...] = ()
    to_bring: tuple[tuple[str, str, str], ...] = ()
    standards_wanted: tuple[tuple[str, str, str], ...] = ()
    faults: tuple[str, ...] = ()


def answer_to(case: dict[str, Any]) -> Answer:
    """The engine's answer to a case under the published standards and those the office entered; raises CaseRefused."""
    return determine(facts_from_mapping(case), parameters=parameters_in_force())


def tell(known: Known, language: Language = "zh") -> Told:
    """What the law makes of what is known, told in one language; of a household without members nothing."""
    if not known.members:
        return Told(None)
    try:
        answer = answer_to(case_of(known))
    except CaseRefused as refused:
        return Told(None, faults=tuple(_fault(fault, language) for fault in refused.errors))
    except EditionError:
        first = changes()[0]
        return Told(None, faults=(_TOO_EARLY[language].format(first),))
    telling = Telling(answer, language)
    return Told(
        answer,
        telling.paragraph(),
        tuple(telling.tree()),
        tuple(one_time_list(answer)),
        tuple(standards_wanted(answer)),
    )


_TOO_EARLY = {
    "zh": "这一天还没有可用的规则（规则自{}起），不作研判",
    "en": "No rules are in force on this day (they begin on {}); nothing is worked out",
}


def _fault(fault: Fault, language: Language) -> str:
    return fault.in_chinese() if language == "zh" else str(fault)
