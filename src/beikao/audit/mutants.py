"""Operator mutants of a reference: the same program with one small thing wrong, each with a name that survives line moves.

A mutant is made on the syntax tree and written back into the text, so line numbers stay. Docstrings, annotations,
f-strings, messages of exceptions and the `__main__` guard are left alone. The order is that of the text. What judges a
mutant is the grader (`study.audit`); this room only writes programs down and runs none.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from beikao.audit.changes import Change
from beikao.audit.expressions import of_expression
from beikao.audit.statements import of_function, of_statement

SHORT = 160


@dataclass(frozen=True)
class Mutant:
    """`change` names it: scope, its source line, operator, before and after. `line` and `column` are where it stands now."""

    change: str
    operator: str
    file: str
    line: int
    column: int
    before: str
    after: str
    tree: Mapping[str, str]


def mutants_of(tree: Mapping[str, str]) -> list[Mutant]:
    """Every mutant of every Python file of a tree, in order. Files of other kinds have none."""
    found: list[Mutant] = []
    for name, text in tree.items():
        if name.endswith(".py"):
            found.extend(_of_file(tree, name, text))
    return found


def _of_file(tree: Mapping[str, str], name: str, text: str) -> Iterator[Mutant]:
    """The mutants of one file; a text seen before (the same program by two operators) is given once."""
    source = Source(text)
    seen = {ast.dump(source.module)}
    counts: dict[str, int] = {}
    for scope, change in source.changes():
        mutated = source.spliced(change)
        program = _program(mutated)
        if program is None or program in seen:
            continue
        seen.add(program)
        line = source.line(change.line)
        before, after = _one_line(source.segment(change)), _one_line(change.after)
        prefix = f"{name} " if len(tree) > 1 else ""
        label = f"{prefix}{scope} | {line} | {change.operator}: {before} -> {after}"
        counts[label] = counts.get(label, 0) + 1
        if counts[label] > 1:
            label += f" #{counts[label]}"
        yield Mutant(
            label, change.operator, name, change.line, change.column, before, after, {**tree, name: mutated}
        )  # fmt: skip


def _program(text: str) -> str | None:
    """What a text says, comments and layout aside; None where it is no program."""
    try:
        compile(text, "mutant.py", "exec", dont_inherit=True)
        return ast.dump(ast.parse(text))
    except (SyntaxError, ValueError):
        return None


def _one_line(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= SHORT else joined[: SHORT - 3] + "..."


class Source:
    """A text, its syntax tree, and where in the bytes of the text each node stands."""

    def __init__(self, text: str) -> None:
        self.module = ast.parse(text)
        self._lines = text.encode().splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))
        self._bytes = b"".join(self._lines)

    def line(self, number: int) -> str:
        """A line, stripped, without its comment."""
        return _one_line(self._lines[number - 1].decode().partition("  #")[0]) if number <= len(self._lines) else ""

    def segment(self, change: Change) -> str:
        """What a change replaces."""
        return self._bytes[slice(*self._span(change))].decode()

    def spliced(self, change: Change) -> str:
        """The text with one change made."""
        start, end = self._span(change)
        after = f"({change.after})" if change.wrapped else change.after
        return (self._bytes[:start] + after.encode() + self._bytes[end:]).decode()

    def _span(self, change: Change) -> tuple[int, int]:
        return (
            self._starts[change.line - 1] + change.column,
            self._starts[change.end_line - 1] + change.end_column,
        )

    def changes(self) -> Iterator[tuple[str, Change]]:
        """All changes in the order of the text, each with the name of the function or class it lies in."""
        yield from self._block(self.module.body, "module", None)

    def _block(
        self, body: list[ast.stmt], scope: str, function: ast.FunctionDef | ast.AsyncFunctionDef | None
    ) -> Iterator[tuple[str, Change]]:
        for place, statement in enumerate(body):
            if not (_is_text(statement) or _is_guard(statement) or isinstance(statement, ast.Import | ast.ImportFrom)):
                yield from self._statement(statement, scope, function, alone=len(body) == 1, first=place == 0)

    def _statement(self, node: ast.stmt, scope: str, function: ast.FunctionDef | ast.AsyncFunctionDef | None, *,
                   alone: bool, first: bool) -> Iterator[tuple[str, Change]]:  # fmt: skip
        for change in of_statement(node, function):
            yield scope, change
        inner, around = scope, function
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = node.name if scope == "module" else f"{scope}.{node.name}"
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            around = node
            for change in of_function(node):
                yield inner, change
        for expression in _expressions(node):
            for change in _deep(expression, in_raise=isinstance(node, ast.Raise)):
                yield inner, change
        for block in _blocks(node):
            yield from self._block(block, inner, around)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_guard(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)


def _expressions(node: ast.stmt) -> list[ast.expr]:
    """The expressions of a statement itself: no annotations, no targets, no decorators, no inner statements."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return [*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
    if isinstance(node, ast.ClassDef):
        return []
    skipped = {"targets", "target", "annotation", "body", "orelse", "finalbody", "handlers", "cases", "type"}
    found: list[ast.expr] = []
    for field, value in ast.iter_fields(node):
        if field in skipped:
            continue
        values = value if isinstance(value, list) else [value]
        for item in values:
            if isinstance(item, ast.withitem):
                found.append(item.context_expr)
            elif isinstance(item, ast.expr):
                found.append(item)
    return found


def _blocks(node: ast.stmt) -> list[list[ast.stmt]]:
    blocks = [getattr(node, field, []) for field in ("body", "orelse", "finalbody")]
    blocks += [handler.body for handler in getattr(node, "handlers", [])]
    blocks += [case.body for case in getattr(node, "cases", [])]
    return [b for b in blocks if isinstance(b, list) and b]


def _deep(node: ast.expr, *, in_raise: bool) -> Iterator[Change]:
    """The changes of an expression and of all inside it, outer ones first."""
    if isinstance(node, ast.JoinedStr):
        return
    if in_raise and isinstance(node, ast.Call):  # the words of an error are nobody's bug
        return
    yield from of_expression(node)
    for child in ast.iter_child_nodes(node):
        yield from _inside(child, in_raise)


def _inside(child: ast.AST, in_raise: bool) -> Iterator[Change]:
    if isinstance(child, ast.expr):
        if not isinstance(getattr(child, "ctx", None), ast.Store):
            yield from _deep(child, in_raise=in_raise)
    elif isinstance(child, ast.keyword | ast.comprehension | ast.arguments):
        for inner in ast.iter_child_nodes(child):
            yield from _inside(inner, in_raise)
