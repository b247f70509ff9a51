"""Everything somebody may write of people into a case, each time with a number of its own that may stand nowhere in clear."""

from dataclasses import replace
from itertools import count

from doudi.records.accounts.desk import citizen_desk
from doudi.records.accounts.powers import grant_power
from doudi.records.cases.actions import deciding, ending, inquiries, intake, opinions, publicity, temporary, timing
from doudi.records.cases.actions.applicants import NewApplicant, drop_replacement, replace_applicant
from doudi.records.cases.actions.letters import deliver_letter, make_letter
from doudi.records.cases.gaps import gaps_of
from doudi.records.cases.models import Case
from doudi.records.registry.queries import members_on
from support import caseways
from support.caseways import Way
from support.families_of_cases import burned
from support.families_registered import family_on
from world import COUNTY, DAY, LIULIN, OTHER_TOWN, TOWN, World, staffed


class Planter:
    """Makes a telephone no two of which are the same, and remembers each."""

    def __init__(self) -> None:
        self.planted: list[str] = []
        self._next = count(1)

    def __call__(self, words: str = "") -> str:
        number = f"1386655{next(self._next):04d}"
        self.planted.append(number)
        return f"{words}{number}"


def told_in_cases(world: World) -> list[str]:
    """One case to its refusal, one withdrawn, one objected to and confirmed, with words in every place; what was planted."""
    way, told = Way(world, DAY), Planter()
    caseways.reachable(way)
    _forwarded(way, told)
    _refused(way, told)
    _confirmed(way, told)
    _beside_the_steps(way, told)
    _relieved(way, told)
    _ended_otherwise(way, told)
    return told.planted


def _surveyed(way: Way, told: Planter, sequence: int) -> Case:
    household = family_on(way.world, "600", sequence=sequence)
    caseways.bring_papers(way.desk("township_acceptance"), household)
    application = caseways.apply_for(way, household, ("dibao", None), request=told("收入低，电话"))
    clerk = way.desk("township_acceptance")
    intake.submit_application(by=clerk, application=application.pk)
    intake.accept_application(by=clerk, application=application.pk)
    caseways.inquire(way, "home_visit", application=application, living=told("住在"), opinion=told("邻居"))
    case = application.cases.get()
    inquiries.request_core_check(by=way.desk("township_surveyor"), case=case.pk)
    caseways.inquire(way, "core_check", case=case, note=told("账户"))
    return case


def _forwarded(way: Way, told: Planter) -> None:
    elsewhere = replace(way.desk("township_acceptance"), territory=OTHER_TOWN, spans=((OTHER_TOWN, "341591003"),))
    intake.forward(by=elsewhere, name="沈立国", phone=told(), words=told("请打"), village=LIULIN)


def _refused(way: Way, told: Planter) -> None:
    case = _surveyed(way, told, 201)
    against = opinions.OpinionDraft(grants=False, reason=told("隐瞒收入，见通话"))
    opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=against)
    county = way.desk("county_approver")
    opinions.send_back(by=county, case=case.pk, reason=told("再问一次"))
    caseways.inquire(way, "home_visit", case=case, living=told("仍住在"), opinion=told("另一邻居"))
    opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=against)
    deciding.refuse_case(by=county, case=case.pk, article="最低生活保障审核确认办法#13", reason=told("收入超过标准"))
    make_letter(by=way.desk("township_acceptance"), kind="refusal_letter", case=case.pk)
    deciding.tell_refusal(
        by=way.desk("township_acceptance"), case=case.pk, delivered_to=told("户主"), how=told("电话约见")
    )
    second = staffed(way.world, "county_approver", COUNTY, "丙")
    refused = case.decisions.get(kind="refuse")
    deciding.revoke_decision(by=second, decision=refused.pk, reason=told("漏算支出，见"))
    again = _surveyed(way, told, 211)
    intake.withdraw_case(by=way.desk("township_acceptance"), case=again.pk, reason=told("搬到女儿处"))


def _confirmed(way: Way, told: Planter) -> None:
    case = _surveyed(way, told, 221)
    caseways.posted(way, case, reason=told("核实无误"))
    objection = publicity.object_to(
        by=way.later(2).desk("township_acceptance"), posting=case.postings.get().pk, content=told("有门面，房东"),
        objector=told("某"), contact=told(),
    )  # fmt: skip
    caseways.inquire(way.later(3), "appraisal", case=case, presented=told("发言人"))
    head = way.later(3).desk("township_approver")
    opinions.give_second_opinion(by=head, case=case.pk, draft=caseways.view_of(way, case, reason=told("门面是他人的")))
    publicity.dispose_objection(by=head, objection=objection.pk, disposal=told("已回复"))
    caseways.at_county(way.later(8), case)
    decision = caseways.confirmed(way.later(9), case, reason=told("同意"))
    make_letter(by=way.later(9).desk("township_acceptance"), kind="application", case=case.pk)
    deciding.revoke_decision(
        by=way.later(10).desk("county_approver"), decision=decision.pk, reason=told("漏算工资，见")
    )


