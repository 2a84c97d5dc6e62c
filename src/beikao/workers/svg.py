"""Figures as SVG: both themes through CSS variables, real text in either language, no script, no style element.

One SVG a panel, 460 units wide, so that its text stays readable on a phone; the page lays panels side by side or below
each other. Colours are ink, indigo, gold and a muted ink for rules; series differ by dash and label too. Red and green
are not used: they carry verdicts. Measured against plotting libraries in docs/decisions/030-figure-renderer.md.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from beikao.kit.figure import Plot, Words
from beikao.workers.scales import Scale, label, span

WIDTH, HEIGHT = 460.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 52.0, 14.0, 12.0, 44.0
LINE_HEIGHT, FONT = 18.0, 14
COLOUR = {"ink": "var(--ink)", "indigo": "var(--indigo)", "gold": "var(--gold)", "muted": "var(--ink-3)"}
DASH = {"ink": "", "indigo": "9 4", "gold": "3 3", "muted": "2 4"}
MAX_POINTS = 400


def render(plots: Sequence[Plot], language: str, says: str) -> str:
    """Every panel as an `<svg>`, wrapped in one `div`. `says` becomes the accessible name of the first."""
    chosen = 0 if language == "zh" else 1
    parts = [_Panel(plot, chosen, says if i == 0 else "").svg() for i, plot in enumerate(plots)]
    return f'<div class="panels panels-{len(parts)}">{"".join(parts)}</div>'


def _n(value: float) -> str:
    """A coordinate with one decimal."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def text_width(text: str, size: float = FONT) -> float:
    """Roughly how wide a text is: a CJK character is one em, others a little over half."""
    return sum(size if ord(c) > 0x2E7F else 0.56 * size for c in text)


