"""`/lab/<slug>`: task, editor, verdict, hints, the reference. Works with scripts off; htmx swaps the verdict in place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter

from beikao.coach.answers import day
from beikao.course import Drill, Lab
from beikao.study import find
from beikao.study.history import cost, independence, submissions
from beikao.study.kata import every
from beikao.study.practised import labs
from beikao.study.strength import strength
from beikao.study.submit import (
    Submitted,
    hint,
    hint_ahead,
    hints,
    judged,
    passed,
    reset,
    reveal,
    save_draft,
    shown,
    submit,
    workspace,
)
from beikao.study.upload import MAX_UPLOAD_BYTES, fitting, tree_of
from beikao.web.fields import Form
from beikao.web.pages.lab import kata, past
from beikao.web.pages.today.routes import path_of
from beikao.web.site import Here, Nav, Visit
from beikao.workers.prose import highlight

router = APIRouter()
NAV = [Nav(17, "nav.lab", "/lab")]
MOST_LESSONS = 2
router.add_api_route("/lab/{slug}/history/{number}", past.show)
router.add_api_route("/lab/{slug}/history/{number}/restore", past.restore, methods=["POST"])
router.add_api_route("/lab/{slug}/kata", kata.show)
router.add_api_route("/lab/{slug}/kata/start", kata.begin, methods=["POST"])
router.add_api_route("/lab/{slug}/kata/check", kata.judge, methods=["POST"])
router.add_api_route("/lab/{slug}/kata/give-up", kata.stop, methods=["POST"])
router.add_api_route("/lab/{slug}/kata/{event}/draft", kata.draft, methods=["POST"])


@router.get("/lab")
def every_lab(visit: Here) -> Any:
    """All labs by stage, with what was passed."""
    return visit.page("lab/list.html", title=visit.words("nav.lab"), lead=visit.words("lab.lead"), path="/lab",
                      groups=labs(visit.desk), strength_of=strength)  # fmt: skip


@router.get("/lab/{slug}")
def show(slug: str, visit: Here) -> Any:
    """The workspace as it was left."""
    visit.desk.grader.warm()
    done = judged(visit.desk, f"lab:{slug}", visit.request.query_params.get("judged", ""))
    return _page(slug, visit, **(_judged(visit, done) if done else {}))


def _judged(visit: Visit, done: Submitted) -> dict[str, Any]:
    """What the page shows of a submission that was judged just now."""
    return {"verdict": done.verdict, "step": done.step, "fresh": True, "notice": done.notice,
            "misconception": _misconception(visit, done.verdict), "over": ""}  # fmt: skip


def _misconception(visit: Visit, verdict: Mapping[str, Any] | None) -> Mapping[str, str] | None:
    name = verdict and verdict.get("misconception")
    return visit.desk.course.misconception(name) if name else None


def _page(slug: str, visit: Here, **more: Any) -> Any:
    place = workspace(visit.desk, slug)
    context = {
        "verdict": None,
        "step": None,
        "reference": None,
        "fresh": False,
        "misconception": _misconception(visit, place.verdict),
        "notice": None,
        "over": "",
        **more,
    }
    opened = hints(visit.desk, place.lab.ref, visit.language)
    return visit.page("lab/page.html", place=place, lab=place.lab, hints=opened, path_of=path_of,
                      done=passed(visit.desk, place.lab.ref), kata=_kata_of(slug, visit), handed=submissions(visit.desk, place.lab.ref)[::-1],
                      alone=independence(visit.desk, place.lab), cost=cost(place.lab), strength=strength(place.lab), **aid(visit, place.lab), **context)  # fmt: skip


def aid(visit: Visit, unit: Lab | Drill) -> dict[str, Any]:
    """What helps with a unit that did not pass: the number of its next hint, the lessons it belongs to."""
    ahead = hint_ahead(visit.desk, unit.ref, visit.language)
    lessons = [visit.desk.course.concepts[c] for c in unit.concepts if c in visit.desk.course.concepts]
    return {"further": ahead and {"number": ahead[0], "total": ahead[1]}, "help": lessons[:MOST_LESSONS]}


def _kata_of(slug: str, visit: Visit) -> Any:
    """Its kata; None where it is none or was not passed yet."""
    found = next((k for k in every(visit.desk) if k.lab == slug), None)
    return found and {"minutes": found.minutes, "due": found.began is not None or found.due <= visit.desk.now(),
                      "day": day(found.due, visit.desk.tz)}  # fmt: skip


@router.post("/lab/{slug}/check")
def check(slug: str, visit: Here, form: Form) -> Any:
    """Judge what is in the editor."""
    done = submit(visit.desk, slug, form.tree(), seconds=form.seconds())
    if visit.in_place:
        lab = find.lab(visit.desk.course, slug)
        return visit.page("lab/result.html", lab=lab, path_of=path_of, **aid(visit, lab), **_judged(visit, done))
    return visit.go(f"/lab/{slug}?judged={done.submission}#result")  # loading it again hands in nothing


@router.post("/lab/{slug}/upload")
async def upload(slug: str, visit: Here, form: Form) -> Any:
    """Files or one .zip into the editor: they are judged when the learner says so."""
    lab = find.lab(visit.desk.course, slug)
    tree = fitting(tree_of(await form.uploads("files", MAX_UPLOAD_BYTES)), lab.files)
    save_draft(visit.desk, lab.ref, {**workspace(visit.desk, slug).tree, **tree})
    return visit.go(f"/lab/{slug}")


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
def give_up(slug: str, visit: Here, form: Form) -> Any:
    """Look at the reference; that it was looked at is recorded."""
    if form.tree():
        save_draft(visit.desk, f"lab:{slug}", form.tree())
    reveal(visit.desk, slug)
    return visit.go(f"/lab/{slug}/reference#reference")


@router.get("/lab/{slug}/reference")
def reference(slug: str, visit: Here) -> Any:
    """The workspace with the reference, while the look lasts; the workspace alone for who has not asked for it."""
    tree = shown(visit.desk, slug)
    if tree is None:
        return visit.go(f"/lab/{slug}")
    code = {name: highlight(text, "python" if name.endswith(".py") else "") for name, text in tree.items()}
    return _page(slug, visit, reference=code)
