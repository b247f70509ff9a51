"""A case that ends without a decision: by what the record shows, told in a letter of its own."""

import datetime
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdf
import pytest

from doudi.policy.instruments import resolve
from doudi.records.accounts.desk import NotAllowed, citizen_desk
from doudi.records.cases.actions import ending, intake
from doudi.records.cases.actions.letters import deliver_letter, letter_bytes, make_letter
from doudi.records.cases.actions.online import send_papers
from doudi.records.cases.models import Application, Case, Letter
from doudi.records.evidence.documents import PaperDraft, file_documents, withdraw_document
from doudi.records.registry.actions.members import end_membership, move_household, move_member, record_death
from doudi.records.registry.models import Membership, Person
from doudi.records.registry.refusals import Refused
from support import caseways
from support import families_of_cases as families
from support.case_acts import ACTS, STRAIGHT, At
from support.case_stories import household_for, opened_case
from support.case_world import case_of, member_of, ready, stage_of, surveyed_case, world_of_cases
from support.caseways import Way
from support.families_registered import family_on
from support.rolled_back import rolled_back
from world import FENGLING, LIULIN, OTHER_TOWN, SHIQIAO, TOWN, World, staffed

pytestmark = pytest.mark.django_db
ASKED = "提供务工单位的工资证明，并约定入户时间"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


def family_case(way: Way) -> Case:
    return surveyed_case(way, ready(way.world, lambda world: family_on(world, "600")), "dibao")


def asked(way: Way, case: Case, *, days: int = 5, delivered: bool = True, post: str = "township_surveyor") -> Letter:
    by = way.desk(post)
    more = {"asked": ASKED, "reply_by_on": way.day + datetime.timedelta(days=days)}
    letter = make_letter(by=by, kind="cooperation_request", case=case.pk, more=more)
    return deliver_letter(by=by, letter=letter.pk, to="户主", how="直接送达") if delivered else letter


def ended(way: Way, case: Case, post: str = "township_approver", **told: Any) -> None:
    ending.discontinue_case(by=way.desk(post), case=case.pk, reason="三次约定入户均未在家", **told)


def uncooperative(way: Way, case: Case, post: str = "township_approver") -> None:
    ended(way, case, post, cause="no_cooperation")


def wanting_papers(way: Way) -> Application:
    """An application of a family without papers, told once what is wanted."""
    application = caseways.apply_for(way, family_on(way.world, "600"), ("dibao", None))
    window = way.desk("township_acceptance")
    intake.submit_application(by=window, application=application.pk)
    intake.give_notice(by=window, application=application.pk)
    return application


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
        uncooperative(way, case)
    letter = asked(way, case, delivered=False)
    with pytest.raises(Refused, match="还没有登记送达"):
        uncooperative(way.later(9), case)
    deliver_letter(by=way.desk("township_surveyor"), letter=letter.pk, to="户主", how="直接送达")
    uncooperative(way.later(9), case)
    assert stage_of(case) == "discontinued"


def test_who_cooperated_since_is_decided_for(way: Way) -> None:
    case = family_case(way)
    asked(way, case)
    caseways.inquire(way.later(3), "home_visit", application=case.application)
    with pytest.raises(Refused, match="之后已有调查记录（入户调查，2026-03-05）"):
        uncooperative(way.later(6), case)
    asked(way.later(6), case)
    uncooperative(way.later(12), case)
    assert stage_of(case) == "discontinued"


@pytest.mark.parametrize("online", [True, False])
def test_who_brought_a_paper_since_has_cooperated(way: Way, online: bool) -> None:
    case = family_case(way)
    asked(way, case)
    paper = PaperDraft(caseways.PNG + b"wages", "image/png", "income_proof", title="务工单位工资证明")
    if online:
        family = citizen_desk(way.day, village=LIULIN, name="网上办理", request="r")
        brought = send_papers(by=family, application=case.application_id, papers=[replace(paper, kind="photographs")])
    else:
        brought = file_documents(by=way.desk("village_assistant"), household=case.household_id, drafts=[paper])
    with pytest.raises(Refused, match="这家已提交：务工单位工资证明（.*重新书面要求"):
        uncooperative(way.later(6), case)
    # Whatever becomes of the paper, it was brought.
    withdraw_document(by=way.desk("township_approver"), document=brought[0].pk, reason="错传")
    with pytest.raises(Refused, match="这家已提交"):
        uncooperative(way.later(6), case)
    asked(way.later(6), case)
    uncooperative(way.later(12), case)
    assert stage_of(case) == "discontinued"


