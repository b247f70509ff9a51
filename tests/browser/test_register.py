"""The register as a clerk uses it, in Chromium, on the served demonstration; the pictures of the READMEs are taken here.

`DOUDI_SCREENSHOTS=1` writes them to docs/images; without it they are only taken.
"""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from doudi.gateways.pinyin import initials_of
from support.browsing import picture, story

pytestmark = pytest.mark.browser


def search(page: Page, text: str) -> None:
    page.fill("#search-q", text)
    page.press("#search-q", "Enter")
    page.wait_for_load_state()


def open_household(page: Page, name: str) -> None:
    search(page, name)
    page.locator("main a[href*='/households/']").first.click()
    page.wait_for_url(re.compile(r"/households/\d+/"))


def open_sensitive(page: Page) -> None:
    form = page.locator("form[action*='/open/']")
    form.locator("select").select_option("定期核查")
    form.locator("button[type=submit]").click()
    page.wait_for_load_state()


def test_a_household_is_found_three_ways_explained_and_corrected(clerk: Page, tmp_path: Path) -> None:
    head = story("class_C").members[0]
    for text in (head.name, initials_of(head.name), head.number):
        search(clerk, text)
        expect(clerk.locator("main a", has_text=head.name).first).to_be_visible()
        assert head.number not in clerk.url and head.number not in clerk.inner_text("main")
    search(clerk, head.name)
    picture(clerk, "search", tmp_path)
    open_household(clerk, head.name)
    expect(clerk.locator("main")).not_to_contain_text("1100.00")
    open_sensitive(clerk)
    expect(clerk.locator("main")).to_contain_text("最低生活保障每月")
    picture(clerk, "household", tmp_path)
    clerk.evaluate("document.querySelector('#reasons').scrollIntoView({behavior: 'instant'})")
    picture(clerk, "entitlements", tmp_path)
    clerk.locator("#facts tr", has_text="工资").first.locator("a", has_text="更正").click()
    clerk.wait_for_url(re.compile(r"/correct/"))
    clerk.locator("input[name=amount]").fill("9000")
    clerk.locator("main form [name=reason]").fill("工资单更正")
    clerk.locator("main form button[type=submit]").first.click()
    clerk.wait_for_url(re.compile(r"saved="))
    expect(clerk.locator("main")).to_contain_text("9000.00")
    expect(clerk.locator("main")).to_contain_text("不符合")
    expect(clerk.locator("main")).not_to_contain_text("【可享受】最低生活保障每月")


def test_the_file_is_printed_and_looks_like_one(clerk: Page, tmp_path: Path) -> None:
    open_household(clerk, story("letter_widow").members[0].name)
    clerk.locator("a", has_text="打印一户一档").click()
    clerk.wait_for_load_state()
    form = clerk.locator("main form[method=post]").first
    if form.locator("select").count():
        form.locator("select").first.select_option("定期核查")
    with clerk.expect_download() as download:
        form.locator("button[type=submit]").click()
    printed = tmp_path / "file.pdf"
    download.value.save_as(printed)
    subprocess.run(["pdftoppm", "-r", "60", "-png", printed, tmp_path / "page"], check=True)
    pages = sorted(tmp_path.glob("page*.png"))
    text = subprocess.run(["pdftotext", printed, "-"], capture_output=True, text=True, check=True).stdout
    assert len(pages) > 2 and all(one.stat().st_size > 3_000 for one in pages)
    assert f"第 {len(pages)} 页" in text.replace(" ", " ") or f"共 {len(pages)} 页" in text


def test_a_member_moves_to_another_household(clerk: Page) -> None:
    child, other = story("near_dibao").members[2], story("relapse_watch").members[0]
    open_household(clerk, other.name)
    number = re.search(r"341502102-\d{6}", clerk.inner_text("main"))
    assert number
    open_household(clerk, story("near_dibao").members[0].name)
    clerk.locator("a", has_text="户内变动").first.click()
    clerk.wait_for_load_state()
    clerk.locator("tr, li", has_text=child.name).locator("a[href*='/move/']").first.click()
    clerk.wait_for_load_state()
    clerk.fill("input[name=number]", number.group())
    clerk.select_option("select[name=relation]", "other_relative")
    clerk.fill("input[name=reason]", "随亲属生活")
    clerk.locator("main form[method=post] button[type=submit]").first.click()
    clerk.wait_for_url(re.compile(r"/households/\d+/"))
    expect(clerk.locator("main")).to_contain_text(other.name)
    expect(clerk.locator("main")).to_contain_text(child.name)


def test_a_duplicate_is_merged_and_the_merge_undone(clerk: Page, tmp_path: Path) -> None:
    clerk.goto("/duplicates/")
    picture(clerk, "duplicates", tmp_path)
    pair = clerk.locator("tr", has_text="漕永贵").first
    pair.locator("a", has_text="对照").click()
    expect(clerk.locator("main")).to_contain_text("两条记录对照")
    clerk.fill("main [name=reason]", "同一人，已核对原件")
    clerk.locator("main form[method=post] button[type=submit]").first.click()
    clerk.wait_for_url(re.compile(r"/people/\d+/"))
    expect(clerk.locator("main")).to_contain_text("合并记录")
    clerk.locator("a", has_text="撤销合并").first.click()
    clerk.fill("main [name=reason]", "弄错了")
    clerk.locator("main form[method=post] button[type=submit]").first.click()
    clerk.wait_for_url(re.compile(r"/people/\d+/"))
    expect(clerk.locator("main")).to_contain_text("已撤销")
    clerk.goto("/duplicates/")
    expect(clerk.locator("tr", has_text="漕永贵").first).to_be_visible()


def test_the_household_fits_a_telephone(clerk: Page, tmp_path: Path) -> None:
    clerk.set_viewport_size({"width": 360, "height": 740})
    clerk.goto("/households/")
    clerk.goto("/households/1/")
    picture(clerk, "phone", tmp_path)
    assert clerk.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
