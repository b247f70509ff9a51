"""What an application still wants before it can be accepted: facts, papers, signatures, each with where to get it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from doudi.engine.determine import Answer
from doudi.engine.telling import one_time_list
from doudi.records.cases.models import Application, Authorisation, Case
from doudi.records.cases.programmes import ASKED
from doudi.records.evidence.answers import tell
from doudi.records.evidence.casefile import Known, known_of
from doudi.records.evidence.models import Document
from doudi.records.registry.models import Household, Kinship, Membership, Person
from doudi.records.registry.queries import members_on, obligors_of
from doudi.records.statements import prepared
from doudi.vocabulary.codes import load_list

ADULT = 18
# What the office looks up or finds out itself is asked of nobody (DB57 article 10).
OFFICE_FINDS = frozenset(
    (
        "由乡镇（街道）入户评估",
        "不动产登记信息",
        "车船登记信息",
        "市场主体登记信息",
        "核对报告",
        "救助系统记录",
        "公共就业服务机构记录",
        "乡村振兴（农业农村）部门记录",
        "卫健部门记录",
    )
)
_WHERE = {
    "identity_card": "本人保管；遗失的到派出所补领",
    "household_register": "本人保管；遗失的到户籍派出所补领",
    "disability_certificate": "县残联办理或换证",
    "medical_papers": "就诊医院病案室",
    "receipts": "就诊医院、医保经办窗口",
    "study_proof": "就读学校教务处",
}
_FOUND_BY_OFFICE = ("survey", "core_check", "department", "roster")
# A fact that is told asks for the paper that shows it.
_SHOWN_BY = {
    "disability": "disability_certificate",
    "illness": "medical_papers",
    "spending": "receipts",
    "household_spending": "receipts",
    "school": "study_proof",
}


@dataclass(frozen=True)
class Gap:
    """One thing wanted: `key` names it for ever, `kind` is fact, paper or signature, `of` who has to bring it."""

    key: str
    kind: str
    what: str
    bring: str
    where: str = ""
    of: str = "applicant"


def gaps_of(
    application: Application, day: datetime.date, known: Known | None = None, cases: list[Case] | None = None
) -> list[Gap]:
    """Everything any completion of the unknowns could need for the programmes asked for, once.

    `known` is what is known of the household on the day, where it has been read already; `cases` where it is asked for
    some of the application's cases alone.
    """
    known = known or known_of(application.household, day)
    cases = _open(application.pk) if cases is None else cases
    if all(ASKED[case.programme].procedure == "temporary_urgent" for case in cases):
        # Relief first, papers later (REG649 article 48).
        return []
    waived = set(application.waived)
    found = [*_facts(known, cases), *_papers(known, application), *_signatures(known, application, cases)]
    return [gap for gap in found if gap.key not in waived]


@prepared
def _open(application: int) -> QuerySet[Case]:
    return Case.objects.filter(application=application, closed_on__isnull=True)


def blocking(gaps: list[Gap]) -> list[Gap]:
    """Those the applicant has to close; what the office finds out itself keeps nobody waiting."""
    return [gap for gap in gaps if gap.of == "applicant"]


def _facts(known: Known, cases: list[Case]) -> list[Gap]:
    told = tell(known)
    if told.answer is None:
        return [Gap(f"fact:{fault}", "fact", fault, "更正后再受理") for fault in told.faults]
    wanted = _wanted(told.answer, cases)
    return [
        Gap(f"fact:{path}", "fact", what, bring, of="office" if bring in OFFICE_FINDS else "applicant")
        for path, what, bring in one_time_list(told.answer)
        if path in wanted
    ]


def _wanted(answer: Answer, cases: list[Case]) -> set[str]:
    """The paths wanted by the programmes of the cases."""
    asked = {case.programme for case in cases}
    return {path for one in answer.determinations if one.programme.key in asked for path in one.missing}


@prepared
def _filed(household: int) -> QuerySet[Document, str]:
    return Document.objects.filter(household=household, withdrawn_at__isnull=True).values_list("kind", flat=True)


def who_signed(application: Application) -> set[int]:
    """Whose authorisation to check their means stands, of those asked for an application."""
    return set(_signed(application.pk))


@prepared
def _signed(application: int) -> QuerySet[Authorisation, int]:
    standing = Authorisation.objects.filter(application=application, revoked_on__isnull=True)
    return standing.values_list("person", flat=True)


def _papers(known: Known, application: Application) -> list[Gap]:
    filed = set(_filed(application.household_id))
    wanted = {"identity_card": "申请人及家庭成员", "household_register": "家庭"}
    people = {one.person_id: one.person.name for one in known.members}
    for row in known.evidence:
        paper = _SHOWN_BY.get(row.topic)
        checked = row.source in _FOUND_BY_OFFICE or row.document_id is not None
        # Compulsory school is known by the age.
        says_nothing = row.value in (False, "none", "compulsory", [], {"kind": "none"})
        if paper and not checked and not says_nothing:
            wanted.setdefault(paper, people.get(row.person_id or 0, "家庭"))
    kinds = load_list("document_type").by_identifier
    return [
        Gap(f"paper:{kind}", "paper", f"{whose}：{kinds[kind].zh}", kinds[kind].zh, _WHERE.get(kind, ""))
        for kind, whose in wanted.items()
        if kind not in filed
    ]


def _signatures(known: Known, application: Application, cases: list[Case]) -> list[Gap]:
    signed = who_signed(application)
    found = [
        Gap(
            f"sign:authorisation:{person.pk}",
            "signature",
            f"{person.name}：核对授权书",
            "本人签字按手印",
            "受理窗口领取",
        )
        for person in who_signs(known, cases)
        if person.pk not in signed
    ]
    if application.promised_on is None:
        found.append(Gap("sign:commitment", "signature", "诚信承诺书", "申请人签字", "受理窗口领取"))
    if application.agent_name and not application.agent_paper:
        found.append(Gap("sign:proxy", "signature", "委托书", "委托人、受托人签字", "受理窗口领取"))
    return found


@dataclass(frozen=True)
class Family:
    """Who belongs to a household on a day, and their obligors: of what is known the part that says who signs."""

    day: datetime.date
    members: Sequence[Membership]
    obligors: Sequence[Kinship]


def family_of(household: Household, day: datetime.date) -> Family:
    """The members of a household on a day and their obligors."""
    members = members_on(household, day)
    return Family(day, members, obligors_of([one.person_id for one in members], day))


def who_signs(family: Known | Family, cases: Sequence[Case]) -> list[Person]:
    """Every adult of the household, and every obligor where the programme looks to them; the dead sign nothing."""
    if not any(ASKED[case.programme].means for case in cases):
        return []
    people = [one.person for one in family.members if _adult(one.person, family.day)]
    if any(ASKED[case.programme].obligors for case in cases):
        people += [one.relative for one in family.obligors if _adult(one.relative, family.day)]
    return list({person.pk: person for person in people if person.died_on is None}.values())


def _adult(person: Person, day: datetime.date) -> bool:
    born = person.born_on
    return born is None or (day.year - born.year - ((day.month, day.day) < (born.month, born.day))) >= ADULT
