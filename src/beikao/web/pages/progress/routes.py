"""`/progress`: ability and how surely, readiness, past forecasts, memory, time; `/progress/record` every event, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter

from beikao.course import Course
from beikao.course.areas import area_name
from beikao.study.progress import ENOUGH, history, progress
from beikao.web.site import Here, Nav

router = APIRouter()
NAV = [Nav(50, "nav.progress", "/progress")]


@router.get("/progress")
def show(visit: Here) -> Any:
    """The page; every picture on it is also a table."""
    found = progress(visit.desk)
    fullest = max(found.past.bins, key=lambda b: b.answers, default=None)
    return visit.page("progress/page.html", p=found, weeks=weeks(found.time), enough=ENOUGH, fullest=fullest,
                      name_of=lambda name: _group(visit, name))  # fmt: skip


@router.get("/progress/record")
def record(visit: Here, before: str = "") -> Any:
    """A page of the record."""
    lines, further = history(visit.desk, before)
    return visit.page("progress/record.html", lines=lines, further=further,
                      title_of=lambda ref: _title(visit.desk.course, ref, visit.language), path_of=_path)  # fmt: skip


def weeks(time: Sequence[tuple[date, int]]) -> list[list[tuple[date, int] | None]]:
    """One row a day of the week from Monday, one column a week; None before the first day and after the last."""
    first = time[0][0].weekday()
    cells: list[tuple[date, int] | None] = [None] * first + list(time)
    cells += [None] * (-len(cells) % 7)
    return [cells[day::7] for day in range(7)]


def _group(visit: Here, name: str) -> str:
    """The words for an area, a stage (its number as text), or everything."""
    if name == "whole":
        return str(visit.words("progress.ready-all"))
    if name.isdigit():
        stage = visit.desk.course.stages.get(int(name))
        return f"{name} {stage.title[visit.language]}" if stage else name
    return area_name(name, visit.language)


def _title(course: Course, ref: str, language: str) -> str:
    """The unit's title; for a question its concept's; the reference itself where it is gone."""
    kind, _, slug = ref.partition(":")
    slug = slug.partition("/")[0]
    unit = (
        course.labs.get(slug)
        if kind in ("lab", "kata")
        else course.drills.get(slug)
        if kind == "drill"
        else course.concepts.get(slug)
    )
    return str(unit.title[language]) if unit else ref


def _path(ref: str) -> str:
    kind, _, slug = ref.partition(":")
    return {
        "concept": f"/learn/{slug}",
        "lab": f"/lab/{slug}",
        "kata": f"/lab/{slug}/kata",
        "drill": f"/drill/{slug}",
        "question": f"/q/{slug}",
    }.get(kind, "")
