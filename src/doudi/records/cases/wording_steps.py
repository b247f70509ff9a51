"""What the steps, the notices and the decisions of a case tell a letter: days, reasons with their articles, who was told.

Where a step was not taken its words stay out.
"""

import datetime
import json
from collections.abc import Mapping
from typing import Any

from doudi.engine.deadlines import YearNotLoaded
from doudi.policy.instruments import UnknownCitation, resolve
from doudi.policy.procedure.clocks import DEADLINES
from doudi.records.cases.actions.ending import answer_by, never_brought, request_of
from doudi.records.cases.clocks import deadlines_of
from doudi.records.cases.models import Case, Decision, Letter, Notice, Posting, SpotCheck, Step
from doudi.records.cases.notices import applicant_of, is_minor
from doudi.records.evidence.queries import standing_facts
from doudi.records.registry.queries import household_of
from doudi.records.territory.queries import name_of, path_name
from doudi.vocabulary.codes import load_list
from doudi.vocabulary.money import parse_yuan

Words = dict[str, Any]

# The article a procedure's decisions rest on, where the decision names none itself.
DECIDED_UNDER = {
    "dibao": "最低生活保障审核确认办法#20",
    "near_dibao": "最低生活保障审核确认办法#20",
    "dibao_single": "最低生活保障审核确认办法#20",
    "tekun": "特困人员认定办法#16",
    "tekun_exit": "特困人员认定办法#26",
    "temporary_spending": "社会救助暂行办法#48",
    "temporary_urgent": "社会救助暂行办法#48",
    "rigid_expenditure": "刚性支出困难家庭认定办法#8",
    "disability_subsidy": "关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见#三.2",
    "orphan": "关于进一步加强事实无人抚养儿童保障工作的意见#二.3",
    "unattended_child": "关于进一步加强事实无人抚养儿童保障工作的意见#二.3",
}
# The article a case ends under without a decision, by its letter; where the procedure's own text has none, another.
_DIBAO_FAMILY = ("dibao", "near_dibao", "dibao_single")
_ENDED_UNDER: dict[str, dict[str, str]] = {
    "no_cooperation_notice": {
        **dict.fromkeys(_DIBAO_FAMILY, "最低生活保障审核确认办法#29"),
        "tekun": "特困人员认定办法#13",
        "rigid_expenditure": "刚性支出困难家庭认定办法#6",
    },
    "papers_overdue_notice": {
        **dict.fromkeys(_DIBAO_FAMILY, "最低生活保障审核确认办法#10"),
        "tekun": "特困人员认定办法#12",
    },
    "move_notice": dict.fromkeys(_DIBAO_FAMILY, "最低生活保障审核确认办法#4"),
}
_ELSE = {"no_cooperation_notice": "社会救助暂行办法#59", "papers_overdue_notice": "社会救助暂行办法#60"}
# Which notice each printed kind is.
_POSTED_AS = {
    "posting_form": ("first_opinion",),
    "second_posting_form": ("second", "exit_again"),
    "exit_posting_form": ("exit",),
    "late_posting_form": ("late",),
    "result_publication": ("result",),
}
_RESULTS = {
    "first_opinion": "拟予确认", "second": "拟予确认", "exit": "拟终止供养", "exit_again": "终止供养", "late": "已先行救助",
    "result": "予以确认",
}  # fmt: skip
# No text says how long an office waits for an answer; whoever makes the letter may write another day.
ANSWER_DAYS = 15
# Where a paper comes from, where nobody says.
ASK_AT = "受理窗口可咨询"


def steps_told(case: Case, kind: str, day: datetime.date) -> Words:
    """The words of a letter that the steps of a case know; `kind` says which notice a notice is."""
    steps = list(case.steps.order_by("number"))
    found: Words = {"deadlines": _limits(case), "requested_on": _on(steps, event="core_check_requested")}
    # Where a programme asks for no check by a step of its own, the report is its own request.
    found["requested_on"] = found["requested_on"] or _on(steps, event="survey_started")
    found |= _asked_again(steps, day)
    found |= _posted(case, kind)
    found |= _ended(case, steps, kind)
    found |= _asked_to_cooperate(case, kind)
    found |= _delivered(case, steps)
    found |= _relieved(case, steps)
    found |= _drawn(case)
    if kind == "resurvey_record":
        found |= _second_opinion(case)
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _on(steps: list[Step], *, event: str = "", target: str = "") -> datetime.date | None:
    taken = [one.on for one in steps if (event and one.event == event) or (target and one.target == target)]
    return taken[-1] if taken else None


def _last(steps: list[Step], target: str, party: str = "") -> Step | None:
    taken = [one for one in steps if one.target == target and party in ("", one.party)]
    return taken[-1] if taken else None


def _limits(case: Case) -> list[Words]:
    """Every limit that runs from acceptance, also those met since: what the applicant was told then.

    That of a child runs from the application already.
    """
    try:
        found = deadlines_of(case)
    except YearNotLoaded:
        return []
    return [
        {
            "step": DEADLINES[name].zh,
            "by_on": one.due,
            "article": "、".join(resolve(cite).zh for cite in one.cites),
        }
        for name, one in found.items()
        if name in DEADLINES
        and name != "effective_decision_by"
        and one.due
        and one.started_by in ("applied", "accepted")
    ]


