"""The page with scripts off, by keyboard alone, with the network cut, with large text; a passage marked."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from beikao.events import Event, QuestionAnswered, new_id
from beikao.record import Record
from beikao.web.words import Words
from tests.course.tiny import KINDS, write_concept
from tests.journeys.browsing import COURSE, LAB, LESSON, PATHS, watch, write_file
from tests.running import server

pytestmark = pytest.mark.browser


def test_with_scripts_off(browser: Browser, home: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1360, "height": 900})
    page = context.new_page()
    lab = COURSE.labs[LAB]
    with server() as (address, _):
        page.goto(address)
        page.get_by_role("button", name="English, ").click()
        page.locator("#hero").click()
        expect(page.locator("figure svg").first).to_be_visible()
        expect(page.locator(".katex").first).to_be_visible()
        page.goto(f"{address}lab/{LAB}")
        page.locator(f'textarea[name="file:{lab.files[0]}"]').fill(lab.reference[lab.files[0]])
        page.get_by_role("button", name=re.compile("^Check")).click()
        expect(page.locator("#result .verdict-head.yes")).to_be_visible(timeout=60_000)
    context.close()


def test_by_keyboard_alone(browser: Browser, home: Path) -> None:
    """From the first page to a verdict without a pointer; the editor can be left; keys are listed; search opens."""
    context = browser.new_context(viewport={"width": 1360, "height": 900})
    page = context.new_page()
    lab = COURSE.labs[LAB]
    with server() as (address, _):
        page.goto(address)
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        tab_to(page, "button[name=language][value=en]")
        page.keyboard.press("Enter")
        expect(page.locator("#hero")).to_be_visible()
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        page.keyboard.type(lab.title["en"])
        page.keyboard.press("Enter")
        page.wait_for_url("**/search**")
        tab_to(page, f'a[href="/lab/{LAB}"]')
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/lab/{LAB}")
        tab_to(page, ".cm-content")
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(lab.reference[lab.files[0]])
        page.keyboard.press("Control+Enter")
        expect(page.locator("#result .verdict-head.yes")).to_be_visible(timeout=60_000)
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        assert not page.evaluate("document.activeElement.closest('.cm-editor')"), "Tab does not leave the editor"
    context.close()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until it has the focus."""
    for _ in range(80):
        if page.evaluate("(s) => document.activeElement?.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by Tab")


def test_with_the_network_cut(browser: Browser, home: Path) -> None:
    """What is typed while nothing answers is told to be unsaved, and is saved and judged when the network is back."""
    t = Words("en")
    context = browser.new_context(viewport={"width": 1360, "height": 900}, locale="en-GB")
    page = context.new_page()
    lab = COURSE.labs[LAB]
    with server() as (address, _):
        page.goto(f"{address}lab/{LAB}?lang=en")
        context.set_offline(True)
        write_file(page, lab.files[0], lab.reference[lab.files[0]])
        expect(page.locator("#saved")).to_contain_text(t("saving.lost"), timeout=10_000)
        page.keyboard.press("Control+Enter")
        expect(page.locator("#notice")).to_contain_text(t("error.offline"))
        context.set_offline(False)
        expect(page.locator("#saved")).to_contain_text(t("lab.saved"), timeout=10_000)
        page.reload()
        assert (
            page.locator(f'textarea[name="file:{lab.files[0]}"]').input_value().strip()
            == lab.reference[lab.files[0]].strip()
        )
        page.locator(".cm-content").first.click()
        page.keyboard.press("Control+Enter")
        expect(page.locator("#result .verdict-head.yes")).to_be_visible(timeout=60_000)
    context.close()


def test_text_at_twice_its_size(browser: Browser, home: Path) -> None:
    """Nothing is cut off or wider than the window with text at 200%."""
    context = browser.new_context(viewport={"width": 1360, "height": 900})
    page = context.new_page()
    with server() as (address, _):
        for path in PATHS:
            page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang=zh")
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            page.wait_for_timeout(100)
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
    context.close()


