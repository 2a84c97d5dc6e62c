"""What `benchmarks/ability.py` measures with: the area under the curve against scikit-learn, Elo against a plain loop, calibration against counting."""

from __future__ import annotations

import importlib.util
import math
from types import ModuleType

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from tests.coach.test_ability import ITEMS, SKILLS, school
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ability_benchmark", ROOT / "benchmarks" / "ability.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_area_under_the_curve_is_that_of_scikit_learn(bench: ModuleType) -> None:
    rng = np.random.default_rng(0)
    right = (rng.random(400) < 0.6).astype(float)
    chance = np.round(rng.random(400) * 0.5 + 0.3 * right, 1)  # many ties
    area = bench.Area(right, chance)
    for weight in (np.ones(400), rng.integers(0, 4, 400).astype(float)):
        assert area(weight) == pytest.approx(roc_auc_score(right, chance, sample_weight=weight), abs=1e-12)


def test_the_interval_of_a_difference_holds_it_and_is_nothing_for_the_same(bench: ModuleType) -> None:
    test = school(60, 20, 3)
    rng = np.random.default_rng(1)
    good, bad = test.right + rng.normal(size=len(test)), test.right + 3 * rng.normal(size=len(test))
    low, high = bench.differences(test, good, bad, np.random.default_rng(0))
    assert 0 < low < roc_auc_score(test.right, good) - roc_auc_score(test.right, bad) < high
    assert bench.differences(test, good, good, np.random.default_rng(0)) == (0.0, 0.0)


def test_elo_is_that_of_a_plain_loop(bench: ModuleType) -> None:
    train, test = school(15, 12, 1), school(6, 10, 2)
    hard, seen = [0.0] * ITEMS, [0] * ITEMS

    def one(answers: object, fitting: bool) -> list[float]:
        """Step by step, everyone's t-th answer with the difficulties as they stood before the step."""
        rows_of = {w: np.flatnonzero(answers.learner == w) for w in np.unique(answers.learner)}  # type: ignore[attr-defined]
        rating, given, out = dict.fromkeys(rows_of, 0.0), dict.fromkeys(rows_of, 0), [0.0] * len(answers)  # type: ignore[arg-type]
        for t in range(max(map(len, rows_of.values()))):
            moves: list[tuple[int, float]] = []
            for w, rows in rows_of.items():
                if t < len(rows):
                    row, item = rows[t], int(answers.item[rows[t]])  # type: ignore[attr-defined]
                    out[row] = 1 / (1 + math.exp(hard[item] - rating[w]))
                    surprise = answers.right[row] - out[row]  # type: ignore[attr-defined]
                    rating[w] += surprise / (1 + 0.05 * given[w])
                    given[w] += 1
                    moves.append((item, surprise))
            if fitting:
                for item in {i for i, _ in moves}:
                    seen[item] += 1
                for item, surprise in moves:
                    hard[item] -= surprise / (1 + 0.05 * seen[item])
        return out

    one(train, True)
    assert bench.elo(train, test, ITEMS, SKILLS) == pytest.approx(one(test, False), abs=1e-12)


def test_the_calibration_error_is_counting(bench: ModuleType) -> None:
    right, chance = np.array([1.0, 0.0, 1.0, 1.0]), np.array([0.52, 0.53, 0.97, 1.0])
    expected = (abs(1.0 - 1.05) + abs(2.0 - 1.97)) / 4
    assert bench.calibration_error(right, chance) == pytest.approx(expected)
