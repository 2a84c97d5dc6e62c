"""What the pages weigh and how soon they stand, beside the budgets of docs/decisions/040-web.md.

Every page is opened in Chromium with an empty cache and the processor slowed four times, zh and en, light and dark; axe looks
for WCAG 2.2 AA violations; reports of the content security policy and requests to another origin are counted. Then Today
and a lesson are asked for over kept connections, and so is a bare FastAPI "hello" on one worker of its own, in turn.

    python benchmarks/page.py [--quick] [--json]

--quick   one language and theme, fewer requests
--json    end with one line: axe_violations, csp_reports, over_budget (a list of what is over), pages, requests_ratio
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = {"today": "", "map": "map", "map-list": "map?view=list", "course": "course", "labs": "lab", "drills": "drill", "lesson": "learn/svd",
         "practice": "learn/svd/practice", "lab": "lab/svd-compress", "drill": "drill/lr-past-edge", "review": "review",
         "progress": "progress", "record": "progress/record", "notes": "notes", "search": "search?q=svd",
         "plan": "plan", "place": "place", "verse": "verse", "settings": "settings", "design": "design"}  # fmt: skip
# KB are gzip on the wire; ms with the processor four times slower. A reading page has little script.
BUDGET = {"kb": 350.0, "fonts_kb": 900.0, "paint_ms": 1700.0, "shift": 0.05, "script_kb": 20.0}
STRICTER = {"today": {"paint_ms": 1000.0}, "lab": {"script_kb": 350.0}, "drill": {"script_kb": 350.0}}
READING = (
    "today",
    "map-list",
    "course",
    "labs",
    "drills",
    "lesson",
    "review",
    "progress",
    "record",
    "notes",
    "search",
    "plan",
    "place",
    "verse",
    "settings",
)
HELLO = "import fastapi\napp = fastapi.FastAPI()\n@app.get('/')\nasync def hello():\n    return {'hello': 'world'}\n"
LEAST_RATIO = 0.3
OBSERVE = """
window.__seen = {paint: 0, shift: 0, csp: 0};
new PerformanceObserver((l) => { for (const e of l.getEntries()) __seen.paint = e.startTime; }).observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver((l) => { for (const e of l.getEntries()) if (!e.hadRecentInput) __seen.shift += e.value; }).observe({type: 'layout-shift', buffered: true});
document.addEventListener('securitypolicyviolation', () => { __seen.csp += 1; });
"""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: list[str], port: int, folder: str) -> Iterator[str]:
    """A server process; yields its address once it answers."""
    env = {**os.environ, "BEIKAO_HOME": f"{folder}/home", "PYTHONPATH": folder}
    env.pop("BEIKAO_CONTENT", None)
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(20)


def opened(browser: Browser, url: str, theme: str) -> dict[str, Any]:
    """One page with a cold cache on a slow processor: what came over the wire, when it stood, what axe says."""
    with urllib.request.urlopen(url) as answer:  # what the server draws once is not what is measured
        answer.read()
    context = browser.new_context(viewport={"width": 1360, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    sizes, kinds, foreign = dict[str, int](), dict[str, str](), list[str]()
    session.on("Network.responseReceived", lambda e: kinds.__setitem__(e["requestId"], e["type"]))
    session.on("Network.loadingFinished", lambda e: sizes.__setitem__(e["requestId"], e["encodedDataLength"]))
    page.on("request", lambda r: foreign.append(r.url) if not r.url.startswith(("http://127.0.0.1", "data:")) else None)
    page.add_init_script(OBSERVE)
    page.goto(url, wait_until="load")
    page.wait_for_timeout(900)
    seen = page.evaluate("window.__seen")
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    by_kind: dict[str, int] = {}
    for request, size in sizes.items():
        by_kind[kinds.get(request, "")] = by_kind.get(kinds.get(request, ""), 0) + size
    fonts = by_kind.get("Font", 0)
    found = {"kb": (sum(by_kind.values()) - fonts) / 1000, "fonts_kb": fonts / 1000, "script_kb": by_kind.get("Script", 0) / 1000,
             "paint_ms": seen["paint"], "shift": seen["shift"], "csp": seen["csp"], "foreign": len(foreign), "axe": axe(page)}  # fmt: skip
    context.close()
    return found


def axe(page: Page) -> int:
    """Violations of WCAG 2.2 A and AA."""
    response = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response
    for violation in response["violations"]:
        print(f"  axe {page.url}: {violation['id']} {[n['target'] for n in violation['nodes']][:2]}", file=sys.stderr)
    return len(response["violations"])


def over(name: str, worst: dict[str, float]) -> list[str]:
    """Which budgets a page breaks."""
    budget = {**BUDGET, **STRICTER.get(name, {})}
    if name == "design":  # a sheet for makers: every font and every part at once
        return []
    if name not in (*READING, *STRICTER):
        budget.pop("script_kb")
    return [f"{name}: {key} {worst[key]:.3g} > {limit:g}" for key, limit in budget.items() if worst[key] > limit]


def requests_per_s(address: str, path: str, seconds: float, connections: int = 4) -> float:
    """Whole answers in a second over kept connections, asked for as a browser does (gzip)."""
    counts = [0] * connections
    until = time.monotonic() + seconds
    port = int(address.rstrip("/").rpartition(":")[2])

    def ask(n: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as wire:
            cookie = "beikao-session=" + f"{n:022d}"
            message = f"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\nCookie: {cookie}\r\n\r\n".encode()
            stream = wire.makefile("rb")
            while time.monotonic() < until:
                wire.sendall(message)
                read_answer(stream)
                counts[n] += 1

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(connections)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - began)


def read_answer(stream: Any) -> None:
    """One HTTP answer, by length or in chunks. Raises AssertionError unless it is a 200."""
    status = stream.readline()
    assert b" 200 " in status, status
    length, chunked = 0, False
    while (line := stream.readline().strip().lower()) != b"":
        if line.startswith(b"content-length:"):
            length = int(line.split(b":")[1])
        chunked |= line.startswith(b"transfer-encoding:") and b"chunked" in line
    stream.read(length)
    while chunked:
        size = int(stream.readline(), 16)
        stream.read(size + 2)
        chunked = size > 0


def ratios(ours: str, folder: str, rounds: int, seconds: float) -> dict[str, dict[str, float]]:
    """Today and the lesson beside the bare hello, in turn; medians of the rounds."""
    port = free_port()
    hello = [
        sys.executable,
        "-m",
        "uvicorn",
        "hello:app",
        "--port",
        str(port),
        "--no-access-log",
        "--log-level",
        "warning",
    ]
    found: dict[str, list[float]] = {"hello": [], "today": [], "lesson": []}
    with serving(hello, port, folder) as bare:
        for _ in range(rounds):
            found["hello"].append(requests_per_s(bare, "", seconds))
            found["today"].append(requests_per_s(ours, "?lang=zh", seconds))
            found["lesson"].append(requests_per_s(ours, "learn/svd?lang=zh", seconds))
    middle = {name: statistics.median(values) for name, values in found.items()}
    return {n: {"per_s": round(middle[n], 1), "ratio": round(middle[n] / middle["hello"], 3)} for n in middle}


def main() -> int:
    """Print a table; 0 where nothing is over its budget."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    looks = (
        [("zh", "light")] if chosen.quick else [(lang, theme) for lang in ("zh", "en") for theme in ("light", "dark")]
    )
    pages: dict[str, dict[str, float]] = {}
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        Path(f"{folder}/hello.py").write_text(HELLO)
        command = [sys.executable, "-m", "beikao", "up", "--no-open", "--port", str(port)]
        with serving(command, port, folder) as address:
            subprocess.run([sys.executable, "-m", "beikao", "config", "language", "zh"], check=True, stdout=subprocess.DEVNULL,
                           env={**os.environ, "BEIKAO_HOME": f"{folder}/home"})  # fmt: skip
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
                opened(browser, address, "light")  # the first page of a server is not what is measured
                for name, path in PAGES.items():
                    for lang, theme in looks:
                        got = opened(browser, f"{address}{path}{'&' if '?' in path else '?'}lang={lang}", theme)
                        kept = pages.setdefault(name, got)
                        pages[name] = {k: kept[k] + got[k] if k in ("axe", "csp", "foreign") and kept is not got else max(kept[k], got[k])
                                       for k in got}  # fmt: skip
                browser.close()
            speed = ratios(address, folder, 1 if chosen.quick else 5, 2.0)
    return report(pages, speed, as_json=chosen.json)


