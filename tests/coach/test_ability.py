"""The ability model: answers are foretold before they are seen, learners do not touch one another, better than item means."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from beikao.coach.ability import Answers, fit, forecast, steps

ITEMS, SKILLS = 40, 5


def school(learners: int, each: int, seed: int) -> Answers:
    """Answers of simulated learners (one parameter an item, one a learner, one a learner in a skill)."""
    rng = np.random.default_rng(seed)
    hard = np.random.default_rng(0).normal(size=ITEMS)
    able, in_skill = rng.normal(size=learners), rng.normal(size=(learners, SKILLS))
    who = np.repeat(np.arange(learners), each)
    item = rng.integers(0, ITEMS, len(who))
    skill = item % SKILLS
    chance = 1 / (1 + np.exp(hard[item] - able[who] - in_skill[who, skill]))
    return Answers(who, item, skill, (rng.uniform(size=len(who)) < chance).astype(float))


@given(st.lists(st.integers(0, 6), max_size=60))
@settings(max_examples=60, deadline=None)
def test_steps_take_every_answer_once_in_order(learners: list[int]) -> None:
    n = len(learners)
    answers = Answers(np.array(learners, int), np.zeros(n, int), np.zeros(n, int), np.zeros(n))
    seen: dict[int, list[int]] = {}
    for rows in steps(answers):
        assert len(set(answers.learner[rows])) == len(rows)  # one answer of each learner a step
        for row in rows:
            seen.setdefault(int(answers.learner[row]), []).append(int(row))
    assert sorted(r for rows in seen.values() for r in rows) == list(range(n))
    assert all(rows == sorted(rows) for rows in seen.values())


def test_an_answer_is_foretold_before_it_is_seen() -> None:
    model, answers = fit(school(60, 50, 1), ITEMS, SKILLS), school(20, 30, 2)
    before = forecast(model, answers)
    turned = answers.right.copy()
    last = np.array([np.flatnonzero(answers.learner == who)[-1] for who in range(20)])
    turned[last] = 1 - turned[last]
    after = forecast(model, Answers(answers.learner, answers.item, answers.skill, turned))
    assert np.array_equal(before, after)


def test_a_learner_is_foretold_from_their_own_answers() -> None:
    model, answers = fit(school(60, 50, 1), ITEMS, SKILLS), school(20, 30, 2)
    alone = answers.of(answers.learner == 7)
    assert forecast(model, alone) == pytest.approx(forecast(model, answers)[answers.learner == 7], rel=1e-12)


def test_better_than_item_means_and_calibrated() -> None:
    train, test = school(400, 60, 3), school(200, 60, 4)
    chance = forecast(fit(train, ITEMS, SKILLS), test)
    mean = np.bincount(train.item, train.right, ITEMS) / np.bincount(train.item, minlength=ITEMS)
    assert roc_auc_score(test.right, chance) > roc_auc_score(test.right, mean[test.item]) + 0.05
    for low in np.arange(0.1, 0.9, 0.1):
        there = (chance >= low) & (chance < low + 0.1)
        assert abs(test.right[there].mean() - chance[there].mean()) < 0.04


def test_the_same_answers_give_the_same_model() -> None:
    answers = school(30, 20, 5)
    one, two = fit(answers, ITEMS, SKILLS), fit(answers, ITEMS, SKILLS)
    assert np.array_equal(one.shared, two.shared)
    assert np.array_equal(one.of_item, two.of_item)


def test_nothing_to_learn_from() -> None:
    none = Answers(np.zeros(0, int), np.zeros(0, int), np.zeros(0, int), np.zeros(0))
    assert len(forecast(fit(none, ITEMS, SKILLS), none)) == 0
