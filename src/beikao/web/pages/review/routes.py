"""`/review`: the question memory is about to lose, one at a time; how well it was remembered; one step back."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from beikao.events import Event
from beikao.study.review import Undone, backlog, last_reviewed, regrade, review, undo_last
from beikao.web.fields import Form
from beikao.web.site import Here, Nav

router = APIRouter()
NAV = [Nav(30, "nav.review", "/review")]


@router.get("/review")
def show(visit: Here) -> Any:
    """The most overdue question, or that nothing is due."""
    return _page(visit, review(visit.desk))


def _page(visit: Here, asked: Any, undone: Undone | None = None) -> Any:
    return visit.page("review/page.html", asked=asked, backlog=backlog(visit.desk), mode="review", undone=undone,
                      last=last_reviewed(visit.desk), title_of=lambda event: _title(visit, event))  # fmt: skip


def _title(visit: Here, event: Event) -> str:
    slug = str(event.data["question"]).partition("/")[0]
    concept = visit.desk.course.concepts.get(slug)
    return visit.say(concept.title) if concept else slug


@router.post("/review/grade")
def grade(visit: Here, form: Form) -> Any:
    """Keep the learner's own grade of an answer and go on."""
    regrade(visit.desk, form.text("event"), form.whole("grade"))
    return visit.go("/review")


@router.post("/review/undo")
def back(visit: Here, form: Form) -> Any:
    """Take back the last review of this day: its question comes again with the same numbers."""
    undone = undo_last(visit.desk)
    if undone is None:
        return visit.go("/review")
    return _page(visit, undone.asked or review(visit.desk), undone)
