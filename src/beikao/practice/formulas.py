"""Reads a formula as people type it and compares it with another, numerically.

An own tokenizer and a small grammar make a tree of numbers, the allowed variables, + - * / ^, and a few functions;
nothing is ever evaluated as code, and length, depth and exponents are bounded, so a hostile text can neither run nor
hang. Numbers decide equality, first in floats, then, where these nearly agree, in 50 digits. How a tree is shown is
`formula_tex`.
"""

from __future__ import annotations

import cmath
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from beikao.kit.draw import Draw
from beikao.practice.numbers import MINUS, PLAIN, SUPERSCRIPT, half_width
from beikao.practice.unreadable import FORMULA, Unreadable

MAX_LENGTH, MAX_DEPTH, MAX_NODES, MAX_POWER = 400, 40, 200, 1e3
POINTS, AGREE = 24, 1e-8
NEARLY, DIGITS = 1e-3, 50  # where floats differ by no more than this, digits decide
NOISE = 1e-10  # values this small may be nothing but rounding: digits decide


def _above(function: Callable[[complex], complex]) -> Callable[[complex], complex]:
    """The branch above the cut for every negative number, though floats know a zero below zero: sqrt(-2) is +1.41i."""
    return lambda z: function(complex(z.real, z.imag + 0.0))


FUNCTIONS: dict[str, Callable[[complex], complex]] = {
    "sqrt": _above(cmath.sqrt), "exp": cmath.exp, "log": _above(cmath.log), "ln": _above(cmath.log), "sin": cmath.sin, "cos": cmath.cos,
    "tan": cmath.tan, "tanh": cmath.tanh, "sinh": cmath.sinh, "cosh": cmath.cosh, "abs": lambda z: complex(abs(z)),
}  # fmt: skip
GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "η": "eta", "θ": "theta", "λ": "lambda",
         "μ": "mu", "ν": "nu", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "ω": "omega",
         "π": "pi", "µ": "mu"}  # fmt: skip
CONSTANTS = {"pi": math.pi, "e": math.e}
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "^": operator.pow,
}  # fmt: skip
TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3}(?![0-9]))?)|(?P<name>[A-Za-z_][A-Za-z_0-9]*)|(?P<op>\*\*|[-+*/^()|]))"
)


@dataclass(frozen=True)
class Node:
    """`kind` is number, constant, name, call, neg or one of + - * / ^; `parts` are its operands."""

    kind: str
    value: Any = None
    parts: tuple[Node, ...] = ()


def parse_formula(text: str, variables: Sequence[str]) -> Node:
    """The tree of a formula in these variables. Raises UsageError, in bounded time for any text."""
    if len(text) > MAX_LENGTH:
        raise Unreadable("this formula is too long", "公式太长", FORMULA)
    plain = half_width(SUPERSCRIPT.sub(lambda m: "^" + m[0].translate(PLAIN), text)).translate(MINUS)
    plain = plain.replace("√", " sqrt ").replace("\u3000", " ")
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
            strange = text[at:].lstrip()[0]
            raise Unreadable(f"{strange!r} is not part of a formula", f"公式里不能有 {strange}", FORMULA)
        at = match.end()
        kind = str(match.lastgroup)
        word = match[kind]
        if kind == "name" and word not in names and word not in FUNCTIONS and word not in CONSTANTS:
            tokens += [("name", part) for part in _split_name(word, names)]
        else:
            tokens.append((kind, "^" if word == "**" else word))
        if len(tokens) > MAX_NODES:
            raise Unreadable("this formula is too long", "公式太长", FORMULA)
    return tokens


def _split_name(word: str, names: set[str]) -> list[str]:
    """`xy` as x times y where both are variables."""
    if all(letter in names for letter in word):
        return list(word)
    known = ", ".join(sorted(names))
    functions = ", ".join(FUNCTIONS)
    raise Unreadable(
        f"{word[:30]!r} is not known here",
        f"这里没有 {word[:30]}",
        (f"Variables: {known}. Functions: {functions}.", f"变量：{known}。函数：{functions}。"),
    )


