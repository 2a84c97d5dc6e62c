"""`/review`: the question memory is about to lose, one at a time."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from beikao.study.review import backlog, review
from beikao.web.site import Here, Nav

router = APIRouter()
NAV = [Nav(30, "nav.review", "/review")]


@router.get("/review")
def show(visit: Here) -> Any:
    """The most overdue question, or that nothing is due."""
    return visit.page("review/page.html", asked=review(visit.desk), backlog=backlog(visit.desk), mode="review")
