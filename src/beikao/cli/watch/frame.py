"""The verdict in place on a terminal: one frame, drawn over the last from the top left corner.

Every frame is made for the width of the moment (a resize draws it anew) and is one write; lines are one cell narrower
than the terminal, so that none wraps by itself. What stood on the terminal before was scrolled up, not erased.
"""

from __future__ import annotations

import io
import sys

from beikao.cli.screen import pick
from beikao.cli.watch import story
from beikao.cli.watch.terminal import size
from beikao.cli.watch.view import View

HOME, ERASE_LINE, ERASE_BELOW = "\x1b[H", "\x1b[2K", "\x1b[J"


class Frame:
    """On standard output. `keys`: whether a keyboard is there, hence a footer."""

    def __init__(self, *, keys: bool) -> None:
        self._keys = keys
        self._rows_used = 0
        self._started = False

    def show(self, view: View) -> None:
        """Draw this view."""
        width, rows = size()
        lines = rendered(view, width - 1)
        room = rows - 1
        more = len(lines) > room - len(self._footer(view, width - 1, more=False))
        footer = self._footer(view, width - 1, more=more)
        self._write(_page(view, lines, max(room - len(footer), 1)) + footer, rows)

    def end(self, view: View) -> None:
        """The last verdict stays, without the footer; the cursor stands below it."""
        width, rows = size()
        lines = rendered(view, width - 1)
        self._write(lines[: rows - 2], rows)
        sys.stdout.write("\n")
        sys.stdout.flush()

    def _footer(self, view: View, width: int, *, more: bool) -> list[str]:
        words = story.keys(view, more=more) if self._keys else [pick(view.lang, "Ctrl+C 退出", "Ctrl+C quits")]
        return ["", *packed(words, width)]

    def _write(self, lines: list[str], rows: int) -> None:
        before = "" if self._started else "\n" * (rows - 1)
        self._started = True
        drawn = "\r\n".join(ERASE_LINE + line for line in lines)
        sys.stdout.write(before + HOME + drawn + ERASE_BELOW)
        sys.stdout.flush()


def rendered(view: View, width: int) -> list[str]:
    """The body as lines of at most `width` cells."""
    from beikao.cli.lines import Screen

    text = io.StringIO()
    out = Screen(file=text, width=width, force_terminal=True, legacy_windows=False)
    for part in story.body(view, width):
        out.print(part)
    return text.getvalue().splitlines()


def _page(view: View, lines: list[str], room: int) -> list[str]:
    """As many lines as there is room for; `view.page` says which."""
    if len(lines) <= room:
        view.page = 0
        return lines
    pages = -(-len(lines) // room)
    view.page %= pages
    return lines[view.page * room : (view.page + 1) * room]


def packed(words: list[str], width: int) -> list[str]:
    """The words side by side, as many lines as it takes; a word is never broken."""
    from rich.cells import cell_len

    lines = [""]
    for word in words:
        longer = f"{lines[-1]} · {word}" if lines[-1] else word
        if cell_len(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
