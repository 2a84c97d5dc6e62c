"""A drawn question as it is asked: texts with their values, options in the order shown."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from beikao.course import Question
from beikao.course.types import LANGUAGES
from beikao.errors import ContentError, UsageError
from beikao.kit.draw import Draw
from beikao.practice.units import unit_in
from beikao.workers.placeholders import fill
from beikao.workers.workshop import Drawn

MAX_SEED = 2**48


@dataclass(frozen=True)
class Asked:
    """All texts are Markdown by language. `options` and `rubric` are (slug, {zh, en}) in the order shown."""

    question: Question
    seed: int
    ask: Mapping[str, str]
    explain: Mapping[str, str]
    options: tuple[tuple[str, Mapping[str, str]], ...]
    rubric: tuple[tuple[str, Mapping[str, str]], ...]
    feedback: Mapping[str, Mapping[str, str]]  # misconception -> the question's own words for it
    truth: Mapping[str, Any]
    wrong: Mapping[str, Any]
    plot_svg: Mapping[str, str] | None = None
    start: str = ""  # a code question's start
    show: Mapping[str, Any] = field(default_factory=dict)

    @property
    def unit(self) -> str:
        """What stands behind a numeric field, as the question's author wrote it."""
        return str(self.truth.get("unit", ""))

    def unit_in(self, language: str) -> str:
        """What stands behind a numeric field in a language."""
        return unit_in(language, self.unit)


def new_seed() -> int:
    """A seed nobody can guess."""
    return secrets.randbelow(MAX_SEED)


def check_seed(seed: int) -> int:
    """The seed if it is one. Raises UsageError."""
    if not 0 <= seed < MAX_SEED:
        raise UsageError(f"{seed} is no seed", where="seed", hint="A whole number from 0 up to 2^48.",
                         zh=f"{seed} 不能作种子", hint_zh="要一个从 0 起、小于 2^48 的整数。")  # fmt: skip
    return seed


def pose(question: Question, drawn: Drawn, seed: int) -> Asked:
    """The question of this draw. Raises ContentError for a placeholder without a value or a key of another kind."""
    if drawn.truth_kind != question.kind:
        raise ContentError(
            f"make.py answers {drawn.truth_kind}, question.toml says {question.kind}", where=question.ref
        )
    shown = dict(drawn.show)
    known = {**shown, **drawn.steps, **_answer(drawn)}
    text = question.text
    options = tuple(
        (slug, {lang: fill(text[lang].options[slug], known) for lang in LANGUAGES}) for slug in text["zh"].options
    )
    wrong = {ref: {lang: fill(text[lang].wrong[ref], known) for lang in LANGUAGES} for ref in text["zh"].wrong}
    start = question.folder / "start.py"
    return Asked(
        question=question,
        seed=seed,
        ask={lang: fill(text[lang].ask, shown) for lang in LANGUAGES},
        explain={lang: fill(text[lang].explain, known) for lang in LANGUAGES},
        options=_ordered(question, options, drawn, seed),
        rubric=tuple(
            (slug, {lang: fill(text[lang].rubric[slug], known) for lang in LANGUAGES}) for slug in text["zh"].rubric
        ),
        feedback=wrong,
        truth=drawn.truth,
        wrong=drawn.wrong,
        plot_svg=drawn.plot_svg,
        start=start.read_text(encoding="utf-8") if question.kind == "code" and start.exists() else "",
        show=shown,
    )


def _answer(drawn: Drawn) -> dict[str, Any]:
    key = {"numeric": "value", "symbolic": "expression"}.get(drawn.truth_kind)
    return {"answer": drawn.truth[key]} if key else {}


Options = tuple[tuple[str, Mapping[str, str]], ...]


def _ordered(question: Question, options: Options, drawn: Drawn, seed: int) -> Options:
    """Shuffled by the seed unless the order is kept; an order question never begins solved."""
    if question.keep_order and question.kind != "order":
        return options
    draw = Draw(f"{question.ref}/options", seed)
    for _ in range(20):
        shuffled = tuple(draw.shuffle(options))
        if question.kind != "order" or [s for s, _ in shuffled] != list(drawn.truth["right"]):
            return shuffled
    return (*shuffled[1:], shuffled[0])
