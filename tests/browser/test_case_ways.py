"""Cases of the demonstration taken on by the people whose work they are, in Chromium, on the demonstration's day."""

import re
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from support.browsing import (
    SignIn,
    fill,
    finish_form,
    fits,
    head_of,
    is_accessible,
    open_case,
    press,
    says,
    send,
    stage,
    story,
)

pytestmark = pytest.mark.browser
# What a browser notes by itself where the office refuses something.
REFUSED = ("status of 403", "status of 422")
DAY = date(2026, 3, 2)


def visit_again(page: Page, living: str) -> None:
    """Another home visit by two, filled in and finished."""
    page.locator("#next").get_by_role("link", name="重新入户调查或民主评议").click()
    page.locator("form[data-ready]").wait_for()
    fill(page, {"living": living, "present": "本人", "housing": "own", "opinion": "与申报一致"})
    page.locator("[name=present_signed]").check()
    page.select_option("[name=second]", label="石玉华")
    finish_form(page)
    says(page, "已完成", "姜永平、石玉华")


def test_tekun_is_objected_to_surveyed_again_and_posted_again(sign_in: SignIn) -> None:
    name = head_of("alone8")
    clerk = sign_in("acceptance")
    open_case(clerk, name)
    expect(stage(clerk)).to_have_text("公示中")
    press(clerk, "登记异议")
    says(clerk, "异议人的身份加密保存")
    send(clerk, content="他在外县有一个女儿", objector="不愿具名")
    expect(stage(clerk)).to_have_text("公示有异议")
    says(clerk, "待处理")
    assert "不愿具名" not in clerk.inner_text("main")
    surveyor = sign_in("surveyor1")
    open_case(surveyor, name)
    visit_again(surveyor, "独自生活，邻居证实没有子女来往")
    approver = sign_in("approver")
    open_case(approver, name)
    press(approver, "公示异议有处理结果")
    says(approver, "他在外县有一个女儿")
    send(approver, disposal="查无女儿，系同名")
    press(approver, "重新提出意见")
    says(approver, "系统研判")
    send(approver)
    expect(stage(approver)).to_have_text("已重新提出意见")
    clerk.reload()
    clerk.locator("main td a[href*='/notices/']").first.click()
    press(clerk, "撤下公示")
    send(clerk, reason="已重新提出意见，另行公示")
    open_case(clerk, name)
    press(clerk, "重新公示")
    send(clerk)
    expect(stage(clerk)).to_have_text("公示中")
    says(clerk, "2026-03-09")


def test_urgent_relief_came_first_at_night_and_the_papers_after(sign_in: SignIn) -> None:
    surveyor = sign_in("surveyor1")
    open_case(surveyor, head_of("burned_house"), "急难")
    says(surveyor, "2026-02-20 23:10", "2026-02-21 01:35", "2000.00 元", "已超过")
    press(surveyor, "手续已补齐")
    send(surveyor)
    expect(stage(surveyor)).to_have_text("手续已补齐")
    approver = sign_in("approver")
    open_case(approver, head_of("burned_house"), "急难")
    press(approver, "事后公示并办结")
    send(approver)
    expect(stage(approver)).to_have_text("已办结")
    open_case(surveyor, head_of("struck1"))
    says(surveyor, "2026-03-02 07:40")
    press(surveyor, "先行救助")
    send(surveyor, once="1800", reason="凌晨送医，交押金")
    expect(stage(surveyor)).to_have_text("已先行救助")
    says(surveyor, "1800.00 元")


