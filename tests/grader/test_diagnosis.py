"""A failed submission is told which known mistake it makes, in whatever style it is written."""

from __future__ import annotations

from collections.abc import Callable

from beikao.grader import Grader
from tests.grader.submissions import Lab, wrong

Make = Callable[..., Lab]
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
    assert verdict["ms"]["total"] < 2000
