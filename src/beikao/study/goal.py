"""What the learner is after: a track, and branches after it. The last `goal.set` event counts.

It plans nothing, and knows no time: minutes are the calendar's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from beikao.coach.answers import of_type
from beikao.errors import UsageError
from beikao.events import Event, GoalSet
from beikao.study.desk import Desk

MINUTES = 60


@dataclass(frozen=True)
class Goal:
    """`track` is empty for the whole course; `branches` are further tracks, wanted after it. `minutes_per_day` is what events of old said."""

    track: str = ""
    minutes_per_day: int = field(default=MINUTES, compare=False)
    branches: tuple[str, ...] = ()


def goal(desk: Desk) -> Goal:
    """The goal now."""
    return goal_of(desk.record.events(desk.learner, types=(GoalSet.TYPE,)))


def goal_of(stream: Sequence[Event]) -> Goal:
    """The goal after these events."""
    data = next((e.data for e in reversed(of_type(stream, GoalSet.TYPE))), None)
    return Goal(data["track"], data["minutes_per_day"], tuple(data.get("branches", ()))) if data else Goal()


def set_goal(desk: Desk, *, track: str | None = None, branches: Sequence[str] | None = None) -> Goal:
    """Change what is given. Raises UsageError on an unknown track."""
    before = goal(desk)
    wanted = Goal(
        before.track if track is None else track,
        before.minutes_per_day,
        before.branches if branches is None else tuple(dict.fromkeys(branches)),
    )
    for name in filter(None, (wanted.track, *wanted.branches)):
        if name not in desk.course.tracks:
            known = ", ".join(desk.course.tracks)
            raise UsageError(f"there is no track {name!r}", where="track", hint=f"One of: {known}; or all.",
                             zh=f"没有路线 {name!r}", hint_zh=f"可选：{known}；全部内容写 all。")  # fmt: skip
    if wanted != before:
        desk.note(GoalSet(wanted.track, wanted.minutes_per_day, list(wanted.branches)))
    return wanted
