"""Turns: whose turn it is, who is turned away, and that nobody waits for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from beikao.grader.turns import Closed, Full, Turns


class Queue:
    """One worker, held by the test until it lets go; remembers the order in which learners got it."""

    def __init__(self, **bounds: int) -> None:
        self.turns = Turns(["worker"], **bounds)
        self.order: list[str] = []
        self.threads: list[threading.Thread] = []
        self.waiting = 0

    def join(self, learner: str) -> None:
        thread = threading.Thread(target=self._work, args=(learner,))
        thread.start()
        self.threads.append(thread)
        self.waiting += 1
        wait_until(lambda: sum(len(q) for q in self.turns._queues.values()) == self.waiting)

    def _work(self, learner: str) -> None:
        with suppress(Closed), self.turns.lend(learner):
            self.order.append(learner)

    def done(self) -> list[str]:
        for thread in self.threads:
            thread.join(5)
            assert not thread.is_alive()
        return self.order


def wait_until(true: Callable[[], bool]) -> None:
    limit = time.monotonic() + 5
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.001)


def test_a_flood_delays_its_own_learner_alone() -> None:
    queue = Queue()
    with queue.turns.lend("flood"):
        for learner in ("flood",) * 6 + ("a", "b", "a"):
            queue.join(learner)
    assert queue.done() == ["flood", "a", "b", "flood", "a", "flood", "flood", "flood", "flood"]


def test_who_has_nothing_at_work_comes_first() -> None:
    turns = Turns(["one", "two"])
    order: list[str] = []
    first, second = turns._take("busy"), turns._take("busy")

    def work(learner: str) -> None:
        with turns.lend(learner):
            order.append(learner)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("busy", "new")]
    for n, thread in enumerate(threads):
        thread.start()
        wait_until(lambda n=n: len(turns._queues) == n + 1)
    turns._give("busy", first)
    for thread in threads:
        thread.join(5)
    assert order == ["new", "busy"]
    turns._give("busy", second)
    assert sorted(turns._free) == ["one", "two"]


def test_the_bounds() -> None:
    queue = Queue(waiting=2, each=2)
    with queue.turns.lend("a"):
        queue.join("a")
        with pytest.raises(Full) as own, queue.turns.lend("a"):
            pass
        queue.join("b")
        with pytest.raises(Full) as every, queue.turns.lend("c"):
            pass
        queue.join("")  # the house's own work is never refused
    assert (own.value.own, own.value.bound) == (True, 2)
    assert (every.value.own, every.value.bound) == (False, 2)
    assert sorted(queue.done()) == ["", "a", "b"]
    with queue.turns.lend("a"), queue.turns.idle() as none:  # a share is free again
        assert none is None


def test_a_worker_comes_back_after_an_exception() -> None:
    turns = Turns(["worker"], each=1)
    with pytest.raises(ZeroDivisionError), turns.lend("a"):
        raise ZeroDivisionError
    with turns.idle() as worker:
        assert worker == "worker"


def test_closing_sends_everyone_away() -> None:
    queue = Queue()
    with queue.turns.lend("a"):
        queue.join("b")
        queue.turns.close()
    assert queue.done() == []
    with pytest.raises(Closed), queue.turns.lend("c"):
        pass
    with queue.turns.idle() as worker:
        assert worker is None
