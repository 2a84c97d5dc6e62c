"""What pages turn into as they are used: a verdict, the search in the editor, a marked answer, a kata, an old submission, placement.

Each is accessible in both themes, and in Chinese no word of English of a library's or the browser's own is left.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from beikao.web.words import Words
from tests.journeys.browsing import COURSE, LAB, LESSON, accessible, watch, write_file
from tests.running import server

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("lang", "theme", "width"), [("zh", "dark", 390), ("en", "light", 1360)])
def test_pages_in_use_are_accessible(browser: Browser, home: Path, lang: str, theme: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme=theme,  # type: ignore[arg-type]
        locale={"zh": "zh-CN", "en": "en-GB"}[lang],
    )
    page, t = context.new_page(), Words(lang)
    problems = watch(page)
    with server() as (address, _):
        page.goto(f"{address}settings")
        page.locator(f"button[value={lang}]").first.click()
        verdict(page, address, t)
        finder(page, t)
        kata(page, address)
        for path in (f"lab/{LAB}/history/1", "lab", "drill", f"learn/{LESSON}/figure/spectrum/source?k=64"):
            page.goto(address + path)
            accessible(page)
        answered(page, address)
        page.goto(f"{address}progress")
        sideways = "e => e.scrollWidth - e.clientWidth"
        assert page.locator(".table[aria-labelledby=k]").evaluate(sideways) == 0, (
            "what can be done is read without scrolling sideways"
        )
        page.goto(f"{address}place")
        page.locator("button.primary").click()
        page.locator(".question").wait_for()
        accessible(page)
        keys(page, address, t)
    assert [p for p in problems if "404" not in p] == []
    context.close()


def verdict(page: Page, address: str, t: Words) -> None:
    page.goto(f"{address}lab/{LAB}")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#told")).to_contain_text(t("verdict.failed"), timeout=60_000)
    accessible(page)


def finder(page: Page, t: Words) -> None:
    """The search panel and the file field speak the page's language, in its colours."""
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+F")
    panel = page.locator(".cm-panel.cm-search")
    expect(panel).to_be_visible()
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert page.locator(".cm-panels").evaluate("e => getComputedStyle(e).backgroundColor") == paper
    if t.language == "zh":
        assert not re.search("[A-Za-z]{3}", panel.inner_text()), panel.inner_text()
        assert panel.locator("[name=close]").get_attribute("aria-label") == "关闭"
    assert page.locator("#files").evaluate("e => e.getBoundingClientRect().width") <= 2, (
        "the browser's own button is seen"
    )
    expect(page.locator("label[for=files]")).to_have_text(t("lab.upload"))
    accessible(page)


def kata(page: Page, address: str) -> None:
    """Before and while the clock runs."""
    lab = COURSE.labs[LAB]
    page.goto(f"{address}lab/{LAB}")
    write_file(page, lab.files[0], lab.reference[lab.files[0]])
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result .verdict-head.yes")).to_be_visible(timeout=60_000)
    page.goto(f"{address}lab/{LAB}/kata")
    accessible(page)
    page.locator(".kata-start button").click()
    page.locator(".cm-content").wait_for()
    accessible(page)


def answered(page: Page, address: str) -> None:
    """A question answered, and one whose answer was shown."""
    for press in ("button[type=submit]:not([name])", "button[name=reveal]"):
        page.goto(f"{address}q/{LESSON}/rank-for-energy?seed=7&mode=review")
        page.locator("input[name=given]").first.fill("1")
        page.locator(f".question {press}").click()
        page.locator(".question .result").wait_for()
        accessible(page)


def keys(page: Page, address: str, t: Words) -> None:
    """`?` lists the keys of its page; single keys can be switched off, and do nothing then."""
    for path, word in (
        ("", "keys.help"),
        ("map", "keys.map-zoom"),
        ("review", "keys.undo"),
        (f"lab/{LAB}", "keys.leave-editor"),
    ):
        page.goto(address + path)
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_contain_text(t(word))
    accessible(page)
    page.goto(f"{address}settings")
    with page.expect_navigation():
        page.locator("button[name=single][value=off]").click()
    page.goto(f"{address}map")
    for key in ("?", "/"):
        page.keyboard.press(key)
    page.wait_for_timeout(100)
    assert page.locator("dialog[open]").count() == 0
    page.goto(address)
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.url == address
    page.goto(f"{address}settings")
    with page.expect_navigation():
        page.locator("button[name=single][value=on]").click()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
