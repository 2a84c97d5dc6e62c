"""What comes is in sight: the verdict after a check, the reference after giving up, the section after a switch of language."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from beikao.web.words import Words
from tests.journeys.browsing import LAB, LESSON
from tests.running import server

pytestmark = pytest.mark.browser


def in_window(page: Page, selector: str) -> bool:
    """Whether its first line is within the window, below what sticks to the top."""
    top, height = page.evaluate("s => [document.querySelector(s).getBoundingClientRect().top, innerHeight]", selector)
    return 0 <= top <= height - 60


def test_the_verdict_and_the_reference_come_into_sight(browser: Browser, home: Path) -> None:
    t = Words("en")
    with server() as (address, _):
        for width, height, moving in ((390, 860, "no-preference"), (1360, 860, "reduce")):
            context = browser.new_context(
                viewport={"width": width, "height": height},
                locale="en-GB",
                reduced_motion=moving,  # type: ignore[arg-type]
            )
            page = context.new_page()
            page.on("dialog", lambda d: d.accept())
            page.goto(f"{address}lab/{LAB}?lang=en")
            page.get_by_role("button", name=t("lab.check")).click()
            expect(page.locator("#told")).to_contain_text(f"{t('verdict.failed')}, 0/", timeout=60_000)
            page.wait_for_timeout(900)
            assert in_window(page, "#result"), f"{width}: the verdict is out of sight"
            page.locator("button[formaction$='/reference']").click()
            page.wait_for_url("**/reference**")
            expect(page.locator("#reference")).to_be_focused()
            assert in_window(page, "#reference"), f"{width}: the reference is out of sight"
            context.close()


def test_a_switch_of_language_keeps_the_section(browser: Browser, home: Path) -> None:
    context = browser.new_context(viewport={"width": 1360, "height": 860}, locale="zh-CN")
    page = context.new_page()
    with server() as (address, _):
        for press in ("button[name=language]", ".other-tongue:visible"):
            page.goto(f"{address}learn/{LESSON}?lang=zh#in-llm")
            page.evaluate("document.fonts.ready")
            page.wait_for_timeout(300)
            page.evaluate("scrollTo({top: document.getElementById('in-llm').offsetTop + 120, behavior: 'instant'})")
            with page.expect_navigation():
                page.locator(press).click()
            expect(page.locator("html")).to_have_attribute("lang", "en")
            page.wait_for_timeout(300)  # the jump to the section
            assert page.url.endswith("#in-llm")
            assert in_window(page, "#in-llm")
            page.goto(f"{address}settings")
            with page.expect_navigation():
                page.locator("button[value=zh]").first.click()
        page.goto(f"{address}map?view=list")
        with page.expect_navigation():
            page.locator("button[name=language]").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert page.url.endswith("/map?view=list")
    context.close()
