"""Who is judged next: lends a few workers to many learners, in turn and within bounds.

Of the learners who wait, the one with the fewest submissions at work comes next, then the one whose turn was longest
ago; so one learner's flood delays that learner alone. It knows neither what a worker is nor what it is asked.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Worker = TypeVar("Worker")


class Full(Exception):
    """No more may wait. `own`: it is this learner's own share that is used up; `bound` says how many that is."""

    def __init__(self, bound: int, *, own: bool) -> None:
        super().__init__(f"{bound} submissions are waiting")
        self.bound, self.own = bound, own


class Closed(Exception):
    """The workers are being stopped: nobody gets one any more."""


@dataclass
class _Ticket(Generic[Worker]):
    """A place in the queue; `worker` stays None where the queue was closed."""

    called: threading.Event = field(default_factory=threading.Event)
    worker: Worker | None = None


class Turns(Generic[Worker]):
    """Thread-safe. `waiting` bounds how many wait in all, `each` how many one learner has waiting or at work.

    The empty name is the house's own work (the content gate, a restart): it takes its turn but is never refused.
    """

    def __init__(self, workers: Iterable[Worker], *, waiting: int | None = None, each: int | None = None) -> None:
        self._free = list(workers)
        self._waiting, self._each = waiting, each
        self._lock = threading.Lock()
        self._busy: Counter[str] = Counter()
        self._queues: dict[str, deque[_Ticket[Worker]]] = {}  # the learner served longest ago stands first
        self._closed = False

    @contextmanager
    def lend(self, learner: str = "") -> Iterator[Worker]:
        """A worker for the block, as soon as it is this learner's turn. Raises Full and Closed."""
        worker = self._take(learner)
        try:
            yield worker
        finally:
            self._give(learner, worker)

    @contextmanager
    def idle(self) -> Iterator[Worker | None]:
        """A worker that nobody needs just now, or None."""
        with self._lock:
            worker = self._free.pop() if self._free and not self._closed else None
            self._busy[""] += worker is not None
        try:
            yield worker
        finally:
            if worker is not None:
                self._give("", worker)

    def close(self) -> None:
        """Send those who wait away with Closed, and everyone who comes later."""
        with self._lock:
            self._closed = True
            for ticket in (t for queue in self._queues.values() for t in queue):
                ticket.called.set()
            self._queues.clear()

    def _take(self, learner: str) -> Worker:
        with self._lock:
            if self._closed:
                raise Closed
            self._admit(learner)
            if self._free:  # then nobody waits: whoever gives back serves the queue first
                self._busy[learner] += 1
                return self._free.pop()
            ticket = _Ticket[Worker]()
            self._queues.setdefault(learner, deque()).append(ticket)
        ticket.called.wait()
        if ticket.worker is None:
            raise Closed
        return ticket.worker

    def _admit(self, learner: str) -> None:
        """Raises Full. The caller holds the lock."""
        if not learner:
            return
        own = self._busy[learner] + len(self._queues.get(learner, ()))
        if self._each is not None and own >= self._each:
            raise Full(own, own=True)
        others = sum(len(queue) for queue in self._queues.values())
        if self._waiting is not None and not self._free and others >= self._waiting:
            raise Full(others, own=False)

    def _give(self, learner: str, worker: Worker) -> None:
        with self._lock:
            self._busy[learner] -= 1
            if not self._busy[learner]:
                del self._busy[learner]
            if not self._queues:
                self._free.append(worker)
                return
            following = min(self._queues, key=lambda name: self._busy[name])
            queue = self._queues.pop(following)
            ticket = queue.popleft()
            if queue:
                self._queues[following] = queue  # now served last
            self._busy[following] += 1
            ticket.worker = worker
            ticket.called.set()
