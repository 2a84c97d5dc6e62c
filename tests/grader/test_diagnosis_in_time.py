"""The bar of four in five with the CPU time that the product gives a diagnosis, not the five of the record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from beikao.grader import Grader
from tests.grader.test_diagnosis_rates import CASES, LABS, labs, of, some, verdict, wanted


@pytest.fixture
def grader(monkeypatch: pytest.MonkeyPatch) -> Iterator[Grader]:
    monkeypatch.delenv("BEIKAO_DIAGNOSIS_S", raising=False)
    grader = Grader()
    yield grader
    grader.close()


def recognised(grader: Grader, cases: list[tuple[str, Path]]) -> float:
    """The share of (lab, mistake) that is called by its name."""
    missed = []
    for slug, path in cases:
        said = verdict(grader, labs()[slug], path.read_text())["misconception"]
        if said != wanted(labs()[slug], path.stem):
            missed.append(f"{slug}/{path.stem}")
    print("not recognised in time:", *missed)
    return 1 - len(missed) / len(cases)


def test_four_in_five_are_recognised_in_time(grader: Grader) -> None:
    cases = [(slug, path) for slug in LABS for path in some(of(CASES, slug), slug)]
    assert len(cases) >= len(LABS)
    assert recognised(grader, cases) >= 0.8


@pytest.mark.long
def test_four_in_five_of_all_are_recognised_in_time(grader: Grader) -> None:
    assert recognised(grader, CASES) >= 0.8
