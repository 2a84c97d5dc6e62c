"""One grader for all tests of a worker: starting it takes seconds, judging does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from beikao.grader import Grader
from tests.grader.submissions import DOUBLE, DOUBLE_CHECK, Lab


@pytest.fixture(scope="session")
def grader() -> Iterator[Grader]:
    """Full sandbox, as this machine gives it."""
    grader = Grader()
    yield grader
    grader.close()


@pytest.fixture
def lab(tmp_path: Path) -> Callable[..., Lab]:
    """lab(checks, reference): a lab of this test."""
    count = iter(range(100))

    def make(checks: str = DOUBLE_CHECK, reference: str = DOUBLE, **more: Any) -> Lab:
        folder = tmp_path / f"lab{next(count)}"
        folder.mkdir()
        return Lab(folder, checks, reference, **more)

    return make
