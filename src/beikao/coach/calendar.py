"""The learner's time: minutes by weekday, days off, the day aimed at. Plain dates of the learner's own calendar: no clock, no time
zone and no hour of the day, so neither summer time nor a leap day needs a case of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

WEEK = (60, 60, 60, 60, 60, 150, 150)  # Monday to Sunday: ten hours
LONGEST = 366 * 5  # days that anything looks ahead
MOST_A_DAY = 960  # minutes


@dataclass(frozen=True)
class Calendar:
    """`week` is minutes from Monday to Sunday; `off` are days without study; `until` the day to be ready on."""

    week: tuple[int, ...] = WEEK
    off: frozenset[date] = frozenset()
    until: date | None = None

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Calendar:
        """The calendar that the data of a `calendar.set` event says."""
        until = data["until"]
        off = frozenset(map(date.fromisoformat, data["off"]))
        return cls(tuple(data["week"]), off, date.fromisoformat(until) if until else None)

    def minutes(self, day: date) -> int:
        """Minutes of study on a day."""
        return 0 if day in self.off else self.week[day.weekday()]

    def fuller(self, minutes: int) -> Calendar:
        """With so many minutes more a week, in equal shares on the days of the week that have any; the earlier take the odd minutes, and none
        goes over MOST_A_DAY."""
        days = [n for n, some in enumerate(self.week) if some]
        share, odd = divmod(minutes, max(1, len(days)))
        more = {n: share + (k < odd) for k, n in enumerate(days)}
        week = tuple(max(some, min(MOST_A_DAY, some + more.get(n, 0))) for n, some in enumerate(self.week))
        return replace(self, week=week)

    def days(self, start: date) -> Iterator[tuple[date, int]]:
        """(day, minutes) from `start` on for five years, days without study left out."""
        for n in range(LONGEST):
            day = start + timedelta(days=n)
            if minutes := self.minutes(day):
                yield day, minutes

    def between(self, start: date, end: date) -> int:
        """Minutes from `start` to `end`, both counted."""
        return sum(self.minutes(start + timedelta(days=n)) for n in range((end - start).days + 1))


def monday(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())
