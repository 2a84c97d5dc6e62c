"""Every value that travels comes back the same; every frame that is none is refused."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from beikao.grader import wire


def no_handle(value: Any) -> list[Any]:
    raise AssertionError(f"{value!r} became a handle")


def no_tag(tag: str, rest: list[Any]) -> Any:
    raise wire.ProtocolError(f"tag {tag}")


def reader(data: bytes) -> Callable[[int], bytes]:
    at = 0

    def receive(n: int) -> bytes:
        nonlocal at
        if at + n > len(data):
            raise EOFError
        at += n
        return data[at - n : at]

    return receive


def there_and_back(value: Any) -> Any:
    encoder = wire.Encoder(no_handle)
    frame = wire.pack({"value": encoder(value)}, encoder.buffers)
    header, buffers = wire.read_frame(reader(frame))
    return wire.Decoder(buffers, no_tag)(header["value"])


def raw(x: torch.Tensor) -> bytes:
    return x.contiguous().reshape(-1).view(torch.uint8).numpy().tobytes() if x.numel() else b""


def same(a: Any, b: Any) -> bool:
    if type(a) is not type(b):
        return False
    if isinstance(a, torch.Tensor):
        alike = a.dtype == b.dtype and a.shape == b.shape
        return alike and raw(a) == raw(b)
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, float):
        return struct.pack("d", a) == struct.pack("d", b) or (math.isnan(a) and math.isnan(b))
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    return bool(a == b)


DTYPES = st.sampled_from(sorted(wire.DTYPES))
ARRAYS = DTYPES.flatmap(
    lambda d: hnp.arrays(np.dtype(d), hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
PLAIN = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | ARRAYS
    | ARRAYS.map(lambda a: torch.from_numpy(np.array(a)))
)  # fmt: skip
KEYS = st.text(max_size=4) | st.integers()
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(VALUES)
@settings(max_examples=300, deadline=None)
def test_round_trip(value: Any) -> None:
    assert same(there_and_back(value), value)


@pytest.mark.parametrize(
    "value", [10**5000, -(2**200), "\ud800", "\x00", float("nan"), -0.0, b"", [], (), {}, {1: {}}], ids=range(11)
)
def test_round_trip_at_the_edges(value: Any) -> None:
    assert same(there_and_back(value), value)


def test_torch_without_a_numpy_type() -> None:
    x = torch.randn(3, 2).to(torch.bfloat16)
    assert same(there_and_back(x), x)
    assert same(there_and_back(x.t()), x.t().contiguous())
    assert there_and_back(torch.ones(2, requires_grad=True)).tolist() == [1, 1]


def test_numpy_scalars_are_numbers() -> None:
    assert same(there_and_back(np.float32(0.5)), 0.5)
    assert same(there_and_back(np.int64(3)), 3)
    assert same(there_and_back(np.bool_(True)), True)


class Odd(torch.Tensor):
    """A subclass is no plain data."""


@pytest.mark.parametrize("value", [
    Odd(), torch.nn.Parameter(torch.ones(1)), torch.ones(2).to_sparse(), torch.ones(2, device="meta"), np.ma.array([1]),
    np.array([object()]), np.array(["a"]), np.longdouble(1), type("S", (str,), {})("x"), 1j, object(), np.datetime64(1, "s"),
    print, {1}, range(3),
], ids=lambda v: type(v).__name__)  # fmt: skip
def test_anything_else_is_a_handle(value: Any) -> None:
    seen: list[Any] = []
    wire.Encoder(lambda v: seen.append(v) or ["h", 1])(value)
    assert seen[0] is value


def test_too_deep_and_too_large() -> None:
    deep: list[Any] = []
    for _ in range(wire.MAX_DEPTH + 1):
        deep = [deep]
    with pytest.raises(wire.ProtocolError, match="deeper"):
        there_and_back(deep)
    with pytest.raises(wire.ProtocolError, match="larger"):
        there_and_back("x" * (wire.MAX_HEADER + 1))
    with pytest.raises(wire.ProtocolError, match="keys"):
        there_and_back(dict.fromkeys(range(wire.MAX_KEYS + 1)))


@pytest.mark.parametrize("node", [
    None, [], 3, "x", ["?"], ["i"], ["i", 5], ["i", "zz"], ["f", "x"], ["f", 1.0], ["b", 1], ["s", 1], ["l", 3], ["l", "abc"],
    ["d", [[["n"]]]], ["d", [[["l", []], ["n"]]]], ["y", 9], ["y", -1], ["y", True], ["a", "object", [1], 0],
    ["a", "float64", [2], 0], ["a", "float64", [-1], 0], ["t", "float64", [1 << 60], 0], ["t", "float64", [0, 1 << 60], 0],
    ["a", "float64", [1] * 40, 0], ["a", ["float64"], [1], 0], ["a"], ["h", 1], ["l", [["l", [["l", 1]]]]],
], ids=str)  # fmt: skip
def test_a_hostile_value_is_refused(node: Any) -> None:
    with pytest.raises(wire.ProtocolError):
        wire.Decoder([b"12345678"], no_tag)(node)


def test_a_bool_is_a_bool() -> None:
    found = wire.Decoder([b"\x00\x02\xff"], no_tag)(["a", "bool", [3], 0])
    assert found.view(np.uint8).tolist() == [0, 1, 1]


def frame(text: bytes) -> bytes:
    return struct.pack("<I", len(text)) + text


@pytest.mark.parametrize("data", [
    struct.pack("<I", 1 << 31), frame(b"{}"), frame(b"[[], []]"), frame(b"[{}]"), frame(b"[{}, 3]"), frame(b"[{}, [-1]]"),
    frame(b"[{}, [true]]"), frame(b'[{}, ["1"]]'), frame(b"[{}, [1e9]]"), frame(b"\xff"), frame(b"[" * 100_000),
    frame(json.dumps([{}, [1 << 40]]).encode()), frame(b"[{}, [], 1]"),
], ids=lambda d: repr(d[4:24]))  # fmt: skip
def test_a_hostile_frame_is_refused(data: bytes) -> None:
    with pytest.raises(wire.ProtocolError):
        wire.read_frame(reader(data))


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_noise_is_refused_or_short(data: bytes) -> None:
    with pytest.raises((wire.ProtocolError, EOFError)):
        header, buffers = wire.read_frame(reader(data))
        wire.Decoder(buffers, no_tag)(header.get("value"))
