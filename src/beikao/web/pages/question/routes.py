"""`/q/<concept>/<slug>`: one question, its answer, another one like it. The same card stands in lessons and reviews."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from beikao.errors import UsageError
from beikao.study.answer import MODES, answer, ask, reveal_answer
from beikao.web.fields import Fields, Form
from beikao.web.site import Here

router = APIRouter()


@router.get("/q/{concept}/{slug}")
def show(concept: str, slug: str, visit: Here, seed: int | None = None, mode: str = "practice") -> Any:
    """The question of a seed, a fresh one without it."""
    asked = ask(visit.desk, concept, slug, seed)
    return _card(visit, asked, mode)


def _card(visit: Here, asked: Any, mode: str, **more: Any) -> Any:
    template = "question/fragment.html" if visit.in_place else "question/page.html"
    mode = mode if mode in MODES else "practice"
    back = visit.back(seed=str(asked.seed), mode=mode)
    section = "/review" if mode == "review" else visit.request.url.path
    return visit.page(template, section=section, asked=asked, mode=mode, back=back, status=422 if more.get("problem") and not visit.in_place else 200,
                      **{"done": None, "problem": None, "given": [], "written": "", **more})  # fmt: skip


@router.post("/q/{concept}/{slug}")
def submit(concept: str, slug: str, visit: Here, form: Form) -> Any:
    """Mark an answer. One that cannot be read is shown again with what is wrong; nothing is recorded then."""
    asked = ask(visit.desk, concept, slug, form.whole("seed"))
    mode, seconds = form.text("mode", "practice"), form.number("seconds")
    kind = asked.question.kind
    if kind == "short" and not form.text("rubric-shown"):
        return _card(visit, asked, mode, written=form.text("answer"), ticking=True)
    given = given_of(kind, form, [slug for slug, _ in asked.options])
    try:
        if form.text("reveal"):
            done = reveal_answer(visit.desk, concept, slug, asked.seed, mode=mode, seconds=seconds)
        else:
            done = answer(
                visit.desk, concept, slug, asked.seed, given, language=visit.language, mode=mode, seconds=seconds
            )
    except UsageError as problem:
        return _card(visit, asked, mode, problem=problem, given=given)
    return _card(visit, asked, mode, done=done, given=given, written=form.text("answer"))


def given_of(kind: str, form: Fields, slugs: list[str]) -> str | list[str]:
    """The answer as its kind wants it. An order comes as one number per option."""
    if kind == "order":
        places = {slug: form.text(f"place:{slug}") for slug in slugs}
        if not all(p.isdigit() and len(p) < 4 for p in places.values()):
            return []
        return sorted(slugs, key=lambda s: int(places[s])) if len(set(places.values())) == len(slugs) else []
    if kind in ("choices", "short"):
        return form.texts("given")
    return form.text("given")
