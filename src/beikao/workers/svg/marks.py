"""One function a kind of mark: its data in two scales, as SVG. Words are in `labels`, tables in `table`."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

from beikao.workers.svg.ink import (
    COLOUR,
    MAX_POINTS,
    Point,
    arrow_head,
    decimate,
    finite,
    num,
    path_of,
    stroke,
)
from beikao.workers.svg.scales import Scale, label

Mark = dict[str, Any]
MAX_DOTS = 1500
FEW_DOTS = 60  # up to here every dot is a circle of its own, with an outline
GRID_CELLS = 400  # up to here cells have a gap between them
SHADES = 24
BAR_OPACITY, BAND_OPACITY = "0.78", "0.18"


def pixels(x: Scale, y: Scale, xs: Sequence[float], ys: Sequence[float]) -> list[Point]:
    """Data to pixels, pairwise."""
    return [(x(a), y(b)) for a, b in zip(xs, ys, strict=True)]


def line(mark: Mark, x: Scale, y: Scale) -> str:
    """A line, broken where a value is not finite."""
    points = decimate(pixels(x, y, mark["xs"], mark["ys"]))
    return f'<path d="{path_of(points)}" {stroke(mark)} stroke-linejoin="round"/>'


def points(mark: Mark, x: Scale, y: Scale) -> str:
    """Dots; many of them become one path of round pen strokes, thinned where they coincide."""
    places = finite(pixels(x, y, mark["xs"], mark["ys"]))
    colour = COLOUR[mark["tone"]]
    if len(places) <= FEW_DOTS:
        fill = "var(--card)" if mark["hollow"] else colour
        radius = "4" if len(places) <= 30 else "3"
        dots = "".join(f'<circle cx="{num(a)}" cy="{num(b)}" r="{radius}"/>' for a, b in places)
        return f'<g fill="{fill}" stroke="{colour}" stroke-width="1.5">{dots}</g>'
    seen = list(dict.fromkeys((round(a), round(b)) for a, b in places))
    kept = seen[:: math.ceil(len(seen) / MAX_DOTS)]
    dots = "".join(f"M{a} {b}h0" for a, b in kept)
    opacity = ' stroke-opacity="0.6"' if len(places) > MAX_POINTS else ""
    return f'<path d="{dots}" fill="none" stroke="{colour}" stroke-width="4" stroke-linecap="round"{opacity}/>'


def bars(mark: Mark, x: Scale, y: Scale, place: tuple[int, int]) -> str:
    """Bars; `place` is (index, count) among the series that share the same x values, side by side."""
    index, count = place
    centres = sorted(x(v) for v in mark["xs"])
    gap = min((b - a for a, b in itertools.pairwise(centres) if b > a), default=(x.end - x.start) / 2)
    width = min((0.72 if count == 1 else 0.84) * gap, 56.0 * count) / count
    floor = y.start if y.log else min(max(y(0.0), y.end), y.start)
    boxes = ""
    for a, b in finite(pixels(x, y, mark["xs"], mark["ys"])):
        left = a + (index - count / 2) * width
        boxes += f"M{num(left)} {num(floor)}V{num(min(max(b, -1e4), 1e4))}h{num(width)}V{num(floor)}z"
    return f'<path d="{boxes}" fill="{COLOUR[mark["tone"]]}" fill-opacity="{BAR_OPACITY}"/>'


def band(mark: Mark, x: Scale, y: Scale) -> str:
    """The area between two curves, one piece for each stretch where both are finite."""
    low = pixels(x, y, mark["xs"], mark["low"])
    high = pixels(x, y, mark["xs"], mark["high"])
    d = ""
    for drawn, pairs in itertools.groupby(zip(low, high, strict=True), key=lambda p: len(finite(p)) == 2):
        if drawn:
            below, above = zip(*pairs, strict=True)
            d += path_of([*decimate(below), *reversed(decimate(above))]) + "Z"
    return f'<path d="{d}" fill="{COLOUR[mark["tone"]]}" fill-opacity="{BAND_OPACITY}"/>'


def rule(mark: Mark, x: Scale, y: Scale) -> str:
    """A dashed line across the plot; nothing where an axis cannot show its place."""
    at = x(mark["x"]) if mark["x"] is not None else y(mark["y"])
    if not math.isfinite(at) or abs(at) > 1e4:
        return ""
    d = (
        f"M{num(at)} {num(y.start)}V{num(y.end)}"
        if mark["x"] is not None
        else f"M{num(x.start)} {num(at)}H{num(x.end)}"
    )
    return f'<path d="{d}" fill="none" stroke="{COLOUR[mark["tone"]]}" stroke-width="1.5" stroke-dasharray="4 4"/>'


def arrows(mark: Mark, x: Scale, y: Scale) -> str:
    """Arrows with filled heads; shafts carry the tone's dash, heads never."""
    shafts, heads = "", ""
    for start, end in zip(mark["starts"], mark["ends"], strict=True):
        a, b = (x(start[0]), y(start[1])), (x(end[0]), y(end[1]))
        head = arrow_head(a, b)
        if head:
            short = min(6.0, 0.4 * math.hypot(b[0] - a[0], b[1] - a[1])) / math.hypot(b[0] - a[0], b[1] - a[1])
            shafts += path_of([a, (b[0] + (a[0] - b[0]) * short, b[1] + (a[1] - b[1]) * short)])
            heads += head
    return f'<path d="{shafts}" {stroke(mark)}/><path d="{heads}" fill="{COLOUR[mark["tone"]]}"/>'


