"""`/review`: the question memory is about to lose, one at a time; how well it was remembered; one step back."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from beikao.study.review import backlog, last_reviewed, regrade, review, undo_last
from beikao.web.fields import Form
from beikao.web.site import Here, Nav

router = APIRouter()
NAV = [Nav(30, "nav.review", "/review")]


@router.get("/review")
def show(visit: Here) -> Any:
    """The most overdue question, or that nothing is due."""
    return _page(visit, review(visit.desk))


def _page(visit: Here, asked: Any) -> Any:
    return visit.page("review/page.html", asked=asked, backlog=backlog(visit.desk), mode="review",
                      can_undo=last_reviewed(visit.desk) is not None)  # fmt: skip


@router.post("/review/grade")
def grade(visit: Here, form: Form) -> Any:
    """Keep the learner's own grade of an answer and go on."""
    regrade(visit.desk, form.text("event"), form.whole("grade"))
    return visit.go("/review")


@router.post("/review/undo")
def back(visit: Here, form: Form) -> Any:
    """Take back the last review: its question comes again with the same numbers."""
    asked = undo_last(visit.desk)
    return visit.go("/review") if asked is None else _page(visit, asked)
