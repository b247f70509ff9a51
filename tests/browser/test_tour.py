"""The tour of the READMEs, step by step as it is written there: one family, five people of five posts, ten minutes."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from support.browsing import SignIn, fill, finish_form, head_of, open_case, picture, press, says, send, stage

pytestmark = pytest.mark.browser
AFTER_THE_NOTICE = "2026-03-11"


def test_one_family_from_the_first_word_to_the_confirmation(sign_in: SignIn, office: Any, tmp_path: Path) -> None:
    name = head_of("poor1")
    clerk = sign_in("acceptance")
    accepted_at_the_window(clerk, name, tmp_path)
    surveyed_in_the_village(sign_in("surveyor1", phone=True), name, tmp_path)
    compared_by_the_county(sign_in("reviewer"), name)
    found_owed_by_the_township(sign_in("approver"), name)
    posted_in_the_village(clerk, name, tmp_path)
    office.on(AFTER_THE_NOTICE)
    taken_down(sign_in("acceptance"), name)
    sent_to_the_county(sign_in("approver"), name, tmp_path)
    reviewed(sign_in("reviewer"), name)
    confirmed(sign_in("confirmer"), name, tmp_path)


def accepted_at_the_window(page: Page, name: str, tmp_path: Path) -> None:
    page.goto("/today/")
    picture(page, "today", tmp_path)
    page.goto("/applications/")
    page.fill("[name=word]", name)
    press(page, "查找")
    page.locator("main tbody a[href*='/applications/']").first.click()
    says(page, "还缺什么", "身份证", "户口簿", "核对授权书", "诚信承诺书", "最低生活保障每月")
    picture(page, "application", tmp_path)
    application = page.url
    for kind in ("identity_card", "household_register"):
        upload(page, application, kind, tmp_path)
    while page.locator("main a", has_text="登记签字").count():
        page.locator("main a", has_text="登记签字").first.click()
        if page.locator("[name=finger_print]").count():
            page.locator("[name=finger_print]").check()
        send(page)
    says(page, "不缺什么")
    press(page, "受理申请")
    says(page, "已受理，期限自今日起算")


def upload(page: Page, application: str, kind: str, tmp_path: Path) -> None:
    """A paper photographed and filed."""
    Image.new("RGB", (600, 400), "#dddddd" if kind == "identity_card" else "#ccbbaa").save(tmp_path / f"{kind}.png")
    press(page, "上传材料")
    page.select_option("main form select[name*=kind]", kind)
    page.set_input_files("main form input[type=file]", tmp_path / f"{kind}.png")
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_load_state()
    page.goto(application)


def surveyed_in_the_village(page: Page, name: str, tmp_path: Path) -> None:
    open_case(page, name)
    press(page, "两人入户调查")
    page.locator("form[data-ready]").wait_for()
    page.select_option("[name=second]", label="石玉华")
    fill(
        page, {"living": "丈夫打零工，妻子常年吃药，家具陈旧", "housing": "own", "opinion": "情况属实", "present": name}
    )
    page.locator("[name=present_signed]").check()
    page.locator("[name=living]").scroll_into_view_if_needed()
    picture(page, "survey", tmp_path)
    finish_form(page)
    open_case(page, name)
    press(page, "提请县级信息核对")
    send(page)


def compared_by_the_county(page: Page, name: str) -> None:
    open_case(page, name)
    press(page, "县级信息核对报告")
    page.locator("form[data-ready]").wait_for()
    fill(
        page,
        {
            "number": "HD-2026-030",
            "sources.source": "银行",
            "sources.found": "存款",
            "sources.amount": "1860.00",
            "finding": "within",
        },
    )
    finish_form(page)


def found_owed_by_the_township(page: Page, name: str) -> None:
    open_case(page, name)
    press(page, "提出初审意见")
    says(page, "系统研判", "最低生活保障每月")
    send(page)
    expect(stage(page)).to_have_text("已提出初审意见")


def posted_in_the_village(page: Page, name: str, tmp_path: Path) -> None:
    open_case(page, name)
    press(page, "发布公示")
    send(page)
    expect(stage(page)).to_have_text("公示中")
    page.locator("main a[href*='/notices/']").first.click()
    says(page, name)
    picture(page, "notice", tmp_path)
    one_page(page, tmp_path)


def one_page(page: Page, tmp_path: Path) -> None:
    """The sheet for the board prints on one page."""
    page.pdf(path=tmp_path / "sheet.pdf", format="A4", prefer_css_page_size=True)
    assert len(PdfReader(tmp_path / "sheet.pdf").pages) == 1


def taken_down(page: Page, name: str) -> None:
    open_case(page, name)
    press(page, "撤下公示")
    send(page)


def sent_to_the_county(page: Page, name: str, tmp_path: Path) -> None:
    open_case(page, name)
    picture(page, "case", tmp_path)
    page.locator("#procedure").evaluate("one => one.scrollIntoView({behavior: 'instant'})")
    picture(page, "procedure", tmp_path)
    press(page, "报送县级")
    send(page)
    expect(stage(page)).to_have_text("县级审核中")


def reviewed(page: Page, name: str) -> None:
    open_case(page, name)
    press(page, "县级审核意见")
    send(page)


def confirmed(page: Page, name: str, tmp_path: Path) -> None:
    open_case(page, name)
    press(page, "确认")
    says(page, "系统研判", "初审意见", "顾正林", "邵敏")
    picture(page, "confirmation", tmp_path)
    send(page)
    expect(stage(page)).to_have_text("已确认")
    says(page, "自 2026-04-01", "任秀芝", "姜永平", "石玉华", "顾正林", "邵敏", "孟宪章")
