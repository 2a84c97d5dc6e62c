"""The map of the course: every concept as a box with the learner's state, its prerequisites as lines, tracks as paths.

Geometry depends on the course and the language alone and is cached; states are the learner's. At most `NOW` boxes say
"act here". Edges that longer paths imply are not drawn (they stay in the list of needs). It renders nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from beikao.coach import Standing, standings
from beikao.course import Concept, Course
from beikao.course.graph import ancestors, closure, study_order
from beikao.course.layout import Box, Run, lay_out
from beikao.errors import NotFoundError
from beikao.study.desk import Desk

NOW = 5
FONT_PX, WIDE_PX, NARROW_PX = 14, 14.0, 7.9  # of a Chinese and of a Latin character
LINE_PX, PAD_X, PAD_Y, MARGIN, TOP = 18, 12, 7, 24, 52
LINE_WIDTH_PX = 160
WORD = re.compile(r"[\u2e80-\uffff][，。；：、）」]?|[^\u2e80-\uffff ]+ *| +")
ROWS = 10  # boxes in a column
FILL_PX = 600.0  # of height, which a window of usual size has room for


@dataclass(frozen=True)
class Node:
    """A box; `x`, `y` is its upper left corner. `state` is now, ready, learning, known or locked."""

    concept: Concept
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    state: str
    standing: Standing
    on_track: bool
    needs: tuple[str, ...]
    opens: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One drawn prerequisite; `path` is an SVG path."""

    start: str
    end: str
    path: str
    on_track: bool


@dataclass(frozen=True)
class MapView:
    """`bands` are (stage, left, right) in px; `focus` is the slug to scroll to; `counts` how many concepts are in each state."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    bands: tuple[tuple[int, float, float], ...]
    width: float
    height: float
    focus: str
    track: str
    tracks: Mapping[str, Mapping[str, str]]
    counts: Mapping[str, int]


def concept_map(desk: Desk, language: str, track: str = "") -> MapView:
    """The whole map. Raises NotFoundError for a track that is not there."""
    course = desk.course
    if track and track not in course.tracks:
        raise NotFoundError(f"there is no track {track!r}", hint=f"There are: {', '.join(course.tracks)}.",
                            zh=f"没有路线 {track!r}", hint_zh=f"可选：{'、'.join(course.tracks)}。")  # fmt: skip
    on_track = closure(course, course.tracks[track].targets) if track else frozenset(course.concepts)
    stand = standings(course, desk.events(), desk.now())
    states = states_of(course, stand, on_track)
    order = study_order(course)
    drawn = geometry(tuple((c.slug, c.title[language], c.stage) for c in order), reduced(course))
    nodes = tuple(
        _node(course, c, drawn.boxes[c.slug], states[c.slug], stand[c.slug], c.slug in on_track) for c in order
    )
    lines = tuple(Line(a, b, path, a in on_track and b in on_track) for (a, b), path in drawn.paths.items())
    counts = {s: sum(v == s for v in states.values()) for s in ("now", "ready", "learning", "known", "locked")}
    return MapView(nodes, lines, drawn.bands, drawn.width, drawn.height, _focus(order, states), track,
                   {slug: t.title for slug, t in course.tracks.items()}, counts)  # fmt: skip


def states_of(course: Course, stand: Mapping[str, Standing], on_track: frozenset[str]) -> dict[str, str]:
    """The learner's state of each concept; of what is begun or ready on the track, the first few are "now"."""
    states = {slug: s.state for slug, s in stand.items()}
    begun = [
        c.slug
        for c in study_order(course)
        if c.slug in on_track and states[c.slug] == "learning" and not _waits(stand[c.slug])
    ]
    ready = [c.slug for c in study_order(course) if c.slug in on_track and states[c.slug] == "ready"]
    return {**states, **dict.fromkeys((begun + ready)[:NOW], "now")}


def _waits(standing: Standing) -> bool:
    """Whether only time, or its lab, can do more for it."""
    return standing.shown and standing.read


