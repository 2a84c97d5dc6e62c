"""`/place`: at most twenty questions, one at a time; then what is believed, which the learner may correct."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from beikao.course.areas import area_name
from beikao.errors import UsageError
from beikao.study import place
from beikao.web.fields import Form
from beikao.web.pages.question.routes import given_of
from beikao.web.site import Here

router = APIRouter()


@router.get("/place")
def show(visit: Here) -> Any:
    """The open question, or what is believed."""
    return _page(visit)


def _page(visit: Here, **more: Any) -> Any:
    now = place.placement_now(visit.desk)
    asked = place.asked_now(visit.desk) if now.state == "open" else None
    course = visit.desk.course
    areas = sorted({c.area for c in course.concepts.values()})
    tracks = [track for slug, track in course.tracks.items() if place.Scope(track=slug).concepts(course)]
    wrong = more.get("problem") or more.get("refused")
    return visit.page("place/page.html", now=now, asked=asked, areas=areas, area_name=area_name, tracks=tracks, share=place.share,
                      name=_name(visit, now.scope), status=422 if wrong else 200, **{"problem": None, "refused": None, "given": [], **more})  # fmt: skip


def _name(visit: Here, scope: place.Scope) -> str:
    """What is placed, where that is not the whole course."""
    course = visit.desk.course
    if scope.track in course.tracks:
        return visit.say(course.tracks[scope.track].title)
    if scope.concept in course.concepts:
        return visit.say(course.concepts[scope.concept].title)
    return area_name(scope.area, visit.language)


@router.post("/place/start")
def start(visit: Here, form: Form) -> Any:
    """Begin one: `of` is area:slug, track:slug, concept:slug or empty for the whole course."""
    kind, _, slug = form.text("of").partition(":")
    try:
        place.start(visit.desk, place.Scope(**{kind: slug}) if kind in ("area", "track", "concept") else place.Scope())
    except UsageError as refused:
        return _page(visit, refused=refused)
    return visit.go("/place")


@router.post("/place/answer")
def answer(visit: Here, form: Form) -> Any:
    """Take the answer to the open question; an answer to one that is no longer open changes nothing."""
    asked = place.asked_now(visit.desk)
    if asked is None or asked.seed != form.whole("seed"):
        return visit.go("/place")
    kind, slug = asked.question.kind, asked.question.slug
    given = None if form.text("reveal") else given_of(kind, form, [slug for slug, _ in asked.options])
    try:
        place.reply(visit.desk, asked.question.concept, slug, asked.seed, given, language=visit.language,
                    seconds=form.number("seconds"))  # fmt: skip
    except UsageError as problem:
        return _page(visit, problem=problem, given=given)
    if place.placement_now(visit.desk).question is None:
        place.end(visit.desk)
    return visit.go("/place")


@router.post("/place/end")
def end(visit: Here, form: Form) -> Any:
    """End it with what is believed so far."""
    try:
        place.end(visit.desk)
    except UsageError as refused:
        return _page(visit, refused=refused)
    return visit.go("/place")


@router.post("/place/object")
def object_to(visit: Here, form: Form) -> Any:
    """The learner's own word on a concept."""
    place.object_to(visit.desk, form.text("concept"), form.text("knows") == "yes")
    return visit.go("/place#" + form.text("concept"))
