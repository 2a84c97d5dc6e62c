"""What the record says of the plan: what it is laid for (time, goal, units left out), the plan gone by, what can be undone and redone.

All are folds of the stream. A plan that was undone does not count; what held when a plan was made is what the events before it say, so undo
knows what to bring back without anything stored beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from beikao.coach.answers import day, in_order, of_type
from beikao.coach.calendar import Calendar, monday
from beikao.coach.summary import week as minutes_by_day
from beikao.events import CalendarSet, Data, Event, GoalSet, PlanKept, PlanMade, PlanRedone, PlanUndone, UnitsDropped
from beikao.study.goal import MINUTES, Goal, goal_of

CHANGES = (PlanMade.TYPE, CalendarSet.TYPE, GoalSet.TYPE, UnitsDropped.TYPE)


@dataclass(frozen=True)
class Aim:
    """What a plan is laid for; `dropped` are optional units that the learner leaves out."""

    calendar: Calendar
    goal: Goal
    dropped: frozenset[str]

    def since(self, before: Aim) -> list[Data]:
        """The events that make this hold where the other held."""
        found: list[Data] = []
        if self.calendar != before.calendar:
            found.append(calendar_event(self.calendar))
        if self.goal != before.goal:
            found.append(GoalSet(self.goal.track, self.goal.minutes_per_day, list(self.goal.branches)))
        if self.dropped != before.dropped:
            found.append(UnitsDropped(sorted(self.dropped)))
        return found


@dataclass(frozen=True)
class Base:
    """The plan the learner goes by. `before` is the one before it, and `reasons` why a unit moved between them; `aim` is what it was laid for,
    `spent` the minutes of its first day that were gone by then; `kept` is the difference that was shown since and left."""

    event: str
    made: date
    weeks: Mapping[str, date]
    minutes: Mapping[str, int]
    pinned: tuple[str, ...]
    why: str
    before: Mapping[str, date]
    reasons: Mapping[str, str]
    paces: Mapping[str, float]
    aim: Aim
    spent: int
    kept: Mapping[str, date | None]


@dataclass(frozen=True)
class Past:
    """Places in the stream: `made` of the plans gone by in turn, the last being the present one; `redoable` of what was undone and can be redone, the
    last first."""

    made: tuple[int, ...]
    redoable: tuple[int, ...]


def aim_of(stream: Sequence[Event]) -> Aim:
    """What the plan is to be laid for after these events."""
    ordered = in_order(stream)
    return ordered.keep("aim", (), lambda: _aim(ordered))


def _aim(stream: Sequence[Event]) -> Aim:
    dropped: list[str] = next((e.data["refs"] for e in reversed(of_type(stream, UnitsDropped.TYPE))), [])
    return Aim(calendar_of(stream), goal_of(stream), frozenset(dropped))


def calendar_of(stream: Iterable[Event]) -> Calendar:
    """The last calendar set. Without one, the minutes a day of a goal that was set before there were calendars, else ten hours a week."""
    found, minutes = None, MINUTES
    for event in of_type(stream, CalendarSet.TYPE, GoalSet.TYPE):
        if event.type == CalendarSet.TYPE:
            found = Calendar.of(event.data)
        else:
            minutes = event.data["minutes_per_day"]
    return found or (Calendar() if minutes == MINUTES else Calendar((minutes,) * 7))


def calendar_event(wanted: Calendar) -> CalendarSet:
    """The event that sets it."""
    until = wanted.until.isoformat() if wanted.until else ""
    return CalendarSet(list(wanted.week), sorted(d.isoformat() for d in wanted.off), until)


def past_of(stream: Sequence[Event]) -> Past:
    """Undo and redo, folded. What is set in the same instant as an undo or a redo belongs to it; anything else leaves nothing to redo."""
    ordered = in_order(stream)
    return ordered.keep("plan past", (), lambda: _past(ordered))


def _past(stream: Sequence[Event]) -> Past:
    redone = {e.data["event"] for e in stream if e.type == PlanRedone.TYPE}
    undone = {e.data["event"] for e in stream if e.type == PlanUndone.TYPE and e.id not in redone}
    stack, at = list[int](), None
    for n, e in enumerate(stream):
        if e.type == PlanUndone.TYPE:
            stack, at = [*stack, n], e.at
        elif e.type == PlanRedone.TYPE:
            stack, at = [k for k in stack if stream[k].id != e.data["event"]], e.at
        elif e.type in CHANGES and e.at != at:
            stack = []
    made = (n for n, e in enumerate(stream) if e.type == PlanMade.TYPE and e.id not in undone)
    return Past(tuple(made), tuple(reversed(stack)))


def base_of(stream: Sequence[Event], tz: str) -> Base | None:
    """The last plan made that was not undone."""
    made = past_of(stream).made
    if not made:
        return None
    event, after = stream[made[-1]], stream[made[-1] + 1 :]
    return Base(
        event.id,
        day(event.at, event.tz or tz),
        _dates(event.data["weeks"]),
        event.data["minutes"],
        tuple(event.data["pinned"]),
        str(event.data["why"]),
        _dates(stream[made[-2]].data["weeks"]) if len(made) > 1 else {},
        event.data.get("reasons", {}),  # plans kept before there were reasons have none
        event.data.get("paces", {}),
        aim_of(stream[: made[-1]]),
        minutes_by_day(stream[: made[-1]], event.at, event.tz or tz, 1)[-1][1],
        _kept(after, event.id),
    )


def _kept(after: Sequence[Event], base: str) -> dict[str, date | None]:
    last = next((e for e in reversed(after) if e.type == PlanKept.TYPE and e.data["event"] == base), None)
    weeks = last.data["weeks"] if last else {}
    return {ref: date.fromisoformat(week) if week else None for ref, week in weeks.items()}


def _dates(weeks: Mapping[str, str]) -> dict[str, date]:
    return {ref: date.fromisoformat(week) for ref, week in weeks.items()}


def due_in(stream: Sequence[Event], tz: str, week: date) -> tuple[str, ...]:
    """What the plan had for the week that begins on this Monday: the plan gone by when it began, else the first one made in it."""
    before = [e for e in stream if day(e.at, e.tz or tz) < week]
    base = base_of(before, tz)
    if base is None:
        made = [n for n, e in enumerate(stream) if e.type == PlanMade.TYPE and monday(day(e.at, e.tz or tz)) == week]
        base = base_of(stream[: made[0] + 1], tz) if made else None
    return tuple(ref for ref, when in base.weeks.items() if when == week) if base else ()


# ---- undo and redo


def undoable(stream: Sequence[Event]) -> str:
    """What undo takes back: aim (what was set since the plan was made), plan, first (the only plan), or nothing."""
    made = past_of(stream).made
    if not made:
        return ""
    if aim_of(stream) != aim_of(stream[: made[-1]]):
        return "aim"
    return "plan" if len(made) > 1 else "first"


def undo_events(stream: Sequence[Event]) -> list[Data]:
    """What undo appends: of `aim`, what held when the plan was made; of `plan`, what held when the one before it was; the time and goal of a first
    plan stay."""
    what, made, now = undoable(stream), past_of(stream).made, aim_of(stream)
    if what == "aim":
        return [PlanUndone(""), *aim_of(stream[: made[-1]]).since(now)]
    back = aim_of(stream[: made[-2]]) if what == "plan" else now
    return [PlanUndone(stream[made[-1]].id), *back.since(now)]


def redo_events(stream: Sequence[Event]) -> list[Data]:
    """What redo appends; nothing where there is nothing to redo."""
    stack = past_of(stream).redoable
    if not stack:
        return []
    return [PlanRedone(stream[stack[0]].id), *aim_of(stream[: stack[0]]).since(aim_of(stream))]
