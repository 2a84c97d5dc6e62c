"""`/learn/<concept>`: the lesson, its figures, its questions; `/learn/<concept>/practice`: its questions one by one."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from beikao.study import find
from beikao.study.answer import ask
from beikao.study.notes import notes_of
from beikao.study.read import figure, figure_source, lesson, mark_read
from beikao.web.fields import Form
from beikao.web.pages.lesson.citations import Citations
from beikao.web.site import Here
from beikao.workers.prose import highlight

router = APIRouter()
MOST_VALUES = 8


@router.get("/learn/{slug}")
def show(slug: str, visit: Here) -> Any:
    """The whole lesson; figures and questions are drawn where they stand."""
    view = lesson(visit.desk, slug, visit.language, linked=True)

    def picture(name: str, params: Any) -> Any:
        return figure(visit.desk, slug, name, params, visit.language)

    return visit.page(
        "lesson/page.html",
        view=view,
        picture=picture,
        cited=Citations(view.concept.sources),
        ask=lambda q: ask(visit.desk, slug, q),
        mode="lesson",
        mine=notes_of(visit.desk, slug),
        keep=True,
    )


@router.get("/learn/{slug}/figure/{name}")
def one_figure(slug: str, name: str, request: Request, visit: Here) -> Any:
    """One state of a figure: a fragment for htmx, a page of its own without scripts."""
    params = {k: v for k, v in request.query_params.items() if k != "lang"}
    state = figure(visit.desk, slug, name, params, visit.language)
    template = "lesson/figure.html" if visit.in_place else "lesson/figure_page.html"
    return visit.page(template, state=state, slug=slug)


@router.get("/learn/{slug}/figure/{name}/source")
def source(slug: str, name: str, visit: Here) -> Any:
    """The run behind a figure and its numbers: the picture at this state, what it printed, the code."""
    params = {k: v for k, v in visit.request.query_params.items() if k != "lang"}
    concept, state = find.concept(visit.desk.course, slug), figure(visit.desk, slug, name, params, visit.language)
    code = highlight(figure_source(visit.desk, slug, name), "python")
    guide = visit.desk.course.guide
    claims = [guide[item] for item, by in concept.claims.items() if by == name and item in guide]
    return visit.page("lesson/source.html", code=code, slug=slug, name=name, concept=concept, state=state, claims=claims,
                      printed="\n".join(f"{key} = {printed(value)}" for key, value in state.numbers.items()))  # fmt: skip


def printed(value: Any) -> str:
    """A number as a terminal shows it; of a long list its first eight."""
    if isinstance(value, list):
        return f"[{', '.join(map(printed, value[:MOST_VALUES]))}{', …' if len(value) > MOST_VALUES else ''}]"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


@router.post("/learn/{slug}/read")
def read(slug: str, visit: Here, form: Form) -> Any:
    """Mark the lesson as read and go on to its questions."""
    mark_read(visit.desk, slug, visit.language, form.number("seconds"))
    return visit.go(f"/learn/{slug}/practice")


@router.get("/learn/{slug}/practice")
def practice(slug: str, visit: Here) -> Any:
    """All questions of a concept, each with fresh numbers."""
    concept = find.concept(visit.desk.course, slug)
    return visit.page("lesson/practice.html", concept=concept, ask=lambda q: ask(visit.desk, slug, q), mode="practice")