def test_what_the_office_files_of_its_own_is_nobodys_cooperation(way: Way) -> None:
    case = family_case(way)
    asked(way, case)
    papers = [PaperDraft(caseways.PNG + kind.encode(), "image/png", kind) for kind in ("photographs", "home_visit")]
    file_documents(by=way.desk("township_surveyor"), household=case.household_id, drafts=papers)
    uncooperative(way.later(6), case)
    assert stage_of(case) == "discontinued"


def test_who_signed_since_has_cooperated_and_who_took_it_back_has_not(way: Way) -> None:
    case, window = family_case(way), way.desk("township_acceptance")
    signed = case.application.authorisations.first()
    intake.revoke_authorisation(by=window, authorisation=signed.pk, reason="本人撤回")
    asked(way, case)
    again = intake.sign_authorisation(
        by=way.later(1).desk("township_acceptance"), application=case.application_id, person=signed.person_id,
        signed_on=way.later(1).day,
    )  # fmt: skip
    with pytest.raises(Refused, match=f"这家已提交：{signed.person.name}的核对授权书"):
        uncooperative(way.later(6), case)
    intake.revoke_authorisation(by=way.later(2).desk("township_acceptance"), authorisation=again.pk, reason="又撤回")
    uncooperative(way.later(6), case)
    assert stage_of(case) == "discontinued"


def test_what_was_asked_in_an_earlier_round_is_asked_anew(way: Way) -> None:
    case = family_case(way)
    asked(way, case)
    for act, post in (("first_against", "township_approver"), ("send_back", "county_reviewer")):
        ACTS[act].do(At(way.world, Case.objects.get(pk=case.pk), way.later(1).desk(post)))
    assert stage_of(case) == "surveying"
    with pytest.raises(Refused, match="请先制作“配合调查通知书”"):
        uncooperative(way.later(6), case)
    asked(way.later(6), case)
    uncooperative(way.later(12), case)
    assert stage_of(case) == "discontinued"


def test_who_asked_does_not_judge_the_answer_where_somebody_else_may(way: Way) -> None:
    case, other = family_case(way), staffed(way.world, "township_approver", TOWN, "乙")
    asked(way, case, post="township_approver")
    with pytest.raises(NotAllowed, match="由您制作，是否不配合须由其他人员认定；可由.*乙办理"):
        uncooperative(way.later(6), case)
    way.world.desks["other"] = other
    uncooperative(way.later(6), case, post="other")
    assert stage_of(case) == "discontinued"


def test_who_asked_judges_where_the_office_has_nobody_else(way: Way) -> None:
    case = family_case(way)
    asked(way, case, post="township_approver")
    uncooperative(way.later(6), case)
    assert stage_of(case) == "discontinued"


def test_an_application_asks_nobody_to_cooperate_before_it_is_a_case_under_survey(way: Way) -> None:
    case = family_case(way)
    with pytest.raises(Refused, match="请从办件制作"):
        make_letter(by=way.desk("township_surveyor"), kind="cooperation_request", application=case.application_id)


@pytest.mark.parametrize(("days", "last"), [(5, 5), (0, 3)])
def test_the_day_for_the_answer_is_whole_and_never_sooner_than_three_days(way: Way, days: int, last: int) -> None:
    case = family_case(way)
    asked(way, case, days=days)
    with pytest.raises(Refused, match="期满仍不配合的才能终止"):
        uncooperative(way.later(last), case)
    uncooperative(way.later(last + 1), case)
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
        uncooperative(way.later(6), case, post="township_acceptance")


