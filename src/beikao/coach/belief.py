"""What was said in a placement, and what is believed after it: plain values. `beikao.coach.placement` works out the one from the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MOST, ENOUGH = 20, 0.03  # questions; expected share of misjudged concepts below which it stops
KNOWN, UNKNOWN = 0.9, 0.1  # beliefs beyond which a concept counts as known, as unknown


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
