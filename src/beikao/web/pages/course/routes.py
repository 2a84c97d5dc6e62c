"""`/course`: every concept by stage with its state, and the labs and drills. The map as a picture comes later."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from beikao.study.submit import passed
from beikao.study.today import course_list
from beikao.web.site import Here, Nav

router = APIRouter()
NAV = [Nav(16, "nav.course", "/course", under=("/learn", "/q", "/notes"))]


@router.get("/course")
def show(visit: Here) -> Any:
    """The list."""
    rows = course_list(visit.desk)
    stages = [(s, [r for r in rows if r[0].stage == s.number]) for s in visit.desk.course.stages.values()]
    labs = [(lab, passed(visit.desk, lab.ref)) for lab in visit.desk.course.labs.values()]
    drills = [(drill, passed(visit.desk, drill.ref)) for drill in visit.desk.course.drills.values()]
    return visit.page("course/page.html", stages=stages, labs=labs, drills=drills)
