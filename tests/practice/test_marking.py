"""Marking by kind: credit, the misconception met, and that what cannot be read is never marked wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beikao.course import Question
from beikao.course.types import QuestionText
from beikao.errors import ContentError, UsageError
from beikao.practice.marking import mark, truth_text
from beikao.practice.posing import Asked, pose
from beikao.workers.workshop import Drawn

OPTIONS = {"a": "alpha", "b": "beta", "c": "gamma", "d": "delta"}


def question(kind: str, *, keep_order: bool = False, ask: str = "Which?") -> Question:
    """A question in memory."""
    text = QuestionText(
        ask=ask,
        explain="Because {{answer}}." if kind in ("numeric", "symbolic") else "Because.",
        options=OPTIONS if kind in ("choice", "choices", "order") else {},
        rubric={"first": "one", "second": "two"} if kind == "short" else {},
        wrong={"m/half": "You took half."},
    )
    return Question(
        concept="c", slug="q", folder=Path("q"), rev="1", kind=kind, stimulus="text", level="apply", minutes=1, also=(),
        keep_order=keep_order, text={"zh": text, "en": text}, make=None,
    )  # fmt: skip


def asked(kind: str, truth: dict[str, Any], wrong: dict[str, Any] | None = None, seed: int = 3, **more: Any) -> Asked:
    """It, posed."""
    return pose(question(kind, **more), Drawn(show={}, truth_kind=kind, truth=truth, wrong=wrong or {}), seed)


NUMBER = {"value": 8.0, "rel": 0.01, "abs": 0.0, "unit": "GB"}


@pytest.mark.parametrize(
    ("given_", "right"),
    [
        ("8", True),
        ("8 GB", True),
        ("8.07", True),
        ("7.93", True),
        ("8.09", False),
        ("16/2", True),
        ("-8", False),
        ("８", True),
    ],
)
def test_numeric(given_: str, right: bool) -> None:
    assert mark(asked("numeric", NUMBER), given_).right is right


def test_numeric_meets_a_misconception_and_says_how_it_read() -> None:
    done = mark(asked("numeric", NUMBER, {"m/half": 4.0}), "4,000/1,000")
    assert (done.right, done.misconception, done.read_as) == (False, "m/half", "4")
    assert done.feedback == {"zh": "You took half.", "en": "You took half."}
    assert mark(asked("numeric", NUMBER, {"m/half": 4.0}), "5").misconception is None


@given(st.floats(-1e12, 1e12).filter(lambda x: abs(x) > 1e-9), st.floats(0, 0.2))
def test_tolerance_is_what_it_says(value: float, rel: float) -> None:
    it = asked("numeric", {"value": value, "rel": rel, "abs": 0.0, "unit": ""})
    assert mark(it, repr(value)).right
    assert mark(it, repr(value * (1 + rel * 0.99))).right
    assert not mark(it, repr(value * (1 + rel * 1.01 + 1e-9))).right


def test_what_cannot_be_read_is_not_wrong() -> None:
    with pytest.raises(UsageError):
        mark(asked("numeric", NUMBER), "eight")
    with pytest.raises(UsageError):
        mark(asked("symbolic", {"expression": "x^2", "over": {"x": (1, 2)}}), "x^")


def test_choice() -> None:
    it = asked("choice", {"right": "b"}, {"m/half": "c"})
    assert mark(it, "b").right
    assert mark(it, ["b"]).right
    assert mark(it, "c").misconception == "m/half"
    for bad in ("", "z", ["a", "b"], []):
        with pytest.raises(UsageError):
            mark(it, bad)


@pytest.mark.parametrize(
    ("ticks", "credit"),
    [
        (["a", "b"], 1.0),
        (["a"], 0.5),
        (["a", "c"], 0.0),
        (["a", "b", "c"], 0.5),
        (["c", "d"], 0.0),
        (["a", "b", "c", "d"], 0.0),
    ],
)
def test_choices_give_partial_credit_and_ticking_all_gives_none(ticks: list[str], credit: float) -> None:
    it = asked("choices", {"right": ["a", "b"]})
    assert mark(it, ticks).credit == credit
    assert mark(it, list(reversed(ticks))).credit == credit


def test_order() -> None:
    it = asked("order", {"right": ["d", "b", "a", "c"]}, {"m/half": ["c", "a", "b", "d"]})
    assert mark(it, ["d", "b", "a", "c"]).right
    assert mark(it, ["c", "a", "b", "d"]).misconception == "m/half"
    for bad in (["d", "b"], ["d", "b", "a", "a"], []):
        with pytest.raises(UsageError):
            mark(it, bad)


def test_symbolic() -> None:
    it = asked("symbolic", {"expression": "2*x*y", "over": {"x": (1, 2), "y": (1, 2)}}, {"m/half": "x*y"})
    done = mark(it, "xy+yx")
    assert done.right
    assert done.read_as == "x y + y x"
    assert mark(it, "y x").misconception == "m/half"


def test_short_is_no_evidence() -> None:
    it = asked("short", {})
    done = mark(it, ["first"])
    assert (done.credit, done.evidence) == (0.5, False)
    assert mark(it, ["first", "second", "nothing-of-the-kind"]).credit == 1.0


def test_code_is_for_the_grader() -> None:
    with pytest.raises(UsageError, match="grader"):
        mark(asked("code", {}), "x = 1")


@given(st.integers(0, 2**48 - 1))
def test_options_are_shuffled_by_the_seed_alone(seed: int) -> None:
    """Same seed, same order; an order question never begins solved."""
    shown = [s for s, _ in asked("order", {"right": list("abcd")}, seed=seed).options]
    assert shown == [s for s, _ in asked("order", {"right": list("abcd")}, seed=seed).options]
    assert sorted(shown) == list("abcd")
    assert shown != list("abcd")


def test_every_option_comes_first_some_time() -> None:
    first = {asked("choice", {"right": "b"}, seed=seed).options[0][0] for seed in range(60)}
    assert first == set(OPTIONS)
    kept = asked("choice", {"right": "b"}, seed=9, keep_order=True)
    assert [s for s, _ in kept.options] == list(OPTIONS)


def test_texts_carry_the_answer_and_a_missing_value_is_the_authors() -> None:
    it = asked("numeric", NUMBER)
    assert it.explain["en"] == "Because 8."
    assert truth_text(it)["en"] == "8 GB"
    with pytest.raises(ContentError, match="nothing"):
        asked("numeric", NUMBER, ask="How many {{nothing}}?")
    with pytest.raises(ContentError, match="choice"):
        pose(question("choice"), Drawn(show={}, truth_kind="numeric", truth=NUMBER), 1)