def test_what_was_surveyed_is_no_mistake(way: Way) -> None:
    with pytest.raises(Refused, match="不能以“误报、重复或登记有误”终止"):
        ended(way, family_case(way), cause="mistaken")


# What is told and not shown


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        ("", "请选择终止的情形：不配合调查"),
        ("died", "登记簿没有显示“申请人或救助对象死亡”"),
        ("moved", "登记簿没有显示“迁出或离户”"),
        ("papers_overdue", "没有一次性告知"),
    ],
)
def test_nothing_ends_a_case_that_is_neither_shown_nor_told(way: Way, cause: str, said: str) -> None:
    case = family_case(way)
    asked(way, case)
    with pytest.raises(Refused, match=said):
        ended(way.later(6), case, cause=cause)
    assert stage_of(case) == "surveying"


def submitted(way: Way) -> tuple[Case, Case]:
    """A case that is accepted, and one that the same family asked for since."""
    household = ready(way.world, lambda world: family_on(world, "600"))
    first = case_of(way, household, "dibao")
    application = caseways.apply_for(way, household, ("near_dibao", None))
    intake.submit_application(by=way.desk("township_acceptance"), application=application.pk)
    return first, application.cases.get()


def mistaken(way: Way, case: Case, reason: str, post: str = "township_approver") -> None:
    ending.discontinue_case(by=way.desk(post), case=case.pk, reason=reason, cause="mistaken")


def test_what_a_family_handed_in_twice_is_named_with_its_other_case(way: Way) -> None:
    first, case = submitted(way)
    elders = ready(way.world, families.elder)
    strange = case_of(way, elders, "tekun", member_of(elders, 0))
    for reason in ("重复申请", f"与{strange.number}重复", f"与{case.number}重复"):
        with pytest.raises(Refused, match="写明这家同类救助另一在办或在发办件的编号"):
            mistaken(way, case, reason)
    mistaken(way, case, f"与{first.number}重复")
    assert (stage_of(case), case.steps.last().document) == ("discontinued", "discontinuation_notice")


def test_the_county_says_what_was_entered_by_mistake(way: Way) -> None:
    _first, case = submitted(way)
    mistaken(way, case, "录错了家庭", post="county_reviewer")
    assert stage_of(case) == "discontinued"


# Drafts


def draft(way: Way) -> Case:
    household = ready(way.world, lambda world: family_on(world, "600"))
    return caseways.apply_for(way, household, ("dibao", None)).cases.get()


@pytest.mark.parametrize("online", [True, False])
def test_a_draft_is_taken_back_by_the_family_or_at_the_window(way: Way, online: bool) -> None:
    case = draft(way)
    family = citizen_desk(way.day, village=LIULIN, name="网上申请", request="r")
    by = family if online else way.desk("township_acceptance")
    for wrong in ("township_approver", "village_assistant"):
        with pytest.raises(NotAllowed):
            intake.withdraw_case(by=way.desk(wrong), case=case.pk, reason="不再申请")
    with pytest.raises(Refused, match="原因"):
        intake.withdraw_case(by=by, case=case.pk, reason=" ")
    intake.withdraw_case(by=by, case=case.pk, reason="不再申请")
    assert (stage_of(case), case.steps.last().reason) == ("withdrawn", "不再申请")
    assert Application.objects.get(pk=case.application_id).closed_on == way.day


def test_a_draft_is_taken_back_and_not_ended(way: Way) -> None:
    case = draft(way)
    for cause in ("", "mistaken", "no_cooperation"):
        with pytest.raises(Refused, match="请用“撤回申请”"):
            ended(way, case, cause=cause)


