"""`/drill/<slug>`: a broken system to run, mend and explain. Works with scripts off."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from beikao.errors import UsageError
from beikao.study import find
from beikao.study.mend import bench, mend, reset_drill, run, several
from beikao.study.practised import drills
from beikao.study.submit import hint, hints, save_draft
from beikao.web.fields import Form
from beikao.web.pages.lab.routes import aid
from beikao.web.pages.today.routes import path_of
from beikao.web.site import Here, Nav

router = APIRouter()
NAV = [Nav(18, "nav.drill", "/drill")]


@router.get("/drill")
def every_drill(visit: Here) -> Any:
    """All drills by stage, with what was mended."""
    return visit.page("lab/list.html", title=visit.words("nav.drill"), lead=visit.words("drill.lead"), path="/drill",
                      groups=drills(visit.desk), strength_of=lambda unit: None)  # fmt: skip


@router.get("/drill/{slug}")
def show(slug: str, visit: Here) -> Any:
    """The bench as it was left."""
    visit.desk.grader.warm()
    return _page(slug, visit)


def _page(slug: str, visit: Here, **more: Any) -> Any:
    place = bench(visit.desk, slug)
    context = {"ran": None, "done": None, "problem": None, "causes": [], "verdict": None, **more}
    opened = hints(visit.desk, place.drill.ref, visit.language)
    return visit.page(
        "drill/page.html",
        place=place,
        drill=place.drill,
        several=several(place.drill),
        hints=opened,
        path_of=path_of,
        **aid(visit, place.drill),
        **context,
    )


@router.post("/drill/{slug}/run")
def run_it(slug: str, visit: Here, form: Form) -> Any:
    """Run the tree in the sandbox and show what it prints."""
    ran = run(visit.desk, slug, form.tree())
    if visit.in_place:
        return visit.page("drill/output.html", ran=ran)
    return _page(slug, visit, ran=ran, causes=form.texts("cause"))


@router.post("/drill/{slug}/check")
def check(slug: str, visit: Here, form: Form) -> Any:
    """Judge the mended tree and the causes named."""
    causes, drill = form.texts("cause"), find.drill(visit.desk.course, slug)
    try:
        done = mend(visit.desk, slug, form.tree(), causes, seconds=form.seconds())
    except UsageError as problem:
        if problem.where != "cause":
            raise
        if visit.in_place:
            return visit.page("drill/result.html", done=None, problem=problem, verdict=None)
        return _page(slug, visit, problem=problem)
    if visit.in_place:
        return visit.page("drill/result.html", drill=drill, done=done, problem=None, verdict=done.verdict, path_of=path_of,
                          **aid(visit, drill))  # fmt: skip
    return _page(slug, visit, done=done, verdict=done.verdict, causes=causes)


@router.post("/drill/{slug}/draft")
def draft(slug: str, visit: Here, form: Form) -> Any:
    """Keep what is being typed."""
    at = save_draft(visit.desk, f"drill:{slug}", form.tree())
    return visit.page("lab/saved.html", at=at)


@router.post("/drill/{slug}/hint")
def next_hint(slug: str, visit: Here, form: Form) -> Any:
    """Open the next hint."""
    if form.tree():
        save_draft(visit.desk, f"drill:{slug}", form.tree())
    given = hint(visit.desk, f"drill:{slug}", visit.language)
    return visit.go(f"/drill/{slug}#hint-{given.number}")


@router.post("/drill/{slug}/reset")
def start_again(slug: str, visit: Here, form: Form) -> Any:
    """The broken system again."""
    reset_drill(visit.desk, slug)
    return visit.go(f"/drill/{slug}")
