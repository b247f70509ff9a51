"""The script of the pages, in a real browser: what hangs on data attributes does what it says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import doudi.interfaces.site
from support.browsing import open_chromium

pytestmark = pytest.mark.browser
SCRIPT = Path(doudi.interfaces.site.__file__).parent / "static" / "doudi.js"
DIALOG = """
<dialog id="question"><p id="question-text"></p>
<button type="button" data-answer="no">取消</button><button type="button" data-answer="yes">确定</button></dialog>
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with open_chromium() as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    opened = context.new_page()
    opened.clock.install()
    yield opened
    context.close()


def show(page: Page, content: str) -> None:
    """A page of that content with the script begun."""
    page.set_content(f"<html><body>{content}{DIALOG}</body></html>")
    page.add_script_tag(path=SCRIPT)
    page.evaluate("document.dispatchEvent(new Event('DOMContentLoaded'))")
    page.evaluate(
        "window.sent = []; document.addEventListener('submit', (event) => {"
        " if (!event.defaultPrevented) { event.preventDefault(); sent.push(event.submitter?.value ?? ''); } });"
    )


def test_revealed_value_is_masked_again_after_a_minute(page: Page) -> None:
    show(
        page,
        '<span class="masked" data-hide-after="60"><b>341502198005060011</b>'
        '<template><span class="masked">3415****0011</span></template></span>',
    )
    page.clock.run_for(59_000)
    assert page.inner_text("body").startswith("341502198005060011")
    page.clock.run_for(2_000)
    assert "341502198005060011" not in page.content()
    assert page.inner_text(".masked") == "3415****0011"


def test_form_with_a_question_is_sent_only_after_yes(page: Page) -> None:
    show(page, '<form data-confirm="确定要合并吗？"><button name="which" value="a">合并</button></form>')
    page.click("text=合并")
    assert page.inner_text("#question-text") == "确定要合并吗？"
    page.click("[data-answer=no]")
    assert page.evaluate("sent") == []
    page.click("text=合并")
    page.keyboard.press("Escape")
    assert page.evaluate("sent") == []
    page.click("text=合并")
    page.click("[data-answer=yes]")
    page.wait_for_function("sent.length")
    assert page.evaluate("sent") == ["a"]


def test_form_pressed_twice_is_sent_once(page: Page) -> None:
    show(page, '<form method="post"><button value="a">保存</button></form>')
    page.evaluate("window.tried = 0; document.addEventListener('submit', () => tried++, true)")
    page.dblclick("text=保存")
    assert page.evaluate("tried") == 2
    assert page.evaluate("sent.length") == 1


def test_slash_goes_to_the_search_box_unless_somebody_types(page: Page) -> None:
    show(page, '<input id="other"><input id="search" data-search value="旧">')
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    assert page.input_value("#search") == "旧"
    page.focus("#other")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "other"


def test_slider_walks_over_the_days_of_change(page: Page) -> None:
    show(
        page,
        '<div data-history data-days="2024-01-01,2024-06-01,2025-02-01">'
        '<input type="range" min="0" max="2" value="2"><input type="date" value="2025-02-01"></div>',
    )
    page.focus("input[type=range]")
    page.keyboard.press("ArrowLeft")
    assert page.input_value("input[type=date]") == "2024-06-01"
    page.fill("input[type=date]", "2024-03-15")
    page.dispatch_event("input[type=date]", "change")
    assert page.input_value("input[type=range]") == "0"


def test_fragment_that_fails_says_what_went_wrong(page: Page) -> None:
    show(page, '<main id="content"><div class="page-body"><div class="container-xl"></div></div></main>')
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('htmx:responseError',"
        " {detail: {xhr: {status: 403, responseText: '<main><h1>不能办理</h1> <p>请先说明原因</p></main>'}}}))"
    )
    assert page.inner_text("[role=alert]") == "不能办理 请先说明原因"
