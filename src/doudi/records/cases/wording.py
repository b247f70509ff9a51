"""What a case can tell a letter: every word the letters know, worked out from the record of the case and nothing else.

A word that is not known stays out: a form then has a space to be filled in by hand, a letter to a citizen is not
written. Numbers of identity are masked in everything that leaves the office but what the person signs themselves.
"""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from doudi.policy.programmes import BY_KEY
from doudi.records.cases.actions.ending import papers_until
from doudi.records.cases.actions.inquiries import latest
from doudi.records.cases.changes import CHANGE, TELLS_OF_CHANGE, last_change, last_wished, names_told
from doudi.records.cases.findings import determination_of
from doudi.records.cases.forms import FORMS
from doudi.records.cases.gaps import blocking, gaps_of, who_signs
from doudi.records.cases.models import Application, Case, Decision, Inquiry, Objection, OfficeContact, Posting
from doudi.records.cases.notices import applicant_of
from doudi.records.cases.wording_steps import ASK_AT, article_of, organ_of, steps_told
from doudi.records.evidence.casefile import Known, known_of
from doudi.records.registry.models import Membership, Person
from doudi.records.registry.queries import accounts_on
from doudi.records.territory.queries import name_of, path_name
from doudi.vocabulary.codes import load_list
from doudi.vocabulary.money import parse_yuan

Words = dict[str, Any]
_BODIES = (
    ("公安机关", "户籍、出入境、车辆登记"),
    ("人力资源社会保障部门", "社会保险参保、待遇"),
    ("税务机关", "个人所得税、纳税登记"),
    ("不动产登记机构", "房屋、土地登记"),
    ("市场监督管理部门", "市场主体登记"),
    ("住房公积金管理中心", "公积金缴存"),
    ("银行业金融机构", "存款、理财"),
    ("证券、保险、支付机构", "证券、商业保险、互联网金融资产"),
)
_CLASSES = {"A": "A类", "B": "B类", "C": "C类"}
_CARE = {"home": "分散供养", "institution": "集中供养"}


@dataclass(frozen=True)
class Subject:
    """What a letter is about: a case with its application, or an application before it is a case."""

    case: Case | None
    application: Application | None
    day: datetime.date

    @property
    def household(self) -> Any:
        """The household."""
        return self.case.household if self.case is not None else self.application.household  # type: ignore[union-attr]

    @property
    def village(self) -> str:
        """The code of the village."""
        return str(self.case.territory if self.case is not None else self.application.territory)  # type: ignore[union-attr]

    @property
    def applicant(self) -> Person:
        """Whose name stands in the letter."""
        if self.case is not None:
            return applicant_of(self.case)
        return self.application.applicant  # type: ignore[union-attr]


def words_of(
    subject: Subject, *, number: str, office: str, clerk: str, kind: str = "", whole_id: bool = False
) -> Words:
    """Every word that is known for a letter of a subject; `whole_id` for what the person signs and keeps.

    `kind` is the kind of letter: which notice a printed notice is.
    """
    known = known_of(subject.household, subject.day)
    found: Words = {
        **_office(subject, number, office, clerk),
        **_applicant(subject, known, whole_id),
        **_people(subject, known, whole_id),
    }
    if subject.application is not None:
        found |= _application(subject.application, subject.day)
    if subject.case is not None:
        found |= _case(subject.case)
        found |= steps_told(subject.case, kind, subject.day)
    if kind == CHANGE:
        found |= _replaced(subject, whole_id)
    if kind == TELLS_OF_CHANGE:
        found |= _told_of_change(subject)
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _replaced(subject: Subject, whole_id: bool) -> Words:
    """Who applied and who applies now; before it is written down the new one is left to be filled in by hand."""
    application = subject.application
    if application is None:
        return {}
    now = application.applicant
    step = last_change(application.pk)
    if step is None:
        nobody = dict.fromkeys(("applicant", "citizen_id", "phone", "address", "agent", "agent_relation", "reason"), "")
        return {"old_applicant": now.name, **nobody}
    before = names_told(step.reason)
    return {
        "old_applicant": before,
        "applicant": now.name,
        "citizen_id": _id(now, whole_id),
        "phone": now.phone if whole_id else now.phone_shown,
        "reason": "",
    }


def _told_of_change(subject: Subject) -> Words:
    """Who applied before and is told of it, who applies now, and since when; why is between them, and stays in the file."""
    application = subject.application
    step = last_wished(application.pk) if application is not None else None
    if application is None or step is None:
        return {}
    return {"old_applicant": names_told(step.reason), "applicant": application.applicant.name, "from_on": step.on}