def _beside_the_steps(way: Way, told: Planter) -> None:
    """What is no step of a case: waived, complained of, signed and taken back, stood still, extended, delivered, raised."""
    granted = grant_power(
        by=way.desk("county_approver"), power="confirm_dibao", town=TOWN, since=way.day, notice="金民〔2026〕9号"
    )
    household = family_on(way.world, "600", sequence=231)
    application = caseways.apply_for(way, household, ("dibao", None))
    clerk, head = way.desk("township_acceptance"), way.desk("township_approver")
    intake.submit_application(by=clerk, application=application.pk)
    application.refresh_from_db()
    for gap in gaps_of(application, way.day):
        intake.waive_gap(by=clerk, application=application.pk, key=gap.key, reason=told("平台可查，问"))
    intake.accept_application(by=clerk, application=application.pk)
    case = application.cases.get()
    assert case.grant_id == granted.pk
    caseways.surveyed(way, application)
    letter = make_letter(by=clerk, kind="acceptance_notice", case=case.pk)
    deliver_letter(by=clerk, letter=letter.pk, to=told("户主之弟"), how=told("电话约定当面"))
    intake.revoke_authorisation(by=clerk, authorisation=application.authorisations.first().pk, reason=told("不愿，见"))
    timing.suspend(by=head, case=case.pk, since=way.day, reason=told("待鉴定，联系"))
    timing.resume(by=way.later(2).desk("township_approver"), case=case.pk, on=way.later(2).day)
    timing.extend(by=head, case=case.pk, reason=told("人在外地，电话"))
    deciding.raise_to_county(by=head, case=case.pk, reason=told("牵涉邻镇，问"))
    caseways.posted(way, case)
    publicity.take_down(by=clerk, posting=case.postings.get().pk, reason=told("贴错地方，来电"))
    intake.note_complaint(by=clerk, application=application.pk, reason=told("举报人"))
    intake.note_complaint(by=clerk, application=application.pk, reason=told("再次举报"))


def _ended_otherwise(way: Way, told: Planter) -> None:
    """Another applicant, a notice put back, an objection nobody answers to, an end for want of cooperation."""
    case = _surveyed(way, told, 241)
    clerk, head = way.desk("township_acceptance"), way.desk("township_approver")
    spouse, paper = members_on(case.household, way.day)[1].person_id, caseways.consent_filed(clerk, case.household_id)
    new = NewApplicant(person=spouse, reason=told("腿伤不便，问"), on=way.day, document=paper)
    replace_applicant(by=clerk, application=case.application_id or 0, new=new)
    drop_replacement(by=head, application=case.application_id or 0, reason=told("签字不清，问"))
    caseways.replaced(way, case.application_id or 0, new)
    notice = make_letter(by=clerk, kind="applicant_change_notice", application=case.application_id)
    deliver_letter(by=clerk, letter=notice.pk, to=told("户主"), how=told("短信"))
    caseways.posted(way, case)
    case.postings.update(taken_down_on=way.day)
    publicity.put_back(by=clerk, case=case.pk, reason=told("贴错村，来电"))
    publicity.post_case(by=clerk, case=case.pk)
    web = citizen_desk(way.day, village=LIULIN, name="公示异议", request="r")
    objection = publicity.object_to(
        by=web, posting=case.postings.latest("pk").pk, content=told("有车，车主"), objector="某人", contact=told()
    )
    tries = [publicity.Attempt(way.later(one).day, told("拨打"), told("转接")) for one in (0, 1)]
    publicity.set_objection_aside(
        by=way.later(1).desk("township_approver"), objection=objection.pk, attempts=tries, found=told("无车，邻居")
    )
    other = _surveyed(way, told, 251)
    more = {"asked": told("补交证明，联系"), "reply_by_on": way.later(3).day}
    letter = make_letter(by=head, kind="cooperation_request", case=other.pk, more=more)
    deliver_letter(by=head, letter=letter.pk, to=told("户主"), how=told("短信"))
    last = way.later(9).desk("township_approver")
    ending.discontinue_case(by=last, case=other.pk, reason=told("仍不配合，电话"), cause="no_cooperation")
    make_letter(by=last, kind="no_cooperation_notice", case=other.pk)


def _relieved(way: Way, told: Planter) -> None:
    case = caseways.apply_for(way, burned(way.world), ("temporary_urgent", None)).cases.get()
    surveyor = way.desk("township_surveyor")
    given = {"reason": told("房屋烧毁，住在"), "goods": told("棉被，送到"), "again": told("再次受灾")}
    temporary.relieve(by=surveyor, case=case.pk, once=80_000, **given)
    temporary.escalate(by=surveyor, case=case.pk, reason=told("缺口大，问"))
    temporary.decide_escalated(by=way.desk("county_approver"), case=case.pk, once=0, reason=told("不再追加，已告"))
