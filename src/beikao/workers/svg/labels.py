"""Words on a plot: the legend above it, labels of rules and free texts, and where there is room for them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from beikao.workers.svg.ink import (
    COLOUR,
    TEXT_COLOUR,
    Point,
    arrow_head,
    decimate,
    finite,
    num,
    stroke,
    text,
    text_width,
)
from beikao.workers.svg.marks import BAND_OPACITY, BAR_OPACITY, pixels
from beikao.workers.svg.scales import Scale

Mark = dict[str, Any]
Word = Callable[[Any], str]
KEY_WIDTH, ROW = 30.0, 20.0


@dataclass(frozen=True)
class Box:
    """A rectangle of pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, point: Point) -> bool:
        """Whether a point lies inside."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def meets(self, other: Box) -> bool:
        """Whether two rectangles overlap."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def legend(marks: Sequence[Mark], word: Word, left: float, width: float, y: float) -> tuple[str, float]:
    """The rows of keys and names of all labelled series, and where they end."""
    entries = [m for m in marks if m.get("label") and m["kind"] != "rule"]
    out, x = "", left
    for i, mark in enumerate(entries):
        name = word(mark["label"])
        wide = KEY_WIDTH + text_width(name) + 14
        if i == 0 or x + wide > width:
            x, y = left, y + ROW
        out += _key(mark, x, y - 10) + text(x + KEY_WIDTH, y - 5, name)
        x += wide
    return out, y


def _key(mark: Mark, x: float, y: float) -> str:
    colour, kind = COLOUR[mark["tone"]], mark["kind"]
    if kind == "points":
        fill = "var(--card)" if mark["hollow"] else colour
        return f'<circle cx="{num(x + 12)}" cy="{num(y)}" r="4" fill="{fill}" stroke="{colour}" stroke-width="1.5"/>'
    if kind in ("bars", "band"):
        opacity = BAND_OPACITY if kind == "band" else BAR_OPACITY
        edge = f' stroke="{colour}" stroke-opacity="0.4"' if kind == "band" else ""
        box = f'x="{num(x + 3)}" y="{num(y - 6)}" width="19" height="12"'
        return f'<rect {box} fill="{colour}" fill-opacity="{opacity}"{edge}/>'
    if kind == "arrows":
        head = arrow_head((x, y), (x + 24, y))
        return f'<path d="M{num(x)} {num(y)}h18" {stroke(mark)}/><path d="{head}" fill="{colour}"/>'
    return f'<path d="M{num(x)} {num(y)}h24" {stroke(mark)}/>'


def words(marks: Sequence[Mark], word: Word, x: Scale, y: Scale) -> str:
    """Free texts where they were put, then the labels of rules where they hide the least; all with a halo."""
    out = ""
    taken: list[Box] = []
    for mark in (m for m in marks if m["kind"] == "text"):
        at, name = (x(mark["x"]), y(mark["y"])), word(mark["words"])
        if finite([at]):
            taken.append(_box_of(name, at, mark["align"]))
            out += text(*at, name, anchor=mark["align"], fill=TEXT_COLOUR[mark["tone"]], halo=True)
    drawn = list(_obstacles(marks, x, y))
    for mark in (m for m in marks if m["kind"] == "rule" and m.get("label")):
        name = word(mark["label"])
        choices = list(_places(mark, text_width(name), x, y))
        if choices:
            at, anchor = min(choices, key=lambda c: _cost(_box_of(name, c[0], c[1]), drawn, taken, x))
            taken.append(_box_of(name, at, anchor))
            out += text(*at, name, anchor=anchor, halo=True)
    return out


def _box_of(name: str, at: Point, anchor: str) -> Box:
    width = text_width(name)
    left = at[0] - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(left - 2, at[1] - 13, left + width + 2, at[1] + 5)


def _places(mark: Mark, width: float, x: Scale, y: Scale) -> Iterator[tuple[Point, str]]:
    """Where the label of a rule may stand, best first."""
    if mark["x"] is not None:
        at = x(mark["x"])
        if math.isfinite(at) and x.start - 1 <= at <= x.end + 1:
            sides = (
                [(at + 6, "start"), (at - 6, "end")] if at + 6 + width < x.end else [(at - 6, "end"), (at + 6, "start")]
            )
            for step in range(int((y.start - y.end) / 20)):
                yield from (((across, y.end + 15 + 20 * step), anchor) for across, anchor in sides)
        return
    at = y(mark["y"])
    if math.isfinite(at) and y.end - 1 <= at <= y.start + 1:
        for across, anchor in ((x.end - 4, "end"), (x.start + 6, "start"), ((x.start + x.end) / 2, "middle")):
            yield (across, at - 6), anchor
            yield (across, at + 17), anchor


def _cost(box: Box, drawn: Sequence[Point], taken: Sequence[Box], x: Scale) -> int:
    """How much a label would hide; leaving the plot or covering another label is worst."""
    outside = box.left < x.start - 2 or box.right > x.end + 4
    return 1000 * outside + 500 * sum(box.meets(t) for t in taken) + sum(box.holds(p) for p in drawn)


def _obstacles(marks: Sequence[Mark], x: Scale, y: Scale) -> Iterator[Point]:
    """Points along everything that a label should not hide."""
    for mark in marks:
        if mark["kind"] == "line":
            yield from _along(decimate(pixels(x, y, mark["xs"], mark["ys"])))
        elif mark["kind"] in ("points", "bars"):
            yield from finite(pixels(x, y, mark["xs"], mark["ys"]))
        elif mark["kind"] == "arrows":
            for start, end in zip(mark["starts"], mark["ends"], strict=True):
                yield from _along([(x(start[0]), y(start[1])), (x(end[0]), y(end[1]))])
        elif mark["kind"] == "rule" and mark["x"] is not None:
            yield from _along([(x(mark["x"]), y.start), (x(mark["x"]), y.end)])
        elif mark["kind"] == "rule":
            yield from _along([(x.start, y(mark["y"])), (x.end, y(mark["y"]))])


def _along(points: Sequence[Point]) -> Iterator[Point]:
    """Points every few pixels along a line."""
    for a, b in itertools.pairwise(points):
        if len(finite([a, b])) == 2:
            steps = min(80, max(1, int(math.dist(a, b) / 6)))
            yield from ((a[0] + (b[0] - a[0]) * i / steps, a[1] + (b[1] - a[1]) * i / steps) for i in range(steps + 1))
