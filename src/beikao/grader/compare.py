"""Compares what came with what was expected: structure, dtype, shape, finiteness, then size of the error.

|got - want| <= atol_scale * scale + rtol * |want| in float64; the scale is max|want|, without a fill value that stands
apart (`scale_of`). A Python number, a numpy scalar and a 0-d ndarray are one thing; int and float stand for each other
where they are equal, never a bool. A list of floats has one scale, as an array has. Two objects that are no data are
alike; a reference that returns data the wire does not carry (a sparse tensor, a set) is refused. The first difference is
reported with its place, its size and, where one holds, its pattern (`pattern`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from beikao.grader.pattern import pattern
from beikao.kit.point import Point

SHORT = 400
PLACES = 8  # of a tuple, among which a value is looked for that stands in the wrong one
FILL, FILL_GAP = 1e4, 1e3  # a mask's -1e9 among scores of size one: from this size, this far above the rest
NOT_COMPARED = ("Tensor (", "ndarray (", "Parameter", "set", "frozenset", "complex", "range", "bytearray")
Apart = dict[str, Any]


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
    apart: Apart | None = None  # how far: plain numbers, for programs


def difference(got: Any, want: Any, tolerance: Tolerance, path: str = "") -> Difference | None:
    """None where `got` is as good as `want`."""
    from beikao.grader.remote import Remote

    if isinstance(want, Point):
        return _points(got, want, tolerance, path)
    if isinstance(want, Remote) and want.kind.startswith(NOT_COMPARED):
        raise TypeError(f"the reference returned a {want.kind}, which cannot be compared: return plain data")
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


def _points(got: Any, want: Point, tolerance: Tolerance, path: str) -> Difference | None:
    """A named value. The names come from the check's own program; where they part, so does the path it took."""
    label = want.label()
    if not isinstance(got, Point) or got.label() != label:
        shown = got.label() if isinstance(got, Point) else show(got)
        return Difference(f"这里应到 {want.name[0]}。", f"Here {want.name[1]} should come.", shown, label, path)
    return difference(got.value, want.value, tolerance, f"{path} {label} ".lstrip())


def _is_array(value: Any) -> bool:
    """ndarray or Tensor. By type: asking an object of the learner's for `shape` would be a question to them."""
    return isinstance(value, np.ndarray) or type(value).__module__ == "torch"


def _as_array(got: Any, want: Any) -> Any:
    """A Python number where a 0-d ndarray is wanted: NumPy itself hands out either. A 0-d Tensor is not a number."""
    number = isinstance(want, np.ndarray) and want.shape == () and type(got) in (int, float, bool)
    fits = number and np.asarray(got).dtype.kind == want.dtype.kind
    return np.asarray(got, dtype=want.dtype) if fits else got


def show(value: Any, first: int = 0, digits: int = 6) -> str:
    """A value in at most SHORT characters; arrays with dtype, shape and six elements, the `first` (flat) one among them."""
    if _is_array(value):
        flat = value.reshape(-1)
        start = 0 if first < 6 else min(first - 2, len(flat) - 6)
        body = ", ".join(_number(v, digits) for v in as_numpy(flat[start : start + 6]).tolist())
        before, after = "..., " if start else "", ", ..." if start + 6 < len(flat) else ""
        return f"{_dtype(value)}{list(value.shape)} [{before}{body}{after}]"
    try:
        text = _plain(value, digits)
    except ValueError:  # an int of more digits than Python writes
        text = f"<{type(value).__name__}>"
    return text if len(text) <= SHORT else text[: SHORT - 3] + "..."


