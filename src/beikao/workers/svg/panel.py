"""One plot put together: title, legend, axes, marks clipped to the plot area, words on top; or a table."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from beikao.kit.figure import Plot
from beikao.workers.svg.ink import FONT, TICK_FONT, num, safe, text, text_width
from beikao.workers.svg.labels import legend, words
from beikao.workers.svg.marks import DRAW, bars, heat_numbers, heat_range
from beikao.workers.svg.scales import Scale, equal, label, ranges, tick_labels
from beikao.workers.svg.table import table

ALONE, SHARED = 380.0, 340.0  # widths of a lone panel and of one of several
SHOWN_AT_MOST = "480px"  # a lone panel is not blown up beyond this
PLOT_HEIGHT = 0.56
EDGE, BLEED = 8.0, 3.0  # free at the sides; how far a mark may reach over the plot area
ORDER = ("band", "bars", "heat", "rule", "line", "arrows", "points")


def render(plots: Sequence[Plot], language: str, says: str) -> str:
    """Every panel as an `<svg>`, wrapped in one `div`. `says` names the picture; without it titles and axes do."""
    width = ALONE if len(plots) == 1 else SHARED
    parts = []
    for i, plot in enumerate(plots):
        panel = _Panel(plot, 0 if language == "zh" else 1, width)
        parts.append(panel.svg((says or panel.name()) if i == 0 else "" if says else panel.name()))
    return f'<div class="panels panels-{len(parts)}">{"".join(parts)}</div>'


@dataclass
class _Panel:
    """One plot being drawn; `out` collects the pieces."""

    plot: Plot
    language: int
    width: float
    out: list[str] = field(default_factory=list)

    def word(self, found: Any) -> str:
        """A (zh, en) pair in the language, a plain string as it is."""
        return "" if found is None else str(found if isinstance(found, str) else found[self.language])

    def name(self) -> str:
        """What the panel is called: its title, else its axes."""
        axes = " / ".join(filter(None, (self.word(self.plot.y), self.word(self.plot.x))))
        return self.word(self.plot.title) or axes or ("图", "figure")[self.language]

    def svg(self, says: str) -> str:
        """The panel. `says` is its accessible name; a panel without one is covered by its neighbour's."""
        y = self._title()
        grid = next((m for m in self.plot.marks if m["kind"] == "table"), None)
        heat = next((m for m in self.plot.marks if m["kind"] == "heat"), None)
        if grid:
            drawn, self.width, height = table(grid, self.word, self.width, y)
            self.out.append(drawn)
        else:
            height = self._heat(heat, y) if heat else self._chart(y)
        title = f"<title>{safe(self.name())}</title>"
        role = f'role="img" aria-label="{safe(says)}"' if says else 'aria-hidden="true"'
        cap = f' style="max-width:{SHOWN_AT_MOST}"' if self.width >= ALONE else ""
        return (
            f'<svg class="panel" viewBox="0 0 {num(self.width)} {num(height)}" {role} font-size="{FONT:g}" '
            f'fill="var(--ink-2)"{cap}>{title}{"".join(self.out)}</svg>'
        )

    def _title(self) -> float:
        if not self.plot.title:
            return 4.0
        self.out.append(text(EDGE, 17, self.word(self.plot.title), fill="var(--ink)", bold=True))
        return 26.0

    # ---- charts

    def _chart(self, y: float) -> float:
        drawn, y = legend(self.plot.marks, self.word, EDGE, self.width, y)
        self.out.append(drawn)
        named = self.plot.axes and self.word(self.plot.y)
        if named:
            y += 20
            self.out.append(text(EDGE, y - 5, named, size=TICK_FONT))
        top = y + (9 if self.plot.axes else 4)
        self.x, self.y = self._scales(top)
        if self.plot.axes:
            self._y_axis()
            bottom = self._x_axis()
        else:
            bottom = self.y.start + EDGE
        self.out.append(self._clipped())
        self.out.append(words(self.plot.marks, self.word, self.x, self.y))
        return bottom

    def _scales(self, top: float) -> tuple[Scale, Scale]:
        """The two scales; a plot with equal units is as high as its data ask, within bounds."""
        (x_low, x_high), (y_low, y_high) = ranges(self.plot)
        height = PLOT_HEIGHT * self.width
        left, right = EDGE, self.width - EDGE
        if self.plot.axes:
            probe = Scale(y_low, y_high, top + height, top, self.plot.log_y)
            names = tick_labels(probe.ticks(), probe.log)
            left = 16 + max((text_width(n, TICK_FONT) for n in names), default=20.0)
            right = self.width - 14
        if self.plot.equal:
            height = min(max((right - left) * (y_high - y_low) / (x_high - x_low), 0.45 * self.width), 0.9 * self.width)
            (x_low, x_high), (y_low, y_high) = equal((x_low, x_high), (y_low, y_high), right - left, height)
        x = Scale(x_low, x_high, left, right, self.plot.log_x)
        return x, Scale(y_low, y_high, top + height, top, self.plot.log_y)

    def _y_axis(self) -> None:
        x, y = self.x, self.y
        ticks = y.ticks()
        lines = "".join(f"M{num(x.start)} {num(y(t))}H{num(x.end)}" for t in ticks)
        self.out.append(f'<path d="{lines}" stroke="var(--rule)"/>')
        for tick, name in zip(ticks, tick_labels(ticks, y.log), strict=True):
            self.out.append(text(x.start - 7, y(tick) + 4.5, name, anchor="end", size=TICK_FONT))
        zero = not y.log and y.low < 0 < y.high
        axis = f"M{num(x.start)} {num(y.start)}H{num(x.end)}" + (
            f"M{num(x.start)} {num(y(0))}H{num(x.end)}" if zero else ""
        )
        self.out.append(f'<path d="{axis}" stroke="var(--ink-3)"/>')

    def _x_axis(self) -> float:
        """Ticks or the names of bars, then the axis' name; returns the panel's height."""
        named = next((m for m in self.plot.marks if m["kind"] == "bars" and m["names"]), None)
        if named:
            below = self._bar_names(
                [(self.x(v), self.word(n)) for v, n in zip(named["xs"], named["names"], strict=False)]
            )
        else:
            below = self._x_ticks()
        name = self.word(self.plot.x)
        if name:
            below += 20
            self.out.append(text((self.x.start + self.x.end) / 2, below - 3, name, anchor="middle", size=TICK_FONT))
        return below + 4

    def _x_ticks(self) -> float:
        """As many ticks as fit, at most about seven."""
        x, y = self.x, self.y
        for wanted in (7, 6, 5, 4, 3, 2):
            ticks = x.ticks(wanted)
            names = tick_labels(ticks, x.log)
            if _fits([(x(t), text_width(n, TICK_FONT)) for t, n in zip(ticks, names, strict=True)]):
                break
        marks = "".join(f"M{num(x(t))} {num(y.start)}v4" for t in ticks)
        self.out.append(f'<path d="{marks}" stroke="var(--ink-3)"/>')
        for tick, name in zip(ticks, names, strict=True):
            inside = min(x(tick), self.width - 1 - text_width(name, TICK_FONT) / 2)
            self.out.append(text(inside, y.start + 18, name, anchor="middle", size=TICK_FONT))
        return y.start + 20

    def _bar_names(self, names: list[tuple[float, str]]) -> float:
        """Names under bars: on one line, else each on up to two lines, else aslant."""
        y = self.y.start
        for lines in ([[n] for _, n in names], [halves(n) for _, n in names]):
            wide = [
                (at, max(text_width(part, TICK_FONT) for part in rows))
                for (at, _), rows in zip(names, lines, strict=True)
            ]
            if _fits(wide) and all(at - w / 2 > -1 and at + w / 2 < self.width + 1 for at, w in wide):
                for (at, _), rows in zip(names, lines, strict=True):
                    for i, part in enumerate(rows):
                        self.out.append(text(at, y + 18 + 16 * i, part, anchor="middle", size=TICK_FONT))
                return y + 20 + 16 * (max(map(len, lines)) - 1)
        for at, name in names:
            self.out.append(f'<g transform="translate({num(at + 4)} {num(y + 14)}) rotate(-40)">'
                            f'{text(0, 0, name, anchor="end", size=TICK_FONT)}</g>')  # fmt: skip
        return y + 20 + 0.65 * max((text_width(n, TICK_FONT) for _, n in names), default=0.0)

    def _clipped(self) -> str:
        """The marks, back to front, in a nested `<svg>` that cuts what leaves the plot area."""
        x, y = self.x, self.y
        box = (x.start - BLEED, y.end - BLEED, x.end - x.start + 2 * BLEED, y.start - y.end + 2 * BLEED)
        left, top, width, height = map(num, box)
        marks = sorted(self.plot.marks, key=lambda m: ORDER.index(m["kind"]) if m["kind"] in ORDER else len(ORDER))
        groups = [m["xs"] for m in marks if m["kind"] == "bars"]
        drawn, seen = "", 0
        for mark in marks:
            if mark["kind"] == "bars":
                together = groups if all(g == groups[0] for g in groups) else [mark["xs"]]
                drawn += bars(mark, x, y, (seen if len(together) > 1 else 0, len(together)))
                seen += 1
            elif mark["kind"] in DRAW:
                drawn += DRAW[mark["kind"]](mark, x, y)
        place = f'x="{left}" y="{top}" width="{width}" height="{height}" viewBox="{left} {top} {width} {height}"'
        return f'<svg {place} overflow="hidden">{drawn}</svg>'

    # ---- matrices

    def _heat(self, mark: dict[str, Any], y: float) -> float:
        """A matrix with square cells, its names beside it, and a ramp unless its numbers are written."""
        rows = mark["rows"]
        columns = max((len(r) for r in rows), default=1)
        down, across = self.word(self.plot.y), self.word(self.plot.x)
        if down:
            y += 18
            self.out.append(text(EDGE, y - 4, f"↓ {down}", size=TICK_FONT))
        top = y + 4
        cell = min((self.width - 2 * EDGE) / columns, 0.72 * self.width / max(len(rows), 1), 56.0)
        left = (self.width - cell * columns) / 2
        self.x = Scale(0, columns, left, left + cell * columns)
        self.y = Scale(len(rows), 0, top + cell * len(rows), top)
        self.out.append(DRAW["heat"](mark, self.x, self.y))
        if mark["numbers"]:
            self.out.append(heat_numbers(mark, self.x, self.y))
        bottom = self.y.start + 4
        if across:
            bottom += 18
            self.out.append(
                text((self.x.start + self.x.end) / 2, bottom - 3, f"{across} →", anchor="middle", size=TICK_FONT)
            )
        self.out.append(words([m for m in self.plot.marks if m["kind"] == "text"], self.word, self.x, self.y))
        return bottom + 4 if mark["numbers"] else self._ramp(mark, bottom)

    def _ramp(self, mark: dict[str, Any], y: float) -> float:
        low, high = heat_range(mark)
        names = [label(float(f"{v:.3g}")) for v in (low, high)]
        left = self.width / 2 - 50
        steps = "".join(
            f'<rect x="{num(left + 10 * i)}" y="{num(y + 6)}" width="10" height="8" fill-opacity="{0.9 * (i + 1) / 10:.2f}"/>'
            for i in range(10)
        )
        self.out.append(f'<g fill="var(--ink)">{steps}</g>')
        self.out.append(text(left - 6, y + 14.5, names[0], anchor="end", size=TICK_FONT))
        self.out.append(text(left + 106, y + 14.5, names[1], size=TICK_FONT))
        return y + 22


def _fits(labels: Sequence[tuple[float, float]]) -> bool:
    """Whether labels of these centres and widths keep their distance."""
    edges = sorted((at - width / 2, at + width / 2) for at, width in labels if math.isfinite(at))
    return all(b[0] - a[1] >= 6 for a, b in itertools.pairwise(edges))


def halves(name: str) -> list[str]:
    """A name on two lines: at the space nearest to its middle, else (Chinese) in the middle; short ones stay whole."""
    spaces = [i for i, c in enumerate(name) if c in " -/"]
    if spaces:
        at = min(spaces, key=lambda i: abs(i - len(name) / 2))
        return [name[: at + 1].strip(), name[at + 1 :].strip()]
    if len(name) > 3 and all(ord(c) > 0x2E7F for c in name):
        middle = (len(name) + 1) // 2
        return [name[:middle], name[middle:]]
    return [name]
