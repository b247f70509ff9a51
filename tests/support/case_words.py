"""Everything somebody may write of people into a case, each time with a number of its own that may stand nowhere in clear."""

from dataclasses import replace
from itertools import count

from doudi.records.cases.actions import deciding, inquiries, intake, opinions, publicity
from doudi.records.cases.actions.letters import make_letter
from doudi.records.cases.models import Case
from support import caseways
from support.caseways import Way
from support.families_registered import family_on
from world import DAY, LIULIN, OTHER_TOWN, World


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
    opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=against)
    deciding.refuse_case(by=county, case=case.pk, article="最低生活保障审核确认办法#13", reason=told("收入超过标准"))
    make_letter(by=way.desk("township_acceptance"), kind="refusal_letter", case=case.pk)
    deciding.tell_refusal(by=way.desk("township_acceptance"), case=case.pk, delivered_to="户主")
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
