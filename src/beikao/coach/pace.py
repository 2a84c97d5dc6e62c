"""How long things really take: minutes spent on each unit, and the ratio of real to guessed minutes of what is ended.

Time is counted from what the record says: seconds of lessons and answers, and the gaps between submissions, each at most five minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from beikao.coach.answers import in_order
from beikao.events import CauseNamed, CodeJudged, CodeSubmitted, Event, HintTaken, LessonRead, QuestionAnswered

LONGEST_S = 300.0
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
    last = None
    for event in in_order(events):
        gap = min((event.at - last).total_seconds(), LONGEST_S) if last is not None else 0.0
        last = event.at
        ref, took = _of(event, gap)
        if ref:
            seconds[ref] = seconds.get(ref, 0.0) + min(
                max(took, 0.0), LONGEST_S if event.type != LessonRead.TYPE else 3600.0
            )
    return {ref: total / 60 for ref, total in seconds.items()}


def _of(event: Event, gap: float) -> tuple[str, float]:
    if event.type == LessonRead.TYPE:
        return f"concept:{event.data['concept']}", float(event.data["seconds"])
    if event.type == QuestionAnswered.TYPE and event.data["mode"] in ("lesson", "practice"):
        return f"concept:{event.data['question'].partition('/')[0]}", float(event.data["seconds"])
    if event.type in (CodeSubmitted.TYPE, CodeJudged.TYPE, HintTaken.TYPE, CauseNamed.TYPE):
        return str(event.data["unit"]).partition("#")[0], gap
    return "", 0.0


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
