"""The time of a submission is what it uses: a busy machine ends no honest answer, and who sleeps is ended in time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from beikao.grader import Grader
from tests.grader.submissions import Lab, first

Make = Callable[..., Lab]
WORK = """
import time

def double(x):
    while time.process_time() - BEGAN < {cpu_s}:
        pass
    return x * 2

BEGAN = time.process_time()
"""


@contextmanager
def busy(each: int) -> Iterator[None]:
    """So many programs per processor that never rest."""
    with ExitStack() as stack:
        for _ in range(each * (os.cpu_count() or 1)):
            burner = stack.enter_context(subprocess.Popen([sys.executable, "-c", "while True: pass"]))
            stack.callback(burner.kill)
        yield


def test_an_honest_answer_on_a_busy_machine(grader: Grader, lab: Make) -> None:
    job = lab().job(WORK.format(cpu_s=0.8), seconds=1.0)
    with busy(3):
        verdict = grader.check(job, seed=3)
    assert verdict["state"] == "passed", first(verdict)
    assert verdict["ms"]["total"] > 1000  # longer than it may compute


def test_cpu_time_that_runs_out_is_named(grader: Grader, lab: Make) -> None:
    verdict = grader.check(lab().job(WORK.format(cpu_s=60), seconds=0.6), seed=3)
    assert verdict["state"] == "timeout"
    assert first(verdict)["message"]["en"] == "Not done within 0.6 s of CPU time."
    assert first(verdict)["message"]["zh"] == "没有在 0.6 秒的 CPU 时间内完成。"
    assert 0.6 <= verdict["limit"]["used"] < 3


def test_who_sleeps_is_ended_in_time(grader: Grader, lab: Make) -> None:
    began = time.monotonic()
    with busy(1):
        verdict = grader.check(lab().job("import time\ndef double(x):\n    time.sleep(60)\n", seconds=1.0), seed=3)
    assert verdict["state"] == "timeout"
    assert time.monotonic() - began < 15  # a busy machine is slow to start it; it sleeps for 60
    assert "waited for the rest" in first(verdict)["message"]["en"]
    assert "其余在等待" in first(verdict)["message"]["zh"]