def _focus(order: list[Concept], states: Mapping[str, str]) -> str:
    return next((c.slug for c in order if states[c.slug] == "now"), order[0].slug if order else "")


def reduced(course: Course) -> tuple[tuple[str, str], ...]:
    """The prerequisites that no longer path implies, as (prerequisite, dependant)."""
    return tuple(
        (need, c.slug)
        for c in study_order(course)
        for need in c.needs
        if need in course.concepts
        and not any(need in ancestors(course, other) for other in c.needs if other in course.concepts and other != need)
    )


@dataclass(frozen=True)
class _Box:
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class _Drawn:
    boxes: Mapping[str, _Box]
    paths: Mapping[tuple[str, str], str]
    bands: tuple[tuple[int, float, float], ...]
    width: float
    height: float


@lru_cache(maxsize=8)
def geometry(titles: tuple[tuple[str, str, int], ...], edges: tuple[tuple[str, str], ...]) -> _Drawn:
    """Boxes for (slug, title, stage) and paths for (prerequisite, dependant)."""
    needs: dict[str, list[str]] = {slug: [] for slug, _, _ in titles}
    for need, slug in edges:
        needs[slug].append(need)
    texts = {slug: tuple(wrap(title)) for slug, title, _ in titles}
    sizes = {s: (round(max(map(text_px, t)) + 2 * PAD_X), len(t) * LINE_PX + 2 * PAD_Y) for s, t in texts.items()}
    placed = [Box(slug, *sizes[slug], stage, tuple(needs[slug])) for slug, _, stage in titles]
    found = lay_out(placed, ROWS, fill=FILL_PX)
    boxes = {slug: _box(texts[slug], sizes[slug], centre) for slug, centre in found.centres.items()}
    bands = tuple((band, left + MARGIN, right + MARGIN) for band, left, right in found.bands)
    paths = {(a, b): path_of(found.routes[a, b]) for a, b in edges}
    return _Drawn(boxes, paths, bands, found.width + 2 * MARGIN, found.height + MARGIN + TOP)


def _box(text: tuple[str, ...], size: tuple[int, int], centre: tuple[float, float]) -> _Box:
    (w, h), (x, y) = size, centre
    return _Box(text, round(x - w / 2 + MARGIN, 1), round(y - h / 2 + TOP, 1), w, h)


def text_px(text: str) -> float:
    """The width of a text in the map's font, near enough to draw a box around it."""
    return sum(WIDE_PX if ord(c) > 0x2E7F else NARROW_PX for c in text)


def wrap(title: str) -> list[str]:
    """A title in lines of about equal length that fit a box: Latin breaks at spaces, Chinese between characters."""
    limit = text_px(title) / max(1, math.ceil(text_px(title) / LINE_WIDTH_PX))
    lines = [""]
    for word in WORD.findall(title):
        if lines[-1] and text_px((lines[-1] + word).rstrip()) > limit + WIDE_PX:
            lines.append("")
        lines[-1] += word
    return [line.strip() for line in lines]


def path_of(runs: Sequence[Run]) -> str:
    """A line as an SVG path: level along the runs, curved between them."""
    parts = [f"M{runs[0][0] + MARGIN:.0f} {runs[0][2] + TOP:.1f}"]
    for (_, x, y), (u, _, v) in pairwise(runs):
        middle = (x + u) / 2 + MARGIN
        parts.append(
            f"H{x + MARGIN:.0f}C{middle:.0f} {y + TOP:.1f} {middle:.0f} {v + TOP:.1f} {u + MARGIN:.0f} {v + TOP:.1f}"
        )
    return "".join(parts) + f"H{runs[-1][1] + MARGIN:.0f}"


def _node(course: Course, concept: Concept, box: _Box, state: str, standing: Standing, on_track: bool) -> Node:
    needs = tuple(n for n in concept.needs if n in course.concepts)
    opens = tuple(c.slug for c in course.concepts.values() if concept.slug in c.needs)
    return Node(concept, box.lines, box.x, box.y, box.width, box.height, state, standing, on_track, needs, opens)
