"""Which events count: the stream in order, less what was taken back or annulled.

Only types that this version knows are looked at; a newer one passes by. What an answer says is for others to decide.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from itertools import pairwise
from operator import attrgetter, is_
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from beikao.events import Answer, AnswerUndone, CodeJudged, Corrected, Event, QuestionAnswered

T = TypeVar("T")


class Ordered(list[Event]):
    """A stream in its total order, each event once. It does not change, so what was made of it is kept with it. `begun` is a
    stream that it goes on from, if one was kept."""

    __slots__ = ("begun", "made")
    made: dict[str, tuple[tuple[Any, ...], Any]]
    begun: Ordered | None

    def keep(
        self, name: str, key: tuple[Any, ...], make: Callable[[], T], grow: Callable[[T, list[Event]], T] | None = None
    ) -> T:
        """What `make` gives; made once for as long as it is asked for with the same key. `grow` makes it from what it was for the stream
        begun and from the events since, none of which takes an earlier one away; it must leave the old value as it is."""
        kept = self.made.get(name)
        if kept is None or kept[0] != key:
            old = self.begun.made.get(name) if self.begun is not None else None
            since = self[len(self.begun) :] if self.begun is not None else []
            whole = any(e.type in TAKING_AWAY for e in since)
            value = make() if grow is None or old is None or old[0] != key or whole else grow(old[1], since)
            kept = self.made[name] = (key, value)
        found: T = kept[1]
        return found

    def by_type(self) -> Mapping[str, list[Event]]:
        """Type -> its events, in order."""
        return self.keep("types", (), lambda: _by_type(self), lambda old, since: joined(old, _by_type(since)))


TAKING_AWAY = (AnswerUndone.TYPE, Corrected.TYPE)


def _by_type(events: Iterable[Event]) -> Mapping[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.type, []).append(event)
    return found


def joined(old: Mapping[str, list[T]], new: Mapping[str, list[T]]) -> dict[str, list[T]]:
    """Lists by name, those of `new` behind those of `old`, which stays as it is."""
    return {**old, **{name: [*old.get(name, ()), *rows] for name, rows in new.items()}}


KEPT = 16  # streams kept between calls: of each learner the whole, and the beginnings that last week's summary needs
_kept: deque[Ordered] = deque(maxlen=KEPT)


def in_order(events: Iterable[Event]) -> Ordered:
    """The stream in its total order, whatever order it came in; the same event once. The same events again give the same object."""
    if isinstance(events, Ordered):
        return events
    stream = list(events)
    for known in tuple(_kept):
        if len(known) == len(stream) and _begins(known, stream):
            return known
    found = _goes_on(stream) or _ordered(stream)
    _kept.append(found)
    return found


def _goes_on(stream: list[Event]) -> Ordered | None:
    """The stream, where it goes on from the longest one kept; None where it does not, or not in order."""
    kept = [k for k in tuple(_kept) if 0 < len(k) < len(stream) and _begins(k, stream)]
    if not kept:
        return None
    begun = max(kept, key=len)
    if not _sorted(stream[len(begun) - 1 :]):
        return None
    found = Ordered(stream)
    found.made, found.begun = {}, begun
    begun.begun = None  # one step back is enough, and no chain is held
    return found


def _begins(known: list[Event], stream: list[Event]) -> bool:
    """Whether a stream begins with the very objects of another, as the record gives them out: quickly seen."""
    return all(map(is_, known, stream))


def _sorted(stream: list[Event]) -> bool:
    return all(a.at < b.at or (a.at == b.at and a.id < b.id) for a, b in pairwise(stream))


def of_type(events: Iterable[Event], *types: str) -> list[Event]:
    """Those of these types, in order where the events are."""
    if not isinstance(events, Ordered):
        return [e for e in events if e.type in types]
    found = [e for name in types for e in events.by_type().get(name, ())]
    return found if len(types) == 1 else sorted(found, key=attrgetter("at", "id"))


def _ordered(stream: list[Event]) -> Ordered:
    if not _sorted(stream):
        stream = sorted({e.id: e for e in stream}.values(), key=attrgetter("at", "id"))
    found = Ordered(stream)
    found.made, found.begun = {}, None
    return found


def answers(events: Iterable[Event], *, placement: bool = False) -> list[Answer]:
    """The answers that stand, in order: neither taken back nor annulled by a correction, as they were given. Those of a
    placement are another matter (they are neither study nor a card to review) and come only when asked for, alone."""
    ordered = in_order(events)
    name = "placement answers" if placement else "answers"
    found = ordered.keep(
        name, (), lambda: standing_of(ordered, ordered, placement),
        lambda old, since: [*old, *standing_of(since, ordered, placement)],
    )  # fmt: skip
    return list(found)


def standing_of(some: Iterable[Event], stream: Iterable[Event], placement: bool = False) -> list[Answer]:
    """As `answers`, of some events of a stream; what takes one of them away may stand before it (of another device)."""
    gone = annulled(stream) | {e.data["event"] for e in of_type(stream, AnswerUndone.TYPE)}
    return [
        e.answer
        for e in of_type(some, QuestionAnswered.TYPE)
        if e.id not in gone and (e.data["mode"] == "placement") == placement
    ]


def annulled(events: Iterable[Event]) -> set[str]:
    """Ids of the events whose evidence a correction took away."""
    return {i for e in of_type(events, Corrected.TYPE) for i in e.data["events"]}


def passed(events: Iterable[Event]) -> set[str]:
    """References of the labs and drills with a verdict `passed` that still stands."""
    stream = events if isinstance(events, list) else list(events)
    gone = annulled(stream)
    return {
        e.data["unit"]
        for e in of_type(stream, CodeJudged.TYPE)
        if e.data["verdict"].get("state") == "passed" and not {e.id, e.data["submission"]} & gone
    }


def zone(tz: str) -> ZoneInfo:
    """The time zone of that IANA name; UTC where this machine knows none of that name."""
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: "Asia" is a folder
        return ZoneInfo("UTC")


def day(at: datetime, tz: str) -> date:
    """The learner's day in which an instant lies."""
    return at.astimezone(zone(tz)).date()
