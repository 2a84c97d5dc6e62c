"""Shows how a formula was read: its tree as TeX, by sympy, in the order typed and unsimplified.

sympy never sees the text, only the tree, and never evaluates it, so a hostile formula costs no more than its size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beikao.practice.formulas import Node

if TYPE_CHECKING:
    import sympy

NAMES = {"ln": "log", "abs": "Abs"}
WHOLE = 1e12  # whole numbers below this are shown in full


def as_tex(node: Node) -> str:
    """TeX without dollar signs."""
    import sympy

    return str(sympy.latex(_expression(node, sympy), order="none", ln_notation=True))


def _expression(node: Node, sympy: Any) -> sympy.Expr:
    if node.kind == "number":
        whole = float(node.value).is_integer() and abs(node.value) < WHOLE
        return sympy.Integer(int(node.value)) if whole else sympy.Float(node.value, 6)
    if node.kind == "constant":
        return sympy.pi if node.value == "pi" else sympy.E
    if node.kind == "name":
        return sympy.Symbol(node.value)
    parts = [_expression(part, sympy) for part in node.parts]
    if node.kind == "call":
        return getattr(sympy, NAMES.get(node.value, node.value))(parts[0], evaluate=False)
    if node.kind == "neg":
        return sympy.Mul(-1, parts[0], evaluate=False)
    return _operation(node.kind, parts[0], parts[1], sympy)


def _operation(kind: str, a: Any, b: Any, sympy: Any) -> sympy.Expr:
    if kind == "^":
        return sympy.Pow(a, b, evaluate=False)
    if kind in "+-":
        return sympy.Add(a, b if kind == "+" else sympy.Mul(-1, b, evaluate=False), evaluate=False)
    if kind == "*":
        return sympy.Mul(a, b, evaluate=False)
    below = sympy.Pow(b, -1, evaluate=False)
    return below if a == 1 else sympy.Mul(a, below, evaluate=False)
