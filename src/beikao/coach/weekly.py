"""What a week came to: minutes, what was read, answered, passed, mastered, what faded, and whether the plan was kept.

A week is Monday to Sunday of the learner's own days. Mastery is compared between its two ends, so a concept that was mastered in it
and later contradicted still shows. A pure function of (course, events): which units the plan had for the week is passed in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from beikao.coach.answers import annulled, answers, day, in_order, of_type, zone
from beikao.coach.calendar import Calendar
from beikao.coach.katas import katas
from beikao.coach.standing import Standing, standings
from beikao.coach.summary import week as minutes_by_day
from beikao.course import Course
from beikao.events import CodeJudged, Event, LessonRead

DAYS = 7


@dataclass(frozen=True)
class WeekSummary:
    """`planned` of `minutes` were those of the calendar; slugs of what was ended for the first time in it; `right` and `wrong` count answers
    that are evidence (wrong: less than full credit); `faded` had not faded a week before (mastered in this very week
    it is not in `mastered`); `due` are refs that the plan had for this week,
    `kept` those of them that are done."""

    monday: date
    minutes: int
    planned: int
    days: int
    lessons: tuple[str, ...]
    right: int
    wrong: int
    labs: tuple[str, ...]
    drills: tuple[str, ...]
    katas: tuple[tuple[str, bool], ...]
    mastered: tuple[str, ...]
    faded: tuple[str, ...]
    due: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing was done in it."""
        return not (self.minutes or self.lessons or self.right or self.wrong or self.labs or self.drills or self.katas)


def summary(course: Course, events: Iterable[Event], monday: date, tz: str, calendar: Calendar,
            due: Collection[str] = ()) -> WeekSummary:  # fmt: skip
    """The week that begins on that Monday in that time zone."""
    stream = in_order(events)
    start, end = midnight(monday, tz), midnight(monday + timedelta(days=DAYS), tz)
    before, until = [e for e in stream if e.at < start], [e for e in stream if e.at < end]
    was, now = standings(course, before, start), standings(course, until, end)
    here = [a for a in answers(until) if a.at >= start and a.data.evidence]
    minutes = minutes_by_day(until, end - timedelta(microseconds=1), tz, DAYS)
    done = _first_passed(until, start)
    tries = [
        (k.lab, t.seconds is not None) for k in katas(course, until, end) for t in k.tries if start <= t.ended < end
    ]
    return WeekSummary(
        monday=monday, minutes=sum(m for _, m in minutes), days=sum(m > 0 for _, m in minutes),
        planned=calendar.between(monday, monday + timedelta(days=DAYS - 1)),
        lessons=tuple(dict.fromkeys(e.data["concept"] for e in until if e.type == LessonRead.TYPE and e.at >= start)),
        right=sum(a.credit >= 1.0 for a in here), wrong=sum(a.credit < 1.0 for a in here),
        labs=tuple(r.partition(":")[2] for r in done if r.startswith("lab:")),
        drills=tuple(r.partition(":")[2] for r in done if r.startswith("drill:")),
        katas=tuple(tries),
        mastered=tuple(s for s in now if now[s].shade == "known" != was[s].state and not now[s].tested_out),
        faded=tuple(s for s in now if now[s].faded and not was[s].faded),
        due=tuple(due), kept=tuple(r for r in due if _done(r, now, {*done, *_passed(before)})),
    )  # fmt: skip


def midnight(when: date, tz: str) -> datetime:
    """The instant at which a day of that time zone begins, in UTC."""
    return datetime.combine(when, time(), zone(tz)).astimezone(zone("UTC"))


def last_monday(now: datetime, tz: str) -> date:
    """The Monday of the week before the one in which `now` lies."""
    today = day(now, tz)
    return today - timedelta(days=today.weekday() + DAYS)


def _passed(events: Iterable[Event]) -> list[str]:
    """References of labs and drills passed, in the order of their first pass."""
    stream = events if isinstance(events, list) else list(events)
    gone = annulled(stream)
    return list(dict.fromkeys(
        e.data["unit"] for e in of_type(stream, CodeJudged.TYPE)
        if e.data["verdict"].get("state") == "passed" and not {e.id, e.data["submission"]} & gone
    ))  # fmt: skip


def _first_passed(until: list[Event], start: datetime) -> list[str]:
    """Those whose first pass lies at or after `start`."""
    earlier = set(_passed(e for e in until if e.at < start))
    return [ref for ref in _passed(until) if ref not in earlier]


def _done(ref: str, stand: dict[str, Standing], passed: Collection[str]) -> bool:
    """Whether a unit of the plan is done: a concept when it is shown, the rest when it was passed."""
    kind, _, slug = ref.partition(":")
    if kind == "concept":
        return slug in stand and (stand[slug].state == "known" or stand[slug].shown)
    return ref in passed
