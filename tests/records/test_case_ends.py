"""A case that ends without a decision: by what the record shows, told in a letter of its own."""

import datetime
import io
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest

from doudi.policy.instruments import resolve
from doudi.records.accounts.desk import NotAllowed
from doudi.records.cases.actions import ending, intake
from doudi.records.cases.actions.letters import deliver_letter, letter_bytes, make_letter
from doudi.records.cases.models import Case, Letter
from doudi.records.registry.actions.members import record_death
from doudi.records.registry.refusals import Refused
from support import caseways
from support import families_of_cases as families
from support.case_acts import ACTS, STRAIGHT, At
from support.case_stories import household_for, opened_case
from support.case_world import case_of, member_of, ready, stage_of, surveyed_case, world_of_cases
from support.caseways import Way
from support.families_registered import family_on
from support.rolled_back import rolled_back
from world import DAY, World

pytestmark = pytest.mark.django_db
ASKED = "提供务工单位的工资证明，并约定入户时间"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


def family_case(way: Way) -> Case:
    return surveyed_case(way, ready(way.world, lambda world: family_on(world, "600")), "dibao")


def asked(way: Way, case: Case, *, days: int = 5, delivered: bool = True) -> Letter:
    by = way.desk("township_surveyor")
    more = {"asked": ASKED, "reply_by_on": way.day + datetime.timedelta(days=days)}
    letter = make_letter(by=by, kind="cooperation_request", case=case.pk, more=more)
    return deliver_letter(by=by, letter=letter.pk, to="户主", how="直接送达") if delivered else letter


def ended(way: Way, case: Case, post: str = "township_approver", **told: Any) -> None:
    ending.discontinue_case(by=way.desk(post), case=case.pk, reason="三次约定入户均未在家", **told)


