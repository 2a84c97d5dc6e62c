"""Turns what went wrong while proving into a `Fault` with a file name and a line."""

from __future__ import annotations

import re
from pathlib import Path

from beikao.course import Fault
from beikao.study.desk import Desk


def relative(desk: Desk, path: Path) -> str:
    """The path as the reader reports it: relative to the parent of its content folder."""
    for root in desk.settings.content:
        if path.is_relative_to(root):
            return str(path.relative_to(root.parent))
    return str(path)


def fault(desk: Desk, path: Path, what: str, *, line: int = 0, hint: str = "") -> Fault:
    """A fault at this path; without a line, the last line of this file that a traceback in `what` names."""
    if not line:
        found = re.findall(rf'{re.escape(path.name)}", line (\d+)', what)
        line = int(found[-1]) if found else 0
    return Fault(relative(desk, path), line, shorten(what), hint)


def shorten(text: str, limit: int = 600) -> str:
    """The end of a long text: a traceback says the cause last."""
    text = text.strip()
    return text if len(text) <= limit else "... " + text[-limit:]
