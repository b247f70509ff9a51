"""What the law needs and the letter does not say: the engine is asked with what it does say.

The list is a proposal for the one-time notice: identity papers that every application needs, then what the letter left
open in its own words, then every fact the programmes still want.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.engine.casefile import CaseRefused, facts_from_mapping
from doudi.engine.determine import determine
from doudi.engine.telling import one_time_list
from doudi.gateways.letters.proposal import PEOPLE, Proposal
from doudi.policy.edition import EditionError

# A province stands for the place while nobody has entered it; rules of a narrower place may want more.
_SOMEWHERE = "340000"
_WITH_SUMS = {"income": "incomes", "spending": "spending"}
_PLAIN = {"labour": "labour", "school": "school", "long_term_care": "long_term_care", "parents": "parents"}

# What every application brings and no rule asks for by name: (what, paper, topics of the letter that answer it).
_ALWAYS: tuple[tuple[str, str], ...] = (
    ("全体家庭成员的身份证号码", "居民身份证"),
    ("户籍和与户主关系", "户口簿"),
    ("家庭经济状况核对授权", "全体成年家庭成员和法定义务人签字的核对授权书"),
    ("诚信承诺", "签字的承诺书"),
    ("发放救助金的银行账户", "本人银行卡或一卡通（存折）"),
    ("联系电话", ""),
)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: what, of whom, the paper that shows it (may be empty), the case-file path, why it is asked."""

    what: str
    bring: str
    path: str
    why: str


def case_of_letter(proposals: tuple[Proposal, ...], *, on: date, place: str = _SOMEWHERE) -> dict[str, Any]:
    """The case file of what a letter says, as if all of it were confirmed; what it leaves open is left out."""
    members = _members(proposals)
    by_who = {(one["person"], one["called"]): one["told"] for one in members}
    household: dict[str, Any] = {}
    for one in proposals:
        if one.value is None:
            continue
        if one.person == "household":
            _of_household(household, one)
        else:
            told = by_who.get((one.person, one.called)) or next(
                (who["told"] for who in members if who["person"] == one.person), None
            )
            if told is not None:
                _of_person(told, one)
    return {"day": on.isoformat(), "place": place, "members": [one["told"] for one in members], "household": household}


def _members(proposals: tuple[Proposal, ...]) -> list[dict[str, Any]]:
    """The applicant, the relatives named, and as many nameless ones as the stated number wants."""
    members = [{"person": "applicant", "called": "", "told": {"id": PEOPLE["applicant"], "relation": "head"}}]
    for one in proposals:
        known = {(other["person"], other["called"]) for other in members}
        spouse_known = any(other["person"] == "spouse" for other in members)
        if (
            one.topic == "member"
            and (one.person, one.called) not in known
            and not (one.person == "spouse" and spouse_known)
        ):
            told = {"id": one.called, **one.value}
            members.append({"person": one.person, "called": one.called, "told": told})
    size = next((one.value for one in proposals if one.topic == "household_size" and one.value), 0)
    for number in range(len(members) + 1, min(size, 20) + 1):
        members.append({"person": "unnamed", "called": str(number), "told": {"id": f"成员{number}"}})
    return members


def _of_person(told: dict[str, Any], one: Proposal) -> None:
    match one.topic:
        case "sex":
            told["sex"] = one.value
        case "born":
            told["born"] = one.value
        case "age":
            told.setdefault("age", one.value)
        case "disability":
            told["disability"] = {key: one.value[key] for key in ("kind", "grade") if key in one.value}
            if "certified" in one.value:
                told["disability_certified"] = one.value["certified"]
        case "absence":
            told["absence"] = one.value["state"]
        case "income" | "spending":
            sums = told.setdefault(_WITH_SUMS[one.topic], [])
            if one.value["kind"] != "none" and one.value not in sums:
                sums.append(dict(one.value))
        case topic if topic in _PLAIN:
            told[_PLAIN[topic]] = one.value
    if "born" in told:
        told.pop("age", None)


def _of_household(household: dict[str, Any], one: Proposal) -> None:
    match one.topic:
        case "homes":
            household.setdefault("assets", {})["homes"] = one.value
        case "financial_assets":
            household.setdefault("assets", {})["financial"] = one.value
        case "event":
            household.setdefault("event", dict(one.value))
        case "relapse_watch":
            household["relapse_watch"] = one.value
        case "receiving" if "monthly" in one.value:
            household.setdefault("receiving", {})[one.value["programme"]] = one.value["monthly"]


def questions_after(proposals: tuple[Proposal, ...], *, on: date, place: str = _SOMEWHERE) -> tuple[Question, ...]:
    """Everything still to be asked after a letter, each once, for the officer at the counter to go through.

    Without rules in force on the day, or for a letter that contradicts itself, the engine's part is left out.
    """
    asked = [Question(what, bring, "", "每份申请都需要") for what, bring in _ALWAYS]
    asked += [Question(one.ask, "", "", f"信中：{one.told}") for one in proposals if one.ask]
    try:
        answer = determine(facts_from_mapping(case_of_letter(proposals, on=on, place=place)))
        asked += [Question(label, bring, path, "规则判断所需") for path, label, bring in one_time_list(answer)]
    except (CaseRefused, EditionError):
        pass
    return tuple({(one.what, one.path): one for one in asked}.values())
