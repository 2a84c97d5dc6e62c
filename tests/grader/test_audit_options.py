"""What an audit asks of the grader: to stop at the first failed check, to tighten tolerances; and inputs left alone."""

from __future__ import annotations

from collections.abc import Callable

from beikao.grader import Grader
from tests.grader.submissions import DOUBLE, Lab, first, states

Make = Callable[..., Lab]
TWO = """
@check
def one(t: Trial) -> None:
    x = t.draw.normal(3)
    t.agree(lambda m: m.double(x), rtol=1e-6, atol_scale=0.0)


@check
def two(t: Trial) -> None:
    t.agree(lambda m: m.double(2.0))
"""


def test_after_the_first_failure_nothing_runs(grader: Grader, lab: Make) -> None:
    text = "def double(x):\n    return x * 2 if isinstance(x, float) else x\n"
    assert states(grader.check(lab(TWO).job(text), seed=1)) == {"one": False, "two": True}
    stopped = grader.check(lab(TWO).job(text, stop_at_failure=True), seed=1)
    assert states(stopped) == {"one": False, "two": False}
    assert "not run" in stopped["checks"][1]["message"]["en"] and "没有运行" in stopped["checks"][1]["message"]["zh"]


def test_a_tenth_of_the_tolerance(grader: Grader, lab: Make) -> None:
    text = "def double(x):\n    return x * 2 * (1 + 5e-7)\n"
    assert grader.check(lab(TWO).job(text), seed=1)["state"] == "passed"
    assert grader.check(lab(TWO).job(text, tightness=0.1), seed=1)["state"] == "failed"


def test_arguments_that_the_reference_leaves_alone(grader: Grader, lab: Make) -> None:
    spoils = "def double(x):\n    y = x * 2\n    if not isinstance(x, float):\n        x += 1\n    return y\n"
    verdict = grader.check(lab(TWO).job(spoils), seed=1)
    assert first(verdict)["id"] == "one" and "changed its arguments" in first(verdict)["message"]["en"]


def test_arguments_that_the_reference_changes_itself(grader: Grader, lab: Make) -> None:
    spoils = "def double(x):\n    if not isinstance(x, float):\n        x *= 2\n        return x\n    return x * 2\n"
    assert grader.check(lab(TWO, spoils).job(spoils), seed=1)["state"] == "passed"
    assert grader.check(lab(TWO, spoils).job(DOUBLE), seed=1)["state"] == "passed"
