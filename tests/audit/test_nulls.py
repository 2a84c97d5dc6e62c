"""What each kind of nonsense does to a right answer, seen by running the spoilt module."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from beikao.audit.nonsense import CHANGED, KINDS
from beikao.audit.nulls import ACTS, changed_nothing, nulls_of, spoilt

MODULE = """
import numpy as np

def double(x):
    return x * 2.7

def both(x):
    return {"left": double(x), "size": 3, "name": "n"}

class Walk:
    def __init__(self, start):
        self.at = start

    def step(self, by):
        self.at += by

    def where(self):
        return self.at.copy()
"""


def module(kind: str, text: str = MODULE) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "solution"}
    exec(compile(spoilt(text, kind), "solution.py", "exec"), names)
    return names


X = np.array([[1.1, -2.2], [3.3, 4.4]])
SEEN = {
    "zeros": np.zeros_like(X),
    "constant": np.ones_like(X),
    "input-copied": X,
    "mean": np.full_like(X, (X * 2.7).mean()),
    "nan": np.full_like(X, np.nan),
    "bf16": torch.from_numpy(X * 2.7).bfloat16().double().numpy(),
}


@pytest.mark.parametrize("kind", SEEN)
def test_an_array_becomes(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    got = module(kind)["double"](X.copy())
    assert got.dtype == X.dtype and got.shape == X.shape
    np.testing.assert_array_equal(got, SEEN[kind])
    assert not changed_nothing(capsys.readouterr().out)


@pytest.mark.parametrize("kind", SEEN)
def test_a_tensor_becomes(kind: str) -> None:
    got = module(kind)["double"](torch.from_numpy(X.copy()))
    assert type(got) is torch.Tensor and got.dtype is torch.float64
    np.testing.assert_array_equal(got.numpy(), SEEN[kind])


def test_memory_is_neither_right_nor_constant() -> None:
    got = module("uninitialised")["double"](X.copy())
    assert got.shape == X.shape and len(np.unique(got)) > 1 and not np.isclose(got, X * 2.7).any()


def test_the_previous_answer() -> None:
    names = module("previous-answer")
    first = names["double"](X)
    np.testing.assert_array_equal(first, X * 2.7)
    np.testing.assert_array_equal(names["double"](10 * X), X * 2.7)


def test_the_input_is_spoilt_and_the_answer_right() -> None:
    mine = X.copy()
    np.testing.assert_array_equal(module("input-mutated")["double"](mine), X * 2.7)
    assert not np.array_equal(mine, X)


def test_inside_a_dict_the_names_stay() -> None:
    got = module("zeros")["both"](X)
    assert set(got) == {"left", "size", "name"} and not got["left"].any() and got["size"] == 0 and got["name"] == ""


def test_what_a_call_changed_in_place_is_nonsense_too() -> None:
    start = np.array([1.0, 2.0])
    walk = module("zeros")["Walk"](start)
    walk.step(np.array([1.0, 1.0]))
    assert not start.any()


def test_nothing_to_change_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert module("nan", "def g(x):\n    return x + 1\n")["g"](3) == 4
    assert CHANGED not in capsys.readouterr().out


def test_kinds_of_a_module_and_acts_of_a_service() -> None:
    tree = {"solution.py": MODULE}
    assert set(nulls_of("pure", tree, "solution.py")) == set(KINDS)
    assert set(nulls_of("service", tree, "solution.py")) == set(ACTS)
    assert nulls_of("pure", {"nginx.conf": ""}, "nginx.conf") == {}
    assert nulls_of("service", {"nginx.conf": ""}, "nginx.conf") == {}
