"""A pattern that is told is there: each is checked again here, from its printed words, by other means."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from beikao.grader.pattern import pattern

RTOL, ATOL = 1e-5, 1e-6
A = np.random.default_rng(3).normal(size=(4, 5))
CUBE = np.random.default_rng(4).normal(size=(2, 3, 4))
FINITE = st.floats(-1e6, 1e6, allow_nan=False, width=64)
ARRAYS = hnp.arrays(np.float64, hnp.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=5), elements=FINITE)
FEW = hnp.arrays(
    np.float64,
    hnp.array_shapes(min_dims=1, max_dims=2, min_side=1, max_side=4),
    elements=st.sampled_from([-2.0, -1.0, 0.0, 1.0, 2.0, 3.0]),
)


def holds(kind: str, en: str, x: Any, y: Any) -> bool:
    """Whether the sentence is true, by numpy's own means."""
    numbers = [float(Fraction(n)) for n in re.findall(r"-?\d+/\d+|-?\d+(?:\.\d+)?(?:e[-+]?\d+)?", en)]
    close = lambda a, b: np.allclose(a, b, rtol=2e-5, atol=2e-6 * max(np.max(np.abs(b), initial=0.0), 1e-300))  # noqa: E731
    if kind == "zeros":
        return not x.any()
    if kind == "sign":
        return close(x, -y)
    if kind == "factor":
        return close(x, numbers[0] * y)
    if kind == "offset":
        return close(x - y, np.full_like(y, numbers[0] if "above" in en else -numbers[0])) or close(
            x, y + numbers[0] * (1 if "above" in en else -1)
        )
    if kind == "transposed":
        return close(x, y.T)
    if kind == "axes":
        return close(x, np.moveaxis(y, [int(n) for n in numbers], range(y.ndim)))
    if kind == "reshaped":
        return close(x.ravel(), y.ravel())
    if kind == "permuted":
        return close(np.sort(x.ravel()), np.sort(y.ravel()))
    axis = int(numbers[0]) if numbers else 0
    if kind == "reversed":
        return close(np.flip(x, axis), y)
    by = 1 if "late" in en else -1
    rolled = np.roll(y, by, axis)
    keep = np.arange(1, y.shape[axis]) if by == 1 else np.arange(0, y.shape[axis] - 1)
    return close(np.take(x, keep, axis), np.take(rolled, keep, axis))


@pytest.mark.parametrize(("got", "want", "kind"), [
    (2 * A, A, "factor"), (-A, A, "sign"), (0 * A, A, "zeros"), (A + 3, A, "offset"), (A.T, A, "transposed"), (A[:4, :4].T, A[:4, :4], "transposed"),
    (CUBE.transpose(0, 2, 1), CUBE, "axes"), (A.reshape(-1), A, "reshaped"), (A[:, None], A, "reshaped"), (A[::-1], A, "reversed"),
    (np.roll(A, 1, 0), A, "shifted"), (np.roll(A, -1, 1), A, "shifted"), (np.random.default_rng(1).permutation(A.ravel()).reshape(4, 5), A, "permuted"),
    (A * 0.3333, A, "factor"), (np.arange(5) * 2, np.arange(5), "factor"),
])  # fmt: skip
def test_each_pattern_is_found(got: Any, want: Any, kind: str) -> None:
    found = pattern(got, want, RTOL, ATOL)
    assert found is not None and found.kind == kind
    assert found.zh and holds(kind, found.en, np.asarray(got, float), np.asarray(want, float))


@pytest.mark.parametrize(("got", "want"), [
    (A + 1e-4 * A**2, A), (A * np.where(A > 0, 2, 2.01), A), (np.where(A > 1, A + 1e-3, A), A), (np.where(A[0, 0] == A, A * (1 + 3e-5), A), A),
    (A > 0, A < 0), (A + 1j, A), (np.array(2.0), np.array(1.0)), (A * np.nan, A), (np.where(A > 0, np.inf, A), A), (A[:, :3], A),
    (np.zeros(0), np.zeros((0, 2))),
], ids=range(11))  # fmt: skip
def test_none_is_told_where_none_holds(got: Any, want: Any) -> None:
    assert pattern(got, want, RTOL, ATOL) is None


@given(st.one_of(ARRAYS, FEW).flatmap(lambda y: st.tuples(
    st.just(y),
    st.one_of(hnp.arrays(np.float64, y.shape, elements=FINITE), hnp.arrays(np.float64, y.shape, elements=st.sampled_from([-2.0, -1.0, 0.0, 1.0, 2.0])),
              st.just(y * 1.00003), st.just(y[::-1]), st.just(y.T), st.just(np.roll(y, 1)), st.just(np.roll(y, -1, -1)), st.just(-y),
              st.floats(-9, 9).map(lambda c: y + c), st.floats(-9, 9).map(lambda c: y * c), st.permutations(list(y.ravel())).map(lambda p: np.array(p).reshape(y.shape)),
              st.just(y + 1e-4 * np.cos(y)), st.just(y.ravel())),
)))  # fmt: skip
@settings(max_examples=1500, deadline=None)
def test_what_is_told_is_true(pair: tuple[Any, Any]) -> None:
    y, x = pair
    assume(x.shape != y.shape or not np.allclose(x, y, rtol=RTOL, atol=ATOL * np.max(np.abs(y), initial=0.0)))
    found = pattern(x, y, RTOL, ATOL)
    if found is not None:
        assert holds(found.kind, found.en, x, y), found


@pytest.mark.parametrize(("factor", "told"), [
    (1 / 3, "1/3"), (-2 / 3, "-2/3"), (5 / 6, "5/6"), (0.5, "0.5"), (0.3333, "0.3333"), (2.0, "2"), (8**-0.5, "0.353553"),
])  # fmt: skip
def test_a_factor_that_is_a_fraction(factor: float, told: str) -> None:
    found = pattern(A * factor, A, RTOL, ATOL)
    assert found is not None
    assert found.en == f"Every value is {told} times what it should be."
    assert found.zh == f"每个值都是应有的 {told} 倍。"
