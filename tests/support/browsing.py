"""What tests in a browser do over and over: find a case, go on by its buttons, answer a question, fill in a form, take a picture."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from doudi.synthetic.demonstration import StoryHousehold, township

# Signs somebody in, in a window of their own; without a log-in it is a citizen's.
SignIn = Callable[..., Page]
IMAGES = Path(__file__).parents[2] / "docs" / "images"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """A Chromium, closed afterwards; never for longer than a file: meanwhile Playwright's event loop runs in this thread."""
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


def story(group: str, number: int = 0) -> StoryHousehold:
    """A household of the demonstration by what it is an example of."""
    return [one for one in township().households if group in one.groups][number]


def head_of(group: str) -> str:
    """The name of the head of such a household."""
    return story(group).members[0].name


def picture(page: Page, name: str, tmp_path: Path) -> None:
    """Take a picture, for the README where `DOUDI_SCREENSHOTS=1` asks for it."""
    folder = IMAGES if os.environ.get("DOUDI_SCREENSHOTS") == "1" else tmp_path
    folder.mkdir(exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")
    assert (folder / f"{name}.png").stat().st_size > 10_000


def open_case(page: Page, name: str, programme: str = "") -> None:
    """Open the case of somebody by the list of cases; the programme by its Chinese name where there are several."""
    page.goto(f"/cases/?state=all&word={name}")
    rows = page.locator("main tbody tr", has_text=name)
    if programme:
        rows = rows.filter(has_text=programme)
    rows.first.locator("a[href*='/cases/']").first.click()
    page.wait_for_url(re.compile(r"/cases/\d+/$"))


def press(page: Page, label: str) -> None:
    """Press a button or follow a link of the page, and answer yes where a question is asked."""
    main = page.locator("main")
    wanted = main.get_by_role("link", name=label, exact=True).or_(main.get_by_role("button", name=label, exact=True))
    wanted.first.click()
    question = page.locator("dialog#question[open] [data-answer=yes]")
    if question.is_visible():
        question.click()
    page.wait_for_load_state()


def fill(page: Page, told: Mapping[str, str]) -> None:
    """Fill in fields by their names: text, choice, or one of several buttons."""
    for name, value in told.items():
        field = page.locator(f"main form [name='{name}']")
        kind = field.first.evaluate("one => one.tagName === 'SELECT' ? 'select' : one.type")
        if kind == "select":
            field.select_option(value)
        elif kind in ("radio", "checkbox"):
            page.locator(f"main form [name='{name}'][value='{value}']").check()
        else:
            field.first.fill(value)


def send(page: Page, **told: str) -> None:
    """Fill in the form of one step and send it; it leads back to where it came from."""
    fill(page, told)
    before = page.url
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_load_state()
    assert page.url != before, page.inner_text("main form")


def finish_form(page: Page) -> None:
    """Finish a form of an inquiry: it leads to the record, or says what is missing."""
    press(page, "完成")
    page.locator("[data-survey-told].alert-danger").or_(page.locator("main dt", has_text="办理人")).first.wait_for()
    assert re.search(r"/inquiries/\d+/$", page.url), page.inner_text("[data-survey-told]")
    page.wait_for_load_state()


def says(page: Page, *texts: str) -> None:
    """The page says each of these."""
    for text in texts:
        expect(page.locator("main")).to_contain_text(text)


def stage(page: Page) -> Locator:
    """Where the case stands, on its page."""
    return page.locator("#next .badge").first


def fits(page: Page) -> None:
    """Nothing sticks out of a telephone."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def is_accessible(page: Page) -> list[str]:
    """What is wrong for somebody who works by ear or by keyboard: headings, names of controls, ways reached by keyboard."""
    return list(
        page.evaluate("""() => {
          const wrong = [];
          const shown = one => one.getClientRects().length && getComputedStyle(one).visibility !== "hidden";
          const heads = document.querySelectorAll("h1").length;
          if (heads !== 1) wrong.push(`${heads} h1`);
          for (const one of document.querySelectorAll("main input, main select, main textarea")) {
            if (!shown(one) || one.type === "hidden") continue;
            const named = one.labels && one.labels.length || one.getAttribute("aria-label") || one.getAttribute("aria-labelledby");
            if (!named) wrong.push(`no label: ${one.name}`);
          }
          for (const one of document.querySelectorAll("main a[href], main button, main summary")) {
            if (!shown(one)) continue;
            if (one.tabIndex < 0) wrong.push(`not by keyboard: ${one.textContent.trim()}`);
            if (!one.textContent.trim() && !one.getAttribute("aria-label")) wrong.push(`no name: ${one.outerHTML.slice(0, 80)}`);
          }
          for (const one of document.querySelectorAll("main img")) if (!one.hasAttribute("alt")) wrong.push("picture without words");
          return wrong;
        }""")
    )
