"""In what simple way one array differs from another: twice as large, transposed, shifted, the right values in another order.

Each pattern is told only after it was verified on every element, with the very numbers that are printed: a pattern that
is not there is worse than none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Close = Callable[[Array, Array], bool]
MAX_ELEMENTS = 1_000_000  # beyond it no pattern is looked for
EXPLAINED = 0.01  # of the largest error, what a pattern may leave over
LARGEST = 64  # denominator of a factor that is told as a fraction
LOOSEST = 1e-3  # a tolerance wider than this proves no pattern


@dataclass(frozen=True)
class Pattern:
    """`kind` is a slug for programs; the words are one sentence each."""

    kind: str
    zh: str
    en: str


def closeness(rtol: float, atol_scale: float) -> Close:
    """Whether all elements agree, within the check's own tolerance or that of six printed digits."""
    rtol, atol_scale = max(rtol, 1e-5), max(atol_scale, 1e-9)

    def close(a: Array, b: Array) -> bool:
        scale = float(np.max(np.abs(b))) if b.size else 0.0
        return bool(np.all(np.abs(a - b) <= atol_scale * scale + rtol * np.abs(b)))

    return close


def pattern(got: Array, want: Array, rtol: float, atol_scale: float) -> Pattern | None:
    """The first pattern that holds between two arrays that differ, in shape or in value; None where there is none."""
    if max(got.size, want.size) > MAX_ELEMENTS or want.size < 2 or max(rtol, atol_scale) > LOOSEST:
        return None
    if got.dtype.kind not in "iuf" or want.dtype.kind not in "iuf":
        return None
    x, y = got.astype(np.float64), want.astype(np.float64)
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        return None
    close = closeness(rtol, atol_scale)
    with np.errstate(all="ignore"):
        found = _of_shape(x, y, close) if x.shape != y.shape else _of_value(x, y, close)
        return next(found, None)


def _of_shape(x: Array, y: Array, close: Close) -> Iterator[Pattern]:
    yield from _axes(x, y, close)
    if x.size == y.size and close(x.reshape(y.shape), y):
        yield Pattern("reshaped", "数值都对，只是形状不同。", "The values are right, only the shape differs.")


def _of_value(x: Array, y: Array, near: Close) -> Iterator[Pattern]:
    error = float(np.max(np.abs(x - y)))

    def close(a: Array, b: Array) -> bool:  # and it must explain the error, not lie within it
        return near(a, b) and (a.shape != x.shape or _explains(a, b, error))

    if not x.any() and y.any():
        yield Pattern("zeros", "得到的全是 0。", "Every value is 0.")
        return
    yield from _factor(x, y, close)
    yield from _offset(x, y, close)
    yield from _axes(x, y, close)
    yield from _reversed(x, y, close)
    yield from _shifted(x, y, near)
    if close(np.sort(x, axis=None).reshape(x.shape), np.sort(y, axis=None).reshape(x.shape)):
        yield Pattern("permuted", "数值都对，只是次序不同。", "The values are right, but in another order.")


def _explains(a: Array, b: Array, error: float) -> bool:
    return float(np.max(np.abs(a - b))) <= EXPLAINED * error


def _factor(x: Array, y: Array, close: Close) -> Iterator[Pattern]:
    """One and the same ratio everywhere; -1 is a flipped sign."""
    if np.count_nonzero(y) < 2:
        return
    factor = float(f"{float(np.sum(x * y) / np.sum(y * y)):.6g}")  # what will be printed
    if not np.isfinite(factor) or factor in (0.0, 1.0) or not close(x, factor * y):
        return
    if factor == -1.0:
        yield Pattern("sign", "每个值的正负号都反了。", "Every value has the wrong sign.")
    else:
        told = _fraction(factor)
        yield Pattern("factor", f"每个值都是应有的 {told} 倍。", f"Every value is {told} times what it should be.")


def _fraction(factor: float) -> str:
    """A factor as it is printed: 1/3 rather than 0.333333, where such a fraction prints the same."""
    near = Fraction(factor).limit_denominator(LARGEST)
    short = len(f"{factor:.6g}") <= 5  # 0.5 and 0.25 are plain enough
    return str(near) if not short and f"{float(near):.6g}" == f"{factor:.6g}" else f"{factor:.6g}"


def _offset(x: Array, y: Array, close: Close) -> Iterator[Pattern]:
    """One and the same difference everywhere, far larger than what rounding makes."""
    offset = float(f"{float(np.mean(x - y)):.6g}")
    spread = float(np.max(np.abs(x - y - offset)))
    if np.isfinite(offset) and offset != 0.0 and spread <= 1e-3 * abs(offset) and close(x, y + offset):
        more_zh, more_en = ("大", "above") if offset > 0 else ("小", "below")
        size = f"{abs(offset):.6g}"
        yield Pattern("offset", f"每个值都{more_zh}了 {size}。", f"Every value is {size} {more_en} what it should be.")


def _axes(x: Array, y: Array, close: Close) -> Iterator[Pattern]:
    """Axes in another order; of a matrix, transposed."""
    if not 2 <= y.ndim <= 4 or x.ndim != y.ndim:
        return
    for order in permutations(range(y.ndim)):
        if order == tuple(range(y.ndim)) or y.transpose(order).shape != x.shape:
            continue
        if close(x, y.transpose(order)):
            if y.ndim == 2:
                yield Pattern("transposed", "结果被转置了。", "It is transposed.")
            else:
                yield Pattern("axes", f"轴的次序变成了 {order}。", f"The axes stand in the order {order}.")
            return


def _reversed(x: Array, y: Array, close: Close) -> Iterator[Pattern]:
    for axis in range(y.ndim):
        if close(x, np.flip(y, axis)):
            along = _along(y.ndim, axis)
            yield Pattern("reversed", f"次序{along[0]}颠倒了。", f"The order is reversed{along[1]}.")
            return


def _shifted(x: Array, y: Array, near: Close) -> Iterator[Pattern]:
    """What belongs at i stands at i+1 (or i-1), all but the edge; told only where y itself changes along the axis."""
    for axis in range(y.ndim):
        if y.shape[axis] < 3:
            continue
        head, tail = (_cut(axis, y.ndim, slice(None, -1)), _cut(axis, y.ndim, slice(1, None)))
        if near(y[head], y[tail]):
            continue
        along = _along(y.ndim, axis)
        for there, here, zh, en in ((tail, head, "后", "late"), (head, tail, "前", "early")):
            if near(x[there], y[here]) and _explains(x[there], y[here], float(np.max(np.abs(x[there] - y[there])))):
                yield Pattern("shifted", f"除边上外，每个值都{along[0]}往{zh}错了一位。",
                              f"All but the edge stand one place too {en}{along[1]}.")  # fmt: skip
                return


def _cut(axis: int, dims: int, part: slice) -> tuple[slice, ...]:
    return tuple(part if i == axis else slice(None) for i in range(dims))


def _along(dims: int, axis: int) -> tuple[str, str]:
    return ("", "") if dims == 1 else (f"沿第 {axis} 轴", f" along axis {axis}")
