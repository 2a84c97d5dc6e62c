"""Where the boxes of the concept map stand and how its lines run: stages as bands, prerequisites to the left.

List scheduling with a width bound (Coffman and Graham, 1972) gives columns; a line that passes a column has a place of its
own in it, between the boxes, one for all lines of the same prerequisite; barycentre sweeps (Sugiyama, Tagawa and Toda, 1981)
order each column; isotonic regression puts everything as near to its neighbours as order and gaps allow. So no line ever
runs through a box. Pure arithmetic: the same course gives the same picture. It draws nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

GAP_X, GAP_Y = 56.0, 16.0  # px between columns, between boxes of one column at least
ROOMY_Y = 40.0  # between boxes where the picture has room to fill
GAP_LINES, GAP_LINE = 7.0, 12.0  # between two lines that pass a column, between one and a box
SWEEPS = 24


@dataclass(frozen=True)
class Box:
    """A concept to be placed. `band` is its stage; needs name boxes of the same or an earlier band."""

    name: str
    width: float
    height: float
    band: int
    needs: tuple[str, ...]


Run = tuple[float, float, float]  # from x to x at a height: the part of a line that lies in one column


@dataclass(frozen=True)
class Layout:
    """`centres` in px by name; `bands` are (band, left edge, right edge) from left to right; `routes` hold for each
    (need, name) the level runs of its line, one in every column it meets; between columns it goes over freely."""

    width: float
    height: float
    centres: Mapping[str, tuple[float, float]]
    bands: tuple[tuple[int, float, float], ...]
    routes: Mapping[tuple[str, str], tuple[Run, ...]]


def lay_out(boxes: Sequence[Box], rows: int, *, fill: float = 0.0) -> Layout:
    """Place boxes given in an order in which prerequisites come first; at most `rows` stand in a column. The gaps grow
    until the picture is `fill` px high, within reason."""
    if not boxes:
        return Layout(0.0, 0.0, {}, (), {})
    by_name = {b.name: b for b in boxes}
    columns = _columns(boxes, rows)
    sides = list(_sides(columns, by_name))
    passing, links = _pass(columns, boxes)
    by_name |= passing
    _order(columns, links)
    y = _heights(columns, by_name, links, fill)
    edges: dict[int, tuple[float, float]] = {}
    for (left, right), names in zip(sides, columns, strict=True):
        band = next(by_name[n].band for n in names if n not in passing)
        edges[band] = (edges.get(band, (left, left))[0], right)
    at = {n: place for place, names in enumerate(columns) for n in names}
    x = {b.name: sum(sides[at[b.name]]) / 2 for b in boxes}
    routes = {(need, b.name): tuple(_runs(by_name[need], b, at, sides, x, y)) for b in boxes for need in b.needs}
    centres = {b.name: (x[b.name], y[b.name]) for b in boxes}
    height = max(y[b.name] + b.height / 2 for b in boxes)
    return Layout(sides[-1][1], height, centres, tuple((band, *ends) for band, ends in sorted(edges.items())), routes)


def _sides(columns: Sequence[Sequence[str]], boxes: Mapping[str, Box]) -> Iterator[tuple[float, float]]:
    """The left and the right edge of each column."""
    left = 0.0
    for names in columns:
        width = max(boxes[n].width for n in names)
        yield left, left + width
        left += width + GAP_X


def _pass(columns: list[list[str]], boxes: Sequence[Box]) -> tuple[dict[str, Box], dict[str, list[str]]]:
    """Puts into each column a place for every prerequisite whose lines pass it; returns these and who is linked to whom."""
    at = {n: place for place, names in enumerate(columns) for n in names}
    last = {b.name: at[b.name] for b in boxes}
    for box in boxes:
        for need in box.needs:
            last[need] = max(last[need], at[box.name])
    links: dict[str, list[str]] = {b.name: [] for b in boxes}
    passing: dict[str, Box] = {}
    for box in boxes:
        for place in range(at[box.name] + 1, last[box.name]):
            name = _lane(box.name, place)
            passing[name] = Box(name, 0.0, 0.0, box.band, ())
            columns[place].append(name)
            links[name] = []
    joints = {
        pair
        for box in boxes
        for need in box.needs
        for pair in pairwise([need, *(_lane(need, c) for c in range(at[need] + 1, at[box.name])), box.name])
    }
    for one, other in sorted(joints):
        links[one].append(other)
        links[other].append(one)
    return passing, links


def _lane(name: str, place: int) -> str:
    """The name of the place by which the lines of a prerequisite pass a column."""
    return f"{name} {place}"


def _runs(
    need: Box, box: Box, at: Mapping[str, int], sides: Sequence[tuple[float, float]], x: Mapping[str, float],
    y: Mapping[str, float],
) -> Iterator[Run]:  # fmt: skip
    yield x[need.name] + need.width / 2, sides[at[need.name]][1], y[need.name]
    for place in range(at[need.name] + 1, at[box.name]):
        yield *sides[place], y[_lane(need.name, place)]
    yield sides[at[box.name]][0], x[box.name] - box.width / 2, y[box.name]


def _columns(boxes: Sequence[Box], rows: int) -> list[list[str]]:
    """Each box in the first column of its band that lies behind its prerequisites and has room."""
    columns: list[list[str]] = []
    at: dict[str, int] = {}
    for band in sorted({b.band for b in boxes}):
        first = len(columns)
        for box in (b for b in boxes if b.band == band):
            place = max([first, *(at[n] + 1 for n in box.needs if n in at)])
            while place < len(columns) and len(columns[place]) >= rows:
                place += 1
            columns += [[] for _ in range(place + 1 - len(columns))]
            columns[place].append(box.name)
            at[box.name] = place
    return [c for c in columns if c]


def _order(columns: list[list[str]], links: Mapping[str, Sequence[str]]) -> None:
    """Sort each column by the mean relative height of its boxes' neighbours, to and fro."""
    level = {n: (i + 0.5) / len(c) for c in columns for i, n in enumerate(c)}
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            wish = {n: _mean([level[o] for o in links[n]], level[n]) for n in column}
            column.sort(key=lambda n: (wish[n], n))
            level.update({n: (i + 0.5) / len(column) for i, n in enumerate(column)})


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _heights(
    columns: Sequence[Sequence[str]], boxes: Mapping[str, Box], links: Mapping[str, Sequence[str]], fill: float
) -> dict[str, float]:
    """Centres: every sweep moves each column as near to its boxes' neighbours as order, gaps and the frame allow."""
    frame = max(fill, *(_length(c, boxes, GAP_Y) for c in columns))
    gap = max(GAP_Y, min(ROOMY_Y, *(_widest(c, boxes, frame) for c in columns)))
    y: dict[str, float] = {}
    for column in columns:
        y.update(_stack(column, boxes, dict.fromkeys(column, frame / 2), frame, gap))
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            y.update(_stack(column, boxes, {n: _mean([y[o] for o in links[n]], y[n]) for n in column}, frame, gap))
    return y