def text_of(letter: Letter) -> str:
    pages = pypdf.PdfReader(io.BytesIO(letter_bytes(letter, "pdf"))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def told_by(way: Way, story: str, kind: str) -> str:
    """The letter of a story's end, as its PDF says it."""
    case = opened_case(way, story, household_for(way.world, story, again=True))
    for word in STRAIGHT[story].split():
        if word.startswith("+"):
            way = way.later(int(word))
            continue
        ACTS[word].do(At(way.world, Case.objects.get(pk=case.pk), way.desk(ACTS[word].posts[0])))
    return text_of(make_letter(by=way.desk("township_acceptance"), kind=kind, case=case.pk))


# Want of cooperation


def test_nobody_is_uncooperative_who_was_not_asked_in_writing(way: Way) -> None:
    case = family_case(way)
    with pytest.raises(Refused, match="请先制作“配合调查通知书”"):
        ended(way, case)
    letter = asked(way, case, delivered=False)
    with pytest.raises(Refused, match="还没有登记送达"):
        ended(way.later(9), case)
    deliver_letter(by=way.desk("township_surveyor"), letter=letter.pk, to="户主", how="直接送达")
    ended(way.later(9), case)
    assert stage_of(case) == "discontinued"


@pytest.mark.parametrize(("days", "last"), [(5, 5), (0, 3)])
def test_the_day_for_the_answer_is_whole_and_never_sooner_than_three_days(way: Way, days: int, last: int) -> None:
    case = family_case(way)
    asked(way, case, days=days)
    with pytest.raises(Refused, match="期满仍不配合的才能终止"):
        ended(way.later(last), case)
    ended(way.later(last + 1), case)
    assert stage_of(case) == "discontinued"


def test_its_letter_says_what_was_asked_when_until_when_and_what_the_family_can_do(way: Way) -> None:
    text = told_by(way, "discontinued", "no_cooperation_notice")
    for said in (
        "提供务工单位的工资证明，并约定入户时间。", "2026年3月2日作出《配合调查通知书》", "期限至2026年3月7日",
        resolve("最低生活保障审核确认办法#29").zh, "再次提出申请", "60日内向金山县人民政府申请行政复议", "三次约定入户均未在家",
    ):  # fmt: skip
        assert said in text


def test_the_window_does_not_find_anybody_uncooperative(way: Way) -> None:
    case = family_case(way)
    asked(way, case)
    with pytest.raises(NotAllowed, match="由乡镇审核负责人"):
        ended(way.later(6), case, post="township_acceptance")


def test_what_was_surveyed_is_no_mistake(way: Way) -> None:
    with pytest.raises(Refused, match="不能以“误报、重复或登记有误”终止"):
        ended(way, family_case(way), cause="mistaken")


# Papers, death, a move


def test_its_letter_names_every_paper_that_never_came_and_the_days(way: Way) -> None:
    text = told_by(way, "papers_overdue", "papers_overdue_notice")
    for said in (
        "身份证",
        "户口簿",
        "2026年3月2日一次性告知",
        "2026年4月1日前补齐",
        resolve("最低生活保障审核确认办法#10").zh,
        "再次提出申请",
        "行政复议",
    ):
        assert said in text


def test_papers_that_came_in_part_end_a_case_after_the_last_day_as_well(way: Way) -> None:
    application = caseways.apply_for(way, family_on(way.world, "600"), ("dibao", None))
    window = way.desk("township_acceptance")
    intake.submit_application(by=window, application=application.pk)
    notice = intake.give_notice(by=window, application=application.pk)
    intake.bring_papers(by=window, application=application.pk)
    case, days = application.cases.get(), (notice.answer_by - way.day).days
    with pytest.raises(NotAllowed):
        ended(way.later(days), case, post="township_acceptance")
    ended(way.later(days + 1), case, post="township_acceptance")
    step = case.steps.last()
    assert step.document == "papers_overdue_notice"
    assert "仍缺：申请人及家庭成员：身份证" in step.reason


def test_the_letter_of_a_death_goes_to_the_family(way: Way) -> None:
    text = told_by(way, "died", "death_notice")
    for said in ("孟大海的亲属", "2026年3月5日去世", "以自己的名义提出申请", "行政复议"):
        assert said in text


def test_the_letter_of_a_move_says_where_to_apply(way: Way) -> None:
    text = told_by(way, "moved", "move_notice")
    for said in ("已迁往", "枫岭村", "重新提出申请", "行政复议"):
        assert said in text


def test_each_end_is_told_by_its_own_letter_and_by_no_other(way: Way) -> None:
    case = family_case(way)
    for kind in ("no_cooperation_notice", "death_notice", "discontinuation_notice"):
        with pytest.raises(Refused, match="没有终止办理"):
            make_letter(by=way.desk("township_acceptance"), kind=kind, case=case.pk)
    asked(way, case)
    ended(way.later(6), case)
    with pytest.raises(Refused, match="请制作“不配合调查终止办理告知书”"):
        make_letter(by=way.later(6).desk("township_acceptance"), kind="death_notice", case=case.pk)
    with pytest.raises(Refused, match="以办件记录为准"):
        make_letter(
            by=way.later(6).desk("township_acceptance"), kind="no_cooperation_notice", case=case.pk,
            more={"reply_by_on": way.later(99).day},
        )  # fmt: skip


def test_who_ended_it_signs(way: Way) -> None:
    case = family_case(way)
    asked(way, case)
    ended(way.later(6), case, post="county_reviewer")
    letter = make_letter(by=way.later(6).desk("county_reviewer"), kind="no_cooperation_notice", case=case.pk)
    assert "金山县民政局" in text_of(letter)


def test_a_single_person_who_left_the_household_ends_their_own_case(way: Way) -> None:
    household = ready(way.world, families.severe_grown_child)
    case = case_of(way, household, "disability_nursing", member_of(household, 2))
    record_death(by=way.desk("township_acceptance"), person=member_of(household, 2), died_on=way.day)
    ended(way, case, post="township_acceptance")
    assert case.steps.last().document == "death_notice"


def test_who_applies_since_has_as_long_for_the_papers_and_is_asked_to_cooperate_themselves(way: Way) -> None:
    window = way.desk("township_acceptance")
    household = ready(way.world, lambda world: family_on(world, None))
    application = caseways.apply_for(way, household, ("dibao", None))
    intake.submit_application(by=window, application=application.pk)
    intake.give_notice(by=window, application=application.pk)
    case, last = application.cases.get(), way.later(29)
    ACTS["applicant_dies"].do(At(way.world, case, last.desk("township_acceptance")))
    with pytest.raises(Refused, match="请用“更换申请人”继续办理"):
        ended(way.later(31), case, post="township_acceptance")
    ACTS["replace_applicant"].do(At(way.world, case, last.desk("township_acceptance")))
    with pytest.raises(Refused, match=f"补正期限至{last.later(30).day}"):
        ended(last.later(30), case, post="township_acceptance")
    ended(last.later(31), case, post="township_acceptance")
    letter = make_letter(by=last.later(31).desk("township_acceptance"), kind="papers_overdue_notice", case=case.pk)
    assert str(last.later(30).day) in letter.content


def test_what_was_asked_of_the_dead_is_asked_of_nobody_else(way: Way) -> None:
    case = family_case(way)
    asked(way, case)
    ACTS["applicant_dies"].do(At(way.world, case, way.desk("township_acceptance")))
    ACTS["replace_applicant"].do(At(way.world, case, way.desk("township_acceptance")))
    with pytest.raises(Refused, match="请先制作“配合调查通知书”"):
        ended(way.later(9), case)


@pytest.mark.parametrize("day", [DAY])
def test_the_applicants_death_does_not_end_what_the_others_need(way: Way, day: datetime.date) -> None:
    case = family_case(way)
    ACTS["applicant_dies"].do(At(way.world, case, way.desk("township_acceptance")))
    for post in ("township_acceptance", "township_approver", "county_reviewer"):
        with pytest.raises(Refused, match="请用“更换申请人”继续办理"):
            ended(way, case, post=post)
    assert stage_of(case) == "surveying"
