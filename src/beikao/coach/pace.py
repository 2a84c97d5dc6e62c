"""How long things really take: minutes spent on each unit, and the ratio of real to guessed minutes of what is ended.

What counts as time is `beikao.coach.focus`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from beikao.coach.focus import worked
from beikao.events import Event

FAITH = 5  # ended units that the guess is worth: with so many, guess and experience count the same


@dataclass(frozen=True)
class Pace:
    """Of one kind of unit: `ratio` real to guessed, as planned with; `seen` the median ratio of `ended` units, None without any; `real` and
    `guess` the medians of their minutes and of their author's."""

    ratio: float
    seen: float | None
    ended: int
    real: float | None = None
    guess: float | None = None


def spent(events: Iterable[Event]) -> dict[str, float]:
    """ref (`concept:svd`, `lab:gd-edge`) -> minutes."""
    seconds: dict[str, float] = {}
    for _, ref, took in worked(events):
        if ref:
            seconds[ref] = seconds.get(ref, 0.0) + took
    return {ref: total / 60 for ref, total in seconds.items()}


def paces(minutes: Mapping[str, float], guesses: Mapping[str, int], ended: Iterable[str]) -> dict[str, Pace]:
    """kind -> its pace, from the units that are ended; a kind without any keeps the guess."""
    done: dict[str, list[tuple[float, int]]] = {}
    for ref in ended:
        if minutes.get(ref, 0.0) >= 1.0 and guesses.get(ref):
            done.setdefault(ref.partition(":")[0], []).append((minutes[ref], guesses[ref]))
    return {kind: _pace(done.get(kind, [])) for kind in {ref.partition(":")[0] for ref in guesses}}


def _pace(done: Sequence[tuple[float, int]]) -> Pace:
    if not done:
        return Pace(1.0, None, 0)
    seen = median(real / guess for real, guess in done)
    ratio = (FAITH + len(done) * seen) / (FAITH + len(done))
    return Pace(min(max(ratio, 0.25), 4.0), seen, len(done), median(r for r, _ in done), median(g for _, g in done))
