"""Reads a formula as people type it and compares it with another, numerically.

An own tokenizer and a small grammar make a tree of numbers, the allowed variables, + - * / ^, and a few functions;
nothing is ever evaluated as code, and length, depth and exponents are bounded, so a hostile text can neither run nor
hang. Numbers decide equality; sympy only shows how an answer was read.
"""

from __future__ import annotations

import cmath
import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beikao.errors import UsageError
from beikao.kit.draw import Draw
from beikao.practice.numbers import MINUS, PLAIN, SUPERSCRIPT

MAX_LENGTH, MAX_DEPTH, MAX_NODES, MAX_POWER = 400, 40, 200, 1e3
POINTS, AGREE = 24, 1e-8
FUNCTIONS: dict[str, Callable[[complex], complex]] = {
    "sqrt": cmath.sqrt, "exp": cmath.exp, "log": cmath.log, "ln": cmath.log, "sin": cmath.sin, "cos": cmath.cos,
    "tan": cmath.tan, "tanh": cmath.tanh, "sinh": cmath.sinh, "cosh": cmath.cosh, "abs": lambda z: complex(abs(z)),
}  # fmt: skip
GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "η": "eta", "θ": "theta", "λ": "lambda",
         "μ": "mu", "ν": "nu", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "ω": "omega"}  # fmt: skip
TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3}(?![A-Za-z0-9_]))?)|(?P<name>[A-Za-z_][A-Za-z_0-9]*)|(?P<op>\*\*|[-+*/^()|]))"
)
HINT = "Write a formula such as 2*x^2 + sqrt(y)/3."


@dataclass(frozen=True)
class Node:
    """`kind` is number, name, call, neg or one of + - * / ^; `parts` are its operands."""

    kind: str
    value: Any = None
    parts: tuple[Node, ...] = ()


def parse_formula(text: str, variables: Sequence[str]) -> Node:
    """The tree of a formula in these variables. Raises UsageError, in bounded time for any text."""
    if len(text) > MAX_LENGTH:
        raise UsageError("this formula is too long", where="answer", hint=HINT)
    plain = unicodedata.normalize("NFKC", SUPERSCRIPT.sub(lambda m: "^" + m[0].translate(PLAIN), text)).translate(MINUS)
    plain = plain.replace("√", " sqrt ")
    for letter, name in GREEK.items():
        plain = plain.replace(letter, f" {name} ")
    names = {GREEK.get(v, v) for v in variables}
    return _Parser(_tokens(plain, names), names).whole()


def _tokens(text: str, names: set[str]) -> list[tuple[str, str]]:
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise UsageError(f"{text[at]!r} is not part of a formula", where="answer", hint=HINT)
        at = match.end()
        kind = str(match.lastgroup)
        word = match[kind]
        if kind == "name" and word not in names and word not in FUNCTIONS and word not in ("pi", "e"):
            tokens += [("name", part) for part in _split_name(word, names)]
        else:
            tokens.append((kind, "^" if word == "**" else word))
        if len(tokens) > MAX_NODES:
            raise UsageError("this formula is too long", where="answer", hint=HINT)
    return tokens


def _split_name(word: str, names: set[str]) -> list[str]:
    """`xy` as x times y where both are variables."""
    if all(letter in names for letter in word):
        return list(word)
    known = ", ".join(sorted(names))
    raise UsageError(
        f"{word[:30]!r} is not known here",
        where="answer",
        hint=f"Variables: {known}. Functions: {', '.join(FUNCTIONS)}.",
    )


