"""`/plan`: the four stages on weeks and days, what changed and why, what cannot fit; every move by a button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from beikao.coach.calendar import monday
from beikao.errors import UsageError
from beikao.study import plan
from beikao.study.calendar_file import WEEKS as FILE_WEEKS
from beikao.study.calendar_file import ics
from beikao.study.goal import Goal, set_goal
from beikao.web.fields import Form
from beikao.web.site import Here, Nav

router = APIRouter()
NAV = [Nav(20, "nav.plan", "/plan")]
PATHS = {"concept": "/learn/{}", "lab": "/lab/{}", "drill": "/drill/{}"}
WEEKS, MOST_OFF = 60, 400


@router.get("/plan")
def show(visit: Here) -> Any:
    """The page; `at` is a unit that was just moved, `by` a week back or on."""
    asked = visit.request.query_params
    return _page(visit, at=asked.get("at", ""), by=-1 if asked.get("by") == "-1" else 1)


def _page(visit: Here, problem: UsageError | None = None, at: str = "", by: int = 1) -> Any:
    found = plan.plan(visit.desk)
    rects, labels = bars(found)
    return visit.page("plan/page.html", plan=found, problem=problem, status=422 if problem else 200, path_of=path_of,
                      title_of=lambda ref: visit.say(plan.title_of(visit.desk.course, ref)), bars=rects, months=labels,
                      off=spans(sorted(found.calendar.off)), weeks=WEEKS, at=at,
                      by=by, a_week=timedelta(weeks=1), ics_weeks=FILE_WEEKS, **_frame(visit, found))  # fmt: skip


def _frame(visit: Here, found: plan.PlanView) -> dict[str, Any]:
    """The guide's months, all stages beside their dates, names of what is missing, what the ways out cost."""
    course = visit.desk.course
    laid = {row[0]: row for row in found.stages}

    def name_of(slug: str) -> str:
        term = course.glossary.get(slug)
        return str(term[visit.language]) if term else slug

    def goal_name(goal: Goal) -> str:
        tracks = [course.tracks[name] for name in (goal.track, *goal.branches) if name in course.tracks]
        return " + ".join(visit.say(track.title) for track in tracks)

    drop = found.cuts.drop if found.cuts else ()
    return {
        "guide": plan.guide_months(course),
        "stages": [(number, stage, laid.get(number)) for number, stage in course.stages.items()],
        "name_of": name_of,
        "goal_name": goal_name,
        "drop_minutes": sum(i.minutes for i in found.items if i.ref in drop),
    }


@router.post("/plan/set")
def set_(visit: Here, form: Form) -> Any:
    """Set the goal and the calendar, and go by the plan that follows."""
    try:
        week = [round(60 * hours(form.text(f"day:{n}"))) for n in range(1, 8)]
        off, until = days_of(form.text("off")), form.text("until").strip()
        plan.set_calendar(visit.desk, week=week, off=off, until=_date(until) if until else None)
        set_goal(
            visit.desk, track=form.text("track"), branches=[b for b in form.texts("branch") if b != form.text("track")]
        )
    except UsageError as problem:
        return _page(visit, problem)
    return take(visit, form)


@router.post("/plan/take")
def take(visit: Here, form: Form) -> Any:
    """Go by the plan as it is laid now, in the best order found."""
    plan.make(visit.desk)
    return visit.go("/plan")


@router.post("/plan/keep")
def keep(visit: Here, form: Form) -> Any:
    """Stay with the plan as it is."""
    plan.keep(visit.desk)
    return visit.go("/plan")


@router.post("/plan/cut")
def cut(visit: Here, form: Form) -> Any:
    """Take one of the ways out when not all fits, or when the day aimed at is past; and go by the plan that follows."""
    found, way = plan.plan(visit.desk, quick=True), form.text("way")
    if found.past and way in ("later", "none"):
        plan.set_calendar(visit.desk, until=found.plan.end if way == "later" else None)
    elif found.cuts is not None and way == "later" and found.cuts.later:
        plan.set_calendar(visit.desk, until=found.cuts.later)
    elif found.cuts is not None and way == "more" and found.cuts.more:
        plan.set_calendar(visit.desk, week=found.calendar.fuller(found.cuts.more).week)
    elif found.cuts is not None and way == "drop" and found.cuts.drop:
        plan.drop(visit.desk, found.cuts.drop)
    elif found.narrower is not None and way == "goal":
        set_goal(visit.desk, track=found.narrower.goal.track, branches=found.narrower.goal.branches)
    return take(visit, form)


