"""The map as data: every concept once, states with their counts, a track as a path, titles in lines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from beikao.app import course_of
from beikao.coach import standings
from beikao.course.graph import ancestors
from beikao.settings import own_content
from beikao.study.concept_map import LINE_WIDTH_PX, NOW, geometry, reduced, states_of, text_px, wrap

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


def test_geometry_covers_the_course() -> None:
    titles = tuple(
        (c.slug, c.title["zh"], c.stage)
        for c in sorted(COURSE.concepts.values(), key=lambda c: len(ancestors(COURSE, c.slug)))
    )
    drawn = geometry(titles, reduced(COURSE))
    assert set(drawn.boxes) == set(COURSE.concepts)
    assert all(box.x >= 0 and box.x + box.width <= drawn.width for box in drawn.boxes.values())
    for (a, b), path in drawn.paths.items():
        assert path.startswith("M") and drawn.boxes[a].x + drawn.boxes[a].width < drawn.boxes[b].x
