"""A failed submission is told which known mistake it makes, in whatever style it is written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from beikao.grader import Grader
from beikao.grader.diagnosis import CPU_S, WALL_S
from tests.grader.submissions import Lab, wrong

Make = Callable[..., Lab]
SLACK_S = 4.0  # for the checks themselves, on a busy machine
CHECKS = """
@check
def normalises(t: Trial) -> None:
    t.agree(lambda m: m.scale(t.draw.child("x").normal(5)))

@check
def refuses(t: Trial) -> None:
    t.raises(lambda m: m.scale(np.zeros(3)), "ValueError")
"""
RIGHT = "def scale(x):\n    if not x.any():\n        raise ValueError('zero')\n    return x / (x * x).sum() ** 0.5\n"
WRONG = (
    wrong("by-sum", "normalises", RIGHT.replace("(x * x).sum() ** 0.5", "x.sum()")),
    wrong("squared", "normalises", RIGHT.replace(" ** 0.5", "")),
    wrong("nan", "refuses", RIGHT.replace("raise ValueError('zero')", "return x")),
    wrong("breaks", "normalises", "import nothing\n"),
)


def misconception(grader: Grader, lab: Lab, text: str, *, diagnose: bool = True) -> str | None:
    found: str | None = grader.check(lab.job(text, wrong=WRONG), seed=4, diagnose=diagnose)["misconception"]
    return found


def test_known_mistakes(grader: Grader, lab: Make) -> None:
    it = lab(CHECKS, RIGHT)
    by_sum = "def scale(x):\n    total = 0.0\n    for v in x:\n        total += v\n    return x * (1 / total)\n"
    assert misconception(grader, it, by_sum) == "small/by-sum"
    squared = "import numpy as np\ndef scale(x):\n    return x / np.linalg.norm(x) ** 2\n"
    assert misconception(grader, it, squared) == "small/squared"
    returns = "import numpy as np\ndef scale(x):\n    n = np.linalg.norm(x)\n    return x / n if n else x\n"
    assert misconception(grader, it, returns) == "small/nan"
    assert misconception(grader, it, squared, diagnose=False) is None


def test_unknown_mistakes_stay_unknown(grader: Grader, lab: Make) -> None:
    it = lab(CHECKS, RIGHT)
    for text in (
        "def scale(x):\n    return x\n",
        "def scale(x):\n    return None\n",
        "def other(x):\n    return x\n",
        "x = \n",
        RIGHT,
    ):
        assert misconception(grader, it, text) is None


def test_two_that_look_the_same_are_not_told_apart(grader: Grader, lab: Make) -> None:
    twice = (*WRONG, wrong("also-squared", "normalises", RIGHT.replace(" ** 0.5", "")))
    verdict = grader.check(lab(CHECKS, RIGHT).job(WRONG[1].tree, wrong=twice))
    assert verdict["misconception"] is None


def test_a_slow_replay_ends(grader: Grader, lab: Make) -> None:
    slow = (*WRONG, wrong("slow", "normalises", "while True:\n    pass\n"))
    verdict = grader.check(lab(CHECKS, RIGHT).job(WRONG[1].tree, wrong=slow))
    assert verdict["misconception"] is None
    assert verdict["ms"]["total"] < 1000 * (WALL_S + SLACK_S)


def test_a_sleeping_replay_ends(grader: Grader, lab: Make) -> None:
    """It costs no CPU time at all."""
    slow = (*WRONG, wrong("slow", "normalises", "import time\ntime.sleep(600)\n"))
    verdict = grader.check(lab(CHECKS, RIGHT).job(WRONG[1].tree, wrong=slow))
    assert verdict["misconception"] is None
    assert verdict["ms"]["total"] < 1000 * (WALL_S + SLACK_S)


def work(seconds: float) -> str:
    """A line that takes so much CPU time."""
    return f"import time\nend = time.process_time() + {seconds}\nwhile time.process_time() < end:\n    pass\n"


def test_the_budget_is_cpu_time(grader: Grader, lab: Make) -> None:
    """Two known mistakes that sleep, as on a machine that has other things to do, are told; two that compute are not."""
    sleeps, works = f"import time\ntime.sleep({1.2 * CPU_S})\n", work(0.6 * CPU_S)
    told = []
    for before in (sleeps, works):
        known = tuple(wrong(w.slug, w.caught_by, before + w.tree["solution.py"]) for w in WRONG[:2])
        told.append(grader.check(lab(CHECKS, RIGHT).job(WRONG[1].tree, wrong=known), seed=4)["misconception"])
    assert told == ["small/squared", None]


def test_a_busy_machine_loses_no_diagnosis(grader: Grader, lab: Make) -> None:
    """Beside two loops per core the same takes several times as long."""
    known = tuple(wrong(w.slug, w.caught_by, work(0.2) + w.tree["solution.py"]) for w in WRONG[:2])
    job = lab(CHECKS, RIGHT).job(WRONG[1].tree, wrong=known)
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 * (os.cpu_count() or 1))]
    try:
        verdict = grader.check(job, seed=4)
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
    assert verdict["ms"]["total"] > 1000, "the machine was not busy"
    assert verdict["misconception"] == "small/squared"
