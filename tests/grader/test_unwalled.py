"""Right answers judged without a wall: the same findings as the real grader's, and never from where a learner's code could come."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from beikao.course import Course, load
from beikao.errors import EnvironmentFault
from beikao.grader import Grader, Job
from beikao.grader.seeds import judged
from beikao.study.submit import lab_job
from tests.conftest import CONTENT
from tests.grader.submissions import Lab

SRC = Path(__file__).parents[2] / "src"
# between them: stepwise programs, handles, callbacks, a rig, a generator of random numbers
LABS = ("sgd-momentum-adam", "tiny-autograd", "gd-edge", "attention-mha", "training-loop")


@cache
def course() -> Course:
    return load([CONTENT])


def found(job: Job, *seeds: int) -> list[dict[str, str]]:
    """check -> message of those that failed, a seed after the other."""
    return [dict(one.failed) for one in judged([("answer", job, seeds)])]


class Nothing:
    """A desk of which only the course is asked."""

    def __init__(self) -> None:
        self.course = course()


@pytest.mark.parametrize("slug", LABS)
def test_it_finds_what_the_real_grader_finds(grader: Grader, slug: str) -> None:
    lab = course().labs[slug]
    desk: Any = Nothing()
    wrong = sorted(lab.wrong_trees)[:2]
    for tree in [*lab.right_trees.values(), *(lab.wrong_trees[name] for name in wrong)]:
        job = lab_job(desk, lab, tree)
        verdict = grader.check(job, seed=11, phases=("quick",), diagnose=False)
        said = {c["id"]: c["message"]["en"] for c in verdict["checks"] if not c["passed"]}
        [one] = judged([("answer", job, [11])])
        assert {k: v[:1000] for k, v in one.failed} == {k: v for k, v in said.items() if k not in one.left}


def test_wrong_answers_are_among_what_was_compared() -> None:
    assert all(len(course().labs[slug].wrong_trees) >= 2 for slug in LABS)


def test_each_side_has_generators_of_its_own(lab: Callable[..., Lab]) -> None:
    step = """
    import random
    import numpy as np
    def step():
        return random.random() + np.random.rand()
    """
    checks = """
    @check
    def walks(t: Trial) -> None:
        def program(m):
            for _ in range(5):
                yield m.step()
        t.agree(program)
    """
    small = lab(checks, step)
    assert found(small.job(step), 1, 2) == [{}, {}]
    for other in ("return 1 +", "random.random(); return"):
        assert list(found(small.job(step.replace("return", other)), 1)[0]) == ["walks"]


def test_what_comes_near_is_told_from_what_is_refused(lab: Callable[..., Lab]) -> None:
    """rtol 1e-5: an error of 3e-6 holds, but not with a tenth; one of 3e-5 is refused."""
    for error, near, failed in (("1e-12", [], []), ("3e-6", ["doubles"], []), ("3e-5", [], ["doubles"])):
        [one] = judged([("answer", lab().job(f"def double(x):\n    return x * 2 * (1 + {error})\n"), [1])])
        assert ([c for c, _ in one.near], [c for c, _ in one.failed]) == (near, failed)


def test_what_measures_is_left_and_said(lab: Callable[..., Lab]) -> None:
    checks = """
    @check
    def quick(t: Trial) -> None:
        t.faster(lambda m: m.double(3.0))

    @check
    def light(t: Trial) -> None:
        t.lighter(lambda m: m.double(3.0))

    @check
    def right(t: Trial) -> None:
        t.agree(lambda m: m.double(t.draw.seed))
    """
    small = lab(checks, "def double(x):\n    return x * 2\n")
    for one in judged([("answer", small.job("def double(x):\n    return x + x + (x == 6)\n"), [5, 6])]):
        assert one.left == {"quick", "light"}
        assert [check for check, _ in one.failed] == (["right"] if one.seed == 6 else [])


def test_an_answer_that_ends_the_process_is_said(lab: Callable[..., Lab]) -> None:
    with pytest.raises(EnvironmentFault, match="answer could not be judged"):
        found(lab().job("import os\ndef double(x):\n    os._exit(3)\n"), 1)


def test_a_fault_of_the_reference_is_said(lab: Callable[..., Lab]) -> None:
    broken = lab(reference="def double(x):\n    raise KeyError('no')\n")
    with pytest.raises(EnvironmentFault) as fault:
        found(broken.job("def double(x):\n    return x * 2\n"), 1)
    assert "the reference failed" in (fault.value.hint or "")


def test_arguments_are_copies_and_a_change_of_them_is_told(lab: Callable[..., Lab]) -> None:
    spoils = "def double(x):\n    x *= 2\n    return x\n"
    [said] = found(lab().job(spoils), 1)
    assert "changed its arguments" in said["doubles"]


def test_nothing_that_serves_can_come_here() -> None:
    naming = {
        str(p.relative_to(SRC))
        for p in SRC.rglob("*.py")
        if re.search(r"grader(\.| import .*\b)(unwalled|seeds)\b", p.read_text(encoding="utf-8"))
    }
    gate = {"beikao/study/fair.py", "beikao/study/prove_audit.py"}
    assert naming == {"beikao/grader/unwalled.py", "beikao/grader/seeds.py"} | gate
    loaded = "import sys, beikao.web.factory, beikao.web.server, beikao.grader.judge; print(*(m for m in sys.modules if m in {NAMES}))"
    names = {f"beikao.{p}" for p in ("grader.unwalled", "grader.seeds", "study.fair", "study.prove_audit")}
    ran = subprocess.run(
        [sys.executable, "-c", loaded.replace("{NAMES}", repr(names))], capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == []
