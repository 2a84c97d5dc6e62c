"""A fit finds a memory that is not the default one, and is refused where it says less than a moving average does."""

from __future__ import annotations

import random

import numpy as np
import pytest
from sklearn.metrics import log_loss

from beikao.coach import fitting
from beikao.coach.forgetting import WEIGHTS, Forgetting

Reviews = list[tuple[int, str, int]]
FRAIL = (0.1, 0.3, 0.5, 1.5, *WEIGHTS[4:8], 0.6, *WEIGHTS[9:20], 0.5)  # forgets fast, gains little by a review
GAPS = (1, 1, 2, 4, 30)


def lived(weights: tuple[float, ...], concepts: int, days: int, seed: int) -> Reviews:
    """A learner whose memory is FSRS with these weights, reviewed at gaps of 1 to 30 days."""
    chance, model, found = random.Random(seed), Forgetting(weights), list[tuple[int, str, int]]()
    for n in range(concepts):
        day, held = chance.randrange(20), model.first(3)
        found.append((day, f"c{n:02}", 3))
        while (gap := chance.choice(GAPS)) + day < days:
            day += gap
            grade = 3 if chance.random() < model.recall(held[0], gap) else 1
            found.append((day, f"c{n:02}", grade))
            held = model.after(*held, grade, gap)
    return sorted(found)


def test_what_is_said_of_each_review_is_forgettings() -> None:
    """The arrays against card after card, for several sets of weights at once."""
    seen = lived(WEIGHTS, 7, 90, 1) + [(n, "single", 2) for n in range(1)]
    chance = random.Random(5)
    seen = [(day, concept, chance.choice((1, 2, 3, 4))) for day, concept, _ in seen]
    cards = fitting._arranged(seen)
    sets = np.array([WEIGHTS, FRAIL]).T
    said = fitting._said(sets, cards)
    for n, weights in enumerate((WEIGHTS, FRAIL)):
        model, held, last, want = Forgetting(weights), dict[str, tuple[float, float]](), dict[str, int](), list[float]()
        for day, concept, grade in sorted(seen):
            if concept in held:
                want.append(model.recall(held[concept][0], day - last[concept]))
                held[concept] = model.after(*held[concept], grade, day - last[concept])
            else:
                held[concept] = model.first(grade)
            last[concept] = day
        order = np.argsort(cards.place[cards.place >= 0])
        assert said[n][cards.place >= 0][order] == pytest.approx(want, rel=1e-9)
    assert fitting.counted(seen) == cards.counted == len(want)


def test_the_moving_average_looks_only_back() -> None:
    seen = lived(WEIGHTS, 5, 60, 2)
    cards = fitting._arranged(seen)
    met, right = set[str](), list[bool]()
    for _, concept, grade in seen:
        if concept in met:
            right.append(grade > 1)
        met.add(concept)
    want = [(1 + sum(right[:n])) / (2 + n) for n in range(len(right))]
    assert fitting.average(cards.grades, cards.place) == pytest.approx(want)


def test_loss_is_the_log_loss() -> None:
    chance = np.random.default_rng(0).uniform(0.05, 0.95, 200)
    right = np.random.default_rng(1).random(200) < 0.7
    assert fitting._loss(chance, right).mean() == pytest.approx(log_loss(right, chance))


def test_a_memory_unlike_the_default_is_found_and_kept() -> None:
    found = fitting.fit(lived(FRAIL, 30, 110, 3))
    assert found.better
    assert found.loss["fitted"] < found.loss["default"] - 0.05
    Forgetting(found.weights)  # within the library's bounds
    assert found.reviews == pytest.approx(3 * found.held_out, abs=3)
    truth = Forgetting(FRAIL)
    fitted, default = Forgetting(found.weights), Forgetting()
    assert abs(fitted.recall(fitted.first(3)[0], 10) - truth.recall(truth.first(3)[0], 10)) < 0.5 * abs(
        default.recall(default.first(3)[0], 10) - truth.recall(truth.first(3)[0], 10)
    )


def test_what_time_says_nothing_about_is_refused() -> None:
    """Right answers come as a coin falls, whatever the gap: the moving average cannot be beaten, and the fit is not kept."""
    chance = random.Random(4)
    seen = [(day, concept, 3 if chance.random() < 0.6 else 1) for day, concept, _ in lived(WEIGHTS, 30, 110, 4)]
    found = fitting.fit(seen)
    assert found.loss["average"] < found.loss["default"]
    assert not found.better


def test_too_few_reviews_are_refused_and_the_held_out_are_not_seen() -> None:
    seen = lived(FRAIL, 30, 110, 3)
    with pytest.raises(ValueError, match="200 are needed"):
        fitting.fit([r for r in seen if r[1] < "c10"])
    base = fitting.fit(seen)
    cards = fitting._arranged(seen)
    last = {(int(d), c) for d, c, _ in seen[-base.held_out // 2 :]}
    turned = [(d, c, (1 if g > 1 else 3) if (d, c) in last else g) for d, c, g in seen]
    assert cards.counted == fitting._arranged(turned).counted
    assert fitting.fit(turned).weights == base.weights
    assert fitting.fit(turned).loss["fitted"] > base.loss["fitted"]
