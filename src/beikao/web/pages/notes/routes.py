"""`/notes`: everything one wrote on lessons; the forms of the lesson page post here."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from beikao.study.notes import all_notes, as_markdown, notes_of, remove_highlight, set_highlight, set_note
from beikao.web.fields import Form
from beikao.web.site import Here

router = APIRouter()


@router.get("/notes")
def show(visit: Here) -> Any:
    """All of them, lesson by lesson."""
    return visit.page("notes/page.html", every=all_notes(visit.desk))


@router.get("/notes.md")
def download(visit: Here) -> Any:
    """All of them as Markdown."""
    text = as_markdown(all_notes(visit.desk), visit.language)
    return Response(text, media_type="text/markdown; charset=utf-8",
                    headers={"content-disposition": 'attachment; filename="notes.md"'})  # fmt: skip


@router.post("/notes")
def write(visit: Here, form: Form) -> Any:
    """Set the note of a section; in place the lesson only learns that it is kept."""
    unit = form.text("unit")
    set_note(visit.desk, unit, form.text("text"))
    if visit.in_place:
        return visit.page("notes/kept.html", at=visit.desk.now())
    return visit.go(_back(unit))


@router.post("/notes/highlight")
def mark(visit: Here, form: Form) -> Any:
    """Mark a passage or write on a mark."""
    unit = form.text("unit")
    set_highlight(visit.desk, unit, form.text("language"), form.text("quote"), before=form.text("before"),
                  text=form.text("text"), id_=form.text("id"))  # fmt: skip
    return _marks(visit, unit)


@router.post("/notes/highlight/remove")
def unmark(visit: Here, form: Form) -> Any:
    """Take a mark away."""
    unit = form.text("unit")
    remove_highlight(visit.desk, unit.partition("#")[0].removeprefix("concept:"), form.text("id"))
    return _marks(visit, unit)


def _marks(visit: Here, unit: str) -> Any:
    if visit.in_place:
        slug = unit.partition("#")[0].removeprefix("concept:")
        return visit.page("notes/marks.html", mine=notes_of(visit.desk, slug))
    return visit.go(_back(unit))


def _back(unit: str) -> str:
    ref, _, section = unit.partition("#")
    return f"/learn/{ref.removeprefix('concept:')}#mine-{section}"
