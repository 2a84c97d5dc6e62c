"""Takes a picture of every page as a learner in their second week sees it: zh and en, light and dark, wide and phone.

    python scripts/pictures.py                    write docs/pictures/ (needs Chromium)
    python scripts/pictures.py --compare FOLDER   take them anew, name those that differ from docs/pictures/, and put the
                                                  old and the new side by side into FOLDER; exit code 1 if there are any
    --only NAME[,NAME]                            these pages alone

The clock stands still, seeds are fixed and milliseconds are masked, so the same pages give the same pictures.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import product
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, sync_playwright

from beikao import app
from beikao.settings import Settings, own_content
from beikao.study import answer, notes, profile, read, submit
from beikao.study.desk import Desk
from beikao.web import serve

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
LAB, DRILL, WRONG = "svd-compress", "lr-past-edge", "absolute-error"
NOW = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
SEED = 7
# page -> (path, where to scroll to); "first" is taken on a machine that knows nobody
PAGES = {
    "first": ("", ""), "today": ("", ""), "map": ("map", ""), "map-list": ("map?view=list", ""), "course": ("course", ""), "labs": ("lab", ""), "drills": ("drill", ""),
    "run": ("learn/svd/figure/spectrum/source?k=64", ""),
    "lesson": ("learn/svd", ""), "lesson-figure": ("learn/svd", ".figure"), "practice": ("q/svd/rank-for-energy?seed=7", ""),
    "lab": (f"lab/{LAB}", ""), "lab-verdict": (f"lab/{LAB}", "#result"), "lab-history": (f"lab/{LAB}/history/2", ""),
    "drill": (f"drill/{DRILL}", ""), "review": ("review", ""), "progress": ("progress", ""), "record": ("progress/record", ""),
    "plan": ("plan", ""), "place": ("place", ""), "verse": ("verse", ""), "notes": ("notes", ""), "search": ("search?q=svd", ""), "settings": ("settings", ""),
}  # fmt: skip
LOCALES = {"zh": "zh-CN", "en": "en-US"}
SIZES = {1360: 900, 390: 844}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--hide-scrollbars"]  # fmt: skip
MASK = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) walk.currentNode.data = walk.currentNode.data.replace(/[\\d.]+( ?)(ms|毫秒)/g, '64$1$2')
    .replace(/(seed|种子) \\d+/g, '$1 20260317').replace(/\\/tmp\\/\\S+/g, '~/.local/share/beikao');
}"""
SMALLER, STEP, SHARE = 2, 24, 0.0005  # pictures are compared at half size; a pixel differs by more than 24 of 255


def study_for_two_weeks(desk: Desk) -> None:
    """A sample learner: lessons read, questions answered, a lab failed and a note written, day by day."""
    read_on = {
        0: ["matrix-ops"],
        2: ["matrix-calculus", "convexity"],
        5: ["eigendecomposition"],
        8: ["svd"],
        12: ["gradient-descent"],
    }
    profile.set_profile(desk, language="zh", theme="auto")
    for day, slugs in read_on.items():
        minutes = 25.0  # a lesson takes as long, a question two
        for slug in slugs:
            at(desk, day + minutes / 1440)
            read.mark_read(desk, slug, "zh", 1500.0)
            for number, question in enumerate(desk.course.concepts[slug].questions.values()):
                if question.kind in ("numeric", "choice"):
                    minutes += 2
                    at(desk, day + minutes / 1440)
                    answer_one(desk, slug, question.slug, right=number % 4 != 3)
            minutes += 25
    at(desk, 13)
    notes.set_note(desk, "concept:svd#why", "先看奇异值衰减得多快，再定截断的秩。")
    lab = desk.course.labs[LAB]
    wrong = (ROOT / "content/labs" / LAB / "wrong" / f"{WRONG}.py").read_text()
    for hour, text in enumerate((lab.start[lab.files[0]], wrong)):
        at(desk, 13 + hour / 24)
        submit.submit(desk, LAB, {lab.files[0]: text})
        submit.save_draft(desk, lab.ref, {lab.files[0]: text})
    desk.now = lambda: NOW


def at(desk: Desk, day: float) -> None:
    """Two weeks ago and so many days."""
    moment = NOW - timedelta(days=14 - day)
    desk.now = lambda: moment


