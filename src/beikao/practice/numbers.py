"""Reads a number as people type it, without evaluating anything.

Accepted: 1,024 · 0.75 · 3/4 · 75% · 1.5e-3 · 1.5×10^-3 · 2^10 · √2 · 2π · full-width digits and signs; a product or
quotient of such parts. Anything else is a UsageError that says so: an answer that cannot be read is never marked wrong.
What has two readings is refused, never guessed: `1 2`, `1,5`, `0,123`, `2½`, `3 1/2`, `3/4%`.
"""

from __future__ import annotations

import math
import re
import unicodedata

from beikao.practice.units import unit_in
from beikao.practice.unreadable import NUMBER, Unreadable

MAX_LENGTH = 60
MAX_POWER = 400
MINUS = str.maketrans({**dict.fromkeys("−–—﹣", "-"), **dict.fromkeys("·×⋅∙", "*"), **dict.fromkeys("÷∕⁄", "/")})
SUPERSCRIPT = re.compile(r"[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
PLAIN = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
GROUPED = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(?![0-9,])")
BESIDE = re.compile(r"(?<=[0-9.)])\s+(?=[0-9.(])")
DECIMAL = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
TOKEN = re.compile(rf"(?P<number>{DECIMAL})|(?P<name>√|sqrt|π|pi)|(?P<op>\*\*|[-+*/^()%])")


def read_number(text: str, unit: str = "") -> float:
    """The number a text stands for. `unit` may stand behind it. Raises UsageError."""
    if len(text) > 4 * MAX_LENGTH:
        raise Unreadable("this is too long for a number", "太长了，不像一个数", NUMBER)
    shown = text.strip()[:MAX_LENGTH]
    plain = tidy(text)
    for name in {unit, unit_in("zh", unit)} - {""}:
        plain = without_unit(plain, tidy(name))
    if not plain:
        raise Unreadable("there is no number yet", "还没有写数", NUMBER)
    try:
        value = _Reader(plain).whole()
    except (ValueError, ArithmeticError):
        raise Unreadable(f"{shown!r} cannot be read as a number", f"「{shown}」读不成一个数", NUMBER) from None
    if not math.isfinite(value):
        raise Unreadable(f"{shown!r} is not a finite number", f"「{shown}」不是有限的数", NUMBER)
    return value


def without_unit(plain: str, unit: str) -> str:
    """The text without the unit behind it, whatever its case."""
    return plain[: -len(unit)].rstrip() if unit and plain.casefold().endswith(unit.casefold()) else plain


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as plain ones. Compatibility forms such as ½ or ② stay as they are."""
    wide = ("<wide>", "<narrow>")
    return "".join(
        unicodedata.normalize("NFKC", c) if unicodedata.decomposition(c).startswith(wide) else c for c in text
    )


def tidy(text: str) -> str:
    """One kind of digit, minus and times; superscripts as powers; no group separators; no needless spaces."""
    plain = half_width(SUPERSCRIPT.sub(lambda m: "^" + m[0].translate(PLAIN), text))
    plain = plain.translate(MINUS).replace("。", ".").replace("\u3000", " ")
    plain = re.sub(r"[\u00a0\u2009\u202f]", " ", plain).strip()
    plain = GROUPED.sub(lambda m: re.sub(r"[ ,]", "", m[0]), plain)
    return re.sub(r"\s+", "", BESIDE.sub("?", plain))


class _Reader:
    """number := sign product [%]; product := power {(* or / or nothing before √ and π) power}; power := atom [^ integer]."""

    def __init__(self, text: str) -> None:
        if len(text) > MAX_LENGTH:
            raise ValueError(text)
        self.tokens: list[str] = []
        at = 0
        while at < len(text):
            match = TOKEN.match(text, at)
            if match is None:
                raise ValueError(text)
            self.tokens.append({"**": "^", "x": "*", "X": "*", "sqrt": "√", "pi": "π"}.get(match[0], match[0]))
            at = match.end()
            if text[at : at + 4].casefold() == "x10^":  # 1.5 x 10^-3, the times sign typed as a letter
                self.tokens.append("*")
                at += 1
        self.at = 0

    def whole(self) -> float:
        sign = self._sign()
        value = self._product()
        if self._next() == "%" and "/" not in self.tokens:  # 3/4%: of the quotient or of the 4?
            self.at += 1
            value /= 100.0
        if self.at < len(self.tokens):
            raise ValueError(self._next())
        return sign * value

    def _next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _sign(self) -> float:
        if self._next() in ("+", "-"):
            self.at += 1
            return -1.0 if self.tokens[self.at - 1] == "-" else 1.0
        return 1.0

    def _product(self) -> float:
        value = self._power()
        while self._next() in ("*", "/", "√", "π"):
            operator = self._next()
            if operator in ("*", "/"):
                self.at += 1
            factor = self._sign() * self._power() if operator in ("*", "/") else self._power()
            value = value / factor if operator == "/" else value * factor
        return value

    def _power(self) -> float:
        base = self._atom()
        if self._next() != "^":
            return base
        self.at += 1
        closing = self._open()
        sign, text = self._sign(), self._next()
        if not text.isascii() or not text.isdigit() or len(text) > 4 or int(text) > MAX_POWER:
            raise ValueError(text)
        self.at += 1
        self._close(closing)
        return float(base ** (sign * int(text)))

    def _atom(self) -> float:
        token = self._next()
        self.at += 1
        if token == "√":
            closing = self._open()
            value = math.sqrt(self._product() if closing else self._atom())
            self._close(closing)
            return value
        if token == "π":
            return math.pi
        if token == "(":
            value = self._sign() * self._product()
            self._close(True)
            return value
        return float(token)  # ValueError for anything that is no number

    def _open(self) -> bool:
        if self._next() == "(":
            self.at += 1
            return True
        return False

    def _close(self, expected: bool) -> None:
        if expected:
            if self._next() != ")":
                raise ValueError("a parenthesis is missing")
            self.at += 1
