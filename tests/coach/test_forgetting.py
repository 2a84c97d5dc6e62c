"""The closed forms of FSRS-6 against the library that made them, on random weights and histories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import fsrs
import numpy as np
import pytest
from fsrs import scheduler as library
from hypothesis import given, settings
from hypothesis import strategies as st

from beikao.coach import aim
from beikao.coach.forgetting import HIGHEST, LONGEST, LOWEST, WEIGHTS, Forgetting

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
GRADES = st.integers(1, 4)
REVIEWS = st.lists(st.tuples(GRADES, st.integers(1, 400)), min_size=1, max_size=12)
OTHERS = st.one_of(
    st.just(WEIGHTS),
    st.tuples(*(st.floats(lo, hi) for lo, hi in zip(LOWEST, HIGHEST, strict=True))).filter(lambda w: w[20] > 0.1),
)


def test_weights_and_bounds_are_the_librarys() -> None:
    assert library.DEFAULT_PARAMETERS == WEIGHTS
    assert tuple(library.LOWER_BOUNDS_PARAMETERS) == LOWEST
    assert tuple(library.UPPER_BOUNDS_PARAMETERS) == HIGHEST
    assert fsrs.Scheduler().maximum_interval == LONGEST


@settings(deadline=None)
@given(REVIEWS, OTHERS)
def test_a_history_is_what_the_library_says(reviews: list[tuple[int, int]], weights: tuple[float, ...]) -> None:
    by_library = fsrs.Scheduler(weights, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, model, at, held = fsrs.Card(card_id=1), Forgetting(weights), NOON, (0.0, 0.0)
    for n, (grade, gap) in enumerate(reviews):
        at += timedelta(days=gap)
        if n:
            assert model.recall(held[0], gap) == pytest.approx(by_library.get_card_retrievability(card, at), rel=1e-9)
        card, _ = by_library.review_card(card, fsrs.Rating(grade), at)
        held = model.after(*held, grade, gap) if n else model.first(grade)
        assert held == pytest.approx((card.stability, card.difficulty), rel=1e-9)
        assert abs(held[0] % 1 - 0.5) < 1e-6 or model.interval(held[0]) == (card.due - at).days


@pytest.mark.parametrize("weights", [(), WEIGHTS[:-1], (*WEIGHTS[:-1], 0.9), (float("nan"), *WEIGHTS[1:])])
def test_other_weights_are_refused(weights: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="no weights"):
        Forgetting(weights)


CARD = st.tuples(st.floats(0.01, 500), st.floats(1, 10), st.floats(0, 300), st.floats(1, 300))


@settings(deadline=None)
@given(st.lists(CARD, min_size=1, max_size=5))
def test_arrays_and_numbers_agree(cards: list[tuple[float, float, float, float]]) -> None:
    model, rows = Forgetting(), np.array(cards)
    together = aim.worth(model, rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3])
    assert together == pytest.approx([aim.worth(model, *card) for card in cards], rel=1e-9, abs=1e-12)


@settings(deadline=None)
@given(CARD)
def test_what_a_review_adds_is_the_mean_over_both_outcomes(card: tuple[float, float, float, float]) -> None:
    """By the library's own cards: one reviewed good, one again, one left alone, looked at on the day."""
    stability, difficulty, elapsed, left = card[0], card[1], round(card[2]) + 1, round(card[3])
    by_library = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    before = fsrs.Card(1, fsrs.State.Review, None, stability, difficulty, NOON, NOON)
    now, exam = NOON + timedelta(days=elapsed), NOON + timedelta(days=elapsed + left)
    chance = by_library.get_card_retrievability(before, now)
    good, again = (by_library.review_card(before, fsrs.Rating(g), now)[0] for g in (3, 1))
    want = (
        chance * by_library.get_card_retrievability(good, exam)
        + (1 - chance) * by_library.get_card_retrievability(again, exam)
        - by_library.get_card_retrievability(before, exam)
    )
    card_now = (Forgetting(), stability, difficulty, float(elapsed), float(left))
    assert aim.gain(*card_now) == pytest.approx(want, abs=1e-9)
    assert aim.worth(*card_now) == pytest.approx(2 * want if chance < 0.8 else want, abs=1e-9)
