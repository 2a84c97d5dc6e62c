"""Small labs as jobs for the grader: a check file, a reference, and what somebody hands in."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

from beikao.grader import CheckMeta, Job, WrongMeta

DOUBLE = "def double(x):\n    return x * 2\n"
DOUBLE_CHECK = """
@check
def doubles(t: Trial) -> None:
    x = t.draw.normal(3, 2)
    t.agree(lambda m: m.double(x))
"""
HEAD = "import numpy as np\nfrom beikao.kit import Trial, check\n"


class Lab:
    """A lab in a folder of its own."""

    def __init__(self, folder: Path, checks: str, reference: str, **more: Any) -> None:
        self.file = folder / "check.py"
        self.file.write_text(HEAD + dedent(checks))
        self.reference, self.more = dedent(reference), more
        self.phases: Mapping[str, str] = more.pop("phases", {})

    def checks(self) -> tuple[CheckMeta, ...]:
        """One per decorated function; the n-th has credit n."""
        tree = ast.parse(self.file.read_text())
        found = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.decorator_list]
        ids = [n.name.replace("_", "-") for n in found]
        return tuple(
            CheckMeta(cid, {"zh": f"检查 {cid}", "en": f"Check {cid}"}, float(i + 1), self.phases.get(cid, "quick"))
            for i, cid in enumerate(ids)
        )

    def job(self, learner: str | Mapping[str, str], **more: Any) -> Job:
        """What somebody hands in."""
        entry = self.more.get("entry", "solution.py")
        fields: dict[str, Any] = {
            "unit": "lab:small", "rev": "1", "check_file": self.file, "entry": entry,
            "tree": {entry: dedent(learner)} if isinstance(learner, str) else learner, "given": {},
            "reference": {entry: self.reference}, "checks": self.checks(), **self.more, **more,
        }  # fmt: skip
        return Job(**fields)


def wrong(slug: str, caught_by: str, text: str, misconception: str = "") -> WrongMeta:
    """A known wrong answer."""
    return WrongMeta(slug, caught_by, misconception or f"small/{slug}", {"solution.py": dedent(text)})


def states(verdict: Mapping[str, Any]) -> dict[str, bool]:
    """check -> passed."""
    return {c["id"]: c["passed"] for c in verdict["checks"]}


def first(verdict: Mapping[str, Any]) -> dict[str, Any]:
    """The first check that failed."""
    found: dict[str, Any] = next(c for c in verdict["checks"] if not c["passed"])
    return found
