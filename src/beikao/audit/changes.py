"""One small change of a program's text: which span is replaced by what, and by which operator."""

from __future__ import annotations

import ast
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """Columns are bytes. `wrapped`: the new text is an expression and is put in parentheses."""

    operator: str
    line: int
    column: int
    end_line: int
    end_column: int
    after: str
    wrapped: bool = False


def replaced(operator: str, node: ast.expr | ast.stmt, after: str, *, wrapped: bool | None = None) -> Change:
    """A node gives way to a text."""
    assert node.end_lineno is not None and node.end_col_offset is not None
    inside = isinstance(node, ast.expr) if wrapped is None else wrapped
    return Change(operator, node.lineno, node.col_offset, node.end_lineno, node.end_col_offset, after, inside)