def test_a_family_that_moved_with_a_draft_open_asks_where_it_lives_now(way: Way) -> None:
    case, there = draft(way), staffed(way.world, "township_acceptance", OTHER_TOWN, "丁")
    household, window = case.household, way.desk("township_acceptance")
    move_household(by=window, household=household.pk, territory=FENGLING, on=way.day, reason="搬迁", address="一组")
    new = intake.ApplicationDraft(applicant=case.application.applicant_id, programmes=[("dibao", None)])
    with pytest.raises(Refused, match=f"（{case.number}），由河东镇办理；请其登记撤回"):
        intake.open_application(by=there, household=household.pk, draft=new)
    intake.withdraw_case(by=window, case=case.pk, reason="已迁往枫岭村")
    assert intake.open_application(by=there, household=household.pk, draft=new).cases.get().stage == "draft"


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
    application = wanting_papers(way)
    intake.bring_papers(by=way.desk("township_acceptance"), application=application.pk)
    case, days = application.cases.get(), (application.notice.answer_by - way.day).days
    with pytest.raises(NotAllowed):
        ended(way.later(days), case, post="township_acceptance")
    ended(way.later(days + 1), case, post="township_acceptance")
    step = case.steps.last()
    assert step.document == "papers_overdue_notice"
    assert "仍缺：申请人及家庭成员：身份证" in step.reason


def test_who_brought_everything_is_not_ended_because_nobody_wrote_it_down(way: Way) -> None:
    application = wanting_papers(way)
    case, late, window = application.cases.get(), way.later(40), way.desk("township_acceptance")
    caseways.bring_papers(way.later(5).desk("township_acceptance"), application.household)
    for post in ("township_acceptance", "township_approver"):
        for cause in ("", "papers_overdue"):
            with pytest.raises(Refused, match="材料已齐，请登记补正"):
                ended(late, case, post=post, cause=cause)
    intake.bring_papers(by=window, application=application.pk)
    with pytest.raises(Refused, match="材料已齐，请受理"):
        ended(late, case, cause="papers_overdue")
    intake.accept_application(by=late.desk("township_acceptance"), application=application.pk)
    assert stage_of(case) == "accepted"


def test_the_letter_lists_what_is_wanted_still_and_nothing_that_came(way: Way) -> None:
    application = wanting_papers(way)
    late, window = way.later(31), way.desk("township_acceptance")
    card = PaperDraft(caseways.PNG + b"card", "image/png", "identity_card")
    file_documents(by=window, household=application.household_id, drafts=[card])
    case = application.cases.get()
    ended(late, case, post="township_acceptance")
    letter = make_letter(by=late.desk("township_acceptance"), kind="papers_overdue_notice", case=case.pk)
    assert [one["what"] for one in json.loads(letter.content)["missing"]] == ["家庭：户口簿"]
    # What comes after the end does not change what was wanting then.
    caseways.bring_papers(late.desk("township_acceptance"), application.household)
    again = make_letter(by=late.desk("township_acceptance"), kind="papers_overdue_notice", case=case.pk)
    assert json.loads(again.content)["missing"] == json.loads(letter.content)["missing"]


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
    uncooperative(way.later(6), case)
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
    uncooperative(way.later(6), case, post="county_reviewer")
    letter = make_letter(by=way.later(6).desk("county_reviewer"), kind="no_cooperation_notice", case=case.pk)
    assert "金山县民政局" in text_of(letter)


@pytest.mark.parametrize(("how", "letter"), [("died", "death_notice"), ("left", "move_notice")])
def test_what_is_one_persons_ends_when_they_die_or_leave(way: Way, how: str, letter: str) -> None:
    household, by = ready(way.world, families.severe_grown_child), way.desk("township_acceptance")
    son = member_of(household, 2)
    case = case_of(way, household, "disability_nursing", son)
    if how == "died":
        record_death(by=by, person=son, died_on=way.day)
    else:
        leaving = Membership.objects.get(household=household, person=son, until=None)
        end_membership(by=by, membership=leaving.pk, on=way.day, ended="moved_out", reason="外出务工落户")
    ended(way, case, post="township_acceptance")
    assert case.steps.last().document == letter


