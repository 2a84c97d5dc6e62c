"""A lesson's Markdown as a tree of blocks: prose, figures, questions, labs, folds, notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from beikao.course import Source
from beikao.course.structure import DIRECTIVE
from beikao.course.texts import FENCE


@dataclass(frozen=True)
class Block:
    """`kind` is prose, figure, question, lab, fold, note or sources; only that kind's fields are filled."""

    kind: str
    markdown: str = ""
    slug: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    blocks: tuple[Block, ...] = ()
    sources: tuple[Source, ...] = ()


def parse(markdown: str) -> tuple[Block, ...]:
    """The blocks of one section. Faulty nesting is closed at the end; the gate reports it."""
    lines = markdown.splitlines()
    blocks, _ = _parse(lines, 0, nested=False)
    return tuple(blocks)


def _parse(lines: list[str], at: int, *, nested: bool) -> tuple[list[Block], int]:
    blocks: list[Block] = []
    prose: list[str] = []
    fenced = False

    def flush() -> None:
        if any(line.strip() for line in prose):
            blocks.append(Block("prose", markdown="\n".join(prose).strip("\n")))
        prose.clear()

    while at < len(lines):
        line = lines[at]
        at += 1
        fenced ^= bool(FENCE.match(line))
        match = None if fenced else DIRECTIVE.match(line.strip())
        if not match:
            prose.append(line)
            continue
        flush()
        kind, rest = match["kind"], match["rest"] or ""
        if kind == "end":
            if nested:
                return blocks, at
        elif kind in ("fold", "note"):
            inner, at = _parse(lines, at, nested=True)
            blocks.append(Block(kind, title=rest, blocks=tuple(inner)))
        else:
            slug, *settings = rest.split()
            params = dict(s.split("=", 1) for s in settings if "=" in s)
            blocks.append(Block(kind, slug=slug, params=params))
    flush()
    return blocks, at
