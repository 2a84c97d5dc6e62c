"""`/lab/<slug>`: task, editor, verdict, hints, the reference. Works with scripts off; htmx swaps the verdict in place."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from beikao.study import find
from beikao.study.submit import hint, hints, reset, reveal, save_draft, submit, workspace
from beikao.web.fields import Form
from beikao.web.pages.today.routes import path_of
from beikao.web.site import Here
from beikao.workers.prose import highlight

router = APIRouter()


@router.get("/lab/{slug}")
def show(slug: str, visit: Here) -> Any:
    """The workspace as it was left."""
    visit.desk.grader.warm()
    return _page(slug, visit)


def _page(slug: str, visit: Here, **more: Any) -> Any:
    place = workspace(visit.desk, slug)
    context = {"verdict": None, "step": None, "reference": None, "fresh": False, "misconception": None, **more}
    opened = hints(visit.desk, place.lab.ref, visit.language)
    return visit.page("lab/page.html", place=place, lab=place.lab, hints=opened, path_of=path_of, **context)


@router.post("/lab/{slug}/check")
def check(slug: str, visit: Here, form: Form) -> Any:
    """Judge what is in the editor."""
    done = submit(visit.desk, slug, form.tree())
    name = done.verdict.get("misconception")
    words = visit.desk.course.misconception(name) if name else None
    context: dict[str, Any] = {"verdict": done.verdict, "step": done.step, "fresh": True, "misconception": words}
    if visit.in_place:
        return visit.page("lab/result.html", lab=find.lab(visit.desk.course, slug), path_of=path_of, **context)
    return _page(slug, visit, **context)


@router.post("/lab/{slug}/draft")
def draft(slug: str, visit: Here, form: Form) -> Any:
    """Keep what is being typed."""
    at = save_draft(visit.desk, f"lab:{slug}", form.tree())
    return visit.page("lab/saved.html", at=at)


@router.post("/lab/{slug}/hint")
def next_hint(slug: str, visit: Here, form: Form) -> Any:
    """Open the next hint."""
    if form.tree():
        save_draft(visit.desk, f"lab:{slug}", form.tree())
    given = hint(visit.desk, f"lab:{slug}", visit.language)
    return visit.go(f"/lab/{slug}#hint-{given.number}")


@router.post("/lab/{slug}/reset")
def start_again(slug: str, visit: Here, form: Form) -> Any:
    """Back to the start."""
    reset(visit.desk, slug)
    return visit.go(f"/lab/{slug}")


@router.post("/lab/{slug}/reference")
def reference(slug: str, visit: Here, form: Form) -> Any:
    """Show the reference; that it was shown is recorded."""
    if form.tree():
        save_draft(visit.desk, f"lab:{slug}", form.tree())
    tree = reveal(visit.desk, slug)
    shown = {name: highlight(text, "python" if name.endswith(".py") else "") for name, text in tree.items()}
    return _page(slug, visit, reference=shown)
