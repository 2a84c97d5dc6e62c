"""A new learner in a real browser, from the first page of an empty machine to a changed Today page, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from beikao.web.words import Words
from tests.journeys.browsing import COURSE, DRILL, LAB, accessible, watch, write_file
from tests.running import server

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_journey(browser: Browser, home: Path, lang: str) -> None:
    t = Words(lang)
    context = browser.new_context(viewport={"width": 1360, "height": 900})
    page = context.new_page()
    problems = watch(page)
    with server() as (address, _):
        page.goto(address)
        accessible(page)
        page.get_by_role("button", name={"zh": "中文，", "en": "English, "}[lang]).click()
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
    expect(page.locator("#saved")).to_have_text(t("saving.typing"))
    page.reload()  # in the second before it is saved
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
