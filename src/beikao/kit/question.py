"""What a question is once drawn: values to show, the truth, the steps, and where each misconception leads.

Truths are plain data; marking an answer against them is `beikao.practice`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from beikao.kit.figure import Plot


@dataclass(frozen=True)
class Truth:
    """The right answer of one kind, as plain data. Made by the functions below, not directly."""

    kind: str
    data: Mapping[str, Any]


def numeric(value: float, *, rel: float = 0.0, abs: float = 0.0, unit: str = "") -> Truth:
    """A number, right when |given - value| <= max(rel * |value|, abs); both 0 means exactly (integers).

    `unit` is shown behind the field and is not typed.
    """
    if rel < 0 or abs < 0:
        raise ValueError("numeric: a tolerance is below zero")
    return Truth("numeric", {"value": float(value), "rel": float(rel), "abs": float(abs), "unit": unit})


def choice(right: str) -> Truth:
    """The slug of the one right option; options stand in `# options` of the texts."""
    return Truth("choice", {"right": right})


def choices(*right: str) -> Truth:
    """The slugs of all right options (one or more); credit is (right ticks - wrong ticks) / right options, at least 0."""
    return Truth("choices", {"right": sorted(right)})


def order(*slugs: str) -> Truth:
    """The slugs of all options in their right order; credit 1 only for the exact order."""
    return Truth("order", {"right": list(slugs)})


def symbolic(expression: str, *, over: Mapping[str, tuple[float, float]]) -> Truth:
    """A formula in the variables of `over`, each with the interval on which it is compared numerically."""
    return Truth(
        "symbolic",
        {"expression": expression, "over": {k: [float(a), float(b)] for k, (a, b) in over.items()}},
    )


def short() -> Truth:
    """An answer in words, marked by the learner against `# rubric` of the texts; no evidence of ability."""
    return Truth("short", {})


def code() -> Truth:
    """Code judged by the checks that stand in the question's folder, as in a lab."""
    return Truth("code", {})


Given = float | int | str | Sequence[str]


@dataclass(frozen=True)
class Question:
    """One drawn question.

    `show`: values that the texts insert (`{{name}}`, `{{name:.2f}}`). `steps`: intermediate results, inserted in
    `# explain`. `wrong`: misconception (`concept/slug`) -> the answer it leads to, in the form of the truth
    (a number, an option slug, a list of slugs, a formula). `plot`: the stimulus where it is `plot`.
    """

    show: Mapping[str, Any]
    truth: Truth
    steps: Mapping[str, Any] = field(default_factory=dict)
    wrong: Mapping[str, Given] = field(default_factory=dict)
    plot: Plot | None = None
