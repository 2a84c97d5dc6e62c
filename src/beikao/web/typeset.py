"""Content Markdown to HTML through the workers' `Prose`, each text typeset once and kept in memory.

A lesson holds a hundred formulas at a millisecond or two each, and its text rarely changes: so the last texts are kept.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Protocol

from markupsafe import Markup


class Typesetter(Protocol):
    """What this module needs of `beikao.workers.prose.Prose`."""

    def html(self, markdown: str, *, language: str) -> str: ...


class Typeset:
    """`typeset(markdown, language)` is safe HTML. The least recently used texts beyond `keep` are dropped."""

    def __init__(self, prose: Typesetter, keep: int = 4000) -> None:
        self._prose = prose
        self._keep = keep
        self._done: OrderedDict[tuple[str, str], Markup] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, markdown: str, language: str) -> Markup:
        key = (language, markdown)
        with self._lock:
            if key in self._done:
                self._done.move_to_end(key)
                return self._done[key]
        made = Markup(self._prose.html(markdown, language=language))
        with self._lock:
            self._done[key] = made
            while len(self._done) > self._keep:
                self._done.popitem(last=False)
        return made

    def inline(self, markdown: str, language: str) -> Markup:
        """A one-paragraph text without its `<p>`, for options and labels."""
        html = self(markdown, language).strip()
        if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
            return Markup(html[3:-4])
        return html
