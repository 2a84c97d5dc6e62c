"""What the learner is after: a track and the minutes of a day. The last `goal.set` event counts.

It plans nothing: the calendar is the coach's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from beikao.errors import UsageError
from beikao.events import GoalSet
from beikao.study.desk import Desk

MINUTES, LEAST, MOST = 60, 5, 720


@dataclass(frozen=True)
class Goal:
    """`track` is empty for the whole course; `branches` are further tracks, wanted after it."""

    track: str = ""
    minutes_per_day: int = MINUTES
    branches: tuple[str, ...] = ()


def goal(desk: Desk) -> Goal:
    """The goal now."""
    stream = desk.record.events(desk.learner, types=(GoalSet.TYPE,))
    if not stream:
        return Goal()
    data = stream[-1].data
    return Goal(data["track"], data["minutes_per_day"], tuple(data.get("branches", ())))


def set_goal(desk: Desk, *, track: str | None = None, minutes_per_day: int | None = None,
             branches: Sequence[str] | None = None) -> Goal:  # fmt: skip
    """Change what is given. Raises UsageError on an unknown track or minutes out of bounds."""
    before = goal(desk)
    wanted = Goal(
        before.track if track is None else track,
        before.minutes_per_day if minutes_per_day is None else minutes_per_day,
        before.branches if branches is None else tuple(dict.fromkeys(branches)),
    )
    for name in filter(None, (wanted.track, *wanted.branches)):
        if name not in desk.course.tracks:
            known = ", ".join(desk.course.tracks)
            raise UsageError(f"there is no track {name!r}", where="track", hint=f"One of: {known}; or none.")
    if not LEAST <= wanted.minutes_per_day <= MOST:
        raise UsageError(f"{wanted.minutes_per_day} minutes a day", where="minutes", hint=f"From {LEAST} to {MOST}.")
    if wanted != before:
        desk.note(GoalSet(wanted.track, wanted.minutes_per_day, list(wanted.branches)))
    return wanted
