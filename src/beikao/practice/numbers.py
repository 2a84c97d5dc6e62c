"""Reads a number as people type it, without evaluating anything.

Accepted: 1,024 · 0.75 · 3/4 · 75% · 1.5e-3 · 1.5×10^-3 · 2^10 · √2 · 2π · full-width digits and signs. Anything else is a
UsageError that says so: an answer that cannot be read is never marked wrong.
"""

from __future__ import annotations

import math
import re
import unicodedata

from beikao.errors import UsageError

MAX_LENGTH = 60
MAX_EXPONENT = 400
FORMS = "Accepted: 0.75, 3/4, 75%, 1.5e-3, 1.5×10^-3, 2^10, √2, 2π, 1,024."
MINUS = str.maketrans(
    {"−": "-", "–": "-", "—": "-", "﹣": "-", "·": "*", "×": "*", "⋅": "*", "÷": "/", "∕": "/", "⁄": "/"}
)
SUPERSCRIPT = re.compile(r"[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
PLAIN = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d,])|(?<![\d.])\d{1,3}(?: \d{3})+(?![\d ])")
DECIMAL = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?"
ATOM = re.compile(
    rf"(?P<root>√|sqrt)?\(?(?P<number>{DECIMAL})?(?P<pi>π|pi)?\)?(?:(?:\^|\*\*)\(?(?P<power>[+-]?\d{{1,4}})\)?)?\Z"
)


def read_number(text: str, unit: str = "") -> float:
    """The number a text stands for. `unit` may stand behind it. Raises UsageError."""
    shown = text.strip()[:MAX_LENGTH]
    if len(text) > 4 * MAX_LENGTH:
        raise UsageError("this is too long for a number", where="answer", hint=FORMS)
    plain = tidy(text)
    if unit:
        plain = plain.removesuffix(tidy(unit)).strip()
    if not plain:
        raise UsageError("there is no number yet", where="answer", hint=FORMS)
    try:
        value = _product(plain)
    except (ValueError, OverflowError, ZeroDivisionError):
        raise UsageError(f"{shown!r} cannot be read as a number", where="answer", hint=FORMS) from None
    if not math.isfinite(value):
        raise UsageError(f"{shown!r} is not a finite number", where="answer", hint=FORMS)
    return value


def tidy(text: str) -> str:
    """Full-width to half-width, one kind of minus and times, superscripts as powers, no group separators, no spaces."""
    plain = SUPERSCRIPT.sub(lambda m: "^" + m[0].translate(PLAIN), text)
    plain = unicodedata.normalize("NFKC", plain).translate(MINUS).strip()
    plain = plain.replace("、", ",").replace("。", ".")
    plain = GROUPED.sub(lambda m: re.sub(r"[ ,]", "", m[0]), plain)
    return re.sub(r"\s+", "", plain)


def _product(text: str) -> float:
    """sign, atoms joined by * and /, an optional percent sign."""
    if len(text) > MAX_LENGTH:
        raise ValueError(text)
    scale = 1.0
    if text.endswith("%"):
        text, scale = text[:-1], 0.01
    sign = 1.0
    if text[:1] in ("+", "-"):
        sign, text = (-1.0 if text[0] == "-" else 1.0), text[1:]
    pieces = re.split(r"(?<!\*)([*/])(?!\*)", text.replace("x10^", "*10^").replace("X10^", "*10^"))
    value = _atom(pieces[0])
    for operator, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        value = value * _atom(piece) if operator == "*" else value / _atom(piece)
    return sign * value * scale


def _atom(text: str) -> float:
    """A decimal, π, a multiple of π, a root of these, with an optional whole power."""
    negative = text[:1] == "-"
    match = ATOM.match(text.lstrip("+-") if text[:1] in "+-" else text)
    if not match or not (match["number"] or match["pi"]) or text.count("(") != text.count(")"):
        raise ValueError(text)
    value = float(match["number"]) if match["number"] else 1.0
    value *= math.pi if match["pi"] else 1.0
    if match["root"]:
        value = math.sqrt(value)
    if match["power"]:
        power = int(match["power"])
        if abs(power) > MAX_EXPONENT:
            raise OverflowError(text)
        value = float(value) ** power
    return -value if negative else value