def report(pages: dict[str, dict[str, float]], speed: dict[str, dict[str, float]], *, as_json: bool) -> int:
    """The table and the line of figures."""
    print(
        f"{'page':10} {'KB':>7} {'script':>7} {'fonts':>7} {'paint ms':>9} {'shift':>7} {'axe':>4} {'csp':>4} {'foreign':>8}"
    )
    for name, p in pages.items():
        print(f"{name:10} {p['kb']:7.1f} {p['script_kb']:7.1f} {p['fonts_kb']:7.1f} {p['paint_ms']:9.0f} {p['shift']:7.4f} "
              f"{p['axe']:4.0f} {p['csp']:4.0f} {p['foreign']:8.0f}")  # fmt: skip
    for name, s in speed.items():
        print(f"{name:10} {s['per_s']:8.1f} requests/s   {s['ratio']:.3f} of the bare hello")
    beyond = [line for name, p in pages.items() for line in over(name, p)]
    beyond += [
        f"{n}: {speed[n]['ratio']} of hello < {LEAST_RATIO}"
        for n in ("today", "lesson")
        if speed[n]["ratio"] < LEAST_RATIO
    ]
    beyond += [f"{name}: {p['foreign']:.0f} requests to another origin" for name, p in pages.items() if p["foreign"]]
    for line in beyond:
        print("over budget:", line)
    totals = {key: int(sum(p[key] for p in pages.values())) for key in ("axe", "csp")}
    if as_json:
        print(json.dumps({"axe_violations": totals["axe"], "csp_reports": totals["csp"], "over_budget": beyond, "pages": pages,
                          "requests_ratio": {n: s["ratio"] for n, s in speed.items()}}))  # fmt: skip
    return 1 if beyond or any(totals.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
