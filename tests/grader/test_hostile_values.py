"""What a submission may hand back instead of an answer, and what the comparison says of it; agreement with numpy and torch."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from beikao.grader import Grader
from beikao.grader.compare import Tolerance, difference, scale_of
from tests.grader.submissions import Lab, first

Make = Callable[..., Lab]
TENSOR_CHECK = """
import torch

@check
def ones(t: Trial) -> None:
    t.agree(lambda m: m.ones(3))
"""
TENSOR = "import torch\ndef ones(n):\n    return torch.ones(n, 2)\n"
HEAD = """
import torch, numpy as np
class Same(torch.Tensor):
    def __eq__(self, other): return True
class Yes:
    shape, dtype = (3, 2), torch.float32
    def __eq__(self, other): return True
    def __array__(self, *a, **k): return np.ones((3, 2), np.float32)
    def __float__(self): return 1.0
class YesFloat(float):
    def __eq__(self, other): return True
"""
HOSTILE = {
    "subclass": "torch.ones(n, 2).as_subclass(Same)", "equal-to-all": "Yes()", "sparse": "torch.ones(n, 2).to_sparse()",
    "csr": "torch.ones(n, 2).to_sparse_csr()", "meta": "torch.ones(n, 2, device='meta')", "lazy": "torch.nn.parameter.UninitializedParameter()",
    "quantised": "torch.quantize_per_tensor(torch.ones(n, 2), 0.1, 0, torch.quint8)", "parameter": "torch.nn.Parameter(torch.ones(n, 2))",
    "float8": "torch.ones(n, 2).to(torch.float8_e4m3fn)", "bfloat16": "torch.ones(n, 2, dtype=torch.bfloat16)", "float64": "torch.ones(n, 2).double()",
    "complex": "torch.ones(n, 2, dtype=torch.complex64)", "int": "torch.ones(n, 2, dtype=torch.int64)", "bool": "torch.ones(n, 2) > 0",
    "numpy": "np.ones((n, 2), np.float32)", "objects": "np.array([[1.0, 1.0]] * n, dtype=object)", "list": "[[1.0, 1.0]] * n", "row": "torch.ones(2)",
    "scalar": "torch.tensor(1.0)", "empty": "torch.ones(0, 2)", "nan": "torch.full((n, 2), float('nan'))", "inf": "torch.full((n, 2), float('inf'))",
    "one-nan": "torch.ones(n, 2).index_fill_(0, torch.tensor([1]), float('nan'))", "number": "1.0", "number-subclass": "YesFloat(1.0)", "none": "None",
    "masked": "np.ma.ones((n, 2), np.float32)", "generator": "(x for x in torch.ones(n, 2))", "negative": "-torch.ones(n, 2)", "huge": "10 ** 400",
}  # fmt: skip
HONEST = {
    "requires-grad": "torch.ones(n, 2, requires_grad=True)", "of-a-graph": "torch.ones(n, 2, requires_grad=True) * 1", "not-contiguous": "torch.ones(2, n).t()",
    "expanded": "torch.ones(1, 1).expand(n, 2)", "slice": "torch.ones(n, 4)[:, ::2]", "conjugate": "torch.ones(n, 2).conj()",
    "negative-view": "torch._neg_view(-torch.ones(n, 2))", "inference": "torch.inference_mode()(lambda: torch.ones(n, 2))()",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_values_fail_and_are_named(grader: Grader, lab: Make, name: str) -> None:
    verdict = grader.check(lab(TENSOR_CHECK, TENSOR).job(f"{HEAD}\ndef ones(n):\n    return {HOSTILE[name]}\n"))
    assert verdict["state"] == "failed", verdict
    row = first(verdict)
    assert row["message"]["en"] and row["message"]["zh"]
    assert "wire" not in row["message"]["en"]
    json.dumps(verdict, allow_nan=False)


@pytest.mark.parametrize("name", HONEST)
def test_honest_values_pass(grader: Grader, lab: Make, name: str) -> None:
    verdict = grader.check(lab(TENSOR_CHECK, TENSOR).job(f"{HEAD}\ndef ones(n):\n    return {HONEST[name]}\n"))
    assert verdict["state"] == "passed", first(verdict)


@pytest.mark.parametrize("name", ["sparse", "meta", "float8", "parameter", "objects", "quantised"])
def test_a_reference_of_no_plain_data_is_the_labs_fault(grader: Grader, lab: Make, name: str) -> None:
    """Else any object of the learner's would be as good."""
    reference = f"{HEAD}\ndef ones(n):\n    return {HOSTILE[name]}\n"
    verdict = grader.check(lab(TENSOR_CHECK, reference).job("def ones(n):\n    return object()\n"))
    assert verdict["state"] == "grader_error"
    assert "cannot be compared" in first(verdict)["message"]["en"]