def _asked_again(steps: list[Step], day: datetime.date) -> Words:
    """What is asked with a day to answer by: by letter, of the applicant after the check, by the county that sends back."""
    answer_by = day + datetime.timedelta(days=ANSWER_DAYS)
    found: Words = {"reply_by_on": answer_by, "object_by_on": answer_by}
    back = [one for one in steps if one.target == "surveying" and one.document == "return_note"]
    if back:
        found |= {"asked": back[-1].reason, "reason": back[-1].reason}
    return found


def _posted(case: Case, kind: str) -> Words:
    kinds = _POSTED_AS.get(kind)
    row: Posting | None = case.postings.filter(kind__in=kinds).order_by("-pk").first() if kinds else None
    if row is None:
        return {}
    told = row.content
    return {
        "procedure": told["procedure"],
        "posted_from": row.starts_on,
        "posted_until": row.ends_on,
        "posted_at": f"{name_of(row.place)}公开栏",
        "households": [
            {
                "village": name_of(row.place),
                "head": told["applicant"],
                "size": told["persons"],
                "result": _RESULTS[row.kind],
                "amount": told["amount"],
            }
        ],
    }


def _ended(case: Case, steps: list[Step], kind: str) -> Words:
    """Why a case was ended without a decision, or a decision revoked and none made since."""
    found: Words = {}
    ended = _last(steps, "discontinued")
    if ended is not None:
        article = _ENDED_UNDER.get(ended.document, {}).get(case.procedure, _ELSE.get(ended.document, ""))
        found |= {"reasons": [_because(ended.reason, case, article)], "decided_on": ended.on, "reason": ended.reason}
        if kind == ended.document:
            found |= _end_told(case, ended, article)
    decided = case.decisions.select_related("revokes").order_by("-pk")
    revoked: Decision | None = (decided.filter(kind="revoke") if kind == "revocation_letter" else decided).first()
    if revoked is not None and revoked.revokes is not None:
        old = revoked.revokes
        found |= {
            "revoked_letter": "不予确认告知书" if old.kind == "refuse" else f"{old.get_kind_display()}决定",
            "revoked_number": old.number,
            "revoked_on": old.on,
            "new_decision": "按程序重新审核，另行作出决定。",
            "reasons": [_because(revoked.reason, case, old.article)],
            "decided_on": revoked.on,
        }
    return found


def _end_told(case: Case, ended: Step, article: str) -> Words:
    """What the letter of an end says beside its reason: who died, where they moved, what was told and never brought."""
    if ended.document == "death_notice":
        applicant = case.application.applicant if case.application is not None else None
        dead = case.person if case.person is not None else applicant
        return {"deceased": dead.name, "died_on": dead.died_on} if dead is not None and dead.died_on else {}
    if ended.document == "move_notice":
        return {
            "articles": article_of(case, article) if article else "",
            **_where_now(case, ended),
        }
    if ended.document == "papers_overdue_notice":
        notice = Notice.objects.filter(application=case.application_id).first()
        if notice is None:
            return {}
        missing = [
            {"what": item["what"], "why": item["bring"], "where": item["where"] or ASK_AT}
            for item in never_brought(ended, notice.items)
        ]
        return {"told_on": notice.told_on, "missing": missing}
    return {}


def _where_now(case: Case, ended: Step) -> Words:
    """Where whoever moved lives now and asks anew; and to whom it is written where the applicant is dead."""
    day = ended.on
    applicant = case.application.applicant if case.application is not None else None
    who = case.person or applicant
    together = case.person_id is None and case.household.territory != case.territory
    home = case.household if together or who is None else household_of(who.pk, day)
    found: Words = {}
    if home is not None and home.closed_on is None:
        found["apply_at"] = organ_of(home.territory[:9])
        found["moved_to"] = path_name(home.territory) if home.territory != case.territory else ""
        # Who moved to the next village, or to another household of the town, asks the same office.
        signs = case.territory[: 6 if ended.party == "county" else 9]
        found["still_here"] = home.territory.startswith(signs)
    if who is None or applicant is None:
        return found
    if applicant.died_on is None and who.pk != applicant.pk and household_of(applicant.pk, day) != home:
        # Somebody left whoever asked for them: where they live now is theirs to tell, the office to ask is not.
        found |= {"who_left": who.name, "moved_to": ""}
    if applicant.died_on is not None:
        whose = "家属" if case.person is None else "监护人" if is_minor(who, day) else ""
        found["applicant"] = f"{who.name}的{whose}" if whose else who.name
    return found


def organ_of(office: str) -> str:
    """The office as it signs: the town's government, the county's bureau of civil affairs."""
    name = name_of(office)
    if len(office) == 6:
        return f"{name}民政局"
    return f"{name}办事处" if name.endswith("街道") else f"{name}人民政府"


