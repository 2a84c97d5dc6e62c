"""A lone learner without a sandbox is told so once, wherever their code is judged first; one with a sandbox never."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from beikao.app import open_desk
from beikao.grader import TRUSTED, Grader
from beikao.settings import Settings
from beikao.study.attempt import attempt
from beikao.study.desk import Desk
from beikao.study.submit import submit
from tests.conftest import CONTENT

LAB = "svd-compress"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(Settings(home=tmp_path, content=(CONTENT,))) as opened:
        yield opened


@pytest.fixture(scope="module")
def bare() -> Iterator[Grader]:
    """A grader on a machine with no layer but rlimits."""
    grader = Grader(layers=())
    yield grader
    grader.close()


def test_said_once(desk: Desk, bare: Grader) -> None:
    unwalled = replace(desk, grader=bare)
    start = desk.course.labs[LAB].start
    assert submit(unwalled, LAB, start).notice == TRUSTED
    assert submit(unwalled, LAB, start).notice is None
    assert set(TRUSTED) == {"zh", "en"}


def test_said_once_by_the_watch_too(desk: Desk, bare: Grader) -> None:
    unwalled = replace(desk, grader=bare)
    tree = desk.course.labs[LAB].reference
    first = attempt(unwalled, LAB, tree, 1, wanted=lambda: True)
    assert first is not None and first.notice == TRUSTED
    assert submit(unwalled, LAB, tree).notice is None


def test_not_said_in_a_sandbox(desk: Desk) -> None:
    done = submit(desk, LAB, desk.course.labs[LAB].start)
    assert done.verdict["sandbox"]["degraded"] == []
    assert done.notice is None


def test_many_users_get_no_verdict_without_one(tmp_path: Path, bare: Grader) -> None:
    """The setting reaches the judge: here a full sandbox, so it judges; `tests/grader` shows the refusal."""
    with open_desk(Settings(home=tmp_path, content=(CONTENT,), multi_user=True)) as desk:
        assert submit(desk, LAB, desk.course.labs[LAB].reference).verdict["state"] == "passed"
        assert '"multi_user": true' in " ".join(desk.grader._links[0]._command)  # type: ignore[attr-defined]
