"""What a learner waits for, beside the budgets of the design: the next review, the verdict of a small lab, a figure that is moved.

Every act is done by keys in Chromium, on the real server with the real grader, from the key to what is asked for standing in the page.

    python benchmarks/acts.py [--times N] [--json]

--times   how often each act is done (20)
--json    end with one line: act -> median_ms, p95_ms, budget_ms
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from beikao import app
from beikao.settings import Settings, own_content
from beikao.study import answer, profile
from beikao.study.desk import Desk
from beikao.study.plan import set_calendar
from beikao.web import serve

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
BUDGET_MS = {"next review": 150.0, "verdict of svd-compress": 500.0, "figure moved": 300.0}
LONG_AGO = timedelta(days=200)


def have_reviews(desk: Desk) -> None:
    """Answers of half a year ago: questions that are due now."""
    now = datetime.now(UTC)
    desk.now = lambda: now - LONG_AGO
    profile.set_profile(desk, language="en")
    set_calendar(desk, week=[600] * 7)
    # One question of each concept: what a concept is asked for is one card.
    firsts = [
        (slug, next((q for q in c.questions.values() if q.kind in ("numeric", "choice")), None))
        for slug, c in desk.course.concepts.items()
    ]
    questions = [(slug, question) for slug, question in firsts if question]
    for seed, (concept, question) in enumerate(questions):
        asked = answer.ask(desk, concept, question.slug, seed)
        right = str(asked.truth["right"] if "right" in asked.truth else asked.truth["value"])
        answer.answer(desk, concept, question.slug, seed, right, language="en", mode="lesson", seconds=40.0)
    desk.now = lambda: datetime.now(UTC)


@contextmanager
def site(home: Path) -> Iterator[str]:
    """The real server in a thread; yields its address."""
    with app.open_desk(Settings(home=home, content=(own_content(),)), device="web") as desk:
        have_reviews(desk)
        ready, address = threading.Event(), []

        def told(url: str) -> None:
            address.append(url)
            ready.set()

        threading.Thread(target=serve, args=(desk, "127.0.0.1", 0, told), daemon=True).start()
        ready.wait(60)
        desk.grader.warm()
        yield address[0]


def timed(act: Callable[[], None]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


def reviews(page: Page, address: str, times: int) -> list[float]:
    """Space shows the answer, 3 grades it; from that key to the next question with its field."""
    page.goto(f"{address}review")
    found = []
    for _ in range(times):
        while not page.locator("#review .result").count():  # an open question shows its points first
            page.keyboard.press("Space")
            page.wait_for_timeout(400)

        def grade() -> None:
            with page.expect_navigation(wait_until="domcontentloaded"):
                page.keyboard.press("3")

        found.append(timed(grade))
        if not page.locator("#review .question").count():
            break
    return found


def verdicts(page: Page, address: str, times: int) -> list[float]:
    """Ctrl+Enter in the editor, the code of the start with one character more each time."""
    page.goto(f"{address}lab/svd-compress")
    page.wait_for_selector(".cm-content")
    found = []
    for number in range(times + 1):
        page.locator(".cm-content").click()
        page.keyboard.press("Control+End")
        page.keyboard.type("#")

        def hand_in() -> None:
            with page.expect_response(lambda r: r.url.endswith("/check")):
                page.keyboard.press("Control+Enter")
            page.wait_for_selector("#result[data-said]:not([data-seen])")

        took = timed(hand_in)
        page.evaluate("document.getElementById('result').dataset.seen = 1")
        if number:  # the first also warms the process
            found.append(took)
    return found


def figures(page: Page, address: str, times: int) -> list[float]:
    """One step of a slider, from the key to the new picture."""
    page.goto(f"{address}learn/svd")
    slider = page.locator(".figure input[type=range]").first
    slider.focus()
    found = []
    for number in range(times):
        at_end = slider.input_value() == slider.get_attribute("max")
        key = "ArrowLeft" if at_end or number % 2 else "ArrowRight"

        def move(key: str = key) -> None:
            with page.expect_response(lambda r: "/figure/" in r.url):
                page.keyboard.press(key)

        found.append(timed(move))
        page.wait_for_timeout(100)  # the new picture has the slider in its hand again
    return found


ACTS = {"next review": reviews, "verdict of svd-compress": verdicts, "figure moved": figures}


def main() -> int:
    """Print a table; 0 where every median is within its budget."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=20)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    rows = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        site(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1360, "height": 900})
        for name, act in ACTS.items():
            took = sorted(act(page, address, chosen.times))
            rows[name] = {"median_ms": round(statistics.median(took), 1), "p95_ms": round(took[math.ceil(0.95 * (len(took) - 1))], 1),
                          "times": len(took), "budget_ms": BUDGET_MS[name]}  # fmt: skip
        browser.close()
    print(f"{'act':28} {'median ms':>10} {'p95 ms':>8} {'budget':>8} {'times':>6}")
    for name, row in rows.items():
        print(f"{name:28} {row['median_ms']:10.0f} {row['p95_ms']:8.0f} {row['budget_ms']:8.0f} {row['times']:6d}")
    if chosen.json:
        print(json.dumps(rows))
    return 1 if any(row["median_ms"] > row["budget_ms"] for row in rows.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
