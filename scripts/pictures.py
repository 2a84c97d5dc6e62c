"""Takes the pictures of the README from the real page: a lab whose last submission was nearly right.

python scripts/pictures.py      # needs Chromium; writes docs/images/
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
LAB, WRONG = "svd-compress", "absolute-error"
PORT = 8741
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


def wait(address: str) -> None:
    """Until the server answers. Raises TimeoutError after 30 s."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


def picture(language: str, address: str) -> None:
    """One lab page, the code of a known mistake in the editor and its verdict below."""
    wrong = ROOT / "content" / "labs" / LAB / "wrong" / f"{WRONG}.py"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_context(viewport={"width": 1360, "height": 900}, device_scale_factor=1.5).new_page()
        page.goto(f"{address}/lab/{LAB}?lang={language}")
        page.locator(".cm-content").click()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(wrong.read_text(encoding="utf-8"))
        page.keyboard.press("Control+Enter")
        page.locator(".verdict-head").wait_for(timeout=60_000)
        page.evaluate("document.querySelector('.bench .desk').scrollIntoView({block: 'end'})")
        page.wait_for_timeout(800)
        page.screenshot(path=ROOT / "docs" / "images" / f"lab-light-{language}.png")
        browser.close()


def main() -> None:
    """Both languages."""
    (ROOT / "docs" / "images").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        server = subprocess.Popen([sys.executable, "-m", "beikao", "up", "--no-open", "--port", str(PORT)],
                                  env={**os.environ, "BEIKAO_HOME": home})  # fmt: skip
        try:
            wait(f"http://127.0.0.1:{PORT}/")
            for language in ("zh", "en"):
                picture(language, f"http://127.0.0.1:{PORT}")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
