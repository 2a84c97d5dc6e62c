"""Every page at every width and in both themes and languages: no violation of WCAG 2.2 AA, no error, nothing too wide."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.browsing import PATHS, accessible, fits, watch
from tests.running import server

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1360, 390])
def test_every_page_is_accessible(browser: Browser, home: Path, theme: str, width: int) -> None:
    """In Chinese where light and wide or dark and narrow, in English else; colours and layout are those of both."""
    lang = "zh" if (theme == "light") == (width == 1360) else "en"
    visit(browser, width, theme, (lang,), look=accessible)


@pytest.mark.parametrize("width", [1360, 390, 320])
def test_every_page_fits_the_window(browser: Browser, home: Path, width: int) -> None:
    visit(browser, width, "light", ("zh", "en"), look=fits)


def visit(browser: Browser, width: int, theme: str, langs: tuple[str, ...], *, look) -> None:  # type: ignore[no-untyped-def]
    """Every page once, and no error on the way."""
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    problems = watch(page)
    with server() as (address, _):
        page.goto(f"{address}settings")
        for lang in langs:
            for path in PATHS:
                page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={lang}")
                page.wait_for_timeout(150)
                look(page)
    assert [p for p in problems if "404" not in p] == []
    context.close()
