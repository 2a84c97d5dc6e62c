"""Axes: from data to pixels, and where ticks stand. Linear with steps of 1, 2, 5; logarithmic by decades."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


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
    rough = (high - low) / wanted
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(m * size for m in (1, 2, 5, 10) if m * size >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(i * step, 12) for i in range(first, last + 1)]


def _log_ticks(low: float, high: float, wanted: int) -> list[float]:
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    if last - first < 1:
        return [v for v in _ticks(low, high, wanted) if v > 0]
    step = max(1, math.ceil((last - first) / wanted))
    return [10.0**e for e in range(first, last + 1, step)]


def span(
    values: Iterable[float], *, log: bool, given: tuple[float, float] | None, zero: bool = False
) -> tuple[float, float]:
    """The range an axis shows: as given, else the finite data with a little room; never empty."""
    if given is not None:
        low, high = given
    else:
        finite = [v for v in values if math.isfinite(v) and (not log or v > 0)]
        finite += [0.0] if zero and not log else []
        low, high = (min(finite), max(finite)) if finite else (1.0, 10.0) if log else (0.0, 1.0)
        low, high = _roomy(low, high, log, zero)
    if log:
        low = max(low, 1e-300)
    if not high > low:
        low, high = (low / 2, low * 2) if log else (low - 0.5, low + 0.5)
    return low, high


def _roomy(low: float, high: float, log: bool, zero: bool) -> tuple[float, float]:
    if log:
        factor = (high / low) ** 0.04 if high > low else 1.0
        return low / factor, high * factor
    room = (high - low) * 0.04
    return (low if zero and low == 0 else low - room), (high if zero and high == 0 else high + room)


def label(value: float) -> str:
    """A tick as people write it: 0, 0.25, 1,000, 10⁻³."""
    if value == 0:
        return "0"
    size = abs(value)
    exponent = math.log10(size)
    if (size >= 1e5 or size < 1e-3) and abs(exponent - round(exponent)) < 1e-9:
        return (
            ("−" if value < 0 else "")
            + "10"
            + str(round(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        )
    text = f"{value:,.6g}" if 1e-3 <= size < 1e6 else f"{value:.1e}".replace("e-0", "e-").replace("e+0", "e")
    return text.replace("-", "−")