@pytest.mark.parametrize(("got", "want", "alike"), [
    (-0.0, 0.0, True), (np.array([-0.0]), np.array([0.0]), True), (10**400, 1.0, False), (1.0, 10**400, False), (2**53 + 1, 2**53, False),
    (float(2**53), 2**53, True), (np.array([2**62 + 1]), np.array([2**62]), False), (np.array([2**64 - 1], np.uint64), np.array([2**64 - 2], np.uint64), False),
    (True, 1.0, False), (1, True, False), (np.array([1]), np.array([True]), False), (np.array([1.0]), np.array([1]), False),
    (torch.tensor([1.0, float("nan")]), torch.tensor([1.0, 2.0]), False), (torch.tensor([1.0, 2.0]), torch.tensor([1.0, float("nan")]), False),
    (np.array([1 + 1j]), np.array([1 - 1j]), False), (np.array([complex("nan")]), np.array([1j]), False), (np.zeros((0, 3)), np.zeros((3, 0)), False),
    (torch.tensor(True), True, True), (1 + 0j, 1.0, False), (float("nan"), float("inf"), False), (-float("inf"), float("inf"), False),
])  # fmt: skip
def test_edges_of_numbers(got: Any, want: Any, alike: bool) -> None:
    assert (difference(got, want, Tolerance()) is None) is alike


def test_a_mask_is_no_measure() -> None:
    """With max|want| alone a score of 500 passes for one of 3."""
    want = np.array([[3.0, -1e9], [1.0, 2.0]])
    assert scale_of(want) == 3.0
    assert difference(np.array([[500.0, -1e9], [1.0, 2.0]]), want, Tolerance()) is not None
    assert difference(want * (1 + 1e-7), want, Tolerance()) is None
    lowest = torch.finfo(torch.float32).min
    assert difference(torch.tensor([lowest, 1.5]), torch.tensor([lowest, 1.0]), Tolerance()) is not None
    assert scale_of(np.array([1.0, 1e-17, -1.0])) == 1.0  # rounding beside ones is measured by the ones


PAIRS = hnp.array_shapes(min_dims=0, max_dims=3, min_side=1, max_side=4).flatmap(lambda s: st.sampled_from([np.float64, np.float32]).flatmap(lambda d: st.tuples(
    hnp.arrays(d, s, elements=st.floats(-1e3, 1e3, width=32)), hnp.arrays(d, s, elements=st.sampled_from([0.0, 0.5, -0.9, 0.9, 1.2, -1.2, 30.0])),
)))  # fmt: skip


@given(PAIRS, st.sampled_from([(1e-5, 1e-6), (1e-3, 1e-3), (0.0, 1e-6), (1e-7, 0.0)]))
@settings(max_examples=500, deadline=None)
def test_it_is_the_rule_of_numpy_and_torch(pair: tuple[Any, Any], tolerance: tuple[float, float]) -> None:
    """Same dtype, shape, and no fill value: the three agree on errors just within the limit and just beyond it."""
    want, times = pair
    rtol, atol = tolerance[0], tolerance[1] * float(np.max(np.abs(want), initial=0.0))
    limit = atol + rtol * np.abs(want.astype(np.float64))
    got = np.asarray(want + times * limit, dtype=want.dtype)
    error = np.abs(got.astype(np.float64) - want.astype(np.float64))
    assume(not np.any((error > 0) & (np.abs(error - limit) <= 0.05 * limit)))  # rounding decides there
    ours = difference(got, want, Tolerance(rtol, tolerance[1])) is None
    assert ours is _holds(lambda: np.testing.assert_allclose(got, want, rtol=rtol, atol=atol))
    assert ours is _holds(lambda: torch.testing.assert_close(
        torch.from_numpy(got.copy()), torch.from_numpy(want.copy()), rtol=rtol, atol=atol, equal_nan=True))  # fmt: skip


def _holds(act: Callable[[], None]) -> bool:
    try:
        act()
    except AssertionError:
        return False
    return True


def test_where_they_are_looser() -> None:
    """numpy spreads a number over an array and takes float32 for float64; torch takes -0.0 and 0.0 alike as we do."""
    np.testing.assert_allclose(np.float32([1, 1]), 1.0)
    assert difference(np.float32([1, 1]), 1.0, Tolerance()) is not None
    np.testing.assert_allclose(np.float32([1]), np.array([1.0]))
    assert difference(np.float32([1]), np.array([1.0]), Tolerance()) is not None
