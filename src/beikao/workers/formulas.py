"""TeX to HTML by KaTeX, inside this process: the library runs in an embedded JavaScript engine.

Where no engine can be loaded, formulas are shown as TeX in `<code class="math">`, and `engine()` says so.
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
_lock = threading.Lock()


@lru_cache(maxsize=1)
def engine() -> Any:
    """The JavaScript engine with KaTeX in it, or None where there is none."""
    try:
        from py_mini_racer import MiniRacer
    except (ImportError, OSError):
        return None
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
        found = json.loads(context.call("beikaoRender", tex, display))
    if "error" in found:
        return _as_code(tex), str(found["error"])
    return str(found["html"]), ""


def _as_code(tex: str) -> str:
    return f'<code class="math">{escape(tex)}</code>'
