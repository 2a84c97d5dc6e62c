"""`/`: choose a language the first time, then the Today card."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from beikao.coach import Step
from beikao.study.plan import title_of
from beikao.study.today import today, week_lines
from beikao.web.site import Here, Nav

router = APIRouter()
NAV = [Nav(10, "nav.today", "/", under=("/place",))]
PATHS = {
    "lesson": "/learn/{}",
    "questions": "/learn/{}/practice",
    "lab": "/lab/{}",
    "kata": "/lab/{}/kata",
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
    found, course = today(visit.desk), visit.desk.course
    mine = 0 if visit.language == "zh" else 1
    past = week_lines(found.last_week, lambda ref: title_of(course, ref)) if found.last_week else []
    return visit.page("today/page.html", today=found, path_of=path_of, title_of=lambda ref: title_of(course, ref),
                      last_week=[line[mine] for line in past], keep=True,
                      verse=visit.desk.poet.is_there())  # fmt: skip
