"""Children that wait in their sandbox for the next submission: used once, only for their kind, replaced when dead."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable, Iterator

import pytest

from beikao.grader import Grader
from beikao.grader.children import Child
from beikao.grader.client import ALL_LAYERS
from beikao.grader.judge import begin_zygote
from beikao.grader.spares import Zygote
from tests.grader.submissions import Lab


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """A zygote without a judge."""
    zygote = begin_zygote(ALL_LAYERS)()
    yield zygote
    zygote.discard()
    zygote.control.close()
    zygote.process.wait(10)


def child(zygote: Zygote, memory_mib: int = 512) -> Child:
    """One that stands in its sandbox."""
    found = zygote.child(profile="pure", memory_mib=memory_mib, seconds=5.0, folder=None)
    found.ready()
    return found


def answers(one: Child) -> bool:
    """Whether it can import a submission and be asked."""
    one.setup("solution.py", {"solution.py": "x = 7\n"}, write=True, seed=1, parts={})
    return bool(one.ask({"op": "get", "target": 0, "name": "x"}) == 7)


def test_each_is_used_once(zygote: Zygote) -> None:
    used = [child(zygote)]
    zygote.refill()
    waiting = list(zygote.spares)
    used += [child(zygote) for _ in range(3)]
    assert set(waiting) == set(used[1:3])
    assert len({one.pid for one in used}) == 4
    assert all(answers(one) for one in used)
    for one in used:
        one.close()


def test_limits_of_another_job_get_a_child_of_their_own(zygote: Zygote) -> None:
    child(zygote, 512).close()
    zygote.refill()
    waiting = list(zygote.spares)
    other = child(zygote, 300)
    assert other not in waiting
    assert [one.connection.fileno() for one in waiting] == [-1, -1]
    assert zygote.spares == []
    other.close()


def test_one_that_died_waiting_is_replaced(zygote: Zygote) -> None:
    child(zygote).close()
    zygote.refill()
    waiting = list(zygote.spares)
    for one in waiting:
        one.ready()
        os.kill(one.pid, signal.SIGKILL)
        assert select.select([one.pidfd], [], [], 10)[0]  # it has ended
    found = child(zygote)
    assert found not in waiting
    assert answers(found)
    found.close()


def test_nothing_of_one_submission_is_seen_by_the_next(grader: Grader, lab: Callable[..., Lab]) -> None:
    leaves = "import sys\nsys.modules['left'] = open('left.txt', 'w')\ndef double(x):\n    return x * 2\n"
    finds = "import os, sys\nassert 'left' not in sys.modules and os.listdir('.') == ['solution.py']\ndef double(x):\n    return x * 2\n"
    job = lab()
    for text in (leaves, finds, leaves, finds):
        assert grader.check(job.job(text))["state"] == "passed"