def _plain(value: Any, digits: int) -> str:
    """`repr`, with few digits of each float in lists, tuples and dicts; what is long is not written to its end."""
    if isinstance(value, float):
        return _number(value, digits)
    if type(value) in (list, tuple) and value:
        body = ", ".join(_plain(v, digits) for v in value[:SHORT]) + (
            "," if type(value) is tuple and len(value) == 1 else ""
        )
        return f"[{body}]" if type(value) is list else f"({body})"
    if type(value) is dict and value:
        pairs = list(value.items())[:SHORT]
        return "{" + ", ".join(f"{_plain(k, digits)}: {_plain(v, digits)}" for k, v in pairs) + "}"
    return show(value) if _is_array(value) else repr(value)


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
        missing = ("是不是漏了 `return`？", " Is a `return` missing?") if got is None and not path else ("", "")
        return Difference(
            f"类型应为 {want_kind}，得到 {got_kind}。{missing[0]}",
            f"Expected {want_kind}, got {got_kind}.{missing[1]}",
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
    if tuple(got.shape) != tuple(want.shape) or got.dtype != want.dtype:
        return _other_form(got, want, tolerance, path)
    x, y = as_numpy(got), as_numpy(want)
    bad = _bad_places(x, y, tolerance)
    if not bad.any():
        return None
    first = int(np.argmax(bad))
    digits = digits_apart(x.flat[first].item(), y.flat[first].item())
    shown = show(got, first, digits), show(want, first, digits)
    return _first_element(x, y, bad, tolerance, path, shown)


def _other_form(got: Any, want: Any, tolerance: Tolerance, path: str) -> Difference:
    """Another shape or dtype, and whether the values are right all the same."""
    shown = (show(got), show(want), path)
    a, b = tuple(got.shape), tuple(want.shape)
    if a != b:
        found = pattern(as_numpy(got), as_numpy(want), tolerance.rtol, tolerance.atol_scale)
        also = (f" {found.zh}", f" {found.en}") if found else ("", "")
        apart = {"pattern": found.kind} if found else None
        return Difference(f"形状应为 {b}，得到 {a}。{also[0].strip()}", f"The shape should be {b}, it is {a}.{also[1]}",
                          *shown, apart)  # fmt: skip
    y_type, x_type = _dtype(want), _dtype(got)
    right = {as_numpy(v).dtype.kind for v in (got, want)} <= set("iuf") and not _bad_places(
        as_numpy(got).astype(np.float64), as_numpy(want).astype(np.float64), tolerance
    ).any()
    also = ("数值都对。", " The values are right.") if right else ("", "")
    return Difference(f"dtype 应为 {y_type}，得到 {x_type}。{also[0]}", f"The dtype should be {y_type}, it is {x_type}.{also[1]}",
                      *shown, {"pattern": "dtype"} if right else None)  # fmt: skip


def _first_element(x: np.ndarray[Any, Any], y: np.ndarray[Any, Any], bad: np.ndarray[Any, Any], tolerance: Tolerance,
                   path: str, shown: tuple[str, str]) -> Difference:  # fmt: skip
    """The first of the elements marked in `bad`, how many there are, and how far they lie apart."""
    first = tuple(int(i) for i in np.unravel_index(int(np.argmax(bad)), bad.shape)) if bad.shape else ()
    a, b = x[first].item(), y[first].item()
    place = f"{path}[{', '.join(map(str, first))}]" if first else path
    apart = _apart(x, y, bad, tolerance)
    if not np.isfinite(a) and np.isfinite(b):
        return Difference(f"出现了 {a}。", f"It holds {a}.", *shown, place, apart)
    found = pattern(x, y, tolerance.rtol, tolerance.atol_scale)
    far_zh = far_en = also_zh = also_en = ""
    if apart["max_abs"] is not None:
        far_zh, far_en = f"，最大相差 {apart['max_abs']:.3g}", f", by up to {apart['max_abs']:.3g}"
    if found:
        also_zh, also_en, apart["pattern"] = found.zh, f" {found.en}", found.kind
    got, want = told_apart(a, b)
    count = int(bad.sum())
    return Difference(
        f"{bad.size} 个元素中有 {count} 个不同{far_zh}；第一处应为 {want}，得到 {got}。{also_zh}",
        f"{count} of {bad.size} elements differ{far_en}; the first should be {want}, it is {got}.{also_en}",
        *shown, place, apart,
    )  # fmt: skip


def _apart(x: np.ndarray[Any, Any], y: np.ndarray[Any, Any], bad: np.ndarray[Any, Any], tolerance: Tolerance) -> Apart:
    """How far the elements in `bad` lie apart, how many they are, and what would have been allowed."""
    max_abs = max_rel = None
    if y.dtype.kind != "b":
        with np.errstate(all="ignore"):
            error = np.abs(x[bad].astype(np.complex128) - y[bad])
            share = error[y[bad] != 0] / np.abs(y[bad][y[bad] != 0].astype(np.complex128))
        max_abs = _finite(float(np.max(error)))
        max_rel = _finite(float(np.max(share))) if share.size else None
    exact = tolerance.exact or y.dtype.kind not in "fc"
    return {
        "max_abs": max_abs, "max_rel": max_rel, "differ": int(bad.sum()), "of": int(bad.size),
        "rtol": 0.0 if exact else tolerance.rtol, "atol": 0.0 if exact else _finite(tolerance.atol_scale * scale_of(y)),
        "pattern": None,
    }  # fmt: skip


def _finite(value: float) -> float | None:
    """JSON has no infinity and no nan."""
    return float(f"{value:.6g}") if math.isfinite(value) else None


def told_apart(a: Any, b: Any) -> tuple[str, str]:
    """Two numbers with as few digits as show that they differ."""
    digits = digits_apart(a, b)
    return _number(a, digits), _number(b, digits)


def digits_apart(a: Any, b: Any) -> int:
    """How many significant digits show that two numbers differ."""
    return next((n for n in (6, 9, 13) if _number(a, n) != _number(b, n)), 17)


def _bad_places(x: np.ndarray[Any, Any], y: np.ndarray[Any, Any], tolerance: Tolerance) -> np.ndarray[Any, Any]:
    if tolerance.exact or y.dtype.kind not in "fc":
        return np.asarray(~((x == y) | ((x != x) & (y != y))))
    finite = np.isfinite(y)
    with np.errstate(invalid="ignore", over="ignore"):
        close = np.abs(x - y) <= tolerance.atol_scale * scale_of(y) + tolerance.rtol * np.abs(y)
    same_odd = (x == y) | (np.isnan(x) & np.isnan(y))
    return np.asarray(~np.where(finite, close & np.isfinite(x), same_odd))


def scale_of(y: np.ndarray[Any, Any]) -> float:
    """max|y| over what is finite. The one value of a mask (-1e9, the smallest float) is no measure of the rest: with it
    a score of 3 would pass for one of 500."""
    sizes = np.abs(y[np.isfinite(y)])
    if not sizes.size:
        return 0.0
    top = float(np.max(sizes))
    rest = sizes[sizes < top]
    if top < FILL or not rest.size:
        return top
    below = float(np.max(rest))
    return below if 0.0 < below * FILL_GAP <= top else top


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
    near = _as_float(got)
    limit = (tolerance.atol_scale + tolerance.rtol) * abs(want)
    if math.isfinite(near) and abs(near - want) <= max(limit, 1e-300):
        return None
    return _value(got, want, path, tolerance)


def _as_float(value: float) -> float:
    """An int larger than any float is infinite."""
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _value(got: Any, want: Any, path: str, tolerance: Tolerance | None = None) -> Difference:
    a, b = told_apart(got, want) if isinstance(got, float) or isinstance(want, float) else (show(got), show(want))
    rtol, atol = (tolerance.rtol, _finite(tolerance.atol_scale * abs(want))) if tolerance else (0.0, 0.0)
    apart_by = abs(_as_float(got) - _as_float(want))
    apart: Apart = {
        "max_abs": _finite(apart_by), "max_rel": _finite(apart_by / abs(_as_float(want))) if want else None, "differ": 1,
        "of": 1, "rtol": rtol, "atol": atol, "pattern": None,
    }  # fmt: skip
    also_zh = also_en = ""
    if want and got == -want:
        also_zh, also_en, apart["pattern"] = "正负号反了。", " The sign is wrong.", "sign"
    return Difference(f"应为 {b}，得到 {a}。{also_zh}", f"Expected {b}, got {a}.{also_en}", a, b, path, apart)


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
        found = (
            (i, difference(a, b, tolerance, f"{path}[{i}]")) for i, (a, b) in enumerate(zip(got, want, strict=True))
        )
        return next((elsewhere(d, got, want, i, tolerance) for i, d in found if d), None)
    return _arrays(np.array(got), np.array(want), tolerance, path)  # a list of floats has one scale


def elsewhere(found: Difference, got: Sequence[Any], want: Sequence[Any], at: int, tolerance: Tolerance) -> Difference:
    """The difference at a place of a tuple, and at which other place of it the value stands that is wanted there."""
    if type(want) is not tuple or len(want) > PLACES or not _is_array(want[at]):
        return found
    for i, value in enumerate(got):
        if i != at and difference(value, want[at], tolerance) is None and difference(value, want[i], tolerance):
            zh, en = (
                f"这里应有的值在你返回的第 {i + 1} 项。",
                f" The value wanted here stands at position {i + 1} of yours.",
            )
            apart = {**(found.apart or {}), "pattern": "elsewhere"}
            return replace(found, zh=found.zh + zh, en=found.en + en, apart=apart)
    return found


def _dicts(got: Any, want: dict[Any, Any], tolerance: Tolerance, path: str) -> Difference | None:
    if type(got) is not dict:
        return _unlike(got, want, path)
    if set(got) != set(want):
        missing, extra = sorted(map(str, set(want) - set(got))), sorted(map(str, set(got) - set(want)))
        return Difference(f"键不同：缺 {missing}，多 {extra}。", f"The keys differ: missing {missing}, extra {extra}.",
                          show(sorted(map(str, got))), show(sorted(map(str, want))), path)  # fmt: skip
    found = (difference(got[key], want[key], tolerance, f"{path}[{_key(key)}]") for key in want)
    return next((d for d in found if d), None)


def _key(key: Any) -> str:
    return json.dumps(key, ensure_ascii=False) if isinstance(key, str) else show(key)


def error_size(got: Any, want: Any) -> float | None:
    """The largest error anywhere, relative to the largest number wanted; None where the two are not built alike."""
    pairs = list(_numbers_in(got, want))
    if not pairs or any(x is None for x, _ in pairs):
        return None
    scale = max(float(np.max(np.abs(y), initial=0.0)) for _, y in pairs)
    with np.errstate(all="ignore"):
        error = max(float(np.max(np.abs(x - y), initial=0.0)) for x, y in pairs if x is not None)
        return _finite(error / scale) if scale else None


def _numbers_in(got: Any, want: Any) -> Iterator[tuple[np.ndarray[Any, Any] | None, np.ndarray[Any, Any]]]:
    """Arrays of floats side by side; (None, ...) where there is nothing beside it."""
    if isinstance(want, Point):
        yield from _numbers_in(got.value if isinstance(got, Point) else None, want.value)
    elif isinstance(want, list | tuple | dict):
        keys = list(want) if isinstance(want, dict) else list(range(len(want)))
        whole = type(got) is type(want) and len(got) == len(want)
        for key in keys:
            there = whole and (not isinstance(want, dict) or key in got)
            yield from _numbers_in(got[key] if there else None, want[key])
    elif _is_array(want) or type(want) is float:
        y = as_numpy(want) if _is_array(want) else np.asarray(want)
        same = type(got) is type(want) and (not _is_array(want) or tuple(got.shape) == tuple(want.shape))
        yield (as_numpy(got) if _is_array(got) else np.asarray(got)) if same else None, y