def test_a_childs_case_is_decided_without_any_notice(sign_in: SignIn) -> None:
    child = story("children6").members[1].name
    clerk = sign_in("acceptance", expect=REFUSED)
    open_case(clerk, child)
    expect(stage(clerk)).to_have_text("已提出初审意见")
    assert clerk.get_by_role("link", name="发布公示").count() == 0
    clerk.goto(f"{clerk.url}post/")
    clerk.locator("main form[method=post] button[type=submit]").click()
    says(clerk, "儿童保障办件不得公示")
    clerk.goto("/notices/")
    assert child not in clerk.inner_text("main")
    approver = sign_in("approver")
    open_case(approver, child)
    press(approver, "报送县级")
    send(approver)
    reviewer = sign_in("reviewer")
    open_case(reviewer, child)
    press(reviewer, "县级审核意见")
    send(reviewer)
    confirmer = sign_in("confirmer")
    open_case(confirmer, child)
    press(confirmer, "确认")
    send(confirmer)
    expect(stage(confirmer)).to_have_text("已确认")
    assert confirmer.get_by_role("button", name="公布结果").count() == 0


def test_a_letter_is_pasted_and_what_it_says_confirmed_one_by_one(clerk: Page) -> None:
    letter = (Path(__file__).parents[1] / "gateways" / "letters" / "heart_disease.txt").read_text("utf-8")
    household = story("letter_heart")
    clerk.goto("/applications/new/")
    press(clerk, "从申请书读取")
    clerk.fill("[name=text]", letter)
    press(clerk, "读取")
    says(clerk, "核对申请书", "信中说的")
    number = _number_of(clerk, household.members[0].name)
    clerk.goto("/applications/letter/confirm/")
    clerk.fill("[name=number]", number)
    press(clerk, "选定")
    ticks = clerk.locator("main input[type=checkbox]")
    assert ticks.count() >= 3
    ticks.first.check()
    number = (ticks.first.get_attribute("name") or "").rpartition("_")[2]
    if clerk.locator(f"[name=who_{number}]").count():
        clerk.select_option(f"[name=who_{number}]", index=1)
    clerk.fill("[name=since]", "2026-03-02")
    clerk.get_by_role("button", name="存入申请书，记入打勾的，继续登记申请").click()
    clerk.wait_for_load_state()
    assert re.search(r"/applications/new/\d+/", clerk.url), clerk.locator(
        "main .alert, main .invalid-feedback"
    ).all_inner_texts()
    says(clerk, "申请书已存入材料", "记下了1项情况", "申请的救助项目")


def _number_of(page: Page, name: str) -> str:
    """The number of somebody's household, from its page."""
    page.fill("#search-q", name)
    page.press("#search-q", "Enter")
    page.locator("main a[href*='/households/']").first.click()
    page.wait_for_url(re.compile(r"/households/\d+/"))
    found = re.search(r"\d{9}-\d{6}", page.inner_text("main"))
    assert found
    return found.group()


def test_an_application_is_refused_with_its_article_and_the_letter_delivered(sign_in: SignIn) -> None:
    name = head_of("production")
    confirmer = sign_in("confirmer")
    open_case(confirmer, name)
    expect(stage(confirmer)).to_have_text("初审认为不符合条件")
    press(confirmer, "不予确认")
    send(confirmer, reason="养殖收入申报不实，家庭人均收入超过标准")
    expect(stage(confirmer)).to_have_text("不予确认")
    says(confirmer, "送达", "还剩3个工作日")
    clerk = sign_in("acceptance")
    open_case(clerk, name)
    press(clerk, "制作文书")
    press(clerk, "不予确认告知书")
    if clerk.locator("main form[method=post]").count() and not re.search(r"/letters/\d+/$", clerk.url):
        send(clerk)
    says(clerk, "未送达")
    open_case(clerk, name)
    press(clerk, "登记送达")
    send(clerk, delivered_to="户主", how="当面送达")
    expect(stage(clerk)).to_have_text("已书面告知")
    says(clerk, "已办结，没有下一步")


def test_what_the_county_left_to_the_town_is_confirmed_there_by_somebody_else(sign_in: SignIn) -> None:
    name = head_of("near11")
    approver = sign_in("approver", expect=REFUSED)
    open_case(approver, name, "边缘")
    says(approver, "乡镇（街道），依委托 示范县民〔2025〕31号")
    press(approver, "确认")
    approver.locator("main form[method=post] button[type=submit]").click()
    says(approver, "您是这一办件的初审人，不能再办理确认", "江明远")
    other = sign_in("approver2")
    open_case(other, name, "边缘")
    press(other, "确认")
    send(other)
    expect(stage(other)).to_have_text("已确认")