def _asked_to_cooperate(case: Case, kind: str) -> Words:
    """The article a request to cooperate rests on; in the letter of the end what was asked, when, and until when."""
    if kind == "cooperation_request":
        document = "no_cooperation_notice"
        article = _ENDED_UNDER[document].get(case.procedure, _ELSE[document])
        # What the county asked of the township is not what is asked of the family.
        return {"articles": article_of(case, article), "asked": ""}
    asked = request_of(case) if kind == "no_cooperation_notice" else None
    if asked is None:
        return {}
    return {
        "asked": _sentence(str(json.loads(asked.content)["asked"])),
        "asked_on": asked.made_on,
        "delivered_on": asked.delivered_on,
        "reply_by_on": answer_by(asked),
        "request_number": asked.number,
    }


def _sentence(text: str) -> str:
    """A text as a sentence, with its full stop."""
    return text if text.endswith(("。", "！", "？")) else f"{text.rstrip('；，、.;,')}。"


def _because(fact: str, case: Case, article: str = "") -> Words:
    return {"fact": fact, "article": article_of(case, article)}


def article_of(case: Case, cite: str = "") -> str:
    """An article in Chinese: the one named, else the one the procedure's decisions rest on; empty where none is known."""
    cite = cite or DECIDED_UNDER.get(case.procedure, "")
    try:
        return str(resolve(cite).zh) if cite else ""
    except UnknownCitation:
        return cite


def _delivered(case: Case, steps: list[Step]) -> Words:
    """Who was handed which letter: by its own record, else by the step that told of a refusal or an end."""
    row: Letter | None = case.letters.exclude(delivered_on=None).order_by("-delivered_on", "-pk").first()
    step = _last(steps, "refusal_notified") or _last(steps, "terminated")
    if row is None and step is None:
        return {}
    decided = case.decisions.filter(kind__in=("refuse", "terminate")).order_by("-pk").first()
    to, _, how = (step.reason if step is not None else "").partition("　")
    return {
        "letter": "终止供养通知书" if step is not None and step.target == "terminated" else "不予确认告知书",
        # Where no letter was made here, the decision's own number names what was handed over.
        "letter_number": row.number if row is not None else decided.number if decided is not None else "",
        "recipient": (row.delivered_to if row is not None else "") or to.partition("；")[0],
        "delivered_on": row.delivered_on if row is not None else step.on if step is not None else None,
        "delivery_way": (row.delivered_how if row is not None else how) or "直接送达",
        "delivered_by": step.actor if step is not None else "",
    }


def _relieved(case: Case, steps: list[Step]) -> Words:
    """What happened, what was given at once and to whom."""
    found = _event(case)
    reported, relieved = _last(steps, "reported"), _last(steps, "relieved")
    if reported is not None:
        found |= {"reporter": reported.actor, "reporter_kind": reported.post.partition("@")[0] and "工作人员"}
        found |= {"channel": case.application.get_channel_display() if case.application else "工作中发现"}
    if relieved is not None:
        given = case.decisions.filter(kind="relief").order_by("pk").first()
        found |= {"relieved_on": relieved.on, "delivered_by": relieved.actor, "payee": applicant_of(case).name}
        found |= {"goods": (given.reason.partition("；物资：")[2].partition("；")[0] if given else "")}
    escalated, paid = _last(steps, "escalated"), _last(steps, "paid")
    if escalated is not None:
        found["reason"] = escalated.reason
    if paid is not None:
        found |= {"paid_on": paid.on, "payee": applicant_of(case).name, "letter_number": paid.reason}
    if case.procedure == "tekun_exit" and steps:
        found |= {"exit_circumstance": steps[0].reason, "reporter": steps[0].actor}
    return found


def _event(case: Case) -> Words:
    rows = list(standing_facts(case.household, "event", None))
    if not rows or not isinstance(rows[-1].value, Mapping) or rows[-1].value.get("kind") in (None, "none"):
        return {}
    told = rows[-1].value
    kind = load_list("event_kind").by_identifier.get(str(told.get("kind")))
    paid = str(told.get("self_paid") or "")
    return {
        "event": kind.zh if kind is not None else "",
        "event_on": datetime.date.fromisoformat(str(told["day"])) if told.get("day") else None,
        "self_paid": parse_yuan(paid) if paid else None,
    }


def _second_opinion(case: Case) -> Words:
    given = case.opinions.filter(kind="second").order_by("-pk").first()
    return {"conclusion": f"{'同意' if given.grants else '不同意'}。{given.reason}"} if given is not None else {}


def _drawn(case: Case) -> Words:
    check: SpotCheck | None = case.spot_checks.select_related("draw").order_by("-pk").first()
    if check is None:
        return {}
    one = {
        "case_number": case.number,
        "village": name_of(case.territory),
        "head": applicant_of(case).name,
        "result": check.get_conclusion_display() if check.conclusion else ("待核查" if check.drawn else "未抽中"),
    }
    return {
        "drawn_by": "系统按村分层随机抽取",
        "seed": check.draw.seed,
        "population": len(check.draw.frame),
        "drawn": len(check.draw.drawn),
        "checks": [one],
    }
