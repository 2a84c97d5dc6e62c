"""Marks an answer: credit, the misconception met, and how the answer was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beikao.errors import UsageError
from beikao.practice.formula_tex import as_tex
from beikao.practice.formulas import parse_formula, same
from beikao.practice.numbers import read_number
from beikao.practice.posing import Asked
from beikao.practice.units import unit_in
from beikao.practice.unreadable import Unreadable
from beikao.workers.placeholders import in_words

Given = str | Sequence[str]


@dataclass(frozen=True)
class Marked:
    """`feedback` is the question's own words for the misconception, Markdown by language, None where it has none."""

    credit: float
    right: bool
    misconception: str | None
    feedback: Mapping[str, str] | None
    read_as: str
    evidence: bool


def mark(asked: Asked, given: Given) -> Marked:
    """Raises UsageError for an answer that cannot be read (never marked wrong) and for a code question."""
    kind = asked.question.kind
    if kind not in MARKERS:
        raise UsageError("a code question is judged by the grader", where=asked.question.ref, zh="代码题由判题进程来判")
    credit, read_as = MARKERS[kind](asked, given)
    misconception = _met(asked, given) if credit < 1.0 else None
    feedback = asked.feedback.get(misconception) if misconception else None
    return Marked(credit, credit >= 1.0, misconception, feedback, read_as, evidence=kind != "short")


def _one(given: Given) -> str:
    if isinstance(given, str):
        return given
    if len(given) != 1:
        raise Unreadable("choose exactly one", "只选一项")
    return given[0]


def _many(given: Given) -> list[str]:
    return [given] if isinstance(given, str) and given else list(given)


def _known(asked: Asked, slugs: Sequence[str]) -> None:
    known = [slug for slug, _ in asked.options]
    for slug in slugs:
        if slug not in known:
            listed = ", ".join(known)
            raise Unreadable(
                f"{slug[:40]!r} is no option of this question",
                f"这道题没有 {slug[:40]} 这一项",
                (f"Options: {listed}.", f"可选：{listed}。"),
            )


def _numeric(asked: Asked, given: Given) -> tuple[float, str]:
    value = read_number(_one(given), asked.unit)
    return float(near(value, asked.truth)), in_words(f"{value:.10g}")


def near(value: float, truth: Mapping[str, Any]) -> bool:
    """Whether a number is the truth within its tolerance; 1e-12 relative is always allowed for rounding."""
    want = float(truth["value"])
    tolerance = max(float(truth["rel"]) * abs(want), float(truth["abs"]), 1e-12 * abs(want))
    return abs(value - want) <= tolerance


def _choice(asked: Asked, given: Given) -> tuple[float, str]:
    slug = _one(given)
    if not slug:
        raise Unreadable("choose an option first", "先选一项")
    _known(asked, [slug])
    return float(slug == asked.truth["right"]), slug


def _choices(asked: Asked, given: Given) -> tuple[float, str]:
    ticks = set(_many(given))
    if not ticks:
        raise Unreadable("choose at least one option", "至少选一项")
    _known(asked, sorted(ticks))
    right = set(asked.truth["right"])
    return max(0.0, (len(ticks & right) - len(ticks - right)) / len(right)), ", ".join(sorted(ticks))


def _order(asked: Asked, given: Given) -> tuple[float, str]:
    slugs = _many(given)
    _known(asked, slugs)
    if sorted(slugs) != sorted(asked.truth["right"]):
        raise Unreadable(
            "put every option in a place of its own", "每一项各占一个位次", ("Each number once.", "每个数用一次。")
        )
    return float(slugs == list(asked.truth["right"])), ", ".join(slugs)


def _symbolic(asked: Asked, given: Given) -> tuple[float, str]:
    over = asked.truth["over"]
    node = parse_formula(_one(given), list(over))
    want = parse_formula(asked.truth["expression"], list(over))
    return float(same(node, want, over, asked.question.ref)), as_tex(node)


def _short(asked: Asked, given: Given) -> tuple[float, str]:
    """The learner's own ticks of the rubric."""
    points = [slug for slug, _ in asked.rubric]
    ticks = [slug for slug in set(_many(given)) if slug in points]
    return (len(ticks) / len(points) if points else 0.0), ", ".join(sorted(ticks))


MARKERS: dict[str, Callable[[Asked, Given], tuple[float, str]]] = {
    "numeric": _numeric, "choice": _choice, "choices": _choices, "order": _order, "symbolic": _symbolic, "short": _short,
}  # fmt: skip


def _met(asked: Asked, given: Given) -> str | None:
    """The misconception whose answer this is."""
    for name, answer in asked.wrong.items():
        if _is_answer(asked, given, answer):
            return name
    return None


def _is_answer(asked: Asked, given: Given, answer: Any) -> bool:
    kind = asked.question.kind
    if kind == "numeric":
        return near(read_number(_one(given), asked.unit), {**asked.truth, "value": answer})
    if kind == "symbolic":
        over = asked.truth["over"]
        return same(
            parse_formula(_one(given), list(over)), parse_formula(str(answer), list(over)), over, asked.question.ref
        )
    wanted = [answer] if isinstance(answer, str) else list(answer)
    return _many(given) == wanted if kind == "order" else set(_many(given)) == set(wanted)


def truth_text(asked: Asked) -> Mapping[str, str]:
    """The right answer as a learner reads it, Markdown by language."""
    kind, truth = asked.question.kind, asked.truth
    if kind == "numeric":
        text = in_words(f"{truth['value']:.6g}")
        return {lang: f"{text} {unit_in(lang, truth['unit'])}".rstrip() for lang in ("zh", "en")}
    if kind == "symbolic":
        text = f"${as_tex(parse_formula(truth['expression'], list(truth['over'])))}$"
        return {"zh": text, "en": text}
    if kind in ("short", "code"):
        return {"zh": "", "en": ""}
    slugs = [truth["right"]] if isinstance(truth["right"], str) else list(truth["right"])
    texts = dict(asked.options)
    joint = {"order": " → "}.get(kind, "; ")
    return {lang: joint.join(texts[s][lang] for s in slugs) for lang in ("zh", "en")}
