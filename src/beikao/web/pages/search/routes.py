"""`/search?q=`: hits in groups; in place (from the dialog) only the list of hits."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from beikao.study.search import search
from beikao.web.site import Here

router = APIRouter()


@router.get("/search")
def show(visit: Here, q: str = "") -> Any:
    """The page, or for htmx the hits alone."""
    groups = search(visit.desk, q, visit.language)
    template = "search/hits.html" if visit.in_place else "search/page.html"
    return visit.page(template, q=q, groups=groups)
