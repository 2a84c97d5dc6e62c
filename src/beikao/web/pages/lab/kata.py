"""`/lab/<slug>/kata`: the lab written again from its start, with a clock. Works with scripts off; the clock then stands as a time."""

from __future__ import annotations

from typing import Any

from beikao.coach.answers import day, zone
from beikao.coach.katas import Kata
from beikao.study import find
from beikao.study.kata import bench, check, give_up, save, start
from beikao.web.fields import Form
from beikao.web.pages.today.routes import path_of
from beikao.web.site import Here, Visit


def show(slug: str, visit: Here) -> Any:
    """The kata as it stands."""
    visit.desk.grader.warm()
    return _page(slug, visit)


def _page(slug: str, visit: Visit, **more: Any) -> Any:
    place = bench(visit.desk, slug)
    began = place.kata.began
    context = {
        "help": (),
        "further": None,
        "verdict": place.verdict,
        "step": None,
        "fresh": False,
        "misconception": None,
        "notice": None,
        "over": "",
        **more,
    }
    return visit.page(
        "lab/kata.html", place=place, lab=place.lab, kata=place.kata, path_of=path_of, due=day(place.kata.due, visit.desk.tz),
        is_due=place.kata.due <= visit.desk.now(), at=began.astimezone(zone(visit.desk.tz)) if began else None,
        ended=ended(place.kata, visit), tries=[(day(t.began, visit.desk.tz), t, clock(t.seconds)) for t in place.kata.tries],
        left=60 * place.kata.minutes - int(place.seconds), **context,
    )  # fmt: skip


def clock(seconds: float | None) -> str:
    """Minutes and seconds, m:ss."""
    return "" if seconds is None else f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def ended(kata: Kata, visit: Visit) -> str:
    """What the clock said at the pass, in words; nothing while it runs or where none was passed."""
    if kata.began is not None or not kata.tries or kata.tries[-1].seconds is None:
        return ""
    last = kata.tries[-1]
    said = visit.words(f"kata.t-{last.grade}")
    return visit.words(
        "kata.done", took=clock(last.seconds), n=last.minutes, said=said, day=day(kata.due, visit.desk.tz)
    )


def begin(slug: str, visit: Here, form: Form) -> Any:
    """Start the clock."""
    start(visit.desk, slug)
    return visit.go(f"/lab/{slug}/kata")


def judge(slug: str, visit: Here, form: Form) -> Any:
    """Judge what is in the editor; a pass stops the clock."""
    done, now = check(visit.desk, slug, form.tree(), seconds=form.seconds())
    name = done.verdict.get("misconception")
    words = visit.desk.course.misconception(name) if name else None
    over = ended(now, visit) if done.verdict["state"] == "passed" else ""
    context: dict[str, Any] = {"verdict": done.verdict, "step": done.step if over else None, "fresh": True,
                               "misconception": words, "notice": done.notice}  # fmt: skip
    if visit.in_place:
        return visit.page(
            "lab/result.html",
            lab=find.lab(visit.desk.course, slug),
            path_of=path_of,
            over=over,
            help=(),
            further=None,
            **context,
        )
    return _page(slug, visit, **context)


def draft(slug: str, event: str, visit: Here, form: Form) -> Any:
    """Keep what is being typed; `event` keeps apart what the browser holds of another kata of this lab."""
    return visit.page("lab/saved.html", at=save(visit.desk, slug, form.tree()))


def stop(slug: str, visit: Here, form: Form) -> Any:
    """Give up."""
    give_up(visit.desk, slug)
    return visit.go(f"/lab/{slug}/kata")
