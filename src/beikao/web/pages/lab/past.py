"""`/lab/<slug>/history/<n>`: one submission: its verdict, what changed since the one before, its code."""

from __future__ import annotations

from typing import Any

from beikao.study import find
from beikao.study.history import before, code, difference, submission, submissions, take_up
from beikao.web.fields import Form
from beikao.web.site import Here
from beikao.workers.prose import highlight


def show(slug: str, number: int, visit: Here) -> Any:
    """The page."""
    lab = find.lab(visit.desk.course, slug)
    one = submission(visit.desk, lab.ref, number)
    files = code(visit.desk, one)
    changed = difference(before(visit.desk, lab.ref, one), files)
    name = one.verdict.get("misconception") if one.verdict else None
    return visit.page("lab/past.html", lab=lab, one=one, count=len(submissions(visit.desk, lab.ref)),
                      diff=highlight(changed, "diff") if changed else "",
                      files={n: highlight(text, "python" if n.endswith(".py") else "") for n, text in files.items()},
                      misconception=visit.desk.course.misconception(name) if name else None)  # fmt: skip


def restore(slug: str, number: int, visit: Here, form: Form) -> Any:
    """Back into the editor."""
    take_up(visit.desk, find.lab(visit.desk.course, slug).ref, number)
    return visit.go(f"/lab/{slug}")
