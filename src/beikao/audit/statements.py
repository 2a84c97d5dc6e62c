"""The operators that change a statement or the head of a function."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from beikao.audit.changes import Change, replaced

Function = ast.FunctionDef | ast.AsyncFunctionDef
AUGMENTED = {
    "+=": "-=",
    "-=": "+=",
    "*=": "/=",
    "/=": "*=",
    "//=": "/=",
    "**=": "*=",
    "@=": "*=",
    "|=": "&=",
    "&=": "|=",
}


def of_statement(node: ast.stmt, function: Function | None) -> Iterator[Change]:
    """Every change of this statement itself; what lies inside changes for itself."""
    if isinstance(node, ast.AugAssign):
        yield from _augmented(node)
    if _may_go(node, function):
        yield replaced("drop-statement", node, "pass")
    if isinstance(node, ast.If | ast.While):
        yield replaced("branch", node.test, "False")
        if isinstance(node, ast.If):
            yield replaced("branch", node.test, "True")
    if isinstance(node, ast.Break | ast.Continue):
        yield replaced("loop-end", node, "continue" if isinstance(node, ast.Break) else "break")
    if isinstance(node, ast.For | ast.While):
        yield from _one_turn(node)
    if isinstance(node, ast.Return) and isinstance(node.value, ast.BinOp | ast.Name):
        yield replaced("sign", node.value, f"-({ast.unparse(node.value)})")
    if isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield replaced("return-nothing", node, "return None")
    if isinstance(node, ast.With) and all(item.optional_vars is None for item in node.items):
        yield from _unguarded(node)
    if isinstance(node, ast.For) and isinstance(node.iter, ast.Name | ast.Attribute | ast.Subscript):
        yield replaced("off-by-one", node.iter, f"list({ast.unparse(node.iter)})[:-1]")


def _augmented(node: ast.AugAssign) -> Iterator[Change]:
    target, value = ast.unparse(node.target), ast.unparse(node.value)
    sign = ast.unparse(node).removeprefix(target).split()[0]
    if sign in AUGMENTED:
        yield replaced("arithmetic", node, f"{target} {AUGMENTED[sign]} {value}")
    yield replaced("in-place", node, f"{target} = {target} {sign[:-1]} ({value})")
    yield replaced("drop-operand", node, f"{target} = {value}")


def _may_go(node: ast.stmt, function: Function | None) -> bool:
    """Whether the program still means something without this statement: a first binding of a name is left alone."""
    if isinstance(node, ast.AugAssign | ast.Raise | ast.Delete):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call | ast.Await)
    if isinstance(node, ast.Assign):
        return all(_bound_before(target, node, function) for target in node.targets)
    return False


def _bound_before(target: ast.expr, node: ast.Assign, function: Function | None) -> bool:
    if not isinstance(target, ast.Name):
        return isinstance(target, ast.Attribute | ast.Subscript)
    if function is None:
        return False
    named = {a.arg for a in ast.walk(function.args) if isinstance(a, ast.arg)}
    for other in ast.walk(function):
        if isinstance(other, ast.Name) and isinstance(other.ctx, ast.Store) and other.lineno < node.lineno:
            named.add(other.id)
    return target.id in named


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _one_turn(node: ast.For | ast.While) -> Iterator[Change]:
    """The loop ends after its first turn."""
    last = node.body[-1]
    if isinstance(last, ast.Break | ast.Return | ast.Raise | ast.Continue) or last.end_lineno is None:
        return
    simple = not isinstance(last, ast.If | ast.For | ast.While | ast.With | ast.Try | ast.FunctionDef)
    if simple and last.end_col_offset is not None:
        end = last.end_col_offset
        yield Change("return-early", last.end_lineno, end, last.end_lineno, end, "; break")


def _unguarded(node: ast.With) -> Iterator[Change]:
    """The block without its context: gradients are on, a lock is not held."""
    first, last = node.items[0].context_expr, node.items[-1].context_expr
    if last.end_lineno is not None and last.end_col_offset is not None:
        yield (
            Change("drop-context", node.lineno, node.col_offset, last.end_lineno, last.end_col_offset, "if True")
            if first.lineno == node.lineno
            else replaced("drop-context", first, "__import__('contextlib').nullcontext()")
        )


def of_function(node: Function) -> Iterator[Change]:
    """A decorator gone (`no_grad`, a cache); not those that make a method something else."""
    for decorator in node.decorator_list:
        if ast.unparse(decorator) not in ("staticmethod", "classmethod", "property") and decorator.end_lineno:
            start = decorator.col_offset - 1
            assert decorator.end_col_offset is not None
            yield Change("drop-decorator", decorator.lineno, start, decorator.end_lineno, decorator.end_col_offset, "")
