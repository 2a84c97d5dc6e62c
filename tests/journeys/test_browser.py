"""A new learner in a real browser, from the first page of an empty machine to a changed Today page, in both languages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from beikao.course import load
from beikao.web.words import Words
from tests.conftest import CONTENT
from tests.running import server

pytestmark = pytest.mark.browser
COURSE = load([CONTENT])
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
LAB, DRILL, LESSON = "svd-compress", "lr-past-edge", "svd"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    assert program, "Chromium is missing: apt install chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


def watch(page: Page) -> list[str]:
    """Console errors, page errors and requests to another origin, as they come."""
    problems: list[str] = []
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" and "status of 4" not in m.text else None)
    page.on("pageerror", lambda e: problems.append(str(e)))
    page.on(
        "request", lambda r: problems.append(r.url) if not r.url.startswith(("http://127.0.0.1", "data:")) else None
    )
    return problems


def accessible(page: Page) -> None:
    """No WCAG 2.2 AA violation, and nothing wider than the window."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    violations = [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found.response["violations"]]
    assert violations == [], f"{page.url}: {violations}"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def write_file(page: Page, name: str, text: str) -> None:
    """Replace what an editor holds, as a learner would: select all and paste."""
    area = page.locator(f'textarea[name="file:{name}"]')
    box = area.locator("xpath=following-sibling::div[contains(@class,'cm-editor')]").locator(".cm-content")
    box.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_journey(browser: Browser, home: Path, lang: str) -> None:
    t = Words(lang)
    context = browser.new_context(viewport={"width": 1360, "height": 900})
    page = context.new_page()
    problems = watch(page)
    with server(port=8710 if lang == "zh" else 8712) as (address, _):
        page.goto(address)
        accessible(page)
        page.get_by_role("button", name={"zh": "中文", "en": "English"}[lang]).last.click()
        expect(page.locator("#hero")).to_be_visible()
        accessible(page)
        first = page.locator("#now").inner_text()

        page.keyboard.press("Enter")  # the hero task
        page.wait_for_url(re.compile("/learn/"))
        assert page.locator("h1").inner_text() == first
        slider = page.locator("input[type=range]").first
        says = page.locator("figcaption span").first
        before = says.inner_text()
        slider.focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        expect(says).not_to_have_text(before)
        accessible(page)
        page.get_by_role("button", name=t("lesson.mark")).click()
        page.wait_for_url(re.compile("/practice"))
        answer_some(page, t)
        page.goto(address)
        expect(page.locator("#now")).not_to_have_text(first)

        work_on_a_lab(page, address, t)
        mend_a_drill(page, address, t)
        page.goto(address)
        week = page.locator("table.week td").last.inner_text()
        assert int(week) > 0
        accessible(page)
    assert problems == []
    context.close()


def answer_some(page: Page, t: Words) -> None:
    """Answer the numeric questions of a practice page: one unreadable, then one wrong, then another like it."""
    card = page.locator("section.question", has=page.locator("input[type=text]")).first
    mine = card.get_attribute("id")
    field = page.locator(f"#{mine} input[type=text]")
    field.fill("what?")
    field.press("Enter")
    expect(page.locator(f"#{mine} .field-error")).to_be_visible()
    page.locator(f"#{mine} input[type=text]").fill("-987654.5")
    page.locator(f"#{mine}").get_by_role("button", name=t("question.answer"), exact=True).click()
    expect(page.locator(f"#{mine} .result")).to_contain_text(t("question.wrong"))
    page.locator(f"#{mine}").get_by_text(t("question.another")).click()
    expect(page.locator(f"#{mine} .result")).to_have_count(0)
    accessible(page)


def work_on_a_lab(page: Page, address: str, t: Words) -> None:
    """Wrong, then a wrong answer that is recognised, then right; the draft survives a reload; the verdict is quick."""
    lab = COURSE.labs[LAB]
    file = lab.files[0]
    page.goto(f"{address}lab/{LAB}")
    accessible(page)
    page.get_by_role("button", name=re.compile("^" + t("lab.check"))).click()
    expect(page.locator("#result .verdict-head.no")).to_be_visible(timeout=60_000)

    wrong = lab.wrong[0]
    write_file(page, file, lab.wrong_trees[wrong.slug][file])
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result .feedback")).to_be_visible(timeout=30_000)

    write_file(page, file, lab.reference[file])
    expect(page.locator("#saved")).to_contain_text(t("lab.saved"), timeout=10_000)
    page.reload()
    assert page.locator(f'textarea[name="file:{file}"]').input_value().strip() == lab.reference[file].strip()
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result .verdict-head.yes")).to_be_visible(timeout=30_000)
    accessible(page)


def mend_a_drill(page: Page, address: str, t: Words) -> None:
    """Run the broken system, hand in without a cause, then mend it and name the cause."""
    drill = COURSE.drills[DRILL]
    page.goto(f"{address}drill/{DRILL}")
    page.get_by_role("button", name=re.compile(t("drill.run"))).click()
    expect(page.locator("#output")).to_contain_text("ms]", timeout=30_000)
    for name in drill.editable:
        write_file(page, name, drill.system[name])
    page.get_by_role("button", name=re.compile("^" + t("drill.check"))).click()
    expect(page.locator("#result .field-error")).to_be_visible()
    cause = next(c for c in drill.causes if c.true)
    page.locator(f'input[name=cause][value="{cause.slug}"]').check()
    page.get_by_role("button", name=re.compile("^" + t("drill.check"))).click()
    expect(page.locator("#result .verdict-head.yes")).to_be_visible(timeout=60_000)
    accessible(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1360, 390, 320])
def test_every_page_at_every_size(browser: Browser, home: Path, theme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    problems = watch(page)
    with server(port=8714) as (address, _):
        page.goto(f"{address}settings")
        for lang in ("zh", "en"):
            for path in ("", "course", f"learn/{LESSON}", f"learn/{LESSON}/practice", f"lab/{LAB}", f"drill/{DRILL}", "review",
                         "settings", "nope"):  # fmt: skip
                page.goto(f"{address}{path}?lang={lang}")
                page.wait_for_timeout(150)
                accessible(page)
    assert [p for p in problems if "404" not in p] == []
    context.close()


def test_with_scripts_off(browser: Browser, home: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1360, "height": 900})
    page = context.new_page()
    lab = COURSE.labs[LAB]
    with server(port=8716) as (address, _):
        page.goto(address)
        page.get_by_role("button", name="English").last.click()
        page.locator("#hero").click()
        expect(page.locator("figure svg").first).to_be_visible()
        expect(page.locator(".katex").first).to_be_visible()
        page.goto(f"{address}lab/{LAB}")
        page.locator(f'textarea[name="file:{lab.files[0]}"]').fill(lab.reference[lab.files[0]])
        page.get_by_role("button", name=re.compile("^Check")).click()
        expect(page.locator("#result .verdict-head.yes")).to_be_visible(timeout=60_000)
    context.close()
