"""The operators that change an expression. Each takes a node and gives the texts it may become; no operator runs code."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from beikao.audit.changes import Change, replaced

SMALL = 1e-3  # below it a constant is a guard (an eps): taken away, or made a thousand times larger
ARITHMETIC: Mapping[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitXor: (ast.BitOr,),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
}
ONE_SIDED = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
COMPARISON: Mapping[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
TWINS = [
    ("min", "max"), ("amin", "amax"), ("argmin", "argmax"), ("minimum", "maximum"), ("mean", "sum"), ("ceil", "floor"),
    ("any", "all"), ("zeros", "ones"), ("zeros_like", "ones_like"), ("cumsum", "cumprod"), ("triu", "tril"),
    ("sin", "cos"), ("softmax", "log_softmax"), ("exp", "expm1"), ("log", "log1p"), ("var", "std"), ("add", "sub"),
    ("mul", "div"), ("add_", "sub_"), ("mul_", "div_"), ("vstack", "hstack"), ("lstrip", "rstrip"), ("find", "rfind"),
    ("append", "extend"), ("startswith", "endswith"), ("sqrt", "square"), ("squeeze", "unsqueeze"), ("first", "last"),
]  # fmt: skip
TWIN = {**dict(TWINS), **{b: a for a, b in TWINS}}
DROPPED_METHODS = {
    "transpose", "t", "permute", "swapaxes", "mT", "T", "detach", "clone", "copy", "contiguous", "sqrt", "abs", "square",
    "float", "double", "squeeze", "unsqueeze", "flatten", "reshape", "view", "exp", "log", "neg", "sort", "flip", "conj",
    "masked_fill", "clamp", "clip", "strip", "lower", "upper", "pop", "item", "long", "int", "half",
}  # fmt: skip
KEPT_CALLS = {"print", "super", "isinstance", "len", "tuple", "dict", "set", "str", "open", "type"}
AXES = ("axis", "dim")


def of_expression(node: ast.expr) -> Iterator[Change]:
    """Every change of this node alone."""
    for kind, operator in OPERATORS:
        if isinstance(node, kind):
            yield from operator(node)


def _text(node: ast.AST) -> str:
    return ast.unparse(node)


def _binary(node: Any) -> Iterator[Change]:
    left, right, op = node.left, node.right, node.op
    if isinstance(left, ast.Constant) and isinstance(left.value, str):
        return
    for new in ARITHMETIC.get(type(op), ()):
        yield replaced("arithmetic", node, _text(ast.BinOp(left, new(), right)))
    if isinstance(op, ONE_SIDED):
        yield replaced("swap-operands", node, _text(ast.BinOp(right, op, left)))
    yield replaced("drop-operand", node, _text(left))
    if isinstance(op, ast.Add | ast.Mult | ast.MatMult):
        yield replaced("drop-operand", node, _text(right))


def _compare(node: Any) -> Iterator[Change]:
    for place, op in enumerate(node.ops):
        for new in COMPARISON.get(type(op), ()):
            ops = [*node.ops[:place], new(), *node.ops[place + 1 :]]
            yield replaced("comparison", node, _text(ast.Compare(node.left, ops, node.comparators)))


def _boolean(node: Any) -> Iterator[Change]:
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield replaced("boolean", node, _text(ast.BoolOp(other, node.values)))
    for place in range(len(node.values)):
        left = node.values[:place] + node.values[place + 1 :]
        yield replaced("drop-operand", node, _text(left[0] if len(left) == 1 else ast.BoolOp(node.op, left)))


def _unary(node: Any) -> Iterator[Change]:
    operator = "sign" if isinstance(node.op, ast.USub | ast.UAdd) else "boolean"
    yield replaced(operator, node, _text(node.operand))


def _constant(node: Any) -> Iterator[Change]:
    value = node.value
    for after in _other_constants(value):
        yield replaced("boolean" if value in (True, False) and type(value) is bool else "constant", node, repr(after))


def _other_constants(value: Any) -> list[Any]:
    """What a constant may become: n+1, n-1, 0 and 2n of a whole number; 0, 2x and x+1 of a float; an eps more or none."""
    if type(value) is bool:
        return [not value]
    if type(value) is int:
        return list(dict.fromkeys(v for v in (value + 1, value - 1, 0, 2 * value) if v != value))
    if type(value) is float and 0 < value < SMALL:
        return [0.0, value * 1000]
    if type(value) is float:
        return list(dict.fromkeys(v for v in (0.0, 2 * value, value + 1.0) if v != value))
    if type(value) is str and value:
        return [value + "x"]
    if type(value) is bytes:
        return [value + b"x"]
    return []


def _conditional(node: Any) -> Iterator[Change]:
    yield replaced("branch", node, _text(node.body))
    yield replaced("branch", node, _text(node.orelse))


def _subscript(node: Any) -> Iterator[Change]:
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    for place, part in enumerate(parts):
        for new in _other_index(part):
            changed = [*parts[:place], new, *parts[place + 1 :]]
            inside = ast.Tuple(changed, ast.Load()) if isinstance(node.slice, ast.Tuple) else new
            yield replaced("index", node, _text(ast.Subscript(node.value, inside, ast.Load())))


def _other_index(part: ast.expr) -> list[ast.expr]:
    """A bound moved by one or left out; a computed index moved by one. Constant ones change as constants do."""
    if isinstance(part, ast.Slice):
        out: list[ast.expr] = []
        for name in ("lower", "upper"):
            bound = getattr(part, name)
            if bound is not None:
                out += [_bounded(part, name, other) for other in (_plus(bound, 1), _plus(bound, -1), None)]
        return out
    if isinstance(part, ast.Constant) or (isinstance(part, ast.UnaryOp) and isinstance(part.operand, ast.Constant)):
        return []
    return [_plus(part, -1)] if isinstance(part, ast.Name | ast.BinOp) else []


def _bounded(part: ast.Slice, name: str, bound: ast.expr | None) -> ast.Slice:
    lower, upper = (bound if name == which else getattr(part, which) for which in ("lower", "upper"))
    return ast.Slice(lower, upper, part.step)


def _plus(node: ast.expr, by: int) -> ast.expr:
    return ast.BinOp(node, ast.Add() if by > 0 else ast.Sub(), ast.Constant(abs(by)))


def _call(node: Any) -> Iterator[Change]:
    name = _called(node)
    if name in TWIN:
        yield replaced("twin", node, _text(ast.Call(_renamed(node.func, TWIN[name]), node.args, node.keywords)))
    if name.endswith("_") and not name.startswith("_") and isinstance(node.func, ast.Attribute):
        yield replaced(
            "in-place", node, _text(ast.Call(_renamed(node.func, name.rstrip("_")), node.args, node.keywords))
        )
    yield from _fewer(node, name)
    yield from _arguments(node, name)


def _fewer(node: ast.Call, name: str) -> Iterator[Change]:
    """The call gives way to what it was called on, or to its one argument."""
    if isinstance(node.func, ast.Attribute) and name in DROPPED_METHODS:
        yield replaced("drop-call", node, _text(node.func.value))
    elif (
        name not in KEPT_CALLS and len(node.args) == 1 and not isinstance(node.args[0], ast.Starred | ast.GeneratorExp)
    ):
        yield replaced("drop-call", node, _text(node.args[0]))


def _arguments(node: ast.Call, name: str) -> Iterator[Change]:
    for place, word in enumerate(node.keywords):
        if word.arg is not None:
            rest = node.keywords[:place] + node.keywords[place + 1 :]
            operator = "axis" if word.arg in AXES else "drop-argument"
            yield replaced(operator, node, _text(ast.Call(node.func, node.args, rest)))
    for place in range(len(node.args) - 1):
        args = list(node.args)
        args[place], args[place + 1] = args[place + 1], args[place]
        yield replaced("swap-arguments", node, _text(ast.Call(node.func, args, node.keywords)))
    if name == "range":
        for by in (1, -1):
            at = 0 if len(node.args) == 1 else 1
            args = [*node.args[:at], _plus(node.args[at], by), *node.args[at + 1 :]]
            yield replaced("off-by-one", node, _text(ast.Call(node.func, args, [])))


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _renamed(function: ast.expr, name: str) -> ast.expr:
    if isinstance(function, ast.Attribute):
        return ast.Attribute(function.value, name, ast.Load())
    return ast.Name(name, ast.Load())


def _attribute(node: Any) -> Iterator[Change]:
    if node.attr in ("T", "mT", "H"):
        yield replaced("transpose", node, _text(node.value))


def _comprehension(node: Any) -> Iterator[Change]:
    for place, part in enumerate(node.generators):
        if part.ifs:
            whole = ast.comprehension(part.target, part.iter, [], part.is_async)
            generators = [*node.generators[:place], whole, *node.generators[place + 1 :]]
            yield replaced("drop-condition", node, _text(type(node)(elt=node.elt, generators=generators)))


OPERATORS: list[tuple[type[ast.expr] | tuple[type[ast.expr], ...], Callable[[Any], Iterator[Change]]]] = [
    (ast.BinOp, _binary),
    (ast.Compare, _compare),
    (ast.BoolOp, _boolean),
    (ast.UnaryOp, _unary),
    (ast.Constant, _constant),
    (ast.IfExp, _conditional),
    (ast.Subscript, _subscript),
    (ast.Call, _call),
    (ast.Attribute, _attribute),
    ((ast.ListComp, ast.SetComp, ast.GeneratorExp), _comprehension),
]
