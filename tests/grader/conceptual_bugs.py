"""Conceptual bugs of a language model's parts, handed in to the labs: what catches each, and what the learner is told.

`python -m tests.grader.conceptual_bugs` writes docs/reference/conceptual-bugs.md; a test compares the page. A bug is a file
`bugs/<lab>/<slug>.py`, a whole submission, with its lines in `bugs/bugs.toml`. Whoever adds one touches these two only.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from beikao.course import Course, load
from beikao.grader import Grader
from beikao.study.desk import Desk
from beikao.study.submit import lab_job
from tests.conftest import CONTENT

FOLDER = Path(__file__).parent / "bugs"
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "conceptual-bugs.md"
SEED = 11
BUSY = 10.0  # times the limit of the lab: none of these bugs is one of time, and the machine may be busy
HEAD = """# Conceptual bugs that the labs catch

<!-- written by `python -m tests.grader.conceptual_bugs`; a test compares it with what the grader says -->

A solution can have the right shapes, a loss that falls, and a bug. Each of these {n} is a whole submission, right but for
one mistake of the kind that tests of a language model written from scratch tend to let pass: one axis, one shape, one
setting tried. Its source lies in `tests/grader/bugs/`. It is handed in to the real grader, and must fail, first at the check
named here. The last column is what the learner then reads first: the message of that check, with the numbers of one seed.

| bug | lab | caught by | the learner is told |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Bug:
    """One bug: where it is handed in, the check that must be the first to fail, and what is wrong, in a sentence."""

    slug: str
    lab: str
    check: str
    says: str

    @property
    def source(self) -> str:
        return (FOLDER / self.lab / f"{self.slug}.py").read_text(encoding="utf-8")


def bugs() -> list[Bug]:
    """All of them, in the order of bugs.toml."""
    listed = tomllib.loads((FOLDER / "bugs.toml").read_text(encoding="utf-8"))
    return [Bug(slug, row["lab"], row["check"], row["bug"]) for slug, row in listed.items()]


def verdict(grader: Grader, course: Course, bug: Bug) -> dict[str, Any]:
    """What the grader says to this submission."""
    desk = cast(Desk, SimpleNamespace(course=course))
    lab = course.labs[bug.lab]
    job = lab_job(desk, lab, {lab.files[0]: bug.source})
    return dict(grader.check(replace(job, seconds=BUSY * job.seconds), seed=SEED, diagnose=False))


def first_failed(said: dict[str, Any]) -> dict[str, Any] | None:
    """The first check of a verdict that failed, or None."""
    return next((row for row in said["checks"] if not row["passed"]), None)


def row(bug: Bug, said: dict[str, Any]) -> str:
    """Its line of the page."""
    failed = first_failed(said)
    assert failed is not None, f"{bug.slug} is not caught"
    told = failed["message"]["en"]
    cells = (bug.says, bug.lab, f"{failed['title']['en']} (`{failed['id']}`)", told)
    return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |\n"


def page(rows: Iterable[str]) -> str:
    """The whole page."""
    lines = list(rows)
    return HEAD.format(n=len(lines)) + "".join(lines)


def words(line: str) -> str:
    """A line without its numbers, which another machine may round otherwise."""
    return re.sub(r"-?\d[\d.e+-]*", "#", line)


def main() -> None:
    """Write the page."""
    course, grader = load([CONTENT]), Grader()
    try:
        PAGE.write_text(page(row(bug, verdict(grader, course, bug)) for bug in bugs()), encoding="utf-8")
    finally:
        grader.close()


if __name__ == "__main__":
    main()
