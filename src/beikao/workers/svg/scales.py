"""Axes: from data to pixels, where ticks stand and how they are written. Linear by 1, 2, 5; logarithmic by decades."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from beikao.kit.figure import Plot

SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
LARGEST = 1e150  # values farther out are off the picture: a span of them would not be a number
ROOM = 0.04  # of the range, free on both sides of the data


@dataclass(frozen=True)
class Scale:
    """Maps [low, high] of the data to [start, end] in pixels."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __call__(self, value: float) -> float:
        """The pixel of a value; NaN where a log axis cannot show it."""
        if self.log:
            if value <= 0:
                return math.nan
            share = (math.log10(value) - math.log10(self.low)) / (math.log10(self.high) - math.log10(self.low))
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self, wanted: int = 5) -> list[float]:
        """About `wanted` round values inside the range."""
        return _log_ticks(self.low, self.high, wanted) if self.log else _ticks(self.low, self.high, wanted)


def _ticks(low: float, high: float, wanted: int) -> list[float]:
    """The step of 1, 2 or 5 times a power of ten whose count is nearest to what is wanted; fewer on a tie."""
    size = 10.0 ** math.floor(math.log10((high - low) / wanted))
    steps = [m * size for m in (10, 5, 2, 1)]
    step = min(steps, key=lambda s: abs(math.floor(high / s) - math.ceil(low / s) + 1 - wanted))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [float(f"{i * step:.12g}") for i in range(first, last + 1)]


def _log_ticks(low: float, high: float, wanted: int) -> list[float]:
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    decades = last - first
    if decades >= 2:
        step = max(1, math.ceil(decades / wanted))
        return [10.0**e for e in range(first, last + 1, step)]
    between = [m * 10.0**e for e in range(first - 1, last + 1) for m in (1, 2, 5)]
    inside = [v for v in between if low * (1 - 1e-9) <= v <= high * (1 + 1e-9)]
    return inside if len(inside) >= 3 else [v for v in _ticks(low, high, wanted) if v > 0]


def span(
    values: Iterable[float], *, log: bool, given: tuple[float, float] | None, zero: bool = False
) -> tuple[float, float]:
    """The range an axis shows: as given, else the finite data with a little room; never empty."""
    if given is not None:
        low, high = float(given[0]), float(given[1])
    else:
        least = 1 / LARGEST if log else -LARGEST
        found = [min(max(v, least), LARGEST) for v in values if math.isfinite(v) and (not log or v > 0)]
        found += [0.0] if zero and not log else []
        low, high = (min(found), max(found)) if found else (1.0, 10.0) if log else (0.0, 1.0)
        low, high = _roomy(low, high, log, zero)
    if log and low <= 0:
        low = high / 1e6 if high > 0 else 1.0
    least_span = max(1e-12 * max(abs(low), abs(high)), 0.0 if log else 1 / LARGEST)
    if not high > low or high - low < least_span:
        half = 0.5 * abs(low) if abs(low) > 1 / LARGEST else 0.5
        low, high = (low / 2, low * 2) if log else (low - half, low + half)
    return low, high


def _roomy(low: float, high: float, log: bool, zero: bool) -> tuple[float, float]:
    if log:
        factor = (high / low) ** ROOM
        return low / factor, high * factor
    room = (high - low) * ROOM
    return (low if zero and low == 0 else low - room), (high if zero and high == 0 else high + room)


# ---- how values are written


def label(value: float) -> str:
    """One value as people write it: 0, 0.25, 1,000, 2×10⁶, 10⁻⁴."""
    if value == 0:
        return "0"
    if not math.isfinite(value):
        return "∞" if value > 0 else "−∞" if value < 0 else "–"
    if 1e-3 <= abs(value) < 1e6:
        return f"{value:,.6g}".replace("-", "−")
    mantissa, _, exponent = f"{value:.2e}".partition("e")
    return _power(float(mantissa), int(exponent))


def _power(mantissa: float, exponent: int) -> str:
    power = "10" + str(exponent).translate(SUPERSCRIPT)
    if abs(mantissa) == 1:
        return ("−" if mantissa < 0 else "") + power
    return f"{mantissa:g}×".replace("-", "−") + power


def tick_labels(ticks: Sequence[float], log: bool) -> list[str]:
    """The ticks of one axis, written alike: the same number of decimals, or all as powers of ten."""
    sizes = [abs(t) for t in ticks if t]
    if not sizes:
        return ["0"] * len(ticks)
    if max(sizes) >= 1e6 or min(sizes) < 1e-3 or (log and max(sizes) > 1e4):
        small = log and all(math.log10(s).is_integer() or abs(math.log10(s) % 1) < 1e-9 for s in sizes)
        names = [("1" if t == 1 else _power(1.0, round(math.log10(t)))) if small else label(t) for t in ticks]
        if len(set(names)) == len(names):
            return names
    if log:
        return [label(t) for t in ticks]
    decimals = max(0, *(-int(Decimal(f"{t:.12g}").normalize().as_tuple().exponent) for t in ticks))
    return ["0" if t == 0 else f"{t:,.{decimals}f}".replace("-", "−") for t in ticks]


# ---- what a plot spans


def extent(plot: Plot) -> tuple[list[float], list[float], bool]:
    """All x and y values, and whether bars want zero on the y axis."""
    xs: list[float] = []
    ys: list[float] = []
    for mark in plot.marks:
        kind = mark["kind"]
        if kind in ("line", "points", "bars"):
            xs += mark["xs"] if kind != "bars" else _bar_room(mark["xs"], plot.log_x)
            ys += mark["ys"]
        elif kind == "band":
            xs += mark["xs"]
            ys += [*mark["low"], *mark["high"]]
        elif kind == "arrows":
            ends = (*mark["starts"], *mark["ends"])
            xs += [p[0] for p in ends]
            ys += [p[1] for p in ends]
        elif kind == "text":
            xs.append(mark["x"])
            ys.append(mark["y"])
    return xs, ys, any(m["kind"] == "bars" for m in plot.marks)


def _bar_room(xs: Sequence[float], log: bool) -> list[float]:
    """The places of bars and half a gap beside the first and the last."""
    if not xs:
        return []
    places = sorted(xs)
    if log:
        half = min((b / a for a, b in itertools.pairwise(places) if b > a > 0), default=10.0) ** 0.5
        return [places[0] / half, places[-1] * half]
    half = min((b - a for a, b in itertools.pairwise(places) if b > a), default=1.0) / 2
    return [places[0] - half, places[-1] + half]


def ranges(plot: Plot) -> tuple[tuple[float, float], tuple[float, float]]:
    """What the two axes of a plot show."""
    xs, ys, zero = extent(plot)
    if any(m["kind"] == "bars" for m in plot.marks) and plot.x_range is None and xs and not plot.log_x:
        low, high = min(xs), max(xs)
        given_x: tuple[float, float] | None = (low, high) if high > low else None
    else:
        given_x = plot.x_range
    return span(xs, log=plot.log_x, given=given_x), span(ys, log=plot.log_y, given=plot.y_range, zero=zero)


def equal(
    x: tuple[float, float], y: tuple[float, float], width: float, height: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Widen one range so that a unit is as long on both axes."""
    per_x, per_y = (x[1] - x[0]) / width, (y[1] - y[0]) / height
    if per_x > per_y:
        middle, half = (y[0] + y[1]) / 2, per_x * height / 2
        return x, (middle - half, middle + half)
    middle, half = (x[0] + x[1]) / 2, per_y * width / 2
    return (middle - half, middle + half), y
