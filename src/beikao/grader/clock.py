"""How long a submission may take: `seconds` of CPU time, and as long on the wall where the machine has nothing else to do.

When that time has passed and less CPU time was used, it is put off a little at a time, for as long as a process of the
submission, the reference or the judge is at work or waits for a processor: on a busy machine an honest answer takes long
and does not use much. One that sleeps, or waits for what never comes, is ended in time. `wall_s` is the end of all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from beikao.grader import usage
from beikao.grader.children import Child
from beikao.grader.job import wall_s

LOOK_S = 0.25  # between two looks at who is at work
AT_WORK = 0.02  # of that time, what is no idling


class Clock:
    """Of one submission. `children` are all it has, `learners` those that run its code."""

    def __init__(self, seconds: float, children: Callable[[], Iterable[Child]], learners: Callable[[], Iterable[Child]],
                 *, kernel_tells: bool) -> None:  # fmt: skip
        self.seconds, self.children, self.learners, self.kernel_tells = seconds, children, learners, kernel_tells
        self.began = time.monotonic()
        self.seen: dict[int, float] = {}  # CPU time of each child at the last look; one that has ended keeps its own
        self.looked: float | None = None  # CPU time of all, judge included, at the last look

    def more_s(self) -> float:
        """Seconds by which the end is put off; 0 where it has come."""
        left = self.began + wall_s(self.seconds) - time.monotonic()
        if not self.kernel_tells or left <= 0 or self.used_s() >= self.seconds or not self._at_work():
            return 0.0
        return min(LOOK_S, left)

    def used_s(self) -> float:
        """CPU time of the submission so far; 0 where the kernel does not say."""
        if not self.kernel_tells:
            return 0.0
        for child in self.children():
            if child.lives():
                self.seen[id(child)] = max(_cpu_s(child), self.seen.get(id(child), 0.0))
        return sum(self.seen.get(id(child), 0.0) for child in self.learners())

    def _at_work(self) -> bool:
        """Whether anything was done since the last look, or would be if there were a processor."""
        now = sum(self.seen.values()) + time.process_time()
        before, self.looked = self.looked, now
        if before is None or now - before > AT_WORK * LOOK_S:
            return True
        return any(usage.waits_for_processor(pid) for c in self.children() if c.lives() for pid in usage.tree(c.pid))


def _cpu_s(child: Child) -> float:
    """CPU time of a child and of what it started and has not ended."""
    if not child.pid:
        return 0.0
    total = 0.0
    for pid in usage.tree(child.pid):
        try:
            total += usage.cpu_seconds(pid)
        except OSError:
            continue
    return total
