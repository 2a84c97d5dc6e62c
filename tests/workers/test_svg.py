"""Figures as SVG: well-formed, drawn where the numbers are, words never on top of each other, nothing that could run."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from beikao.kit import Plot
from beikao.workers.svg import render
from beikao.workers.svg.scales import Scale, label, span, tick_labels

ANY = st.floats(allow_nan=True, allow_infinity=True)
FINITE = st.floats(-1e15, 1e15)


def drawn(*plots: Plot, words: str = "A picture", language: str = "en") -> ElementTree.Element:
    """The picture, parsed: anything malformed stops here."""
    return ElementTree.fromstring(render(list(plots), language, words))


def texts(root: ElementTree.Element) -> list[str]:
    return ["".join(e.itertext()) for e in root.iter() if e.tag.endswith("text")]


def test_a_line_goes_through_its_points() -> None:
    """Pixels are an affine picture of the data: the middle of three points in a row lies in the middle."""
    root = drawn(Plot(x_range=(0, 10), y_range=(0, 10)).line([0, 5, 10], [0, 5, 10]))
    path = next(e.get("d", "") for e in root.iter() if e.tag.endswith("path") and e.get("stroke") == "var(--ink)")
    numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", path)]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    assert len(points) == 3
    assert points[0][0] < points[2][0]
    assert points[0][1] > points[2][1]
    for axis in (0, 1):
        assert points[1][axis] == pytest.approx((points[0][axis] + points[2][axis]) / 2, abs=0.06)


def test_words_are_of_the_language() -> None:
    plot = Plot(x=("轴", "axis"), title=("题", "title")).line([1, 2], label=("线", "line"))
    assert {"轴", "题", "线"} <= set(texts(drawn(plot, language="zh")))
    assert {"axis", "title", "line"} <= set(texts(drawn(plot)))


@pytest.mark.parametrize(
    "evil", ["</text><script>alert(1)</script>", '" onload="x', "<a href='javascript:x'>", "&amp;<", "\x00\x07"]
)
def test_words_cannot_become_markup(evil: str) -> None:
    words = (evil, evil)
    plot = Plot(x=words, y=words, title=words).line([1, 2], label=words).text(1, 1, words).rule(x=1, label=words)
    root = drawn(plot, Plot().table([[evil]], [evil]), Plot().bars([1.0], names=[words]), words=evil)
    tags = {e.tag.rpartition("}")[2] for e in root.iter()}
    assert tags <= {
        "div",
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "text",
        "tspan",
        "title",
        "desc",
        "line",
        "clipPath",
        "defs",
        "polyline",
        "table",
    }
    assert not [a for e in root.iter() for a in e.attrib if a.startswith("on") or a == "href"]


@settings(deadline=None, max_examples=60)
@given(st.lists(ANY, max_size=30), st.booleans(), st.booleans())
@example([5e-324], False, False)
@example([5e-324], True, True)
def test_any_numbers_draw(values: list[float], log_x: bool, log_y: bool) -> None:
    """Infinities, nothing at all, one value, minus on a logarithm: a picture, and never `nan` in it."""
    xs = [float(i + 1) for i in range(len(values))]
    plot = Plot(log_x=log_x, log_y=log_y).line(values, xs).points(xs, values).bars(values, xs).band(xs, values, values)
    text = render([plot], "en", "x")
    ElementTree.fromstring(text)
    assert "nan" not in re.sub(r">[^<]*<", "><", text)
    assert "inf" not in re.sub(r">[^<]*<", "><", text)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(ANY, min_size=3, max_size=3), min_size=1, max_size=6))
def test_any_matrix_draws(rows: list[list[float]]) -> None:
    ElementTree.fromstring(render([Plot().heat(rows, numbers=True)], "zh", "x"))


@given(FINITE, FINITE, st.booleans())
def test_spans_are_never_empty(a: float, b: float, log: bool) -> None:
    low, high = span([a, b], log=log, given=None)
    assert low < high
    assert not log or low > 0


@given(FINITE, st.floats(1e-9, 1e12), st.integers(2, 9))
def test_ticks_are_round_few_and_inside(low: float, width: float, wanted: int) -> None:
    high = low + width
    if not high > low or high - low < 1e-9 * max(abs(low), abs(high)):
        return
    ticks = Scale(low, high, 0, 100).ticks(wanted)
    assert 1 <= len(ticks) <= 2 * wanted + 2
    assert all(low - 1e-6 * width <= t <= high + 1e-6 * width for t in ticks)
    assert len(set(tick_labels(ticks, False))) == len(ticks) or width < 1e-6 * abs(low)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (0.25, "0.25"),
        (1000, "1,000"),
        (2e6, "2×10⁶"),
        (1e-4, "10⁻⁴"),
        (-1e7, "−10⁷"),
        (-0.5, "−0.5"),
        (1.5e-9, "1.5×10⁻⁹"),
    ],
)
def test_numbers_are_written_as_people_write_them(value: float, written: str) -> None:
    assert label(value) == written


def test_log_scale_is_logarithmic() -> None:
    scale = Scale(1, 100, 0, 200, log=True)
    assert scale(10) == pytest.approx(100)
    assert math.isnan(scale(0))
    assert scale.ticks() == [1.0, 10.0, 100.0]


def boxes(root: ElementTree.Element) -> list[tuple[str, float, float, float, float]]:
    """(words, left, top, right, bottom) of every text, by a generous estimate of its width."""
    found = []
    for e in root.iter():
        if e.tag.endswith("text") and e.get("x") and "".join(e.itertext()):
            words = "".join(e.itertext())
            width = sum(13 if ord(c) > 0x2E80 else 6.4 for c in words)
            x, y = float(e.get("x", 0)), float(e.get("y", 0))
            left = x - {"start": 0, "middle": width / 2, "end": width}[e.get("text-anchor", "start")]
            found.append((words, left, y - 10, left + width, y + 2))
    return found


def test_labels_of_rules_do_not_cover_each_other() -> None:
    plot = Plot(x_range=(0, 10), y_range=(0, 1)).line([0.1, 0.9], [0, 10])
    for i, at in enumerate((5.0, 5.1, 5.2, 5.3)):
        plot.rule(x=at, label=(f"第 {i} 条很长的说明", f"rule number {i} with words"))
    for language in ("zh", "en"):
        found = [b for b in boxes(drawn(plot, language=language)) if "第" in b[0] or "rule" in b[0]]
        assert len(found) == 4
        for i, a in enumerate(found):
            for b in found[i + 1 :]:
                apart = a[3] <= b[1] or b[3] <= a[1] or a[4] <= b[2] or b[4] <= a[2]
                assert apart, (a, b)


def test_the_picture_says_what_it_shows() -> None:
    root = drawn(Plot().line([1, 2]), words="Two points, rising")
    assert [(e.get("role"), e.get("aria-label")) for e in root if e.get("role")] == [("img", "Two points, rising")]


def test_long_lines_stay_small() -> None:
    """100,000 points are thinned to what a screen can show; the extremes stay."""
    values = [math.sin(i / 50) for i in range(100_000)]
    values[54_321] = 9.0
    text = render([Plot(y_range=(-2, 10)).line(values)], "en", "x")
    assert len(text) < 60_000
    spiked = render([Plot(y_range=(-2, 10)).line([v if v < 2 else 0.0 for v in values])], "en", "x")
    assert text != spiked
