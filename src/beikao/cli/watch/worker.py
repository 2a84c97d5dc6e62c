"""Judges the newest tree in a thread of its own; nothing piles up.

A tree that comes while another is judged waits alone: a newer one takes its place. When the judging under way takes
longer than a blink, a second grader is warmed, and the next save takes it: the first is ended, wherever it is (a loop
without end would keep it for the whole limit of the lab).
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from beikao.cli.watch.syntax import SyntaxProblem, first_problem
from beikao.errors import BeikaoError, EnvironmentFault
from beikao.grader import GraderPort, probe_job
from beikao.practice import new_seed
from beikao.study.attempt import Attempt, attempt, quick
from beikao.study.desk import Desk

SLOW_S = 0.5


@dataclass(frozen=True)
class Asked:
    """A tree to be judged. `long`: the long checks too."""

    tree: Mapping[str, str]
    long: bool


@dataclass(frozen=True)
class Quick:
    """The verdict of the quick checks; `more`: the long ones are under way."""

    verdict: Mapping[str, Any]
    more: bool


@dataclass(frozen=True)
class Passing:
    """So many checks of so many are done."""

    done: int
    of: int


Told = SyntaxProblem | Quick | Passing | Attempt | BeikaoError


class Warming:
    """A grader that starts in the background; `at_s` is when it had judged something, infinite until then."""

    def __init__(self, grader: GraderPort) -> None:
        self.grader, self.at_s = grader, math.inf
        threading.Thread(target=self._probe, name="grader-probe", daemon=True).start()

    def _probe(self) -> None:
        self.grader.check(probe_job(), seed=1)
        self.at_s = time.monotonic()


class Worker:
    """`tell` is called from the worker's thread, and only for the newest tree."""

    def __init__(self, desk: Desk, slug: str, tell: Callable[[Told], None], *,
                 new_grader: Callable[[], GraderPort]) -> None:  # fmt: skip
        self.desk, self.slug, self._tell, self._new_grader = desk, slug, tell, new_grader
        self.has_long = any(c.phase == "long" for c in desk.course.labs[slug].checks)
        self._changed = threading.Condition()
        self._next: Asked | None = None
        self._now: Asked | None = None
        self._began = 0.0
        self._ended = False
        self._grader = Warming(desk.grader)
        self._spare: Warming | None = None
        self._thread = threading.Thread(target=self._loop, name="lab-watch", daemon=True)
        self._thread.start()

    def ask(self, tree: Mapping[str, str], *, long: bool) -> None:
        """Judge this tree; what was asked before is not wanted any more."""
        with self._changed:
            self._next = Asked(tree, long)
            self._changed.notify()

    @property
    def waiting(self) -> bool:
        """Whether a newer tree than the one judged last waits."""
        with self._changed:
            return self._next is not None

    def tick(self, now_s: float) -> None:
        """Called often: warms the second grader, and gives up what a newer save has overtaken."""
        if not self._thread.is_alive() and not self._ended:
            raise EnvironmentFault("the judging thread has ended", hint="Start `beikao lab watch` again.",
                                   zh="判题的线程中断了", hint_zh="再运行一次 `beikao lab watch`。")  # fmt: skip
        old: GraderPort | None = None
        with self._changed:  # what is taken up after this sees the other grader
            slow = self._now is not None and now_s - max(self._began, self._grader.at_s) > SLOW_S
            if slow and self._next is not None and self._spare is not None:
                old, self._grader, self._spare = self.desk.grader, self._spare, None
                self.desk.grader, self._began = self._grader.grader, now_s
        if old is not None:
            old.close()
        elif slow and self._spare is None:
            self._spare = Warming(self._new_grader())

    def close(self) -> None:
        """End the thread and the graders."""
        with self._changed:
            self._ended, self._next = True, None
            self._changed.notify()
        self.desk.grader.close()
        if self._spare is not None:
            self._spare.grader.close()
        self._thread.join(5)

    def _wanted(self) -> bool:
        with self._changed:
            return self._next is None and not self._ended

    def _loop(self) -> None:
        while True:
            with self._changed:
                self._now = None
                self._changed.wait_for(lambda: self._ended or self._next is not None)
                if self._ended:
                    return
                self._now, self._next, self._began = self._next, None, time.monotonic()
                asked = self._now
            assert asked is not None
            try:
                self._judge(asked)
            except BeikaoError as error:
                self._say(error)

    def _say(self, told: Told) -> None:
        if self._wanted():
            self._tell(told)

    def _judge(self, asked: Asked) -> None:
        """Quick checks first where there are long ones; then all with the same seed, which is the verdict."""
        problem = first_problem(asked.tree)
        if problem is not None:
            self._say(problem)
            return
        seed = new_seed()
        if self.has_long:
            verdict = quick(self.desk, self.slug, asked.tree, seed)
            self._say(Quick(verdict, more=asked.long))
            if not asked.long or not self._wanted():
                return
        done = attempt(self.desk, self.slug, asked.tree, seed, wanted=self._wanted, progress=self._progress)
        if done is not None:
            self._say(done)

    def _progress(self, event: dict[str, Any]) -> None:
        self._say(Passing(int(event["done"]), int(event["of"])))
