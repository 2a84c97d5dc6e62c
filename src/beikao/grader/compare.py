"""Compares what came with what was expected: structure, dtype, shape, finiteness, then size of the error.

|got - want| <= atol_scale * max|want| + rtol * |want| in float64. A Python number, a numpy scalar and a 0-d ndarray are
one thing; int and float stand for each other where they are equal, never a bool. A list of floats has one scale, as an
array has. Two objects that are no data are alike. The first difference is reported with its place.
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
    from beikao.grader.remote import Remote

    if isinstance(got, Remote) and isinstance(want, Remote):
        return None
    if _is_array(want):
        return _arrays(_as_array(got, want), want, tolerance, path)
    if isinstance(want, bool) and _is_array(got) and tuple(got.shape) == () and _dtype(got) == "bool":
        got = bool(got)
    if isinstance(want, bool) or want is None or isinstance(want, str | bytes):
        return None if type(got) is type(want) and got == want else _unlike(got, want, path)
    if isinstance(want, int | float):
        return _numbers(got, want, tolerance, path)
    if isinstance(want, list | tuple):
        return _sequences(got, want, tolerance, path)
    if isinstance(want, dict):
        return _dicts(got, want, tolerance, path)
    return _unlike(got, want, path)


def _is_array(value: Any) -> bool:
    """ndarray or Tensor. By type: asking an object of the learner's for `shape` would be a question to them."""
    return isinstance(value, np.ndarray) or type(value).__module__ == "torch"


def _as_array(got: Any, want: Any) -> Any:
    """A Python number where a 0-d ndarray is wanted: NumPy itself hands out either. A 0-d Tensor is not a number."""
    number = isinstance(want, np.ndarray) and want.shape == () and type(got) in (int, float, bool)
    fits = number and np.asarray(got).dtype.kind == want.dtype.kind
    return np.asarray(got, dtype=want.dtype) if fits else got


def show(value: Any) -> str:
    """A value in at most SHORT characters; arrays with dtype and shape."""
    if _is_array(value):
        flat = value.reshape(-1)
        body = ", ".join(_number(v) for v in as_numpy(flat[:6]).tolist()) + (", ..." if len(flat) > 6 else "")
        return f"{_dtype(value)}{list(value.shape)} [{body}]"
    try:
        text = _number(value) if isinstance(value, float) else repr(value)
    except ValueError:  # an int of more digits than Python writes
        text = f"<{type(value).__name__}>"
    return text if len(text) <= SHORT else text[: SHORT - 3] + "..."


def _number(value: Any, digits: int = 6) -> str:
    return f"{value:.{digits}g}" if isinstance(value, float | complex) else str(value)


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
    """The type of a value as people name it; of an object, the type it has in the submission."""
    from beikao.grader.remote import Remote

    if isinstance(value, Remote):
        return value.kind
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
    return _first_element(x, y, bad, path, (show(got), show(want)))


def _first_element(x: np.ndarray[Any, Any], y: np.ndarray[Any, Any], bad: np.ndarray[Any, Any], path: str,
                   shown: tuple[str, str]) -> Difference:  # fmt: skip
    """The first of the elements marked in `bad`, how many there are, and how far they lie apart."""
    first = tuple(int(i) for i in np.unravel_index(int(np.argmax(bad)), bad.shape)) if bad.shape else ()
    a, b = x[first].item(), y[first].item()
    place = f"{path}[{', '.join(map(str, first))}]" if first else path
    if not np.isfinite(a) and np.isfinite(b):
        return Difference(f"出现了 {a}。", f"It holds {a}.", *shown, place)
    apart_zh = apart_en = ""
    if y.dtype.kind != "b":
        with np.errstate(invalid="ignore", over="ignore"):
            worst = float(np.max(np.abs(x[bad].astype(np.complex128) - y[bad])))
        apart_zh, apart_en = f"，最大相差 {worst:.3g}", f", by up to {worst:.3g}"
    got, want = told_apart(a, b)
    count = int(bad.sum())
    return Difference(
        f"{bad.size} 个元素中有 {count} 个不同{apart_zh}；第一处应为 {want}，得到 {got}。",
        f"{count} of {bad.size} elements differ{apart_en}; the first should be {want}, it is {got}.",
        *shown, place,
    )  # fmt: skip


def told_apart(a: Any, b: Any) -> tuple[str, str]:
    """Two numbers with as few digits as show that they differ."""
    for digits in (6, 9, 13, 17):
        one, two = _number(a, digits), _number(b, digits)
        if one != two:
            break
    return one, two


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
    a, b = told_apart(got, want) if isinstance(got, float) or isinstance(want, float) else (show(got), show(want))
    return Difference(f"应为 {b}，得到 {a}。", f"Expected {b}, got {a}.", a, b, path)


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