def test_a_relatives_case_is_visited_by_the_county_and_the_clerk_stands_aside(sign_in: SignIn) -> None:
    name = head_of("staff_relative")
    clerk = sign_in("acceptance", expect=REFUSED)
    open_case(clerk, name)
    says(clerk, "近亲属备案", "须县级入户核查")
    clerk.locator("#next summary").click()
    press(clerk, "撤回申请")
    clerk.fill("[name=reason]", "代为撤回")
    clerk.locator("main form[method=post] button[type=submit]").click()
    says(clerk, "这户有您备案的近亲属，您须回避")
    confirmer = sign_in("confirmer")
    open_case(confirmer, name)
    says(confirmer, "县级入户核查")
    press(confirmer, "确认")
    send(confirmer)
    expect(stage(confirmer)).to_have_text("已确认")


def test_the_survey_is_filled_in_on_a_telephone_without_network_and_arrives_once(
    sign_in: SignIn, tmp_path: Path
) -> None:
    name = head_of("left_behind_woman")
    page = sign_in("surveyor1", phone=True, expect=("ERR_INTERNET_DISCONNECTED", "Failed to fetch"))
    open_case(page, name)
    press(page, "入户调查")
    page.locator("form[data-ready]").wait_for()
    fits(page)
    press(page, "带到没有网络的地方")
    expect(page.locator("[data-survey-told]")).to_contain_text("已带到本机")
    page.reload()
    assert page.evaluate("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)")
    page.context.set_offline(True)
    page.reload()
    page.locator("form[data-ready]").wait_for()
    says(page, "现在没有网络")
    fill(page, {"living": "一人带两个孙子，靠儿子寄钱", "present": name, "housing": "own", "opinion": "情况属实"})
    page.locator("[name=present_signed]").check()
    page.select_option("[name=second]", label="石玉华")
    Image.new("RGB", (640, 480), "#8899aa").save(tmp_path / "room.jpg")
    page.set_input_files("[data-pictures]", tmp_path / "room.jpg")
    sign(page)
    expect(page.locator("[data-picture-count]")).to_have_text("2")
    press(page, "完成")
    expect(page.locator("[data-survey-told]")).to_contain_text("现在没有网络，已保存在本机")
    page.reload()
    page.locator("form[data-ready]").wait_for()
    expect(page.locator("[name=living]")).to_have_value("一人带两个孙子，靠儿子寄钱")
    expect(page.locator("[data-picture-count]")).to_have_text("2")
    page.context.set_offline(False)
    page.wait_for_url(re.compile(r"/inquiries/\d+/$"))
    says(page, "已完成", "一人带两个孙子，靠儿子寄钱", "姜永平、石玉华")
    says(page, "照片和签字", "入户照片、签字")
    fits(page)
    open_case(page, name)
    assert page.locator("main td a[href*='/inquiries/']", has_text="入户调查").count() == 1
    says(page, "信息核对")


def sign(page: Page) -> None:
    """A signature drawn with a finger."""
    pad = page.locator("[data-signature]")
    pad.evaluate("one => one.scrollIntoView({block: 'center'})")
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(box["x"] + 20 + 30 * step, box["y"] + 30 + 20 * (step % 2))
    page.mouse.up()


def test_a_citizen_asks_what_there_is_without_an_account(sign_in: SignIn) -> None:
    page = sign_in(phone=True)
    page.goto("/citizen/")
    page.locator("main a", has_text="我们家可能享受什么").click()
    page.locator("main [name=size]").select_option("1")
    for box in page.locator("main form select").all():
        if box.get_attribute("name") == "place":
            box.select_option(index=1)
    if page.locator("main [name=area][value=rural]").count():
        page.locator("main [name=area][value=rural]").check()
    go(page, "下一步")
    fill(page, {"p0-age": "72", "p0-sex": "male"})
    go(page, "下一步")
    fits(page)
    for name, value in {"d0-labour": "none", "d0-earns": "no", "d0-disability": "none", "d0-illness": "no"}.items():
        fill(page, {name: value})
    go(page, "看结果")
    says(page, "这是按您填的情况", "申请时要带的材料", "本页没有保存您填的内容")
    fits(page)


