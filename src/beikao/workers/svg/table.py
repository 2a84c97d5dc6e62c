"""A table of short strings as SVG text: columns as wide as they need, numbers to the right."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from beikao.workers.svg.ink import num, text, text_width

NUMBER = re.compile(r"[−+-]?[\d.,]+(?:[×eE^][\d⁻⁰¹²³⁴⁵⁶⁷⁸⁹−-]+)?\s?\S{0,4}\Z")
ROW, EDGE, GAP = 26.0, 8.0, 22.0


def table(mark: dict[str, Any], word: Callable[[Any], str], width: float, top: float) -> tuple[str, float, float]:
    """(SVG, width, height). A table wider than the panel widens the panel."""
    head = [[word(c) for c in mark["head"]]] if mark["head"] else []
    body = [[word(c) for c in row] for row in mark["rows"]]
    rows = [*head, *body]
    count = max((len(r) for r in rows), default=0)
    columns = [[r[j] if j < len(r) else "" for r in rows] for j in range(count)]
    widths = [max((text_width(cell) for cell in column), default=0.0) for column in columns]
    needed = sum(widths) + GAP * max(0, count - 1) + 2 * EDGE
    width = max(width, needed)
    gap = GAP + min(60.0, (width - needed) / max(1, count - 1))
    out, x = "", EDGE
    for j, column in enumerate(columns):
        right = j > 0 and all(NUMBER.match(c) for c in column[len(head) :] if c)
        for i, cell in enumerate(column):
            bold = bool(head) and i == 0
            at = x + widths[j] if right else x
            out += text(at, top + ROW * i + 18, cell, anchor="end" if right else "", bold=bold,
                        fill="var(--ink)" if bold or j == 0 else "")  # fmt: skip
        x += widths[j] + gap
    end = num(min(width - EDGE, x - gap + 4))
    for i in range(1, len(rows) + 1):
        colour = "var(--ink-3)" if (i == len(head)) or i == len(rows) else "var(--rule)"
        out += f'<path d="M{num(EDGE)} {num(top + ROW * i)}H{end}" stroke="{colour}"/>'
    return out, width, top + ROW * len(rows) + EDGE
