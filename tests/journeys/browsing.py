"""What the journeys in Chromium share: the units they visit, what is watched on a page, how an editor is filled."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from beikao.course import load
from tests.conftest import CONTENT

COURSE = load([CONTENT])
LAB, DRILL, LESSON = "svd-compress", "lr-past-edge", "svd"
PATHS = ("", "map", "map?view=list", "course", "lab", "drill", f"learn/{LESSON}", f"learn/{LESSON}/practice", f"lab/{LAB}", f"drill/{DRILL}", f"learn/{LESSON}/figure/spectrum/source?k=64",
         "review", "plan", "place", "verse", "progress", "progress/record", "notes", "search?q=svd", "settings", "design", "nope")  # fmt: skip
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


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
    fits(page)


def fits(page: Page) -> None:
    """Nothing is wider than the window."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def write_file(page: Page, name: str, text: str) -> None:
    """Replace what an editor holds, as a learner would: select all and paste."""
    area = page.locator(f'textarea[name="file:{name}"]')
    box = area.locator("xpath=following-sibling::div[contains(@class,'cm-editor')]").locator(".cm-content")
    box.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