def orphaned(way: Way) -> tuple[Case, int]:
    """The case of a child whose grandmother, who asked for it, has died; and the child."""
    household = ready(way.world, families.child_alone)
    grandmother, child = member_of(household, 0), member_of(household, 1)
    case = case_of(way, household, "unattended_child", child)
    record_death(by=way.desk("township_acceptance"), person=grandmother, died_on=way.day, new_head=child, relations={})
    return case, child


@pytest.mark.parametrize(("village", "office"), [(LIULIN, "河东镇人民政府"), (FENGLING, "河西镇人民政府")])
def test_the_case_of_a_child_taken_in_elsewhere_ends_with_no_death(way: Way, village: str, office: str) -> None:
    case, child = orphaned(way)
    by, uncle = way.desk("township_acceptance"), family_on(way.world, "600", surname="孔")
    staying = Membership.objects.get(household=case.household, person=child, until=None)
    move_member(
        by=by, membership=staying.pk, household=uncle.pk, relation="other_relative", on=way.day, reason="投靠伯父"
    )
    if village != LIULIN:
        move_household(by=by, household=uncle.pk, territory=village, on=way.day, reason="搬迁", address="一组")
    ended(way, case, post="township_acceptance")
    assert case.steps.last().document == "move_notice"
    with pytest.raises(Refused, match="请制作“终止办理告知书（迁出）”"):
        make_letter(by=by, kind="death_notice", case=case.pk)
    text = text_of(make_letter(by=by, kind="move_notice", case=case.pk))
    assert f"{case.person.name}的监护人：" in text
    assert f"请向{office}重新提出申请" in text


@pytest.mark.parametrize(
    ("village", "post", "here"),
    [
        (SHIQIAO, "township_acceptance", True),
        (FENGLING, "township_acceptance", False),
        (FENGLING, "county_reviewer", True),
    ],
)
def test_who_moved_within_the_office_is_not_sent_away_from_it(way: Way, village: str, post: str, here: bool) -> None:
    case, by = family_case(way), way.desk("township_acceptance")
    move_household(by=by, household=case.household_id, territory=village, on=way.day, reason="搬迁", address="一组")
    ended(way, case, post=post)
    text = text_of(make_letter(by=way.desk(post), kind="move_notice", case=case.pk))
    assert ("须按现在的情况重新提出申请" in text, "不再由我单位办理" in text) == (here, not here)


def test_a_family_that_joined_another_household_is_told_to_ask_there(way: Way) -> None:
    case, by = family_case(way), way.desk("township_acceptance")
    kin = family_on(way.world, "600", sequence=905, surname="孔")
    move_household(by=by, household=kin.pk, territory=FENGLING, on=way.day, reason="搬迁", address="一组")
    everywhere = replace(by, spans=(*by.spans, (OTHER_TOWN, "341591003")))
    leaving = Membership.objects.filter(household=case.household, until=None).order_by("-position")
    for one in leaving:
        move_member(
            by=everywhere, membership=one.pk, household=kin.pk, relation="other_relative", on=way.day, reason="合户"
        )
    ended(way, case, post="township_acceptance")
    assert case.steps.last().document == "move_notice"
    text = text_of(make_letter(by=by, kind="move_notice", case=case.pk))
    assert "枫岭村" in text and "请向河西镇人民政府重新提出申请" in text


def test_a_child_whose_guardian_died_is_not_found_uncooperative(way: Way) -> None:
    case, _child = orphaned(way)
    with pytest.raises(Refused, match="请用“更换申请人”继续办理"):
        uncooperative(way, case)


def test_who_applies_since_has_as_long_for_the_papers_and_is_asked_to_cooperate_themselves(way: Way) -> None:
    window = way.desk("township_acceptance")
    application = caseways.apply_for(way, family_on(way.world, None), ("dibao", None))
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
        uncooperative(way.later(9), case)


def test_the_applicants_death_does_not_end_what_the_others_need(way: Way) -> None:
    case = family_case(way)
    ACTS["applicant_dies"].do(At(way.world, case, way.desk("township_acceptance")))
    for post in ("township_acceptance", "township_approver", "county_reviewer"):
        with pytest.raises(Refused, match="请用“更换申请人”继续办理"):
            ended(way, case, post=post)
    assert stage_of(case) == "surveying"


