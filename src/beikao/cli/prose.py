"""Markdown on a terminal: the page's own parser, formulas as Unicode or as their TeX, code and tables kept whole.

A link shows its words; one to the web can be clicked where the terminal knows how. A citation shows its key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Group
from rich.style import Style
from rich.text import Text

from beikao.cli.lines import FORMULA, Hung, Words
from beikao.course.formula_text import as_text

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode
    from rich.console import RenderableType

INDENT = "    "
MARKS = {"strong": "bold", "em": "italic", "s": "strike"}
CJK_EDGE = re.compile(r"[\u2e80-\uffff]")


def prose(markdown: str) -> RenderableType:
    """A block of Markdown, paragraphs apart by an empty line."""
    from markdown_it.tree import SyntaxTreeNode

    from beikao.workers.prose import parsed

    return Group(*_apart(SyntaxTreeNode(parsed(markdown)).children))


def _apart(nodes: Sequence[SyntaxTreeNode]) -> Iterator[RenderableType]:
    for at, node in enumerate(nodes):
        if at:
            yield Text("")
        yield _block(node)


def _block(node: SyntaxTreeNode) -> RenderableType:
    if node.type in ("bullet_list", "ordered_list"):
        return Group(*_items(node))
    if node.type == "blockquote":
        return Hung("│ ", Group(*_apart(node.children)), "│ ")
    if node.type in ("fence", "code_block"):
        return Hung(INDENT, code(node.content, node.info.strip().split(" ")[0]))
    if node.type == "math_block":
        return Hung(INDENT, formula(node.content, inline=False))
    if node.type == "table":
        return _table(node)
    if node.type == "hr":
        return Text("———")
    words = Words()
    _inline(node.children, words, [])
    if node.type == "heading":
        words.stylize("bold")
    return words


def _items(node: SyntaxTreeNode) -> Iterator[RenderableType]:
    number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
    loose = any(not child.hidden for item in node.children for child in item.children if child.type == "paragraph")
    for at, item in enumerate(node.children):
        if at and loose:
            yield Text("")
        mark = f" {number + at}. " if number else " • "
        held = Group(*_apart(item.children)) if loose else Group(*map(_block, item.children))
        yield Hung(mark, held)


def _table(node: SyntaxTreeNode) -> RenderableType:
    from rich import box
    from rich.table import Table

    rows = [[_cell(cell) for cell in row.children] for part in node.children for row in part.children]
    sides = [_side(cell) for cell in node.children[0].children[0].children]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for head, side in zip(rows[0], sides, strict=True):
        table.add_column(head, justify="right" if side == "right" else "left")
    for row in rows[1:]:
        table.add_row(*row)
    return table


def _side(cell: SyntaxTreeNode) -> str:
    return "right" if "right" in str(cell.attrs.get("style", "")) else "left"


def _cell(cell: SyntaxTreeNode) -> Words:
    words = Words()
    _inline(cell.children, words, [])
    return words


def code(text: str, language: str) -> Text:
    """Code in the terminal's own colours."""
    from rich.syntax import Syntax

    coloured = Syntax("", language or "text", theme="ansi_dark", background_color="default").highlight(
        text.rstrip("\n")
    )
    coloured.rstrip()
    coloured.no_wrap = False
    return coloured


def formula(tex: str, *, inline: bool) -> Words:
    """A formula on one line, or its TeX: between dollar signs in running text."""
    said = as_text(tex)
    shown = said if said is not None else (f"${' '.join(tex.split())}$" if inline else tex.strip("\n"))
    words = Words(shown)
    if inline or said is not None:
        words.stylize(FORMULA)
    return words


def _inline(nodes: Iterable[SyntaxTreeNode], words: Words, styles: list[str | Style]) -> None:
    """Append what stands in a paragraph."""
    for node in nodes:
        if node.type in ("inline", *MARKS, "link"):
            _inline(node.children, words, [*styles, *_style_of(node)])
        elif node.type == "text":
            _append(words, node.content, styles)
        elif node.type == "code_inline":
            _append(words, node.content, [*styles, "code"])
        elif node.type.startswith("math_inline"):
            shown = formula(node.content, inline=True)
            _append(words, shown.plain, [*styles, FORMULA])
        elif node.type == "citation":
            _append(words, f"[{node.content}]", [*styles, "dim"])
        elif node.type == "hardbreak":
            words.append("\n")
        elif node.type == "softbreak":
            words.append("" if CJK_EDGE.match(words.plain[-1:]) else " ")
        else:
            _append(words, node.content, styles)


def _style_of(node: SyntaxTreeNode) -> list[str | Style]:
    if node.type in MARKS:
        return [MARKS[node.type]]
    href = str(node.attrs.get("href", ""))
    if node.type == "link":
        return [Style(link=href)] if href.startswith("http") else ["underline"]
    return []


def _append(words: Words, text: str, styles: Sequence[str | Style]) -> None:
    start = len(words)
    words.append(text)
    for style in styles:
        words.stylize(style, start, len(words))
