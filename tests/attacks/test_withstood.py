"""Every attack against the full sandbox: the right state, no canary, nothing left, the next learner served."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.attacks.attack import Attack, attacks
from tests.attacks.stage import Stage, staged, withstands

ALL = attacks()


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with staged() as stage:
        yield stage


@pytest.mark.parametrize("attack", [pytest.param(a, id=f"{family}: {a.name}") for family, a in ALL])
def test_it_withstands(stage: Stage, attack: Attack) -> None:
    withstands(stage, attack)


@pytest.mark.parametrize("task", sorted({a.task for _, a in ALL}))
def test_honest_work_passes(stage: Stage, task: str) -> None:
    assert stage.honest(task)["state"] == "passed"