def test_who_stays_is_not_told_where_somebody_who_left_them_lives(way: Way) -> None:
    household, by = ready(way.world, families.severe_grown_child), way.desk("township_acceptance")
    son = member_of(household, 2)
    case = case_of(way, household, "disability_nursing", son)
    kin = family_on(way.world, "600", sequence=905, surname="孔")
    leaving = Membership.objects.get(household=household, person=son, until=None)
    move_member(
        by=by, membership=leaving.pk, household=kin.pk, relation="other_relative", on=way.day, reason="投靠亲戚"
    )
    move_household(by=by, household=kin.pk, territory=FENGLING, on=way.day, reason="搬迁", address="一组")
    ended(way, case, post="township_acceptance")
    text = text_of(make_letter(by=by, kind="move_notice", case=case.pk))
    assert f"因{Person.objects.get(pk=son).name}已不在申请时登记的住户" in text
    assert "枫岭村" not in text and "请向河西镇人民政府重新提出申请" in text


def test_a_cause_that_is_not_the_one_shown_is_refused_and_never_becomes_another(way: Way) -> None:
    application = wanting_papers(way)
    case, late = application.cases.get(), way.later(31)
    for told in ("died", "no_cooperation", "mistaken"):
        with pytest.raises(Refused, match="登记和办件记录显示的是“逾期未补正”"):
            ended(late, case, post="county_reviewer", cause=told)
    assert stage_of(case) == "supplement_required"


def test_who_was_refused_before_asks_anew_and_has_not_asked_twice(way: Way) -> None:
    first, case = submitted(way)
    told = f"与{first.number}重复"
    for stage, closed in (("refused", None), ("refusal_notified", way.day), ("ended", way.day)):
        Case.objects.filter(pk=first.pk).update(stage=stage, closed_on=closed)
        with pytest.raises(Refused, match="同类救助另一在办或在发办件的编号"):
            mistaken(way, case, told)
    Case.objects.filter(pk=first.pk).update(stage="active", closed_on=way.day)
    mistaken(way, case, told)
    assert stage_of(case) == "discontinued"


def test_help_of_another_kind_is_not_asked_for_twice(way: Way) -> None:
    first, _case = submitted(way)
    application = caseways.apply_for(way, first.household, ("temporary_spending", None))
    intake.submit_application(by=way.desk("township_acceptance"), application=application.pk)
    with pytest.raises(Refused, match="同类救助"):
        mistaken(way, application.cases.get(), f"与{first.number}重复")


def test_who_has_the_same_name_is_not_the_same_family(way: Way) -> None:
    _first, case = submitted(way)
    elders = ready(way.world, families.elder)
    strange = case_of(way, elders, "tekun", member_of(elders, 0))
    applicant = case.application.applicant
    for born_on, said in ((applicant.born_on - datetime.timedelta(days=1), "同类救助"), (applicant.born_on, "")):
        Person.objects.filter(pk=member_of(elders, 0)).update(name_key=applicant.name_key, born_on=born_on)
        if said:
            with pytest.raises(Refused, match=said):
                mistaken(way, case, f"与{strange.number}重复")
    mistaken(way, case, f"与{strange.number}重复")
    assert stage_of(case) == "discontinued"


def test_a_signature_the_notice_did_not_name_is_named_where_nothing_else_is_wanted(way: Way) -> None:
    application = wanting_papers(way)
    case, window = application.cases.get(), way.desk("township_acceptance")
    caseways.bring_papers(window, application.household)
    intake.bring_papers(by=window, application=application.pk)
    signed = application.authorisations.first()
    intake.revoke_authorisation(by=window, authorisation=signed.pk, reason="本人撤回")
    with pytest.raises(Refused, match=f"还差签字（{signed.person.name}：核对授权书"):
        ended(way.later(40), case, cause="papers_overdue")