@dataclass
class _Panel:
    """One plot being drawn; `out` collects the pieces."""

    plot: Plot
    language: int
    says: str
    out: list[str] = field(default_factory=list)

    def word(self, words: Words | str | None) -> str:
        if words is None:
            return ""
        return escape(words if isinstance(words, str) else words[self.language])

    def svg(self) -> str:
        table = next((m for m in self.plot.marks if m["kind"] == "table"), None)
        height = self._table(table) if table else self._chart()
        name = escape(self.says, quote=True)
        role = f'role="img" aria-label="{name}"' if name else 'aria-hidden="true"'
        return (
            f'<svg class="panel" viewBox="0 0 {_n(WIDTH)} {_n(height)}" {role} font-size="{FONT}" '
            f'fill="var(--ink-2)">{"".join(self.out)}</svg>'
        )

    # ---- charts

    def _chart(self) -> float:
        top = self._heading()
        height = top + HEIGHT - TOP
        heat = next((m for m in self.plot.marks if m["kind"] == "heat"), None)
        self.x, self.y = self._heat_scales(heat, top, height) if heat else self._scales(top, height)
        if self.plot.axes and not heat:
            self._axes()
        clip = (
            f'<svg x="{_n(self.x.start)}" y="{_n(self.y.end)}" width="{_n(self.x.end - self.x.start)}" '
            f'height="{_n(self.y.start - self.y.end)}" viewBox="{_n(self.x.start)} {_n(self.y.end)} '
            f'{_n(self.x.end - self.x.start)} {_n(self.y.start - self.y.end)}" overflow="hidden">'
        )
        behind = [m for m in self.plot.marks if m["kind"] in ("band", "bars", "heat", "rule")]
        front = [m for m in self.plot.marks if m["kind"] in ("line", "points", "arrows")]
        self.out.append(clip)
        for mark in [*behind, *front]:
            getattr(self, f"_{mark['kind']}")(mark)
        self.out.append("</svg>")
        self._texts()
        return height

    def _heading(self) -> float:
        """Title and legend above the plot; returns where the plot begins."""
        y = TOP
        if self.plot.title:
            y += LINE_HEIGHT
            self.out.append(
                f'<text x="{_n(LEFT)}" y="{_n(y - 4)}" font-weight="600" fill="var(--ink)">{self.word(self.plot.title)}</text>'
            )
        entries = [m for m in self.plot.marks if m.get("label") and m["kind"] != "rule"]
        x = LEFT
        for i, mark in enumerate(entries):
            name = self.word(mark["label"])
            width = 30 + text_width(name) + 14
            if i == 0 or x + width > WIDTH:
                x, y = LEFT, y + LINE_HEIGHT
            self._key(mark, x, y - 9)
            self.out.append(f'<text x="{_n(x + 30)}" y="{_n(y - 4)}">{name}</text>')
            x += width
        return y + 4 if y > TOP else TOP

    def _key(self, mark: dict[str, Any], x: float, y: float) -> None:
        colour = COLOUR[mark["tone"]]
        if mark["kind"] == "points":
            fill = "none" if mark["hollow"] else colour
            self.out.append(
                f'<circle cx="{_n(x + 12)}" cy="{_n(y)}" r="4" fill="{fill}" stroke="{colour}" stroke-width="1.5"/>'
            )
        elif mark["kind"] in ("bars", "band"):
            opacity = "0.25" if mark["kind"] == "band" else "0.75"
            self.out.append(
                f'<rect x="{_n(x + 3)}" y="{_n(y - 5)}" width="18" height="10" fill="{colour}" fill-opacity="{opacity}"/>'
            )
        else:
            self.out.append(f'<path d="M{_n(x)} {_n(y)}h24" {self._stroke(mark)}/>')

    def _stroke(self, mark: dict[str, Any], width: float = 2.0) -> str:
        dash = "5 5" if mark.get("dash") else DASH[mark["tone"]]
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        return f'fill="none" stroke="{COLOUR[mark["tone"]]}" stroke-width="{width:g}"{dashes}'

    def _scales(self, top: float, height: float) -> tuple[Scale, Scale]:
        xs, ys, zero = _extent(self.plot)
        low_x, high_x = span(xs, log=self.plot.log_x, given=self.plot.x_range)
        low_y, high_y = span(ys, log=self.plot.log_y, given=self.plot.y_range, zero=zero)
        left = LEFT if self.plot.axes else 8.0
        bottom = height - (BOTTOM if self.plot.axes else 8.0)
        probe = Scale(low_y, high_y, bottom, top, self.plot.log_y)
        if self.plot.axes:
            left = max(40.0, 26 + max((text_width(label(t), 13) for t in probe.ticks()), default=20.0))
            left += 0 if self.word(self.plot.y) else -14
        if self.plot.equal:
            low_x, high_x, low_y, high_y = _equal((low_x, high_x, low_y, high_y), WIDTH - RIGHT - left, bottom - top)
        return Scale(low_x, high_x, left, WIDTH - RIGHT, self.plot.log_x), Scale(
            low_y, high_y, bottom, top, self.plot.log_y
        )

    def _axes(self) -> None:
        x, y = self.x, self.y
        grid = "".join(f"M{_n(x.start)} {_n(y(t))}H{_n(x.end)}" for t in y.ticks())
        self.out.append(f'<path d="{grid}" stroke="var(--rule)" fill="none"/>')
        self.out.append(f'<path d="M{_n(x.start)} {_n(y.start)}H{_n(x.end)}" stroke="var(--ink-3)" fill="none"/>')
        for t in y.ticks():
            self.out.append(
                f'<text x="{_n(x.start - 6)}" y="{_n(y(t) + 4.5)}" text-anchor="end" font-size="13">{label(t)}</text>'
            )
        self._x_ticks()
        name_x, name_y = self.word(self.plot.x), self.word(self.plot.y)
        if name_x:
            self.out.append(
                f'<text x="{_n((x.start + x.end) / 2)}" y="{_n(y.start + 38)}" text-anchor="middle">{name_x}</text>'
            )
        if name_y:
            middle = _n((y.start + y.end) / 2)
            self.out.append(
                f'<text transform="translate(14 {middle}) rotate(-90)" text-anchor="middle">{name_y}</text>'
            )

    def _x_ticks(self) -> None:
        x, y = self.x, self.y
        names = next((m["names"] for m in self.plot.marks if m["kind"] == "bars" and m["names"]), None)
        if names:
            xs = next(m["xs"] for m in self.plot.marks if m["kind"] == "bars" and m["names"])
            labels = [(v, self.word(n)) for v, n in zip(xs, names, strict=False)]
        else:
            labels = [(t, label(t)) for t in x.ticks(6)]
        last = -math.inf
        for value, name in labels:
            at, half = x(value), text_width(name, 13) / 2
            if at - half < last + 4:
                continue
            last = at + half
            self.out.append(f'<path d="M{_n(at)} {_n(y.start)}v4" stroke="var(--ink-3)"/>')
            self.out.append(
                f'<text x="{_n(at)}" y="{_n(y.start + 18)}" text-anchor="middle" font-size="13">{name}</text>'
            )

    # ---- marks

    def _points_of(self, xs: Sequence[float], ys: Sequence[float]) -> list[tuple[float, float]]:
        return [(self.x(a), self.y(b)) for a, b in zip(xs, ys, strict=True)]

    def _line(self, mark: dict[str, Any]) -> None:
        points = decimate(self._points_of(mark["xs"], mark["ys"]))
        self.out.append(f'<path d="{path_of(points)}" {self._stroke(mark)} stroke-linejoin="round"/>')

    def _points(self, mark: dict[str, Any]) -> None:
        colour, r = COLOUR[mark["tone"]], 4 if len(mark["xs"]) <= 40 else 2.5
        fill = "var(--card)" if mark["hollow"] else colour
        dots = "".join(
            f'<circle cx="{_n(a)}" cy="{_n(b)}" r="{r:g}"/>'
            for a, b in self._points_of(mark["xs"], mark["ys"])
            if math.isfinite(a) and math.isfinite(b)
        )
        self.out.append(f'<g fill="{fill}" stroke="{colour}" stroke-width="1.5">{dots}</g>')

    def _bars(self, mark: dict[str, Any]) -> None:
        places = sorted(self.x(v) for v in mark["xs"])
        gap = min((b - a for a, b in itertools.pairwise(places)), default=80.0)
        width = max(1.0, min(0.7 * gap, 60.0))
        floor = self.y(0.0) if not self.plot.log_y else self.y.start
        bars = ""
        for a, b in self._points_of(mark["xs"], mark["ys"]):
            if math.isfinite(a) and math.isfinite(b):
                bars += f'<rect x="{_n(a - width / 2)}" y="{_n(min(b, floor))}" width="{_n(width)}" height="{_n(abs(floor - b))}"/>'
        self.out.append(f'<g fill="{COLOUR[mark["tone"]]}" fill-opacity="0.75">{bars}</g>')

    def _band(self, mark: dict[str, Any]) -> None:
        low = self._points_of(mark["xs"], mark["low"])
        high = self._points_of(mark["xs"], mark["high"])
        ring = [p for p in [*low, *reversed(high)] if math.isfinite(p[0]) and math.isfinite(p[1])]
        self.out.append(f'<path d="{path_of(ring)}Z" fill="{COLOUR[mark["tone"]]}" fill-opacity="0.18"/>')

    def _rule(self, mark: dict[str, Any]) -> None:
        if mark["x"] is not None:
            d = f"M{_n(self.x(mark['x']))} {_n(self.y.start)}V{_n(self.y.end)}"
        else:
            d = f"M{_n(self.x.start)} {_n(self.y(mark['y']))}H{_n(self.x.end)}"
        if "nan" not in d:
            self.out.append(
                f'<path d="{d}" fill="none" stroke="{COLOUR[mark["tone"]]}" stroke-width="1.5" stroke-dasharray="4 4"/>'
            )

    def _arrows(self, mark: dict[str, Any]) -> None:
        for start, end in zip(mark["starts"], mark["ends"], strict=True):
            a, b = (self.x(start[0]), self.y(start[1])), (self.x(end[0]), self.y(end[1]))
            self.out.append(f'<path d="{arrow(a, b)}" {self._stroke(mark)} stroke-linejoin="round"/>')

    # ---- matrices

    def _heat_scales(self, mark: dict[str, Any], top: float, height: float) -> tuple[Scale, Scale]:
        rows, columns = len(mark["rows"]), max(len(r) for r in mark["rows"])
        bottom = height - (BOTTOM - 20 if self.word(self.plot.x) else 8)
        left = 30.0 if self.word(self.plot.y) else 8.0
        cell = min((WIDTH - RIGHT - left) / columns, (bottom - top) / rows)
        x0 = left + ((WIDTH - RIGHT - left) - cell * columns) / 2
        names = (
            (self.plot.x, x0 + cell * columns / 2, top + cell * rows + 18, ""),
            (self.plot.y, x0 - 10, top + cell * rows / 2, "r"),
        )
        for words, x, y, turned in names:
            if self.word(words):
                place = f'transform="translate({_n(x)} {_n(y)}) rotate(-90)"' if turned else f'x="{_n(x)}" y="{_n(y)}"'
                self.out.append(f'<text {place} text-anchor="middle">{self.word(words)}</text>')
        return Scale(0, columns, x0, x0 + cell * columns), Scale(rows, 0, top + cell * rows, top)

    def _heat(self, mark: dict[str, Any]) -> None:
        values = [v for row in mark["rows"] for v in row if math.isfinite(v)]
        low = mark["low"] if mark["low"] is not None else min(values, default=0.0)
        high = mark["high"] if mark["high"] is not None else max(values, default=1.0)
        cell = self.x(1) - self.x(0)
        side, numbers = _n(cell), []
        self.out.append('<g fill="var(--ink)" stroke="var(--rule)">')
        for i, row in enumerate(mark["rows"]):
            for j, value in enumerate(row):
                share = min(1.0, max(0.0, (value - low) / (high - low))) if high > low and math.isfinite(value) else 0.0
                d = f"M{_n(self.x(j))} {_n(self.y(i))}h{side}v{side}h-{side}z"
                self.out.append(f'<path d="{d}" fill-opacity="{share * 0.9:.2f}"/>')
                if mark["numbers"]:
                    numbers.append(self._cell_number(i, j, value, share, cell))
        self.out.append("</g>" + "".join(numbers))

    def _cell_number(self, i: int, j: int, value: float, share: float, cell: float) -> str:
        colour = "var(--card)" if share > 0.5 else "var(--ink)"
        size = min(15.0, cell * 0.36)
        return (
            f'<text x="{_n(self.x(j + 0.5))}" y="{_n(self.y(i + 0.5) + size * 0.35)}" text-anchor="middle" '
            f'font-size="{_n(size)}" fill="{colour}">{label(round(value, 3))}</text>'
        )

    # ---- words

    def _texts(self) -> None:
        """Labels of rules and free texts, over everything, with a halo in the colour of the card."""
        halo = 'stroke="var(--card)" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
        taken: list[tuple[float, float, float]] = []
        for mark in self.plot.marks:
            if mark["kind"] == "rule" and mark.get("label"):
                name = self.word(mark["label"])
                x, y, anchor = self._rule_label(mark, text_width(name), taken)
                self.out.append(f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" {halo}>{name}</text>')
            elif mark["kind"] == "text":
                x, y = self.x(mark["x"]), self.y(mark["y"])
                if math.isfinite(x) and math.isfinite(y):
                    colour = COLOUR[mark["tone"]] if mark["tone"] != "muted" else "var(--ink-2)"
                    self.out.append(
                        f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{mark["align"]}" fill="{colour}" {halo}>{self.word(mark["words"])}</text>'
                    )

    def _rule_label(
        self, mark: dict[str, Any], width: float, taken: list[tuple[float, float, float]]
    ) -> tuple[float, float, str]:
        """Where the label of a rule stands; lower when another label is there already."""
        if mark["x"] is None:
            return self.x.end - 4, self.y(mark["y"]) - 5, "end"
        at = self.x(mark["x"])
        right = at + 6 + width < self.x.end
        x0 = at + 6 if right else at - 6 - width
        y = self.y.end + 14
        while any(abs(y - ty) < 16 and x0 < tx1 + 4 and x0 + width > tx0 - 4 for tx0, tx1, ty in taken):
            y += 17
        taken.append((x0, x0 + width, y))
        return (at + 6, y, "start") if right else (at - 6, y, "end")

    def _table(self, mark: dict[str, Any]) -> float:
        rows = [*([mark["head"]] if mark["head"] else []), *mark["rows"]]
        cells = [[self.word(c if isinstance(c, str) else tuple(c)) for c in row] for row in rows]
        columns = max(len(r) for r in cells)
        widths = [max(text_width(r[j]) if j < len(r) else 0 for r in cells) + 20 for j in range(columns)]
        stretch = min(1.6, (WIDTH - 16) / sum(widths))
        top = self._heading()
        y = top
        for i, row in enumerate(cells):
            x, y = 8.0, y + 24
            bold = ' font-weight="600" fill="var(--ink)"' if i == 0 and mark["head"] else ""
            for j, cell in enumerate(row):
                self.out.append(f'<text x="{_n(x)}" y="{_n(y - 7)}"{bold}>{cell}</text>')
                x += widths[j] * stretch
            self.out.append(f'<path d="M8 {_n(y)}H{_n(WIDTH - 8)}" stroke="var(--rule)"/>')
        return y + 8


def _extent(plot: Plot) -> tuple[list[float], list[float], bool]:
    """All x and y values, and whether bars want zero on the y axis."""
    xs: list[float] = []
    ys: list[float] = []
    zero = False
    for mark in plot.marks:
        kind = mark["kind"]
        if kind in ("line", "points", "bars"):
            room = [min(mark["xs"]) - 0.5, max(mark["xs"]) + 0.5] if kind == "bars" and mark["xs"] else []
            xs += [*mark["xs"], *room]
            ys += mark["ys"]
            zero |= kind == "bars"
        elif kind == "band":
            xs += mark["xs"]
            ys += [*mark["low"], *mark["high"]]
        elif kind == "arrows":
            xs += [p[0] for p in (*mark["starts"], *mark["ends"])]
            ys += [p[1] for p in (*mark["starts"], *mark["ends"])]
        elif kind == "text":
            xs.append(mark["x"])
            ys.append(mark["y"])
    return xs, ys, zero


def _equal(ranges: tuple[float, float, float, float], width: float, height: float) -> tuple[float, float, float, float]:
    """Widen one range so that a unit is as long on both axes."""
    low_x, high_x, low_y, high_y = ranges
    per_x, per_y = (high_x - low_x) / width, (high_y - low_y) / height
    if per_x > per_y:
        middle, half = (low_y + high_y) / 2, per_x * height / 2
        return low_x, high_x, middle - half, middle + half
    middle, half = (low_x + high_x) / 2, per_y * width / 2
    return middle - half, middle + half, low_y, high_y


def path_of(points: Sequence[tuple[float, float]]) -> str:
    """A path through the points, broken where one is not finite; far outside values are cut to stay drawable."""
    d, pen = [], False
    for x, y in points:
        if not (math.isfinite(x) and math.isfinite(y)):
            pen = False
            continue
        d.append(f"{'L' if pen else 'M'}{_n(min(max(x, -1e4), 1e4))} {_n(min(max(y, -1e4), 1e4))}")
        pen = True
    return "".join(d)


def decimate(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """At most about MAX_POINTS points: of each bucket its lowest and highest, in order."""
    if len(points) <= MAX_POINTS:
        return points
    size = math.ceil(2 * len(points) / MAX_POINTS)
    kept = [points[0]]
    for i in range(0, len(points), size):
        bucket = [p for p in points[i : i + size] if math.isfinite(p[1])] or points[i : i + 1]
        low, high = min(bucket, key=lambda p: p[1]), max(bucket, key=lambda p: p[1])
        kept += sorted({low, high}, key=lambda p: p[0])
    return [*kept, points[-1]]


def arrow(a: tuple[float, float], b: tuple[float, float]) -> str:
    """The path of an arrow from a to b, its head drawn as two strokes; nothing for a point."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy)
    if not math.isfinite(length) or length < 1e-6:
        return ""
    head = min(9.0, 0.4 * length)
    ux, uy = dx / length, dy / length
    wings = [(b[0] - head * (ux * 0.9 + s * uy * 0.5), b[1] - head * (uy * 0.9 - s * ux * 0.5)) for s in (1, -1)]
    return f"M{_n(a[0])} {_n(a[1])}L{_n(b[0])} {_n(b[1])}M{_n(wings[0][0])} {_n(wings[0][1])}L{_n(b[0])} {_n(b[1])}L{_n(wings[1][0])} {_n(wings[1][1])}"
