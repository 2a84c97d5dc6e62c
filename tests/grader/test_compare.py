"""What counts as the same value, and where the first difference is said to be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from beikao.grader.compare import Tolerance, difference, show, told_apart

LOOSE = Tolerance()
A = np.arange(6.0).reshape(2, 3)


@pytest.mark.parametrize(("got", "want"), [
    (1.0 + 1e-9, 1.0), (3, 3.0), (3.0, 3), (np.array(2.0), 2.0), (2.0, np.array(2.0)), (torch.tensor(2.0), 2.0), (None, None),
    (float("nan"), float("nan")), (float("inf"), float("inf")), (A + 1e-9, A), ([1.0, 2.0], [1.0, 2.0]), ("a", "a"), (b"", b""),
    (np.array([np.inf, np.nan, 1]), np.array([np.inf, np.nan, 1])), ({"a": [1, (2, None)]}, {"a": [1, (2, None)]}),
    (torch.ones(2, dtype=torch.bfloat16), torch.ones(2, dtype=torch.bfloat16)), (np.array([1j]), np.array([1j + 1e-9])),
    ([1e-9, 1.0], [0.0, 1.0]), (np.array(True), True), (torch.zeros(0), torch.zeros(0)),
])  # fmt: skip
def test_alike(got: Any, want: Any) -> None:
    assert difference(got, want, LOOSE) is None


@pytest.mark.parametrize(("got", "want", "where"), [
    (1.001, 1.0, ""), (True, 1, ""), (1, True, ""), (2, 3, ""), (2.5, 2, ""), ("1", 1, ""), (None, 0.0, ""), (0.0, None, ""),
    (float("nan"), 1.0, ""), (1.0, float("nan"), ""), (float("inf"), 1.0, ""), (0.0, 1e-8, ""), (2.0, torch.tensor(2.0), ""),
    (A.astype(np.float32), A, ""), (A.T, A, ""), (A.reshape(1, 2, 3), A, ""), (torch.from_numpy(A), A, ""), (A.tolist(), A, ""),
    (np.where(A == 4, np.nan, A), A, "[1, 1]"), (np.where(A == 4, 9, A), A, "[1, 1]"), (np.zeros_like(A), A, "[0, 1]"),
    (np.array([1, 2]), np.array([1, 3]), "[1]"), ((1, 2), [1, 2], ""), ([1, 2], [1, 2, 3], ""), ({"a": 1}, {"b": 1}, ""),
    ({"a": [1.0, {"b": A + 1}]}, {"a": [1.0, {"b": A}]}, '["a"][1]["b"][0, 0]'), ([0.0, 2.0], [0.0, 1.0], "[1]"),
    (A, 3.0, ""), (np.array([True, False]), np.array([True, True]), "[1]"),
    (A.astype(np.float16).astype(np.float64) + 0.01, A, "[0, 0]"), (np.array([1.0, np.inf]), np.array([1.0, -np.inf]), "[1]"),
])  # fmt: skip
def test_unlike(got: Any, want: Any, where: str) -> None:
    found = difference(got, want, LOOSE)
    assert found is not None
    assert found.where == where
    assert found.zh and found.en


def test_exact() -> None:
    assert difference(1.0 + 2**-50, 1.0, Tolerance(exact=True)) is not None
    assert difference(A + 0.0, A, Tolerance(exact=True)) is None
    assert difference(float("nan"), 1.0, Tolerance(exact=True)) is not None


def test_the_tolerance_follows_the_scale_of_the_output() -> None:
    want = np.array([1e-8, 1e-9])
    assert difference(np.zeros(2), want, LOOSE) is not None
    assert difference(want * (1 + 1e-6), want, LOOSE) is None


def test_words_are_short_and_tell_apart() -> None:
    assert len(show("x" * 10_000)) <= 400
    assert show(np.zeros((50, 50), np.float32)).startswith("float32[50, 50] [0, 0,")
    assert show(10**10_000) == "<int>"
    assert told_apart(1.0, 1.0 + 1e-8) == ("1", "1.00000001")


@pytest.mark.parametrize("where", [0, 3, 5, 6, 7, 40, 96, 99])
@pytest.mark.parametrize("step", [1.0, 3e-4])
def test_what_is_shown_holds_the_first_difference(where: int, step: float) -> None:
    """Else both lines say the same and the learner looks in vain."""
    want = np.arange(100.0).reshape(4, 25)
    got = want.copy()
    got.flat[where] += step
    found = difference(got, want, Tolerance(rtol=1e-9, atol_scale=0.0))
    assert found is not None and found.got != found.want
    assert found.got.count(",") == found.want.count(",")
    assert ("[..., " in found.got) == (where >= 6) and ("...]" in found.got) == (where < 96)


def test_floats_in_lists_have_few_digits() -> None:
    assert show([-0.32922911643981934, {"a": (0.1 + 0.2,)}, 3]) == "[-0.329229, {'a': (0.3,)}, 3]"
    assert show([]) == "[]" and show("x") == "'x'"
    assert len(show([0.123456789] * 10**6)) <= 400
