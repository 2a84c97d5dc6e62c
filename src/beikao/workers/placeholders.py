"""`{{name}}` and `{{name:.2f}}` in texts: finding, filling, and reading the inserts of lessons.

A placeholder is two braces, an expression without braces, an optional format after a colon, two braces. TeX beside it
keeps its own braces: `\\frac{ {{a}} }{2}` needs the spaces, `$ {{full}} / {{kept}} $` needs nothing. A number is written
as it is read where it stands: 2e-05 is 2×10⁻⁵ among words, 2\\times 10^{-5} in a formula, itself in code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from beikao.errors import ContentError

PLACEHOLDER = re.compile(r"\{\{(?P<expression>[^{}:]+)(?::(?P<spec>[^{}]*))?\}\}")
FIGURE = re.compile(r"(?P<slug>[a-z0-9-]+)(?:\((?P<params>[^()]*)\))?\.(?P<key>[a-z_0-9]+)\Z", re.IGNORECASE)
FACT = re.compile(r"fact\.(?P<name>[a-z0-9-]+)\.(?P<key>[a-z_0-9]+)\Z", re.IGNORECASE)

NOTHING = re.compile(r"(?<![\w.])-(?=0(?:\.0+)?(?![\w.]))")  # the sign of -0.00
EXPONENT = re.compile(r"(?<![\w.])(?P<mantissa>\d[\d.,]*)[eE](?P<sign>[+-]?)0*(?P<power>\d+)(?![\w.])")
MINUS = re.compile(r"(?<![\w.)])-(?=\d)")
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class FigureInsert:
    """`{{slug(k=8).key}}`."""

    slug: str
    params: Mapping[str, float]
    key: str


@dataclass(frozen=True)
class FactInsert:
    """`{{fact.name.key}}`."""

    name: str
    key: str


def placeholders(template: str) -> list[tuple[int, str, str]]:
    """(line from 1, expression, format) of each placeholder, in order."""
    return [
        (template.count("\n", 0, m.start()) + 1, m["expression"], m["spec"] or "")
        for m in PLACEHOLDER.finditer(template)
    ]


def fill(template: str, values: Mapping[str, Any]) -> str:
    """The text with every placeholder replaced. Raises ContentError for an unknown name or a format that does not fit."""

    def value_of(expression: str) -> Any:
        name = expression.strip()
        if name not in values:
            raise ContentError(
                f"{{{{{expression}}}}}: no value {name!r}", hint=f"There are: {', '.join(sorted(values))}."
            )
        return values[name]

    return substitute(template, value_of)


def substitute(
    template: str, value_of: Callable[[str], Any], among_words: Callable[[str, str], str] | None = None
) -> str:
    """The text with `value_of(expression)` for every placeholder, numbers as they are read where they stand.

    `among_words(expression, text)` has the last word on a number that stands in no formula and no code.
    """

    def one(match: re.Match[str]) -> str:
        value, spec = value_of(match["expression"]), match["spec"] or ""
        text = format_value(value, spec, match["expression"].strip())
        before = template[: match.start()]
        if isinstance(value, str) or before.count("`") % 2:
            return text
        if len(re.findall(r"(?<!\\)\$\$?", before)) % 2:
            return in_formula(text)
        said = in_words(text)
        return among_words(match["expression"], said) if among_words else said

    return PLACEHOLDER.sub(one, template)


def in_words(text: str) -> str:
    """Python's way of writing numbers as people's: 2e-05 becomes 2×10⁻⁵, -3 has a minus, and nothing has no sign."""

    def power(match: re.Match[str]) -> str:
        times = "" if match["mantissa"] == "1" else f"{match['mantissa']}×"
        return f"{times}10{(match['sign'].replace('+', '') + match['power']).translate(RAISED)}"

    return MINUS.sub("−", EXPONENT.sub(power, NOTHING.sub("", text)))


def in_formula(text: str) -> str:
    """The same as TeX."""

    def power(match: re.Match[str]) -> str:
        times = "" if match["mantissa"] == "1" else f"{match['mantissa']}\\times "
        return f"{times}10^{{{match['sign'].replace('+', '')}{match['power']}}}"

    return EXPONENT.sub(power, NOTHING.sub("", text))


def format_value(value: Any, spec: str, expression: str) -> str:
    """A value in a Python format; without one, whole floats lose their point. Raises ContentError."""
    try:
        if spec:
            return format(value, spec)
    except (ValueError, TypeError) as error:
        raise ContentError(
            f"{{{{{expression}:{spec}}}}}: {error}", hint="Use a Python format: .2f, .1%, ,d."
        ) from error
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.6g}"
    return str(value)


def parse_insert(expression: str) -> FigureInsert | FactInsert:
    """An insert of a lesson. Raises ContentError."""
    text = expression.strip()
    fact = FACT.match(text)
    if fact:
        return FactInsert(fact["name"], fact["key"])
    figure = FIGURE.match(text)
    if not figure:
        raise ContentError(
            f"{{{{{expression}}}}} is no insert", hint="Write {{figure(k=8).number}} or {{fact.name.value}}."
        )
    return FigureInsert(figure["slug"], _params(figure["params"] or "", expression), figure["key"])


def _params(text: str, expression: str) -> dict[str, float]:
    out = {}
    for part in filter(None, (p.strip() for p in text.split(","))):
        name, _, value = part.partition("=")
        try:
            out[name.strip()] = float(value)
        except ValueError:
            raise ContentError(f"{{{{{expression}}}}}: {part!r} is no slider position", hint="Write k=8.") from None
    return out
