"""The smallest pieces of a drawing: coordinates, strokes, paths, text and its width."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from html import escape
from typing import Any

FONT, TICK_FONT = 14.0, 13.0
COLOUR = {"ink": "var(--ink)", "indigo": "var(--indigo)", "gold": "var(--gold)", "muted": "var(--ink-3)"}
TEXT_COLOUR = {**COLOUR, "muted": "var(--ink-2)"}
DASH = {"ink": "", "indigo": "9 4", "gold": "3 3", "muted": "2 4"}
HALO = 'stroke="var(--card)" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
MAX_POINTS = 400
FAR = 1e4  # pixels; what lies farther out is cut to this, far beyond every edge
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")  # what XML cannot hold
POWER = re.compile(r"(?<=10)[⁻⁰¹²³⁴-⁹]+$")
LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "−0123456789")
NARROW = re.compile(r"[ilj.,:;'|!()\[\] \u2070-\u209f\u00b9\u00b2\u00b3]")

Point = tuple[float, float]


def safe(words: str) -> str:
    """Words as they stand in markup."""
    return escape(CONTROL.sub("", words), quote=True)


def num(value: float) -> str:
    """A coordinate with one decimal."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def text_width(text: str, size: float = FONT) -> float:
    """Roughly how wide a text is: a CJK character is one em, narrow letters a third, others a little over half."""
    return sum(size * (1.0 if ord(c) > 0x2E7F else 0.34 if NARROW.match(c) else 0.58) for c in text)


def text(
    x: float, y: float, words: str, *, anchor: str = "", size: float = FONT, fill: str = "", bold: bool = False,
    halo: bool = False,
) -> str:  # fmt: skip
    """A `<text>`; attributes that the panel already has are left out."""
    extra = f' text-anchor="{anchor}"' if anchor in ("middle", "end") else ""
    extra += f' font-size="{num(size)}"' if size != FONT else ""
    extra += f' fill="{fill}"' if fill else ""
    extra += ' font-weight="600"' if bold else ""
    extra += f" {HALO}" if halo else ""
    return f'<text x="{num(x)}" y="{num(y)}"{extra}>{POWER.sub(_raised, safe(words))}</text>'


def _raised(match: re.Match[str]) -> str:
    """An exponent as a raised number: few fonts draw the superscript digits alike."""
    return f'<tspan dy="-5" font-size="10">{match[0].translate(LOWERED)}</tspan>'


def stroke(mark: dict[str, Any], width: float = 2.0) -> str:
    """The attributes of a mark's line: its tone's colour and dash."""
    dash = "5 5" if mark.get("dash") else DASH[mark["tone"]]
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'fill="none" stroke="{COLOUR[mark["tone"]]}" stroke-width="{width:g}"{dashes}'


def finite(points: Sequence[Point]) -> list[Point]:
    """The points that can be drawn."""
    return [p for p in points if math.isfinite(p[0]) and math.isfinite(p[1])]


def path_of(points: Sequence[Point]) -> str:
    """A path through the points, broken where one is not finite."""
    pieces, pen = [], False
    for x, y in points:
        if not (math.isfinite(x) and math.isfinite(y)):
            pen = False
            continue
        pieces.append(f"{'L' if pen else 'M'}{num(min(max(x, -FAR), FAR))} {num(min(max(y, -FAR), FAR))}")
        pen = True
    return "".join(pieces)


def decimate(points: Sequence[Point]) -> list[Point]:
    """At most about MAX_POINTS points in their order: of each bucket its first, its lowest and its highest.

    A gap stays a gap: a bucket that holds a value that is not finite keeps one.
    """
    if len(points) <= MAX_POINTS:
        return list(points)
    size = math.ceil(3 * len(points) / MAX_POINTS)
    kept: list[Point] = []
    for start in range(0, len(points), size):
        bucket = range(start, min(start + size, len(points)))
        drawn = [i for i in bucket if math.isfinite(points[i][0]) and math.isfinite(points[i][1])]
        chosen = {start}
        chosen |= {min(drawn, key=lambda i: points[i][1]), max(drawn, key=lambda i: points[i][1])} if drawn else set()
        chosen |= set([i for i in bucket if i not in drawn][:1]) if len(drawn) < len(bucket) else set()
        kept += [points[i] for i in sorted(chosen)]
    return [*kept, points[-1]]


def arrow_head(a: Point, b: Point, size: float = 9.0) -> str:
    """The path of a filled head at `b` of an arrow from `a`; empty for a point."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy)
    if not math.isfinite(length) or length < 1e-6:
        return ""
    head = min(size, 0.5 * length)
    ux, uy = dx / length, dy / length
    wings = [(b[0] - head * (ux + s * uy * 0.42), b[1] - head * (uy - s * ux * 0.42)) for s in (1, -1)]
    return path_of([b, *wings]) + "z"
