"""The hash of derived state: blind to the order of keys and to noise below 1e-6, to nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beikao.record import state_hash
from tests.record.stream import PLAIN, TEXT


@given(st.dictionaries(TEXT, PLAIN, max_size=5))
def test_keys_in_any_order_and_after_json(state: dict[str, Any]) -> None:
    assert state_hash(dict(reversed(state.items()))) == state_hash(state)
    assert state_hash(json.loads(json.dumps(state))) == state_hash(state)


@given(st.integers(-(10**8), 10**8), st.floats(-4e-7, 4e-7))
def test_noise_below_a_millionth_is_not_seen(millionths: int, noise: float) -> None:
    value = millionths / 1e6
    assert state_hash({"a": value + noise}) == state_hash({"a": value})
    assert state_hash({"a": value + 2e-6}) != state_hash({"a": value})


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"b": 1}),
        ({"a": [1, 2]}, {"a": [2, 1]}),
        ({"a": 1}, {"a": True}),
        ({}, {"a": None}),
    ],
)
def test_different_states_differ(one: dict[str, Any], two: dict[str, Any]) -> None:
    assert state_hash(one) != state_hash(two)


def test_known_value_and_zero_without_sign() -> None:
    assert state_hash({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"  # sha256 of {}
    assert state_hash({"a": -0.0}) == state_hash({"a": 0.0})
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert state_hash({"a": at}) == state_hash({"a": "2026-01-01T00:00:00+00:00"})


@pytest.mark.parametrize("value", [{1, 2}, object(), b"x"])
def test_what_has_no_order_or_no_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no plain value"):
        state_hash({"a": value})


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError):
        state_hash({"a": value})
