"""Every cheat on a real lab fails the check it used to get round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from textwrap import dedent
from types import SimpleNamespace
from typing import Any, cast

import pytest

from beikao.course import Course, load
from beikao.grader import Grader
from beikao.study.desk import Desk
from beikao.study.submit import lab_job
from tests.attacks.labs.cheats import ANSWER, BENEATH, CHEATS, INPUT, RIG, Cheat
from tests.conftest import CONTENT

SEED = 7


@cache
def course() -> Course:
    return load([CONTENT])


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    grader = Grader()
    yield grader
    grader.close()


def verdict_of(grader: Grader, cheat: Cheat) -> dict[str, Any]:
    lab = course().labs[cheat.lab]
    (name,) = lab.files
    text = lab.reference[name]
    for old, new in cheat.swaps:
        assert old in text, "the reference has changed: mend the cheat"
        text = text.replace(old, new)
    job = lab_job(cast(Desk, SimpleNamespace(course=course())), lab, {name: f"{text}\n\n{dedent(cheat.tail)}"})
    return grader.check(replace(job, seconds=120.0), seed=SEED, diagnose=False)


@pytest.mark.parametrize("cheat", [pytest.param(c, id=c.name) for c in CHEATS])
def test_it_is_caught(grader: Grader, cheat: Cheat) -> None:
    verdict = verdict_of(grader, cheat)
    passed = {c["id"]: c["passed"] for c in verdict["checks"]}
    assert verdict["state"] == "failed", verdict
    assert not passed[cheat.check], passed


def test_each_family_is_tried() -> None:
    assert {c.family for c in CHEATS} == {RIG, INPUT, ANSWER, BENEATH}