def _office(subject: Subject, number: str, office: str, clerk: str) -> Words:
    town, county = subject.village[:9], subject.village[:6]
    contacts = {one.territory: one for one in OfficeContact.objects.filter(territory__in=(town, county))}
    own = contacts.get(office) or contacts.get(town)
    organ = name_of(county)
    return {
        "office": organ_of(office),
        "number": number,
        "issued_on": subject.day,
        "made_on": subject.day,
        "county": organ,
        "town": name_of(town),
        "village": name_of(subject.village),
        "office_address": own.address if own else "",
        "office_hours": own.hours if own else "",
        "clerk": clerk,
        "clerk_phone": own.phone if own else "",
        "town_phone": contacts[town].phone if town in contacts else "",
        "county_phone": contacts[county].phone if county in contacts else "",
        "receiver": f"{organ}民政局",
        "addressee": organ_of(town),
        "reconsideration_organ": f"{organ}人民政府",
        "reconsideration_days": 60,
        "court": f"{organ}人民法院",
        "lawsuit_months": 6,
    }


def _applicant(subject: Subject, known: Known, whole_id: bool) -> Words:
    who = subject.applicant
    accounts = accounts_on([who.pk], subject.day)
    account = accounts[0] if accounts else None
    return {
        "applicant": who.name,
        "sex": _label("sex", who.sex),
        "born_on": who.born_on,
        "citizen_id": _id(who, whole_id),
        "ethnic": _label("ethnic_group", who.ethnic),
        "phone": who.phone if whole_id else who.phone_shown,
        "address": f"{path_name(subject.village)}{subject.household.address}",
        "hukou": _label("hukou", who.hukou),
        "hukou_address": who.hukou_place or f"{path_name(subject.village)}{subject.household.address}",
        "bank": account.bank if account else "",
        "account_holder": account.holder_name if account else "",
        "account": (account.number if whole_id else account.number_shown) if account else "",
        "size": len(known.members),
        "causes": "、".join(_label("cause", one) for one in _causes(subject)),
        "near_relative": subject.application.near_relative if subject.application else None,
        "single_person": subject.case.programme == "dibao_single" if subject.case else None,
    }


def _causes(subject: Subject) -> list[str]:
    own = list(subject.application.causes) if subject.application is not None else []
    return own or list(subject.household.causes)


def _people(subject: Subject, known: Known, whole_id: bool) -> Words:
    cases = [subject.case] if subject.case else list(subject.application.cases.all())  # type: ignore[union-attr]
    signed = {
        one.person_id: one.signed_by
        for one in (subject.application.authorisations.filter(revoked_on=None) if subject.application else ())
    }
    relations = {one.person_id: one.relation for one in known.members}
    members = [_member(one, known, whole_id) for one in known.members]
    adults = [
        {
            "name": one.name, "relation": _label("kinship", relations.get(one.pk, "")) or "法定义务人",
            "citizen_id": _id(one, whole_id), "signed_by": signed.get(one.pk, ""),
        }
        for one in who_signs(known, [case for case in cases if case is not None and case.programme in BY_KEY])
    ]  # fmt: skip
    obligors = [
        {
            "name": one.relative.name, "relation": _label("kinship", one.relation),
            "citizen_id": _id(one.relative, whole_id),
        }
        for one in known.obligors
    ]  # fmt: skip
    return {
        "members": members,
        "adults": adults,
        "obligors": obligors,
        "bodies": [{"name": name, "items": items} for name, items in _BODIES],
        "purpose": "申请、审核和定期核查社会救助",
        "valid_from": subject.day,
        "valid_until": subject.day.replace(year=subject.day.year + 1, day=min(subject.day.day, 28)),
    }


def _member(one: Membership, known: Known, whole_id: bool) -> Words:
    rows = [row for row in known.evidence if row.person_id == one.person_id]
    by_topic = {row.topic: row.value for row in rows}
    incomes = [row.amount for row in rows if row.topic == "income" and row.amount is not None and row.per == "month"]
    health = "重病" if by_topic.get("illness") is True else ""
    disability = by_topic.get("disability")
    if isinstance(disability, Mapping) and disability.get("kind") not in (None, "none"):
        health = "、".join(
            part for part in (health, f"{_label('disability_kind', str(disability['kind']))}残疾") if part
        )
    return {
        "name": one.person.name,
        "sex": _label("sex", one.person.sex),
        "relation": "本人" if one.relation == "head" else _label("kinship", one.relation),
        "citizen_id": _id(one.person, whole_id),
        "health": health or "良好",
        "labour": _label("labour", str(by_topic.get("labour", ""))),
        "work": _label("school", str(by_topic.get("school", "")))
        if by_topic.get("school") not in (None, "none")
        else "",
        "income": sum(incomes) if incomes else None,
    }


def _application(application: Application, day: datetime.date) -> Words:
    notice = getattr(application, "notice", None)
    items = notice.items if notice is not None else [
        {"what": gap.what, "bring": gap.bring, "where": gap.where} for gap in blocking(gaps_of(application, day))
    ]  # fmt: skip
    filed = application.household.documents.filter(withdrawn_at__isnull=True).order_by("pk")
    return {
        "applied_on": application.submitted_on or application.arrived_on,
        "arrived_on": application.arrived_on,
        "accepted_on": application.accepted_on,
        "request": application.request,
        "found_by": application.get_channel_display(),
        "agent": application.agent_name,
        "agent_relation": application.agent_relation,
        "scope": "代为提出救助申请、提交和补正材料、签收文书" if application.agent_name else "",
        "programme": "、".join(dict.fromkeys(BY_KEY[one.programme].zh for one in application.cases.all())),
        "missing": [{"what": item["what"], "why": item["bring"], "where": item["where"] or ASK_AT} for item in items],
        "supply_by_on": papers_until(application) if notice is not None else None,
        "papers": [{"name": one.title, "copies": 1} for one in filed],
    }


def _case(case: Case) -> Words:
    found: Words = {
        "case_number": case.number,
        "programme": BY_KEY[case.programme].zh,
        "procedure": case.procedure,
    }
    found |= _visit(case)
    for kind, told in _TOLD.items():
        row = latest(case, kind)
        if row is not None:
            found |= told(row, json.loads(row.content or "{}"))
    found |= _opinions(case)
    found |= _notice(case)
    decision = case.decisions.exclude(kind="revoke").order_by("-pk").first()
    if decision is not None:
        found |= _decision(case, decision)
    return found


def _visit(case: Case) -> Words:
    row = latest(case, "home_visit")
    if row is None:
        return {}
    content = json.loads(row.content or "{}")
    spending = [
        {"kind": one.get("kind", ""), "amount": _fen(one.get("amount")), "period": "近12个月"}
        for one in content.get("spending", [])
    ]
    housing = FORMS["home_visit"].field("housing")
    kept = {key: zh for key, zh, _en in housing.choices}
    return {
        "surveyed_on": row.on,
        "investigators": _investigators(row),
        "livestock": content.get("livestock", "无"),
        "land": [{"usage": content["land"]}] if content.get("land") else [],
        "work": "；".join(filter(None, (one.get("work", "") for one in content.get("members", [])))) or "无",
        "business": content.get("business", "无"),
        "housing": "，".join(filter(None, (kept.get(content.get("housing", ""), ""), content.get("housing_note", "")))),
        "vehicles": content.get("vehicles", "无"),
        "deposits": f"{content['deposits']}元" if content.get("deposits") else "无",
        "living_condition": content.get("living", ""),
        "visit_notes": content.get("living", ""),
        "opinion": content.get("opinion", ""),
        "present": content.get("present", ""),
        "spending": spending,
    }


def _investigators(row: Inquiry) -> list[Words]:
    return [{"name": one.name, "post": ""} for one in (row.begun_by, row.second) if one is not None]


def _core(row: Inquiry, content: Words) -> Words:
    return {
        "reported_on": row.on,
        "data_until_on": row.on,
        "checked": [
            {"name": "全家", "source": one.get("source", ""), "result": one.get("found", ""), "amount": _fen(one.get("amount"))}
            for one in content.get("sources", [])
        ],
        "result": row.result,
        "checker": row.begun_by.name,
    }  # fmt: skip


def _appraisal(row: Inquiry, content: Words) -> Words:
    return {
        "held_on": row.on,
        "held_at": content.get("place", ""),
        "chair": content.get("chair", ""),
        "recorder": content.get("recorder", ""),
        "invited": _count(content.get("due")),
        "attended": _count(content.get("came")),
        "representatives": _count(content.get("came")),
        "agreed": _count(content.get("for")),
        "disagreed": _count(content.get("against")),
        "abstained": _count(content.get("abstained")),
        "policy_read": "已宣讲政策" if content.get("policy_read") else "",
        "statements": content.get("presented", ""),
        "recusals": content.get("recused") or "无需要回避的人员",
        "conclusion": row.result,
    }


def _self_care(row: Inquiry, content: Words) -> Words:
    items = [field for field in FORMS["self_care"].fields if field.kind == "choice"]
    return {
        "abilities": [{"item": one.zh, "able": content.get(one.key) == "yes", "on": row.on} for one in items],
        "able_items": sum(content.get(one.key) == "yes" for one in items),
        "level": row.result,
        "assessor": row.begun_by.name,
    }


def _comparison(row: Inquiry, content: Words) -> Words:
    return {"data_until_on": row.on, "conclusion": content.get("found", ""), "result": content.get("found", "")}


