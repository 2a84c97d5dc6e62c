"""TeX to HTML by KaTeX, inside this process: the library runs in an embedded JavaScript engine.

Where no engine can be loaded, formulas are shown as TeX in `<code class="math">` with a note, and `degradation()` says
why, once, for whoever reports on the machine.
"""

from __future__ import annotations

import json
import threading
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

KATEX = Path(__file__).parent / "assets" / "katex.min.js"
RENDER = """
function beikaoRender(tex, display) {
  try {
    return JSON.stringify({html: katex.renderToString(tex, {displayMode: display, throwOnError: true,
      output: "htmlAndMathml", strict: "ignore", trust: false, maxExpand: 200, maxSize: 20})});
  } catch (error) {
    return JSON.stringify({error: String(error.message || error)});
  }
}
"""
SLOW_S = 5.0  # for one formula; a usual one takes a millisecond
NOTE = "TeX"
_lock = threading.Lock()


@lru_cache(maxsize=1)
def engine() -> Any:
    """The JavaScript engine with KaTeX in it, or None where there is none."""
    return None if degradation() else _started()


@lru_cache(maxsize=1)
def degradation() -> str:
    """Why formulas are shown as TeX on this machine; empty where they are typeset."""
    try:
        from py_mini_racer import LibNotFoundError, MiniRacer
    except (ImportError, OSError) as error:
        return f"mini-racer cannot be loaded: {error}"
    try:
        MiniRacer()
    except LibNotFoundError as error:  # there is none built for this machine
        return f"mini-racer cannot start: {error}"
    return ""


def _started() -> Any:
    from py_mini_racer import MiniRacer

    context = MiniRacer()
    context.eval(KATEX.read_text(encoding="utf-8"))
    context.eval(RENDER)
    return context


@lru_cache(maxsize=20_000)
def typeset(tex: str, display: bool) -> tuple[str, str]:
    """(HTML, error): one of the two is empty. A faulty formula is shown as its TeX."""
    with _lock:
        context = engine()
        if context is None:
            return _as_code(tex), ""
        found = _called(context, tex, display)
    if "error" in found:
        return _as_code(tex), str(found["error"])
    return str(found["html"]), ""


def _called(context: Any, tex: str, display: bool) -> dict[str, str]:
    from py_mini_racer import JSEvalException

    try:
        found: dict[str, str] = json.loads(context.call("beikaoRender", tex, display, timeout_sec=SLOW_S))
    except JSEvalException as error:
        return {"error": f"the formula takes too long: {error}"}
    return found


def _as_code(tex: str) -> str:
    return f'<code class="math" title="{NOTE}">{escape(tex)}</code>'