class _Parser:
    """Precedence climbing: + -, * / and juxtaposition, unary minus, ^ (to the right), atoms."""

    def __init__(self, tokens: list[tuple[str, str]], names: set[str]) -> None:
        self.tokens, self.names, self.at, self.depth = tokens, names, 0, 0

    def whole(self) -> Node:
        if not self.tokens:
            raise Unreadable("there is no formula yet", "还没有写公式", FORMULA)
        node = self.sum()
        if self.at < len(self.tokens):
            raise Unreadable(
                f"{self.tokens[self.at][1]!r} stands where nothing is expected",
                f"{self.tokens[self.at][1]} 的位置不对，公式在它之前已经完整",
                FORMULA,
            )
        return node

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise Unreadable("the formula ends too early", "公式没有写完", FORMULA)
        self.at += 1
        return self.tokens[self.at - 1]

    def sum(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable("the parentheses are too deep", "括号套得太深", FORMULA)
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
            raise Unreadable("the powers are too deep", "乘方套得太深", FORMULA)
        power = self.unary()
        self.depth -= 1
        _bounded(power)
        return Node("^", None, (base, power))

    def atom(self) -> Node:
        kind, word = self.take()
        if kind == "number":
            return Node("number", float(word))
        if kind == "name" and word in FUNCTIONS and word not in self.names:
            return Node("call", word, (self.argument(),))
        if kind == "name":
            return Node("name" if word in self.names else "constant", word)
        if word in ("(", "|"):
            node = self.sum()
            close = ")" if word == "(" else "|"
            if self.take()[1] != close:
                raise Unreadable(f"a {close!r} is missing", f"少了一个 {close}", FORMULA)
            return node if word == "(" else Node("call", "abs", (node,))
        raise Unreadable(f"{word!r} stands where a value is expected", f"{word} 的位置应是一个数、变量或括号", FORMULA)

    def argument(self) -> Node:
        """`ln(x)`, where a power behind it is one of ln(x); or `sqrt x^2`, where it belongs to the x."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable("the functions are too deep", "函数套得太深", FORMULA)
        node = self.atom() if self.peek() == "(" else self.power()
        self.depth -= 1
        return node


def _bounded(power: Node) -> None:
    """Refuse an exponent that is a number beyond MAX_POWER: 9^9^9."""
    try:
        size = abs(evaluate(power, {}))
    except KeyError:
        return  # it holds a variable: judged where it is compared
    except (ArithmeticError, ValueError):
        size = math.inf
    if not size <= MAX_POWER:
        raise Unreadable(
            "this power is too large", "指数太大", (f"Exponents up to {MAX_POWER:g}.", f"指数不超过 {MAX_POWER:g}。")
        )


def evaluate(
    node: Node,
    values: Mapping[str, Any],
    functions: Mapping[str, Callable[[Any], Any]] = FUNCTIONS,
    number: Callable[[Any], Any] = complex,
) -> Any:
    """The value at a point. Raises ArithmeticError or ValueError where there is none, KeyError for a missing variable."""
    if node.kind == "number":
        return number(node.value)
    if node.kind == "constant":
        return number(CONSTANTS[node.value])
    if node.kind == "name":
        return number(values[node.value])
    parts = [evaluate(p, values, functions, number) for p in node.parts]
    if node.kind == "call":
        return functions[node.value](parts[0])
    if node.kind == "neg":
        return -parts[0]
    if node.kind == "^" and abs(parts[1]) > MAX_POWER:
        raise OverflowError("a power too large")
    return OPERATORS[node.kind](*parts)


@lru_cache(maxsize=1)
def _precise() -> tuple[Mapping[str, Callable[[Any], Any]], Callable[[Any], Any]]:
    """The functions and the numbers of DIGITS digits."""
    from mpmath import MPContext  # type: ignore[import-untyped]

    context = MPContext()
    context.dps = DIGITS
    names = {"abs": "fabs"}
    return {name: getattr(context, names.get(name, name)) for name in FUNCTIONS}, context.mpc


def _values(node: Node, points: Sequence[Mapping[str, float]]) -> Iterator[complex | None]:
    """The value at each point, None where there is none that is finite."""
    for point in points:
        try:
            value = evaluate(node, point)
        except (ArithmeticError, ValueError):
            yield None
        else:
            yield value if cmath.isfinite(value) else None


def same(given: Node, want: Node, over: Mapping[str, Sequence[float]], seed: str) -> bool:
    """Whether two formulas agree at POINTS random places of the box `over`, to AGREE relative to their size there.

    Raises UsageError where the given formula has no value at any of them: it cannot be compared, so it is not wrong.
    """
    draw = Draw(f"formula/{seed}", 0)
    points = [{GREEK.get(v, v): draw.uniform(low, high) for v, (low, high) in over.items()} for _ in range(POINTS)]
    pairs = list(zip(points, _values(given, points), _values(want, points), strict=True))
    targets = [abs(target) for _, _, target in pairs if target is not None]
    if len(targets) < POINTS // 2:
        return False
    if all(got is None for _, got, _ in pairs):
        raise Unreadable("this formula has no value where it is compared", "这个公式在比较的取值上算不出数", FORMULA)
    floor = NEARLY * max(targets) or 1e-12
    return all(
        target is None or (got is not None and _agree(given, want, point, got, target, floor))
        for point, got, target in pairs
    )


def _agree(given: Node, want: Node, point: Mapping[str, float], got: complex, target: complex, floor: float) -> bool:
    """At one point. Floats lose digits in differences such as 1 - cos(x): what nearly agrees is computed again."""
    size = max(abs(target), floor)
    if abs(got - target) <= AGREE * size:
        return True
    if abs(got - target) > NEARLY * size and size > NOISE:
        return False
    functions, number = _precise()
    try:
        a, b = (evaluate(node, point, functions, number) for node in (given, want))
    except (ArithmeticError, ValueError):
        return False
    return bool(abs(a - b) <= AGREE * max(abs(b), floor))
