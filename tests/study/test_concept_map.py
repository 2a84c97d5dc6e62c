"""The map as data: every concept once, states with their counts, a track as a path, titles in lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from graphlib import TopologicalSorter

import pytest

from beikao.app import course_of
from beikao.coach import standings
from beikao.course.graph import ancestors, study_order
from beikao.settings import own_content
from beikao.study.concept_map import LINE_WIDTH_PX, NOW, geometry, reduced, states_of, text_px, wrap
from tests.coach.blueprint import graph

COURSE = course_of((own_content(),))


def test_drawn_edges_keep_every_path() -> None:
    """Left-out edges are implied by longer paths, and no drawn one is."""
    edges = reduced(COURSE)
    reach: dict[str, set[str]] = {slug: set() for slug in COURSE.concepts}
    for _ in COURSE.concepts:
        for need, slug in edges:
            reach[slug] |= {need} | reach[need]
    assert all(reach[slug] == set(ancestors(COURSE, slug)) for slug in COURSE.concepts)
    assert all(need in COURSE.concepts[slug].needs for need, slug in edges)


def test_at_most_a_few_are_red() -> None:
    stand = standings(COURSE, [], datetime(2026, 1, 1, tzinfo=UTC))
    states = states_of(COURSE, stand, frozenset(COURSE.concepts))
    assert 1 <= sum(s == "now" for s in states.values()) <= NOW
    assert set(states) == set(COURSE.concepts)
    off = states_of(COURSE, stand, frozenset())
    assert "now" not in off.values()


@pytest.mark.parametrize(
    "title",
    [
        "秩",
        "贝叶斯推断与概率图模型",
        "Hessian 矩阵与学习率上界",
        "Singular value decomposition and low-rank approximation",
    ],
)
def test_titles_fit_their_boxes(title: str) -> None:
    lines = wrap(title)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    assert all(text_px(line) <= LINE_WIDTH_PX + 14 for line in lines)
    if len(lines) > 1 and "" not in lines:
        assert min(map(len, lines)) > 1, "a lone character on a line"


Titles = tuple[tuple[str, str, int], ...]
Edges = tuple[tuple[str, str], ...]


def the_course() -> tuple[Titles, Edges]:
    return tuple((c.slug, c.title["zh"], c.stage) for c in study_order(COURSE)), reduced(COURSE)


def the_blueprint() -> tuple[Titles, Edges]:
    """The course as planned, in an order in which prerequisites come first."""
    concepts = {c["slug"]: c for c in graph()["concepts"]}
    order = TopologicalSorter({slug: c["needs"] for slug, c in concepts.items()}).static_order()
    titles = tuple((slug, slug, concepts[slug]["stage"]) for slug in order)
    return titles, tuple((need, slug) for slug, c in concepts.items() for need in c["needs"])


@pytest.mark.parametrize("made", [the_course, the_blueprint])
def test_no_line_crosses_a_box_that_is_not_its_end(made: Callable[[], tuple[Titles, Edges]]) -> None:
    titles, edges = made()
    drawn = geometry(titles, edges)
    assert set(drawn.paths) == set(edges) and set(drawn.boxes) == {slug for slug, _, _ in titles}
    for ends, path in drawn.paths.items():
        for x, y in along(path):
            for slug, box in drawn.boxes.items():
                within = box.x < x < box.x + box.width and box.y - 3 < y < box.y + box.height + 3
                assert not within or slug in ends, (ends, slug)


def along(path: str) -> Iterator[tuple[float, float]]:
    """Points close together on an SVG path of M, H and C."""
    x = y = 0.0
    for command, numbers in re.findall("([MHC])([^MHC]*)", path):
        n = [float(part) for part in numbers.split()]
        for k in range(13):
            t = k / 12
            if command == "H":
                yield x + (n[0] - x) * t, y
            elif command == "C":
                weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
                yield (sum(w * p for w, p in zip(weights, (x, *n[0::2]), strict=True)),
                       sum(w * p for w, p in zip(weights, (y, *n[1::2]), strict=True)))  # fmt: skip
        x, y = (n[-2], n[-1]) if command != "H" else (n[0], y)


def test_the_picture_fills_a_window() -> None:
    """Of usual size: 860 px high, of which header, bar and foot take 160."""
    assert 600 <= geometry(*the_course()).height <= 700


def test_geometry_covers_the_course() -> None:
    drawn = geometry(*the_course())
    assert all(box.x >= 0 and box.x + box.width <= drawn.width for box in drawn.boxes.values())
    for a, b in drawn.paths:
        assert drawn.boxes[a].x + drawn.boxes[a].width < drawn.boxes[b].x