@router.post("/plan/back")
def bring_back(visit: Here, form: Form) -> Any:
    """Take a unit that was left out into the plan again."""
    plan.bring_back(visit.desk, [form.text("ref")])
    return take(visit, form)


@router.post("/plan/move")
def move(visit: Here, form: Form) -> Any:
    """Move a unit by a week, and see it where it is now, the same button at hand."""
    ref, by = form.text("ref"), 1 if form.text("by") == "1" else -1
    try:
        plan.move(visit.desk, ref, by)
    except UsageError as problem:
        return _page(visit, problem, at=ref, by=by)
    return visit.go(f"/plan?at={quote(ref)}&by={by}")  # no fragment: with one, browsers ignore autofocus


@router.post("/plan/undo")
def undo(visit: Here, form: Form) -> Any:
    """Take the last change back; the only plan where the form says so."""
    plan.undo(visit.desk, first=form.text("first") == "1")
    return visit.go("/plan")


@router.post("/plan/redo")
def redo(visit: Here, form: Form) -> Any:
    """Take the last undo back."""
    plan.redo(visit.desk)
    return visit.go("/plan")


@router.get("/plan.ics")
def calendar(visit: Here) -> Any:
    """The next eight weeks for a calendar program."""
    return Response(ics(visit.desk, visit.language, str(visit.request.base_url)), media_type="text/calendar; charset=utf-8",
                    headers={"content-disposition": 'attachment; filename="beikao.ics"'})  # fmt: skip


def path_of(ref: str) -> str:
    """Where a unit is."""
    kind, _, slug = ref.partition(":")
    return PATHS.get(kind, "/").format(slug)


@dataclass(frozen=True)
class Bar:
    """Minutes of one stage in one week, as a rectangle of the picture (640 by 92)."""

    week: date
    stage: int
    minutes: int
    x: float
    y: float
    width: float
    height: float


def bars(found: plan.PlanView) -> tuple[list[Bar], list[tuple[float, date]]]:
    """The rectangles, and (x, Monday) where a month's first week stands."""
    of = {item.ref: item.stage for item in found.items}
    weeks: dict[date, dict[int, int]] = {}
    for block in found.plan.blocks:
        mine = weeks.setdefault(monday(block.day), {})
        mine[of[block.ref]] = mine.get(of[block.ref], 0) + block.minutes
    shown = sorted(weeks.items())[:WEEKS]
    most = max((sum(stages.values()) for _, stages in shown), default=1)
    width = 640 / max(len(shown), 8)
    rects = []
    for n, (week, stages) in enumerate(shown):
        y = 92.0
        for stage, minutes in sorted(stages.items()):
            height = 84 * minutes / most
            y -= height
            rects.append(Bar(week, stage, minutes, n * width + 1, y, max(width - 2, 1), height))
    labels = [(n * width + 1, week) for n, (week, _) in enumerate(shown) if n == 0 or week.day <= 7]
    return rects, labels


def hours(text: str) -> float:
    """Hours of a day; nothing is none. Raises UsageError."""
    try:
        value = float(text.strip() or 0)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 16:
        raise UsageError(f"the hours are {text!r}", where="week", hint="A number from 0 to 16, such as 1.5.",
                         zh=f"小时数填的是 {text!r}", hint_zh="填 0 到 16 之间的数，例如 1.5。")  # fmt: skip
    return value


def days_of(text: str) -> list[date]:
    """Days off: one a line, or FIRST..LAST. Raises UsageError."""
    found: list[date] = []
    for line in text.replace("～", "..").replace("至", "..").split():
        first, _, last = line.partition("..")
        start, end = _date(first), _date(last or first)
        if not 0 <= (end - start).days <= 366:
            raise UsageError(f"{line!r} is no span of days", where="off", hint="FIRST..LAST, at most a year.",
                             zh=f"{line!r} 不是一段日期", hint_zh="写成 首日..末日，最长一年。")  # fmt: skip
        found += [start + timedelta(days=n) for n in range((end - start).days + 1)]
    return found


def spans(days: list[date]) -> list[str]:
    """Days off as the field shows them: runs as FIRST..LAST."""
    lines: list[list[date]] = []
    for day in sorted(days):
        if lines and (day - lines[-1][-1]).days == 1:
            lines[-1].append(day)
        else:
            lines.append([day])
    return [f"{run[0]}..{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in lines]


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"{text!r} is no date", where="date", hint="Year, month, day: 2027-06-30.",
                         zh=f"{text!r} 不是日期", hint_zh="写年、月、日，例如 2027-06-30。") from None  # fmt: skip
