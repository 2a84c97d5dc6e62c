"""A syntax error as an editor shows it: file, line, column, the line itself and a caret. Nothing is run."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beikao.grader.words import clean

if TYPE_CHECKING:
    from rich.text import Text


@dataclass(frozen=True)
class SyntaxProblem:
    """`column` is 1-based, in characters; `text` is the line without its `indent`; the other words are Python's own."""

    file: str
    line: int
    column: int
    kind: str
    message: str
    text: str
    indent: int

    @property
    def place(self) -> str:
        """file:line:column, as terminals make it a link."""
        return f"{self.file}:{self.line}:{self.column}"

    def excerpt(self, width: int) -> tuple[str, str]:
        """The line and the caret under it, cut so that both fit into `width` cells."""
        from rich.cells import cell_len, set_cell_size

        at = max(self.column - 1 - self.indent, 0)
        before, rest = self.text[:at], self.text[at:]
        while before and cell_len(before) > width * 2 // 3:
            before = before[1:]
        line = before + rest
        shown = line if cell_len(line) <= width else set_cell_size(line, width).rstrip()
        return shown, " " * cell_len(before) + "^"

    def lines(self, width: int) -> Iterator[Text]:
        """The excerpt, indented, and Python's words."""
        from rich.text import Text

        line, caret = self.excerpt(max(width - 4, 4))
        yield Text(f"    {line}")
        yield Text.assemble("    ", (caret, "red"))
        yield Text(f"{self.kind}: {self.message}", "red")


def first_problem(tree: Mapping[str, str]) -> SyntaxProblem | None:
    """The first file of Python that does not compile. What the parser cannot take in is left to the grader."""
    for name, text in tree.items():
        if not name.endswith(".py"):
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compile(text, name, "exec", dont_inherit=True)
        except SyntaxError as error:
            return _problem(name, error)
        except (ValueError, MemoryError, RecursionError, OverflowError):
            continue
    return None


def _problem(name: str, error: SyntaxError) -> SyntaxProblem:
    raw = (error.text or "").rstrip("\n")
    indent = len(raw) - len(raw.lstrip())
    text = clean(raw[indent:]).replace("\t", " ")
    column = max(1, min(error.offset or 1, len(raw) + 1))
    message = clean(str(error.msg))[:300]
    return SyntaxProblem(name, int(error.lineno or 1), column, type(error).__name__, message, text, indent)