class _Parser:
    """Precedence climbing: + -, * / and juxtaposition, unary minus, ^ (to the right), atoms."""

    def __init__(self, tokens: list[tuple[str, str]], names: set[str]) -> None:
        self.tokens, self.names, self.at, self.depth = tokens, names, 0, 0

    def whole(self) -> Node:
        if not self.tokens:
            raise UsageError("there is no formula yet", where="answer", hint=HINT)
        node = self.sum()
        if self.at < len(self.tokens):
            raise UsageError(f"{self.tokens[self.at][1]!r} stands where nothing is expected", where="answer", hint=HINT)
        return node

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise UsageError("the formula ends too early", where="answer", hint=HINT)
        self.at += 1
        return self.tokens[self.at - 1]

    def sum(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UsageError("the parentheses are too deep", where="answer", hint=HINT)
        node = self.product()
        while self.peek() in ("+", "-"):
            node = Node(self.take()[1], None, (node, self.product()))
        self.depth -= 1
        return node

    def product(self) -> Node:
        node = self.unary()
        while True:
            if self.peek() in ("*", "/"):
                node = Node(self.take()[1], None, (node, self.unary()))
            elif self.at < len(self.tokens) and (self.tokens[self.at][0] != "op" or self.peek() == "("):
                node = Node("*", None, (node, self.power()))
            else:
                return node

    def unary(self) -> Node:
        signs = 0
        while self.peek() in ("+", "-"):
            signs += self.take()[1] == "-"
        node = self.power()
        return Node("neg", None, (node,)) if signs % 2 else node

    def power(self) -> Node:
        base = self.atom()
        if self.peek() != "^":
            return base
        self.take()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UsageError("the powers are too deep", where="answer", hint=HINT)
        node = Node("^", None, (base, self.unary()))
        self.depth -= 1
        return node

    def atom(self) -> Node:
        kind, word = self.take()
        if kind == "number":
            return Node("number", float(word))
        if kind == "name" and word in FUNCTIONS and word not in self.names:
            return Node("call", word, (self.argument(),))
        if kind == "name":
            return Node("number", {"pi": math.pi, "e": math.e}[word]) if word not in self.names else Node("name", word)
        if word in ("(", "|"):
            node = self.sum()
            close = ")" if word == "(" else "|"
            if self.take()[1] != close:
                raise UsageError(f"a {close!r} is missing", where="answer", hint=HINT)
            return node if word == "(" else Node("call", "abs", (node,))
        raise UsageError(f"{word!r} stands where a value is expected", where="answer", hint=HINT)

    def argument(self) -> Node:
        """`sqrt(x)`, and `sqrt x` for one atom."""
        return self.power()


def evaluate(node: Node, values: Mapping[str, float]) -> complex:
    """The value at a point. Raises ArithmeticError or ValueError where there is none."""
    if node.kind == "number":
        return complex(node.value)
    if node.kind == "name":
        return complex(values[node.value])
    parts = [evaluate(p, values) for p in node.parts]
    if node.kind == "call":
        return FUNCTIONS[node.value](parts[0])
    if node.kind == "neg":
        return -parts[0]
    a, b = parts
    if node.kind == "^":
        if abs(b) > MAX_POWER:
            raise OverflowError("a power too large")
        return a**b
    return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b}[node.kind]()


def same(given: Node, want: Node, over: Mapping[str, Sequence[float]], seed: str) -> bool:
    """Whether two formulas agree at POINTS random places of the box `over`, to AGREE relative to their size."""
    draw = Draw(f"formula/{seed}", 0)
    tried = 0
    for _ in range(POINTS):
        values = {GREEK.get(v, v): draw.uniform(low, high) for v, (low, high) in over.items()}
        try:
            target = evaluate(want, values)
        except (ArithmeticError, ValueError):
            continue
        try:
            got = evaluate(given, values)
        except (ArithmeticError, ValueError):
            return False
        if not cmath.isfinite(got) or abs(got - target) > AGREE * max(1.0, abs(target)):
            return False
        tried += 1
    return tried >= POINTS // 2


def as_tex(node: Node) -> str:
    """How a formula was read, as TeX by sympy, unsimplified."""
    import sympy

    def build(n: Node) -> Any:
        if n.kind == "number":
            return (
                sympy.Integer(int(n.value))
                if float(n.value).is_integer() and abs(n.value) < 1e12
                else sympy.Float(n.value, 6)
            )
        if n.kind == "name":
            return sympy.Symbol(n.value)
        parts = [build(p) for p in n.parts]
        if n.kind == "call":
            return getattr(sympy, {"ln": "log", "abs": "Abs"}.get(n.value, n.value))(parts[0], evaluate=False)
        if n.kind == "neg":
            return sympy.Mul(-1, parts[0], evaluate=False)
        if n.kind in "+-":
            right = parts[1] if n.kind == "+" else sympy.Mul(-1, parts[1], evaluate=False)
            return sympy.Add(parts[0], right, evaluate=False)
        if n.kind == "*":
            return sympy.Mul(*parts, evaluate=False)
        power = parts[1] if n.kind == "^" else -1
        raised = sympy.Pow(parts[0] if n.kind == "^" else parts[1], power, evaluate=False)
        return raised if n.kind == "^" else sympy.Mul(parts[0], raised, evaluate=False)

    return str(sympy.latex(build(node)))