def go(page: Page, label: str) -> None:
    page.locator("main").get_by_role("button", name=label, exact=True).click()
    page.wait_for_load_state()


def test_a_citizen_applies_with_what_is_on_record_and_follows_the_application(sign_in: SignIn) -> None:
    household = next(
        one for one in story_households() if one.members[0].phone and one.members[0].number and not one.benefits
    )
    head = household.members[0]
    page = sign_in(phone=True, expect=REFUSED)
    page.goto("/citizen/apply/")
    fill(page, {"name": head.name, "citizen_id": head.number, "phone": "13900000000"})
    go(page, "下一步")
    says(page, "不能都对上")
    fill(page, {"name": head.name, "citizen_id": head.number, "phone": head.phone})
    go(page, "下一步")
    page.locator("[name=programmes][value=temporary_spending]").check()
    page.fill("[name=request]", "住院花费大")
    page.locator("[name=honest]").check()
    page.locator("main form button[type=submit]").last.click()
    says(page, "查询码只显示这一次")
    number, code = page.inner_text("main .number"), page.inner_text("main .code")
    page.goto("/citizen/follow/")
    fill(page, {"number": number, "code": code})
    page.locator("main form button[type=submit]").last.click()
    says(page, number, "已提交")
    fits(page)
    clerk = sign_in("acceptance")
    clerk.goto(f"/applications/?word={number}")
    says(clerk, head.name)


def story_households() -> list:
    """The households of the demonstration that never asked for anything."""
    from doudi.synthetic.demonstration import applications, township

    asking = {one.household for one in applications()}
    return [one for one in township().households if not asking & set(one.groups)]


def test_a_citizen_objects_to_a_notice_and_the_office_sees_it_without_a_name(sign_in: SignIn) -> None:
    clerk = sign_in("acceptance")
    name = head_of("letter_heart")
    open_case(clerk, name)
    expect(stage(clerk)).to_have_text("公示中")
    clerk.locator("main td a[href*='/notices/']").first.click()
    number = re.search(r"\d{9}-?GS[-\d]+|[\dA-Z-]*GS[\dA-Z-]*", clerk.inner_text("h1"))
    assert number
    citizen = sign_in(phone=True)
    citizen.goto(f"/citizen/notices/{number.group()}/")
    assert name not in citizen.inner_text("main"), "the web masks the name"
    citizen.get_by_role("link", name="我有异议").click()
    fill(citizen, {"content": "他家有门面出租", "objector": "村民某", "contact": "0564-7000001"})
    citizen.locator("main form button[type=submit]").last.click()
    says(citizen, "会有人调查核实")
    open_case(clerk, name)
    expect(stage(clerk)).to_have_text("公示有异议")
    assert "村民某" not in clerk.inner_text("main")


@pytest.mark.parametrize("login", ["acceptance", "surveyor1", "approver", "reviewer", "confirmer"])
def test_pages_of_cases_are_read_by_ear_and_worked_by_keyboard(sign_in: SignIn, login: str) -> None:
    page = sign_in(login)
    for address in ("/today/", "/cases/", "/applications/", "/notices/", "/draws/", "/today/offices/"):
        page.goto(address)
        assert is_accessible(page) == [], address
    page.goto("/today/")
    page.locator("main tbody a[href*='/cases/']").first.click()
    page.wait_for_load_state()
    assert is_accessible(page) == [], page.url
    steps = [one.get_attribute("href") for one in page.locator("#next a").all()]
    for step in dict.fromkeys(filter(None, steps)):
        page.goto(step)
        assert is_accessible(page) == [], step
    page.set_viewport_size({"width": 360, "height": 740})
    for step in dict.fromkeys(filter(None, steps)):
        page.goto(step)
        fits(page)
