"""`/`: choose a language the first time, then the Today card."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from beikao.coach import Step
from beikao.study.today import today
from beikao.web.site import Here, Nav

router = APIRouter()
NAV = [Nav(10, "nav.today", "/")]
PATHS = {
    "lesson": "/learn/{}",
    "questions": "/learn/{}/practice",
    "lab": "/lab/{}",
    "drill": "/drill/{}",
    "review": "/review",
}


def path_of(step: Step) -> str:
    """Where a step is taken."""
    return PATHS[step.kind].format(step.slug)


@router.get("/")
def show(visit: Here) -> Any:
    """The first page of an empty machine, or Today."""
    if visit.profile.language is None:
        return visit.page("today/choose.html")
    return visit.page("today/page.html", today=today(visit.desk), path_of=path_of)
