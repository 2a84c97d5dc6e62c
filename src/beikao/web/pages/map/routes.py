"""`/map`: the prerequisite graph with the learner's states; `?view=list` the same as a list, `?track=` one path through it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from beikao.study.concept_map import concept_map
from beikao.web.site import Here, Nav

router = APIRouter()
NAV = [Nav(15, "nav.map", "/map")]


@router.get("/map")
def show(visit: Here, view: str = "", track: str = "") -> Any:
    """The picture or the list; both have the same concepts and the same counts."""
    found = concept_map(visit.desk, visit.language, track)
    return visit.page("map/list.html" if view == "list" else "map/page.html", map=found, view=view)
