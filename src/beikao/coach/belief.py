"""What was said in a placement, and what is believed after it: plain values. `beikao.coach.placement` works out the one from the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from beikao.course import Course
from beikao.course.graph import closure

MOST, ENOUGH = 20, 0.03  # questions; expected share of misjudged concepts below which it stops
KNOWN, UNKNOWN = 0.9, 0.1  # beliefs beyond which a concept counts as known, as unknown
FEW, GAIN = 5, 3.0  # what was said so often speaks of all whose odds it made so many times larger or smaller
FINEST = 1e-4  # a belief nearer to certainty is no surer: it is that of a crowd of 2,000


@dataclass(frozen=True)
class Said:
    """An answer or an objection about a concept. `slip` is the chance of a wrong answer by one who has mastered it, `guess` of
    a right answer by one who has not; `asked` is False for an objection, which does not count as a question."""

    concept: str
    right: bool
    slip: float = 0.1
    guess: float = 0.15
    asked: bool = True


@dataclass(frozen=True)
class Belief:
    """`known` is name -> chance of mastery; `error` the share of concepts that the best guess is expected to misjudge."""

    known: Mapping[str, float]
    error: float
    asked: int

    @property
    def enough(self) -> bool:
        """Whether it may stop."""
        return self.asked >= MOST or self.error < ENOUGH


def spoken_of(
    course: Course, before: Mapping[str, float], after: Mapping[str, float], words: Sequence[Said]
) -> frozenset[str]:
    """The concepts that the words are evidence of: those asked about, what one said to be known needs, and, once FEW words were said, all
    whose odds of mastery they moved GAIN times. What was believed `before` the words is nobody's evidence."""
    near = {w.concept for w in words} | closure(course, [w.concept for w in words if w.right])
    moved: Iterable[str] = (
        n for n in after if len(words) >= FEW and not 1 / GAIN < _odds(after[n]) / _odds(before[n]) < GAIN
    )
    return frozenset(near).union(moved) & after.keys()


def _odds(p: float) -> float:
    held = min(max(p, FINEST), 1 - FINEST)
    return held / (1 - held)