def _neighbour(row: Inquiry, content: Words) -> Words:
    return {
        "neighbour": content.get("who", ""),
        "answers": [{"question": "反映的情况", "answer": content.get("told", "")}],
    }


def _letter(row: Inquiry, content: Words) -> Words:
    return {
        "receiver": content.get("sent_to", ""),
        "asked": content.get("asked", ""),
        "reply": content.get("answer", ""),
    }


def _certificate(row: Inquiry, content: Words) -> Words:
    return {
        "disability": f"{content.get('category', '')}{content.get('grade', '')}级",
        "certificate_valid": bool(content.get("valid")),
        "federation_opinion": content.get("note") or "残疾人证有效，类别等级相符",
        "federation_on": row.on,
    }


def _care(row: Inquiry, content: Words) -> Words:
    return {
        "carer": content.get("carer", ""),
        "carer_relation": content.get("relation", ""),
        "duties": [{"duty": content.get("duties", "")}],
        "care_pay": _fen(content.get("pay")),
        "valid_from": _day(content.get("since")),
        "valid_until": _day(content.get("until")),
    }


_TOLD = {
    "core_check": _core,
    "appraisal": _appraisal,
    "self_care": _self_care,
    "data_comparison": _comparison,
    "neighbour_visit": _neighbour,
    "letter_evidence": _letter,
    "certificate_check": _certificate,
    "care_agreement": _care,
}


def _opinions(case: Case) -> Words:
    found: Words = {}
    for one in case.opinions.select_related("finding").order_by("pk"):
        said = f"{'同意' if one.grants else '不同意'}。{one.reason}".strip()
        if one.kind == "review":
            found |= {"county_opinion": said, "county_on": one.given_on}
        else:
            found |= {"town_opinion": said, "town_on": one.given_on}
        told = json.loads(one.finding.answer)["household"]
        found |= {
            "standard": _fen(told.get("standard")),
            "income_month": _fen(told.get("income")),
            "income_head": _fen(told.get("income_per_head")),
        }
        if one.monthly is not None or one.once is not None:
            found["amount"] = one.once if one.once is not None else one.monthly
    return found


def _notice(case: Case) -> Words:
    last: Posting | None = case.postings.exclude(kind__in=("result", "late")).order_by("-pk").first()
    if last is None:
        return {}
    objections = list(Objection.objects.filter(posting__case=case).order_by("pk"))
    found: Words = {
        "posted_from": last.starts_on,
        "posted_until": last.ends_on,
        "posted_at": f"{name_of(case.territory)}公开栏",
        "objections": len(objections),
        "disposal": "；".join(filter(None, (one.disposal for one in objections)))
        or ("公示期间没有收到异议" if not objections else ""),
    }
    if objections:
        found |= {
            "objected_on": objections[-1].received_on,
            "objection": objections[-1].content,
            "objection_way": "网上" if objections[-1].online else "当面、电话",
        }
    return found


def _decision(case: Case, decision: Decision) -> Words:
    told = determination_of(decision.finding, case) if decision.finding is not None else {}
    parts = {"grant": 0, "topup": 0}
    for one in told.get("parts", []):
        if one["part"] in parts:
            parts[one["part"]] += _fen(one["amount"]) or 0
    found: Words = {
        "decided_on": decision.on,
        "amount": decision.once if decision.once is not None else decision.monthly,
        "from_on": decision.since
        or (decision.benefit.until if decision.benefit_id and decision.benefit else None)
        # What is paid once begins on the day it was decided.
        or (decision.on if decision.once is not None else None),
        "review_on": decision.next_review_on,
        "grade": _CLASSES.get(decision.dibao_class, ""),
        "care_mode": _CARE.get(decision.care_mode, ""),
        "grant": parts["grant"] or None,
        "top_up": parts["topup"] or None,
        "size": len(decision.people) or None,
        "paid_by": "银行代发",
        "articles": article_of(case, decision.article),
        "reasons": [{"fact": decision.reason, "article": article_of(case, decision.article)}]
        if decision.reason
        else [],
        "reason": decision.reason,
    }
    step = case.steps.filter(target="terminated").last()
    if step is not None:
        found["other_help"] = step.reason.partition("可申请：")[2] or step.reason
    return found


def _label(name: str, value: str) -> str:
    codes = load_list(name)
    found = codes.by_identifier.get(value) or codes.by_code.get(value)
    return found.zh if found else value


def _id(person: Person, whole: bool) -> str:
    return str(person.citizen_id if whole else person.citizen_shown)


def _fen(text: Any) -> int | None:
    try:
        return parse_yuan(str(text)) if text not in (None, "") else None
    except ValueError:
        return None


def _count(text: Any) -> int | None:
    return int(text) if str(text or "").isdigit() else None


def _day(text: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
