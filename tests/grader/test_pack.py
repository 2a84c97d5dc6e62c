"""The pack of `tests/pack`, a course of one concept and one service lab, passes the gate by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from beikao.app import open_desk
from beikao.course import Lab
from beikao.settings import Settings
from beikao.study.desk import Desk
from beikao.study.prove import prove
from beikao.study.submit import lab_job
from tests.conftest import PACK


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(Settings(home=tmp_path_factory.mktemp("home"), content=(PACK,))) as opened:
        yield opened


@pytest.fixture
def lab(desk: Desk) -> Lab:
    return desk.course.labs["key-value-server"]


def test_the_gate(desk: Desk) -> None:
    proof = prove(desk, seeds=60)
    assert proof.faults == ()
    assert (proof.concepts, proof.questions, proof.labs) == (1, 8, 1)


def test_the_reference_is_quick_and_passes_on_many_seeds(desk: Desk, lab: Lab) -> None:
    for seed in range(10, 20):
        verdict = desk.grader.check(lab_job(desk, lab, lab.reference), seed=seed)
        assert verdict["state"] == "passed", verdict["checks"]
        assert verdict["ms"]["total"] < 5000


def test_mistakes_are_diagnosed(desk: Desk, lab: Lab) -> None:
    """Those that can be told apart are; two that look alike from outside are not guessed at."""
    named = {
        w.slug: desk.grader.check(lab_job(desk, lab, lab.wrong_trees[w.slug]), seed=2)["misconception"]
        for w in lab.wrong
    }
    alike = {"memory-only", "saves-at-exit"}
    assert all(named[w.slug] == w.misconception for w in lab.wrong if w.slug not in alike), named
    assert {named[slug] for slug in alike} == {None}


def test_no_file_of_the_pack_is_left_by_a_run(desk: Desk, lab: Lab) -> None:
    before = sorted(Path(PACK).rglob("*"))
    desk.grader.check(lab_job(desk, lab, lab.reference), seed=1)
    assert sorted(Path(PACK).rglob("*")) == before
