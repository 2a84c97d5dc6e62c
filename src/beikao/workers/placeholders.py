"""`{{name}}` and `{{name:.2f}}` in texts: finding, filling, and reading the inserts of lessons.

A placeholder is two braces, an expression without braces, an optional format after a colon, two braces. TeX beside it
keeps its own braces: `\\frac{ {{a}} }{2}` needs the spaces, `$ {{full}} / {{kept}} $` needs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beikao.errors import ContentError

PLACEHOLDER = re.compile(r"\{\{(?P<expression>[^{}:]+)(?::(?P<spec>[^{}]*))?\}\}")
FIGURE = re.compile(r"(?P<slug>[a-z0-9-]+)(?:\((?P<params>[^()]*)\))?\.(?P<key>[a-z_0-9]+)\Z", re.IGNORECASE)
FACT = re.compile(r"fact\.(?P<name>[a-z0-9-]+)\.(?P<key>[a-z_0-9]+)\Z", re.IGNORECASE)


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

    def value_of(match: re.Match[str]) -> str:
        name = match["expression"].strip()
        if name not in values:
            raise ContentError(f"{match[0]}: no value {name!r}", hint=f"There are: {', '.join(sorted(values))}.")
        return format_value(values[name], match["spec"] or "", name)

    return PLACEHOLDER.sub(value_of, template)


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
