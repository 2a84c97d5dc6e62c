"""The map's layout: nothing overlaps, prerequisites stand to the left, columns keep their bound, whatever the course."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.isotonic import isotonic_regression

from beikao.course.layout import GAP_Y, Box, isotonic, lay_out


@st.composite
def courses(draw: st.DrawFn) -> list[Box]:
    """Boxes in an order in which prerequisites come first, bands never falling along a prerequisite."""
    boxes: list[Box] = []
    for number in range(draw(st.integers(0, 30))):
        needs = draw(st.sets(st.integers(0, number - 1), max_size=3)) if number else set()
        band = max([draw(st.integers(1, 4)), *(boxes[n].band for n in needs)])
        size = draw(st.tuples(st.integers(40, 180), st.integers(30, 70)))
        boxes.append(Box(f"c{number}", *size, band, tuple(f"c{n}" for n in sorted(needs))))
    return boxes


@settings(max_examples=60, deadline=None)
@given(courses(), st.integers(1, 8))
def test_every_course_is_laid_out(boxes: list[Box], rows: int) -> None:
    found = lay_out(boxes, rows)
    by_name = {b.name: b for b in boxes}
    assert set(found.centres) == set(by_name)
    for a, b in combinations(boxes, 2):
        (x, y), (u, v) = found.centres[a.name], found.centres[b.name]
        apart_x, apart_y = abs(x - u) >= (a.width + b.width) / 2 - 1e-6, abs(y - v) >= (a.height + b.height) / 2 - 1e-6
        assert apart_x or apart_y, (a, b)
    for box in boxes:
        x, y = found.centres[box.name]
        assert all(found.centres[n][0] < x for n in box.needs)
        assert x - box.width / 2 >= -1e-6 and x + box.width / 2 <= found.width + 1e-6
        assert y - box.height / 2 >= -1e-6 and y + box.height / 2 <= found.height + 1e-6
        left, right = next((left, right) for band, left, right in found.bands if band == box.band)
        assert left - 1e-6 <= x <= right + 1e-6
    columns: dict[float, int] = {}
    for x, _ in found.centres.values():
        columns[x] = columns.get(x, 0) + 1
    assert max(columns.values(), default=0) <= rows


@settings(max_examples=60, deadline=None)
@given(courses(), st.integers(1, 8), st.sampled_from([0.0, 600.0]))
def test_no_line_runs_through_a_box(boxes: list[Box], rows: int, fill: float) -> None:
    """The level runs meet their own boxes alone; between two runs no box stands."""
    found = lay_out(boxes, rows, fill=fill)
    frames = {b.name: (found.centres[b.name][0] - b.width / 2, found.centres[b.name][0] + b.width / 2,
                       found.centres[b.name][1] - b.height / 2, found.centres[b.name][1] + b.height / 2) for b in boxes}  # fmt: skip
    assert set(found.routes) == {(n, b.name) for b in boxes for n in b.needs}
    for ends, runs in found.routes.items():
        assert runs[0][0] == frames[ends[0]][1] and runs[-1][1] == frames[ends[1]][0]
        for name, (left, right, top, bottom) in frames.items():
            for x, u, y in runs:
                assert x <= u
                if name not in ends:
                    assert u <= left or x >= right or y < top - 6 or y > bottom + 6, (ends, name)
            for (_, x, _), (u, _, _) in pairwise(runs):
                assert x < u and (u <= left or x >= right), (ends, name)


def test_boxes_keep_their_gap() -> None:
    found = lay_out([Box(f"c{n}", 100, 30, 1, ()) for n in range(5)], 9)
    ys = sorted(y for _, y in found.centres.values())
    assert np.diff(ys).min() >= 30 + GAP_Y - 1e-6


def test_a_chain_is_straight() -> None:
    boxes = [Box("a", 90, 30, 1, ()), Box("b", 90, 30, 1, ("a",)), Box("c", 90, 30, 2, ("b",)), Box("d", 90, 30, 1, ())]
    y = {name: centre[1] for name, centre in lay_out(boxes, 4).centres.items()}
    assert abs(y["a"] - y["b"]) < 1 and abs(y["b"] - y["c"]) < 1


@given(st.lists(st.floats(-1e3, 1e3), max_size=40))
def test_isotonic_is_the_libraries(values: list[float]) -> None:
    assert np.allclose(isotonic(values), isotonic_regression(np.array(values)) if values else [])
