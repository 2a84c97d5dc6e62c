"""Derived state from the events alone, and the proof that what is stored is the same."""

from __future__ import annotations

from dataclasses import dataclass

from beikao.coach import state
from beikao.record import state_hash
from beikao.study.desk import Desk


@dataclass(frozen=True)
class Rebuilt:
    """`stored` is None where no snapshot was there."""

    learner: str
    events: int
    stored: str | None
    rebuilt: str

    @property
    def same(self) -> bool:
        return self.stored is None or self.stored == self.rebuilt


def rebuild(desk: Desk, *, verify: bool = False) -> Rebuilt:
    """Compute the derived state from all events; with `verify` compare with the snapshot and leave it as it is."""
    events = desk.events()
    last_at = events[-1].at if events else desk.now()
    derived = state(desk.course, events, last_at)
    digest = state_hash(derived)
    snapshot = desk.record.snapshot(desk.learner)
    if not verify and events:
        desk.record.save_snapshot(desk.learner, digest, derived, events[-1].order)
    return Rebuilt(desk.learner, len(events), snapshot[0] if snapshot else None, digest)