def _apart(above: Box, below: Box, gap: float) -> float:
    """Px between the edges of two neighbours in a column."""
    boxes = (above.height > 0) + (below.height > 0)
    return (GAP_LINES, GAP_LINE, gap)[boxes]


def _length(column: Sequence[str], boxes: Mapping[str, Box], gap: float) -> float:
    """The height of a column with everything pushed together."""
    between = sum(_apart(boxes[a], boxes[b], gap) for a, b in pairwise(column))
    return sum(boxes[n].height for n in column) + between


def _widest(column: Sequence[str], boxes: Mapping[str, Box], frame: float) -> float:
    """The gap between boxes with which a column fills the frame."""
    pairs = sum(boxes[a].height > 0 and boxes[b].height > 0 for a, b in pairwise(column))
    return (frame - _length(column, boxes, 0.0)) / pairs if pairs else ROOMY_Y


def _stack(
    column: Sequence[str], boxes: Mapping[str, Box], wish: Mapping[str, float], frame: float, gap: float
) -> dict[str, float]:
    """The positions nearest to the wishes (least squares) with the order and gaps kept, inside 0..frame."""
    offsets = [boxes[column[0]].height / 2]
    for above, below in pairwise(column):
        half = (boxes[above].height + boxes[below].height) / 2
        offsets.append(offsets[-1] + half + _apart(boxes[above], boxes[below], gap))
    room = frame - offsets[-1] - boxes[column[-1]].height / 2
    level = isotonic([wish[n] - o for n, o in zip(column, offsets, strict=True)])
    return {n: min(max(v, 0.0), room) + o for n, v, o in zip(column, level, offsets, strict=True)}


def isotonic(values: Sequence[float]) -> list[float]:
    """The nearest non-decreasing sequence in least squares, by pooling adjacent violators."""
    pools: list[tuple[float, int]] = []
    for value in values:
        pools.append((value, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, m), (b, n) = pools[-2:]
            pools[-2:] = [((a * m + b * n) / (m + n), m + n)]
    return [mean for mean, count in pools for _ in range(count)]
