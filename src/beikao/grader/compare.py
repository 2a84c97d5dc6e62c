"""Compares what came with what was expected: structure, dtype, shape, finiteness, then size of the error.

|got - want| <= atol_scale * max|want| + rtol * |want| in float64. A Python number and a numpy scalar are one thing; an
int where a float is wanted is accepted when equal, never a bool. The first difference is reported with its place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

SHORT = 400


@dataclass(frozen=True)
class Tolerance:
    """`exact` overrides the two numbers."""

    rtol: float = 1e-5
    atol_scale: float = 1e-6
    exact: bool = False


@dataclass(frozen=True)
class Difference:
    """The first place where two values part; words in both languages."""

    zh: str
    en: str
    got: str
    want: str
    where: str


def difference(got: Any, want: Any, tolerance: Tolerance, path: str = "") -> Difference | None:
    """None where `got` is as good as `want`."""
    if is_handle(got) or is_handle(want):
        return None if is_handle(got) and is_handle(want) else _unlike(got, want, path)
    if _is_array(want):
        return _arrays(got, want, tolerance, path)
    if isinstance(want, bool) or want is None or isinstance(want, str | bytes):
        return None if type(got) is type(want) and got == want else _unlike(got, want, path)
    if isinstance(want, int | float):
        return _numbers(got, want, tolerance, path)
    if isinstance(want, list | tuple):
        return _sequences(got, want, tolerance, path)
    if isinstance(want, dict):
        return _dicts(got, want, tolerance, path)
    return _unlike(got, want, path)


def is_handle(value: Any) -> bool:
    """Whether a value is an object that stayed in a child; asking it for attributes would go over the wire."""
    return type(value).__name__ == "Remote"


def _is_array(value: Any) -> bool:
    return not is_handle(value) and hasattr(value, "shape") and hasattr(value, "dtype")


def show(value: Any) -> str:
    """A value in at most SHORT characters; arrays with dtype and shape."""
    if _is_array(value):
        flat = as_numpy(value).reshape(-1)
        body = ", ".join(_number(v) for v in flat[:6].tolist()) + (", ..." if flat.size > 6 else "")
        return f"{_dtype(value)}{list(value.shape)} [{body}]"
    text = _number(value) if isinstance(value, float) else repr(value)
    return text if len(text) <= SHORT else text[: SHORT - 3] + "..."


def _number(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _dtype(value: Any) -> str:
    return str(value.dtype).removeprefix("torch.")


def as_numpy(value: Any) -> np.ndarray[Any, Any]:
    """An ndarray or a tensor as float64, int64 or bool ndarray."""
    if not isinstance(value, np.ndarray):
        torch_float = value.dtype.is_floating_point
        value = value.detach().double().numpy() if torch_float else value.detach().numpy()
    return np.asarray(value.astype(np.float64) if value.dtype.kind == "f" else value)


def _unlike(got: Any, want: Any, path: str) -> Difference:
    got_kind, want_kind = kind(got), kind(want)
    if got_kind != want_kind:
        return Difference(
            f"类型应为 {want_kind}，得到 {got_kind}。",
            f"Expected {want_kind}, got {got_kind}.",
            show(got),
            show(want),
            path,
        )
    return Difference("值不同。", "The value differs.", show(got), show(want), path)


def kind(value: Any) -> str:
    """The type of a value as people name it."""
    if is_handle(value):
        return str(value.kind)
    return {"NoneType": "None"}.get(type(value).__name__, type(value).__name__)


def _arrays(got: Any, want: Any, tolerance: Tolerance, path: str) -> Difference | None:
    if not _is_array(got) or type(got) is not type(want):
        return _unlike(got, want, path)
    if tuple(got.shape) != tuple(want.shape):
        a, b = tuple(got.shape), tuple(want.shape)
        return Difference(
            f"形状应为 {b}，得到 {a}。", f"The shape should be {b}, it is {a}.", show(got), show(want), path
        )
    if got.dtype != want.dtype:
        x_type, y_type = _dtype(got), _dtype(want)
        return Difference(
            f"dtype 应为 {y_type}，得到 {x_type}。",
            f"The dtype should be {y_type}, it is {x_type}.",
            show(got),
            show(want),
            path,
        )
    x, y = as_numpy(got), as_numpy(want)
    bad = _bad_places(x, y, tolerance)
    if not bad.any():
        return None
    first = tuple(int(i) for i in np.unravel_index(int(np.argmax(bad)), bad.shape)) if bad.shape else ()
    a, b = x[first], y[first]
    count = int(bad.sum())
    place = f"{path}[{', '.join(map(str, first))}]" if first else path
    if not np.isfinite(a) and np.isfinite(b):
        return Difference(f"出现了 {a}。", f"It holds {a}.", show(got), show(want), place)
    worst = float(np.max(np.abs(np.where(bad, x.astype(np.complex128) - y, 0)))) if x.dtype.kind != "b" else 1.0
    return Difference(
        f"{bad.size} 个元素中有 {count} 个不同，最大相差 {worst:.3g}；第一处应为 {_number(b.item())}，得到 {_number(a.item())}。",
        f"{count} of {bad.size} elements differ, by up to {worst:.3g}; the first should be {_number(b.item())}, it is {_number(a.item())}.",
        show(got), show(want), place,
    )  # fmt: skip


def _bad_places(x: np.ndarray[Any, Any], y: np.ndarray[Any, Any], tolerance: Tolerance) -> np.ndarray[Any, Any]:
    if tolerance.exact or y.dtype.kind not in "fc":
        return np.asarray(~((x == y) | ((x != x) & (y != y))))
    finite = np.isfinite(y)
    scale = float(np.max(np.abs(y[finite]))) if finite.any() else 0.0
    with np.errstate(invalid="ignore", over="ignore"):
        close = np.abs(x - y) <= tolerance.atol_scale * scale + tolerance.rtol * np.abs(y)
    same_odd = (x == y) | (np.isnan(x) & np.isnan(y))
    return np.asarray(~np.where(finite, close & np.isfinite(x), same_odd))


def _numbers(got: Any, want: Any, tolerance: Tolerance, path: str) -> Difference | None:
    if _is_array(got) and tuple(got.shape) == ():
        got = as_numpy(got).item()
    if isinstance(got, bool) or not isinstance(got, int | float):
        return _unlike(got, want, path)
    if isinstance(want, int) and not isinstance(got, int):
        return None if got == want else _value(got, want, path)
    if tolerance.exact or isinstance(want, int):
        return None if got == want else _value(got, want, path)
    if not math.isfinite(want):
        return None if got == want or (got != got and want != want) else _value(got, want, path)
    limit = (tolerance.atol_scale + tolerance.rtol) * abs(want)
    return None if math.isfinite(got) and abs(got - want) <= max(limit, 1e-300) else _value(got, want, path)


def _value(got: Any, want: Any, path: str) -> Difference:
    return Difference(
        f"应为 {show(want)}，得到 {show(got)}。",
        f"Expected {show(want)}, got {show(got)}.",
        show(got),
        show(want),
        path,
    )


def _sequences(got: Any, want: Sequence[Any], tolerance: Tolerance, path: str) -> Difference | None:
    if type(got) is not type(want):
        return _unlike(got, want, path)
    if len(got) != len(want):
        return Difference(
            f"长度应为 {len(want)}，得到 {len(got)}。",
            f"The length should be {len(want)}, it is {len(got)}.",
            show(got),
            show(want),
            path,
        )
    if tolerance.exact or not want or not all(type(v) is float for v in [*want, *got]):
        found = (difference(a, b, tolerance, f"{path}[{i}]") for i, (a, b) in enumerate(zip(got, want, strict=True)))
        return next((d for d in found if d), None)
    return _arrays(np.array(got), np.array(want), tolerance, path)  # a list of floats has one scale


def _dicts(got: Any, want: dict[Any, Any], tolerance: Tolerance, path: str) -> Difference | None:
    if type(got) is not dict:
        return _unlike(got, want, path)
    if set(got) != set(want):
        missing, extra = sorted(map(str, set(want) - set(got))), sorted(map(str, set(got) - set(want)))
        return Difference(f"键不同：缺 {missing}，多 {extra}。", f"The keys differ: missing {missing}, extra {extra}.",
                          show(sorted(map(str, got))), show(sorted(map(str, want))), path)  # fmt: skip
    found = (difference(got[key], want[key], tolerance, f"{path}[{key!r}]") for key in want)
    return next((d for d in found if d), None)
