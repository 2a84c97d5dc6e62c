"""What is said of a failure: the value that came beside the one wanted, the line of a syntax error, calls with their brackets closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beikao.grader import Grader
from beikao.grader.remote import brief
from beikao.study.verdicts import state_of, told
from tests.grader.submissions import Lab, first

Make = Callable[..., Lab]

PARTS = """
@check
def parts(t: Trial) -> None:
    for n in (3, 5):
        x = t.draw.normal(n)
        r = t.you.split(x)
        t.that(r["rank"] == n, zh="秩", en="rank")
"""
SPLIT = "def split(x):\n    return {'rank': len(x), 'parts': x * 2}\n"


@pytest.mark.parametrize(("answer", "got"), [("{}", "{}"), ("{'rnk': 3}", "{'rnk': 3}"), ("None", "None"), ("7", "7")])
def test_what_came_and_what_should_have(grader: Grader, lab: Make, answer: str, got: str) -> None:
    verdict = grader.check(lab(PARTS, SPLIT).job(f"def split(x):\n    return {answer}\n"))
    said = first(verdict)
    assert verdict["state"] == "failed" and said["message"]["en"].startswith("`split` ")
    assert (said["called"], said["got"]) == ("split(ndarray[3])", got)
    assert said["want"].startswith("{'rank': 3, 'parts': float64[3] [")


def test_the_second_call_is_compared_with_the_second(grader: Grader, lab: Make) -> None:
    late = "def split(x):\n    return {'rank': 3} if len(x) == 3 else {}\n"
    said = first(grader.check(lab(PARTS, SPLIT).job(late)))
    assert (said["called"], said["got"]) == ("split(ndarray[5])", "{}")
    assert said["want"].startswith("{'rank': 5, 'parts': float64[5] [")


def test_a_syntax_error_shows_its_line(grader: Grader, lab: Make) -> None:
    verdict = grader.check(lab().job("def double(x):\n    return x *\n"))
    said = first(verdict)
    assert said["facts"]["code"] == "    return x *\n              ^"
    assert verdict["state"] == "crashed" and state_of(verdict) == "syntax"
    rows = dict(told(verdict)[0].rows("zh"))
    assert rows["代码"].endswith("^") and "called" not in rows
    raised = grader.check(lab().job("raise SyntaxError('mine')\n"))
    assert "code" not in first(raised)["facts"] and state_of(raised) == "crashed"


VALUES = st.recursive(
    st.one_of(st.integers(), st.text("ab'\"(", max_size=90), st.just(np.zeros((160, 6))), st.none()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.dictionaries(st.text("xyz", max_size=40), inner, max_size=5),
        st.tuples(inner, inner),
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_every_bracket_is_closed(value: Any) -> None:
    open_, shown, quote = [], brief(value), ""
    for place, char in enumerate(shown):
        if quote:
            quote = "" if char == quote and shown[place - 1] != "\\" else quote
        elif char in "'\"":
            quote = char
        elif char in "([{":
            open_.append(char)
        elif char in ")]}":
            assert open_.pop() + char in ("()", "[]", "{}"), shown
    assert not open_ and not quote, shown
    assert len(shown) < 400


def test_of_a_large_container_the_first_few() -> None:
    model = {"weights": np.zeros(7), "bias": 0.5, "classes": [1, 2, 3, 4, 5], "more": 1}
    assert brief(model) == "{'weights': ndarray[7], 'bias': 0.5, ...}"
    assert brief([1, 2, 3, 4]) == "[1, 2, 3, ...]"