def answer_one(desk: Desk, concept: str, slug: str, *, right: bool) -> None:
    """The right answer, or the first wrong one."""
    asked = answer.ask(desk, concept, slug, SEED)
    wrong = next((slug for slug, _ in asked.options if slug != asked.truth["right"]), "-12345")
    given = str(asked.truth["right"] if "right" in asked.truth else asked.truth["value"]) if right else wrong
    answer.answer(desk, concept, slug, SEED, given, language="zh", mode="lesson", seconds=40.0)


@contextmanager
def site(home: Path, *, known: bool) -> Iterator[str]:
    """The real server in a thread, its clock standing still; yields its address."""
    with app.open_desk(Settings(home=home, content=(own_content(),)), device="web") as desk:
        desk.now, desk.tz = (lambda: NOW), "Asia/Shanghai"
        if known:
            study_for_two_weeks(desk)
        ready, address = threading.Event(), []

        def told(url: str) -> None:
            address.append(url)
            ready.set()

        threading.Thread(target=serve, args=(desk, "127.0.0.1", 0, told), daemon=True).start()
        ready.wait(60)
        yield address[0]


def pictures(only: list[str]) -> Iterator[tuple[str, bytes]]:
    """(name of the file without its ending, PNG) of every page, language, theme and width."""
    answer.new_seed = lambda: SEED  # type: ignore[attr-defined]  # what a review draws
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for known in (False, True):
            names = [n for n in PAGES if (n != "first") == known and (not only or n in only)]
            if names:
                with site(Path(folder) / str(known), known=known) as address:
                    for name in names:
                        yield from of_page(browser, address, name)
        browser.close()


def of_page(browser: Browser, address: str, name: str) -> Iterator[tuple[str, bytes]]:
    """One page in all its looks."""
    path, place = PAGES[name]
    for width, height in SIZES.items():
        for theme, language in product(("light", "dark"), ("zh", "en")):
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme,
                                          timezone_id="Asia/Shanghai", locale=LOCALES[language])  # fmt: skip
            page = context.new_page()
            page.clock.set_fixed_time(NOW)
            page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}", wait_until="load")
            yield f"{name}-{language}-{theme}-{width}", shot(page, place)
            context.close()


def shot(page: Page, place: str) -> bytes:
    """What the window shows, with nothing moving."""
    page.evaluate(MASK)
    page.evaluate("document.fonts.ready")
    if place:
        page.locator(place).first.evaluate("e => e.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(250)
    return page.screenshot(animations="disabled", caret="hide")


def differ(one: Image.Image, two: Image.Image) -> float:
    """Share of pixels that differ visibly; 1 where the sizes differ."""
    if one.size != two.size:
        return 1.0
    small = [i.convert("RGB").reduce(SMALLER) for i in (one, two)]
    grey = ImageChops.difference(*small).convert("L")
    return sum(grey.histogram()[STEP:]) / (grey.width * grey.height)


def packed(png: bytes) -> bytes:
    """As WebP, an eighth of the size."""
    out = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").save(out, "WEBP", quality=80, method=6)
    return out.getvalue()


def side_by_side(old: Image.Image | None, new: Image.Image) -> Image.Image:
    """The old left, the new right."""
    both = Image.new("RGB", (2 * new.width + 8, new.height), "red")
    if old is not None:
        both.paste(old, (0, 0))
    both.paste(new, (new.width + 8, 0))
    return both


def compare(into: Path, only: list[str]) -> int:
    """How many pictures differ from those kept; each is shown beside the old one."""
    into.mkdir(parents=True, exist_ok=True)
    changed = 0
    for name, png in pictures(only):
        kept = FOLDER / f"{name}.webp"
        old, new = Image.open(kept) if kept.exists() else None, Image.open(BytesIO(packed(png)))
        share = 1.0 if old is None else differ(old, new)
        if share > SHARE:
            changed += 1
            print(f"{name}: {share:.2%} of it differs", flush=True)
            side_by_side(old, new.convert("RGB")).save(into / f"{name}.png")
    print(f"{changed} pictures differ")
    return changed


def main() -> int:
    """Write or compare."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--compare", type=Path, metavar="FOLDER")
    options.add_argument("--only", default="", metavar="NAME,NAME")
    chosen = options.parse_args()
    only = [n for n in chosen.only.split(",") if n]
    unknown = set(only) - set(PAGES)
    if unknown:
        options.error(f"no page {', '.join(sorted(unknown))}; there are {', '.join(PAGES)}")
    if chosen.compare:
        return 1 if compare(chosen.compare, only) else 0
    FOLDER.mkdir(exist_ok=True)
    for name, png in pictures(only):
        (FOLDER / f"{name}.webp").write_bytes(packed(png))
        print(name, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
