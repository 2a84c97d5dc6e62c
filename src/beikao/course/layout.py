"""Where the boxes of the concept map stand: stages as bands, prerequisites to the left, columns of bounded height.

List scheduling with a width bound (Coffman and Graham, 1972) gives columns; barycentre sweeps (Sugiyama, Tagawa and Toda,
1981) order each; isotonic regression puts every box as near to its neighbours as order and gaps allow. Pure arithmetic:
the same course gives the same picture. It draws nothing and routes no lines: they are curves behind the boxes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

GAP_X, GAP_Y = 44.0, 16.0  # px between columns, between boxes of one column
SWEEPS = 24


@dataclass(frozen=True)
class Box:
    """A concept to be placed. `band` is its stage; needs name boxes of the same or an earlier band."""

    name: str
    width: float
    height: float
    band: int
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """`centres` in px by name; `bands` are (band, left edge, right edge) from left to right."""

    width: float
    height: float
    centres: Mapping[str, tuple[float, float]]
    bands: tuple[tuple[int, float, float], ...]


def lay_out(boxes: Sequence[Box], rows: int) -> Layout:
    """Place boxes given in an order in which prerequisites come first; at most `rows` stand in a column."""
    if not boxes:
        return Layout(0.0, 0.0, {}, ())
    by_name = {b.name: b for b in boxes}
    columns = _columns(boxes, rows)
    links = _links(boxes)
    _order(columns, links)
    y = _heights(columns, by_name, links)
    x, left = {}, 0.0
    edges: dict[int, tuple[float, float]] = {}
    for names in columns:
        width = max(by_name[n].width for n in names)
        band = by_name[names[0]].band
        edges[band] = (edges.get(band, (left, left))[0], left + width)
        x.update(dict.fromkeys(names, left + width / 2))
        left += width + GAP_X
    centres = {n: (x[n], y[n]) for n in by_name}
    height = max(y[b.name] + b.height / 2 for b in boxes)
    return Layout(left - GAP_X, height, centres, tuple((band, *ends) for band, ends in sorted(edges.items())))


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


def _links(boxes: Sequence[Box]) -> dict[str, list[str]]:
    links: dict[str, list[str]] = {b.name: [] for b in boxes}
    for box in boxes:
        for need in box.needs:
            links[box.name].append(need)
            links[need].append(box.name)
    return links


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
    columns: Sequence[Sequence[str]], boxes: Mapping[str, Box], links: Mapping[str, Sequence[str]]
) -> dict[str, float]:
    """Centres: every sweep moves each column as near to its boxes' neighbours as order, gaps and the frame allow."""
    frame = max(sum(boxes[n].height + GAP_Y for n in c) for c in columns) - GAP_Y
    y: dict[str, float] = {}
    for column in columns:
        y.update(_stack(column, boxes, dict.fromkeys(column, frame / 2), frame))
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            y.update(_stack(column, boxes, {n: _mean([y[o] for o in links[n]], y[n]) for n in column}, frame))
    return y


def _stack(
    column: Sequence[str], boxes: Mapping[str, Box], wish: Mapping[str, float], frame: float
) -> dict[str, float]:
    """The positions nearest to the wishes (least squares) with the order and gaps kept, inside 0..frame."""
    offsets = [boxes[column[0]].height / 2]
    for above, below in pairwise(column):
        offsets.append(offsets[-1] + (boxes[above].height + boxes[below].height) / 2 + GAP_Y)
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
