"""Intervals against scipy's Beta distribution, recall against the library's own word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from beikao.coach import cards, interval, recalled
from tests.coach.small_course import START, answer, small


@given(st.floats(1, 12), st.floats(1, 12), st.sampled_from([0.5, 0.8, 0.9, 0.99]))
def test_the_interval_is_that_of_the_beta_distribution(right: float, wrong: float, share: float) -> None:
    want = beta.ppf([(1 - share) / 2, (1 + share) / 2], right, wrong)
    assert interval(right, wrong, share) == pytest.approx(want, abs=1e-3)


def test_recall_is_nine_tenths_after_one_stability() -> None:
    """FSRS defines stability as the days until recall falls to 90%."""
    events = [answer("a/q1")]
    card = cards(small(), events)["a"]
    later = START + timedelta(days=card.stability)
    assert recalled(small(), events, later)["a/q1"] == pytest.approx(0.9, abs=0.01)
    assert recalled(small(), events, START)["a/q1"] == pytest.approx(1.0)
    assert recalled(small(), [], START) == {}