def test_a_passage_is_marked_and_found_again(browser: Browser, home: Path) -> None:
    """Selecting words and pressing H keeps them; they are painted again on the next visit."""
    context = browser.new_context(viewport={"width": 1360, "height": 900})
    page = context.new_page()
    problems = watch(page)
    with server() as (address, _):
        page.goto(f"{address}learn/{LESSON}?lang=en")
        page.mouse.wheel(0, 200)
        page.wait_for_function("!!document.querySelector('#lesson section p')")
        page.evaluate("""() => {
            const p = [...document.querySelectorAll('#lesson section p')].find((p) => p.textContent.length > 60);
            const words = document.createTreeWalker(p, 4).nextNode(), range = new Range();
            range.setStart(words, 0); range.setEnd(words, 12);
            const chosen = getSelection(); chosen.removeAllRanges(); chosen.addRange(range); }""")
        page.locator(".marker").wait_for()
        page.keyboard.press("h")
        expect(page.locator("#marks blockquote")).to_have_count(1)
        quote = page.locator("#marks blockquote").inner_text()
        page.reload()
        page.wait_for_function("CSS.highlights.get('mine')?.size === 1")
        assert page.evaluate("[...CSS.highlights.get('mine')][0].toString()") == quote
        page.goto(f"{address}notes?lang=en")
        expect(page.locator("blockquote")).to_have_text(quote)
    assert problems == []
    context.close()


def test_the_clock_waits_for_a_reader(browser: Browser, home: Path) -> None:
    """Twenty minutes away from the keys are five on the clock; what the lab took is in the record."""
    context = browser.new_context(viewport={"width": 1360, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.clock.install()
    with server() as (address, _):
        page.goto(f"{address}lab/{LAB}")
        page.mouse.move(300, 300)
        page.clock.fast_forward(60_000)
        page.mouse.move(320, 300)
        page.clock.fast_forward(20 * 60_000)
        page.mouse.move(340, 300)
        counted: list[int] = []
        page.on("request", lambda r: counted.append(int(re.findall(r'name="seconds"\s+(\d+)|seconds=(\d+)', r.post_data or "")[0][-1] or 0))
                if r.url.endswith("/check") else None)  # fmt: skip
        page.locator("#work button[type=submit]").first.click()
        expect(page.locator("#result .verdict-head")).to_be_visible(timeout=60_000)
        assert counted and 355 <= counted[0] <= 375, counted
    context.close()


KIND_KEYS: dict[str, tuple[str, ...]] = {
    "numeric": ("Enter", "5", "Enter"),
    "symbolic": ("Enter", "x", "Enter"),
    "choice": ("1", "Enter"),
    "choices": ("1", "2", "Enter"),
    "order": ("1", "1", "Tab", "2", "Tab", "Enter"),
    "short": ("Space", "1", "Space"),
}


def test_every_kind_of_review_by_keys(browser: Browser, home: Path, tmp_path: Path) -> None:
    """Answered and graded without a pointer, whatever the kind; and again with the answer asked for by the space bar alone."""
    pack = tmp_path / "pack"
    for kind in KIND_KEYS:
        folder = write_concept(pack, f"of-{kind}")
        for question in (folder / "questions").iterdir():
            if question.name != f"q-{KINDS.index(kind)}":
                shutil.rmtree(question)
    with Record.open(home) as record:
        for n, kind in enumerate(KIND_KEYS):
            at = datetime.now(UTC) - timedelta(days=90 - n)
            name = f"of-{kind}/q-{KINDS.index(kind)}"
            data = QuestionAnswered(name, "r", 1, "1", 1.0, None, "practice", 1, 60.0)
            record.append(Event(new_id(at), "me", at, "UTC", "web", data.TYPE, data.as_dict()))
        record.append(Event(new_id(at), "me", at, "UTC", "web", "profile.set", {"language": "en"}))
    context = browser.new_context(viewport={"width": 1360, "height": 900})
    page = context.new_page()
    with server(env={"BEIKAO_CONTENT": str(pack), "BEIKAO_WARM": "0"}) as (address, _):
        page.goto(f"{address}review")
        done = set()
        while page.locator(".question").count():
            kind = (page.locator(".question").get_attribute("id") or "").split("-")[2]
            for key in KIND_KEYS[kind]:
                page.keyboard.press(key)
                if kind == "short":
                    expect(page.get_by_role("checkbox").first).to_be_visible()
            expect(page.locator(".result")).to_be_visible(timeout=60_000)
            with page.expect_navigation():
                page.keyboard.press("Space")
            done.add(kind)
        assert done == set(KIND_KEYS)
        for _ in KIND_KEYS:
            with page.expect_navigation():
                page.keyboard.press("u")
            expect(page.get_by_role("status").first).to_contain_text("is taken back")
        for _ in KIND_KEYS:
            page.keyboard.press("Space")
            if "-short-" in (page.locator(".question").get_attribute("id") or ""):
                expect(page.get_by_role("checkbox").first).to_be_visible()
                page.keyboard.press("Space")
            expect(page.locator(".result")).to_be_visible(timeout=60_000)
            with page.expect_navigation():
                page.keyboard.press("4")
    context.close()
