"""What a figure is: sliders, lines of text, numbers for the lesson, a plot as plain marks, and its state in words.

Marks are plain data, so a figure travels from the content process to whatever draws it. Nothing here draws:
the renderer is `beikao.workers.svg`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Words = tuple[str, str]  # (zh, en)
TONES = ("ink", "indigo", "gold", "muted")
BREAKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]")
HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)  # controls, directions


@dataclass(frozen=True)
class Slider:
    """A discrete slider: low, low + step, ..., high. Every state can be cached.

    `label` is (zh, en), the name shown; without it the parameter's own name is shown.
    """

    low: float
    high: float
    step: float
    start: float
    label: Words | None = None

    def values(self) -> list[float]:
        """Every position, low to high; integers stay integers."""
        count = int((self.high - self.low) / self.step + 1e-9) + 1
        raw = [self.low + i * self.step for i in range(count)]
        whole = all(float(v).is_integer() for v in (self.low, self.step))
        return [int(v) if whole else round(v, 10) for v in raw]


@dataclass(frozen=True)
class Text:
    """A line that the learner types: at most `most` characters; whatever was sent, `clean` makes it such a line.

    What is typed is a stranger's text: a figure computes with it and shows it, and never runs, imports or opens it.
    """

    start: str
    most: int = 48
    label: Words | None = None

    def clean(self, typed: str) -> str:
        """One line of at most `most` characters, without control characters and marks that turn the direction of writing."""
        return HIDDEN.sub("", BREAKS.sub(" ", typed[: 4 * self.most]))[: self.most]


def _floats(xs: Any) -> list[float]:
    return [float(x) for x in xs]


@dataclass
class Plot:
    """A plot as a list of marks. Every method adds one mark and returns the plot.

    `x`, `y`: axis labels (zh, en). `tone` is one of TONES (ink first, then indigo, then gold); series are told
    apart also by dash and label. `equal=True` keeps one unit as long on both axes. `axes=False` hides axes.
    """

    x: Words = ("", "")
    y: Words = ("", "")
    title: Words | None = None
    log_x: bool = False
    log_y: bool = False
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    equal: bool = False
    axes: bool = True
    marks: list[dict[str, Any]] = field(default_factory=list)

    def _add(self, kind: str, **data: Any) -> Plot:
        if data.get("tone", "ink") not in TONES:
            raise ValueError(f"Plot.{kind}: tone={data['tone']!r} is not one of {', '.join(TONES)}")
        self.marks.append({"kind": kind, **data})
        return self

    def line(
        self, ys: Any, xs: Any = None, *, label: Words | None = None, tone: str = "ink", dash: bool = False
    ) -> Plot:
        """A line through (xs, ys); without `xs`, 1, 2, 3, ..."""
        ys = _floats(ys)
        xs = _floats(xs) if xs is not None else [float(i + 1) for i in range(len(ys))]
        if len(xs) != len(ys):
            raise ValueError(f"Plot.line: {len(xs)} xs but {len(ys)} ys")
        return self._add("line", xs=xs, ys=ys, label=label, tone=tone, dash=dash)

    def points(self, xs: Any, ys: Any, *, label: Words | None = None, tone: str = "ink", hollow: bool = False) -> Plot:
        """A dot at each (x, y)."""
        return self._add("points", xs=_floats(xs), ys=_floats(ys), label=label, tone=tone, hollow=hollow)

    def bars(self, ys: Any, xs: Any = None, *, names: Sequence[Words] | None = None, label: Words | None = None,
             tone: str = "ink") -> Plot:  # fmt: skip
        """A bar of height y at each x (1, 2, 3, ... by default); `names` label the bars on the x axis."""
        ys = _floats(ys)
        xs = _floats(xs) if xs is not None else [float(i + 1) for i in range(len(ys))]
        return self._add("bars", xs=xs, ys=ys, names=list(names) if names else None, label=label, tone=tone)

    def band(self, xs: Any, low: Any, high: Any, *, label: Words | None = None, tone: str = "indigo") -> Plot:
        """The area between two curves, lightly filled."""
        return self._add("band", xs=_floats(xs), low=_floats(low), high=_floats(high), label=label, tone=tone)

    def heat(self, values: Any, *, numbers: bool = False, low: float | None = None, high: float | None = None) -> Plot:
        """A matrix (rows from the top) as a ramp of ink; `numbers=True` writes each value in its cell (small only)."""
        rows = [_floats(row) for row in values]
        return self._add("heat", rows=rows, numbers=numbers, low=low, high=high)

    def arrows(self, starts: Any, ends: Any, *, label: Words | None = None, tone: str = "ink") -> Plot:
        """An arrow from each (x, y) in `starts` to the one in `ends`."""
        return self._add(
            "arrows",
            starts=[_floats(p) for p in starts],
            ends=[_floats(p) for p in ends],
            label=label,
            tone=tone,
        )

    def rule(
        self,
        *,
        x: float | None = None,
        y: float | None = None,
        label: Words | None = None,
        tone: str = "muted",
    ) -> Plot:
        """A dashed straight line across the plot at one x or one y."""
        if (x is None) == (y is None):
            raise ValueError("Plot.rule: give exactly one of x and y")
        return self._add(
            "rule",
            x=None if x is None else float(x),
            y=None if y is None else float(y),
            label=label,
            tone=tone,
        )

    def text(self, x: float, y: float, words: Words, *, tone: str = "ink", align: str = "start") -> Plot:
        """Words at a point in data coordinates; `align` is start, middle or end."""
        return self._add("text", x=float(x), y=float(y), words=words, tone=tone, align=align)

    def table(self, rows: Sequence[Sequence[str | Words]], head: Sequence[str | Words] | None = None) -> Plot:
        """A table of short strings; a plot with a table holds nothing else."""
        return self._add("table", rows=[list(r) for r in rows], head=list(head) if head else None)


@dataclass(frozen=True)
class Figure:
    """One state of a figure.

    `numbers` are what lessons insert, `plot` one plot or several panels side by side, `says` the state in words
    (zh, en): live text and alternative text.
    """

    numbers: Mapping[str, float | int | str]
    plot: Plot | Sequence[Plot]
    says: Mapping[str, str]

    def panels(self) -> list[Plot]:
        """The plots, left to right."""
        return [self.plot] if isinstance(self.plot, Plot) else list(self.plot)