def heat(mark: Mark, x: Scale, y: Scale) -> str:
    """A matrix as a ramp of ink in SHADES steps, cells of one shade in one path; what is not finite is crossed out."""
    rows = mark["rows"]
    low, high = heat_range(mark)
    cell = x(1) - x(0)
    cells = sum(len(row) for row in rows)
    shades: dict[int, str] = {}
    crosses = ""
    for i, row in enumerate(rows):
        levels = [round(SHADES * share(v, low, high)) if math.isfinite(v) else -1 for v in row]
        start = 0
        for level, run in itertools.groupby(levels):
            length = len(list(run))
            pieces = [(start, length)] if cells > GRID_CELLS else [(start + j, 1) for j in range(length)]
            for at, wide in pieces:
                if level > 0:
                    shades[level] = shades.get(level, "") + f"M{at} {i}h{wide}"
                elif level < 0:
                    crosses += f"M{num(x(at))} {num(y(i))}l{num(cell * wide)} {num(cell)}"
            start += length
    drawn = "".join(f'<path d="{d}" stroke-opacity="{0.9 * s / SHADES:.2f}"/>' for s, d in sorted(shades.items()))
    frame = f"M{num(x.start)} {num(y.end)}H{num(x.end)}V{num(y.start)}H{num(x.start)}z"
    return (
        _cells(drawn, x, y, cell, gap=cells <= GRID_CELLS)
        + (_grid(rows, x, y) if cells <= GRID_CELLS else "")
        + f'<path d="{frame}{crosses}" fill="none" stroke="var(--ink-3)" stroke-width="0.8"/>'
    )


def _cells(drawn: str, x: Scale, y: Scale, cell: float, *, gap: bool) -> str:
    """Paths in units of a cell, each row a stroke one cell thick."""
    edges = "" if gap else ' shape-rendering="crispEdges"'
    return (
        f'<g transform="translate({num(x.start)} {num(y.end + cell / 2)}) scale({cell:.4g})" fill="none" '
        f'stroke="var(--ink)" stroke-width="1"{edges}>{drawn}</g>'
    )


def _grid(rows: Sequence[Sequence[float]], x: Scale, y: Scale) -> str:
    """Thin lines in the colour of the card between the cells of a small matrix."""
    columns = max((len(r) for r in rows), default=0)
    d = "".join(f"M{num(x(j))} {num(y.start)}V{num(y.end)}" for j in range(1, columns))
    d += "".join(f"M{num(x.start)} {num(y(i))}H{num(x.end)}" for i in range(1, len(rows)))
    return f'<path d="{d}" stroke="var(--card)" stroke-width="1.5"/>'


def heat_range(mark: Mark) -> tuple[float, float]:
    """The values of the lightest and the darkest cell."""
    values = [v for row in mark["rows"] for v in row if math.isfinite(v)] or [0.0]
    low = min(values) if mark["low"] is None else float(mark["low"])
    return low, max(values) if mark["high"] is None else float(mark["high"])


def share(value: float, low: float, high: float) -> float:
    """Where a value lies between the lightest and the darkest, 0 to 1."""
    return min(1.0, max(0.0, (value / 2 - low / 2) / (high / 2 - low / 2))) if high > low else 0.0


def heat_numbers(mark: Mark, x: Scale, y: Scale) -> str:
    """The value in each cell, in the colour that is read on it."""
    low, high = heat_range(mark)
    cell = x(1) - x(0)
    written = [[label(float(f"{v:.3g}")) if math.isfinite(v) else "–" for v in row] for row in mark["rows"]]
    longest = max((len(w) for row in written for w in row), default=1)
    size = min(15.0, 1.55 * cell / max(longest, 3))
    groups = {"var(--ink)": "", "var(--card)": ""}
    for i, row in enumerate(mark["rows"]):
        for j, value in enumerate(row):
            dark = math.isfinite(value) and share(value, low, high) > 0.5
            at = f'x="{num(x(j + 0.5))}" y="{num(y(i + 0.5) + 0.35 * size)}"'
            groups["var(--card)" if dark else "var(--ink)"] += f"<text {at}>{written[i][j]}</text>"
    style = f'text-anchor="middle" font-size="{num(size)}"'
    return "".join(f'<g {style} fill="{fill}">{texts}</g>' for fill, texts in groups.items() if texts)


DRAW: dict[str, Callable[[Mark, Scale, Scale], str]] = {
    "line": line, "points": points, "band": band, "rule": rule, "arrows": arrows, "heat": heat,
}  # fmt: skip
