"""Fitting memory to the learner's own reviews: judged, kept as an event where it is better, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from beikao.coach.fold import reviews
from beikao.errors import UsageError
from beikao.events import Event, MemoryFitted, MemoryUnfitted
from beikao.study.desk import Desk


@dataclass(frozen=True)
class Fitted:
    """What came of fitting. `loss` is fitted, default and average -> log loss (nats a review) on the `held_out` latest reviews; empty where
    there were fewer than `needed` reviews. `kept` says that the fitted weights are used from now on."""

    reviews: int
    needed: int
    held_out: int
    loss: Mapping[str, float]
    kept: bool


def fit(desk: Desk) -> Fitted:
    """Fit, say all three losses, keep the weights if they beat both others. Takes seconds of arithmetic: not for the web process."""
    from beikao.coach import fitting

    seen = reviews(desk.course, desk.events())
    counted = fitting.counted(seen)
    if counted < fitting.LEAST:
        return Fitted(counted, fitting.LEAST, 0, {}, False)
    found = fitting.fit(seen)
    if found.better:
        desk.note(MemoryFitted(list(found.weights), found.reviews, found.held_out, dict(found.loss)))
    return Fitted(counted, fitting.LEAST, found.held_out, found.loss, found.better)


def kept(desk: Desk) -> Event | None:
    """The `memory.fitted` event whose weights are used, None where the defaults are."""
    stream = desk.record.events(desk.learner, types=(MemoryFitted.TYPE, MemoryUnfitted.TYPE))
    gone = {e.data["event"] for e in stream if e.type == MemoryUnfitted.TYPE}
    standing = [e for e in stream if e.type == MemoryFitted.TYPE and e.id not in gone]
    return standing[-1] if standing else None


def unfit(desk: Desk) -> Event:
    """Take back the weights in use; those before them hold again. Raises UsageError where the defaults are in use."""
    event = kept(desk)
    if event is None:
        raise UsageError("the default weights are in use", where="memory", hint="There is nothing to take back.",
                         zh="现在用的就是默认参数", hint_zh="没有可以改回的。")  # fmt: skip
    return desk.note(MemoryUnfitted(event.id))[0]
