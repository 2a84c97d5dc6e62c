"""One learner's ability: against an extended Kalman filter that keeps the whole matrix, against the form for many, and by what it must do."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import expit
from scipy.stats import norm

from beikao.coach.ability import Answers, Learners, Rates, steps
from beikao.coach.proficiency import Given, Prior, Proficiency

N = 4
GIVEN = st.builds(
    Given, st.integers(0, N - 1), st.floats(-2, 2), st.sampled_from([0.0, 0.5, 1.0]), st.sampled_from([0.0, 0.25]),
    st.floats(0.3, 1.0), st.sampled_from([0.2, 0.5, 1.0]),
)  # fmt: skip


def alone(prior: Prior | None = None, n: int = N) -> Proficiency:
    return Proficiency.fresh([[]] * n, prior)


class Dense:
    """The same model as a Gaussian over (general, departure of each concept), its covariance kept whole: an extended Kalman filter whose
    observations of a concept fade with the later ones to it. Written from the model's formulas, with numpy.linalg alone."""

    def __init__(self, prior: Prior) -> None:
        self.prior, self.seen = prior, [[] for _ in range(N)]  # (precision, value observed) of each concept

    def posterior(self) -> tuple[np.ndarray, np.ndarray]:
        p = self.prior
        information = np.diag([1 / p.learner] + [1 / p.concept] * N)
        vector = information @ np.array([p.mean] + [-p.unread] * N)
        for c, rows in enumerate(self.seen):
            h = np.zeros(N + 1)
            h[0] = h[c + 1] = 1.0
            for precision, value in rows:
                information = information + precision * np.outer(h, h)
                vector = vector + precision * value * h
        covariance = np.linalg.inv(information)
        return covariance @ vector, covariance

    def ability(self, c: int) -> tuple[float, float]:
        mean, covariance = self.posterior()
        h = np.zeros(N + 1)
        h[0] = h[c + 1] = 1.0
        return float(h @ mean), float(h @ covariance @ h)

    def answer(self, g: Given) -> None:
        mean, _ = self.ability(g.concept)
        q = expit(mean - g.difficulty)
        p = g.guess + (1 - g.guess) * g.recall * q
        slope = (1 - g.guess) * g.recall * q * (1 - q)
        information = slope**2 / (p * (1 - p))
        score = (g.credit - p) * slope / (p * (1 - p))
        shrunk = g.weight / (1 + self.prior.item * information)
        kept = [(self.prior.keep * precision, value) for precision, value in self.seen[g.concept]]
        self.seen[g.concept] = [*kept, (shrunk * information, mean + score / information)]


@given(st.lists(GIVEN, max_size=25))
@settings(max_examples=60, deadline=None)
def test_it_is_the_filter_that_keeps_the_whole_matrix(answers: list[Given]) -> None:
    prior = Prior(fade=1.0, mean=0.3)
    ours, whole = alone(prior), Dense(prior)
    for g in answers:
        ours.answer(g)
        whole.answer(g)
    mean, covariance = whole.posterior()
    assert ours.general == pytest.approx((mean[0], covariance[0, 0]), abs=1e-9)
    for c in range(N):
        assert ours.ability(c) == pytest.approx(whole.ability(c), abs=1e-9)
        share, own = ours.loading(c)
        assert own + share**2 * ours.general[1] == pytest.approx(ours.ability(c)[1])


def test_for_one_and_for_many_learners_it_is_the_same() -> None:
    rng, rates = np.random.default_rng(0), Rates()
    n, people, skills = 900, 7, 5
    given_ = Answers(
        rng.integers(0, people, n), rng.integers(0, 30, n), rng.integers(0, skills, n), 1.0 * (rng.random(n) < 0.6)
    )
    hard, believed, state = rng.normal(size=30), np.zeros(n), Learners(people, skills)
    for rows in steps(given_):
        skill = given_.skill[rows]
        held = state.held(skill)
        able = sum(state.believed(rates, held))
        believed[rows] = able
        state.observe(rates, held, able, expit(able - hard[given_.item[rows]]), given_.right[rows])
    prior = Prior(
        mean=0.0, learner=rates.learner, concept=rates.skill, item=0.0, keep=rates.keep, fade=rates.fade, unread=0.0
    )
    for who in range(people):
        learner = alone(prior, skills)
        for row in np.flatnonzero(given_.learner == who):
            assert learner.ability(given_.skill[row])[0] == pytest.approx(believed[row], abs=1e-9)
            learner.answer(Given(int(given_.skill[row]), hard[given_.item[row]], given_.right[row]))


@given(st.lists(GIVEN, max_size=30))
@settings(max_examples=40, deadline=None)
def test_what_fades_is_the_sum_of_what_each_concept_said_last(answers: list[Given]) -> None:
    learner = alone(Prior(fade=0.9))
    last: dict[int, int] = {}
    for i, g in enumerate(answers):
        learner.answer(g)
        last[g.concept] = i + 1
    said = {c: learner.precision[c] / (1 + learner.prior.concept * learner.precision[c]) for c in last}
    assert learner.total == pytest.approx(sum(0.9 ** (len(answers) - last[c]) * x for c, x in said.items()), abs=1e-9)


@pytest.mark.parametrize(("guess", "recall"), [(0.0, 1.0), (0.25, 0.8)])
def test_the_chance_is_the_mean_over_what_is_not_known(guess: float, recall: float) -> None:
    """Against the integral; MacKay's approximation is good to a hundredth."""
    learner = alone(Prior(unread=0.0))
    for right in (1.0, 1.0, 0.0, 1.0):
        learner.answer(Given(0, 0.0, right))
    mean, variance = learner.ability(0)
    belief = norm(mean, math.sqrt(variance + learner.prior.item))
    for hard in (-2.0, 0.0, 1.5):
        exact = guess + (1 - guess) * recall * quad(lambda x, b=hard: belief.pdf(x) * expit(x - b), -12, 12)[0]
        assert learner.chance(0, hard, guess, recall) == pytest.approx(exact, abs=0.01)


@given(st.lists(GIVEN, max_size=12), GIVEN)
@settings(max_examples=60, deadline=None)
def test_a_right_answer_raises_a_wrong_one_lowers_and_both_make_surer(before: list[Given], last: Given) -> None:
    prior, after = Prior(keep=1.0, fade=1.0), {}
    for credit in (0.0, 1.0):
        learner = alone(prior)
        for g in before:
            learner.answer(g)
        mean, variance = learner.ability(last.concept)
        foretold = learner.chance(last.concept, last.difficulty, last.guess, last.recall)
        assert learner.answer(last._replace(credit=credit)) == pytest.approx(foretold)
        after[credit] = learner.ability(last.concept)
        assert after[credit][1] < variance
    assert after[0.0][0] < mean < after[1.0][0]


def test_what_weighs_less_moves_less_and_nothing_moves_nothing() -> None:
    def moved(**more: float) -> float:
        learner = alone()
        before = learner.ability(0)[0]
        learner.answer(Given(0, 0.0, 1.0)._replace(**more))
        return learner.ability(0)[0] - before

    assert moved() > moved(weight=0.5) > moved(weight=0.2) > moved(weight=0.0) == 0.0
    assert moved() > moved(guess=0.25) and moved(difficulty=1.0) > moved(difficulty=-1.0)


def test_reading_says_least_of_those_who_answered_already() -> None:
    fresh, answered = alone(), alone()
    for _ in range(8):
        answered.answer(Given(0, 0.0, 1.0))
    gains = []
    for learner in (fresh, answered):
        before = learner.ability(0)[0]
        learner.read(0)
        gains.append(learner.ability(0)[0] - before)
    assert gains[0] == pytest.approx(Prior().unread) and 0 < gains[1] < gains[0] / 2
    again = fresh.ability(0)
    fresh.read(0)
    assert fresh.ability(0) == again
    first = alone()
    first.read(0)
    for learner in (first, fresh):
        learner.answer(Given(0, 0.0, 1.0))
    assert first.ability(0) == pytest.approx(fresh.ability(0)) and first.general == pytest.approx(fresh.general)


def test_credit_along_the_graph() -> None:
    """Right: every need rises. Wrong: the least sure need is charged, the other not, the concept less than without."""

    def learner(**more: float) -> Proficiency:
        found = Proficiency.fresh(
            [[], [], [0, 1]], Prior(learner=1e-9, **more)
        )  # no general ability to move them together
        for _ in range(5):
            found.answer(Given(0, 0.0, 1.0))
        return found

    up, down, off = learner(up=0.2), learner(down=0.4), learner()
    before = [up.ability(c)[0] for c in range(3)]
    up.answer(Given(2, 0.0, 1.0))
    assert up.ability(0)[0] > before[0] and up.ability(1)[0] > before[1]
    down.answer(Given(2, 0.0, 0.0))
    off.answer(Given(2, 0.0, 0.0))
    assert down.ability(0)[0] == pytest.approx(before[0], abs=1e-6) and down.ability(1)[0] < before[1] - 0.01
    assert off.ability(2)[0] < down.ability(2)[0] < before[2]
    assert off.ability(1)[0] == pytest.approx(before[1], abs=1e-6)


def test_ten_thousand_answers_are_gone_through_at_once() -> None:
    """The bar is 50 ms; in units of a loop of known work, as the machine may be slow or busy."""
    rng = np.random.default_rng(1)
    rows = [
        Given(int(c), 0.0, float(r), 0.1)
        for c, r in zip(rng.integers(0, 139, 10_000), rng.random(10_000) < 0.7, strict=True)
    ]

    def least(work) -> float:
        spent = []
        for _ in range(5):
            began = time.process_time()
            work()
            spent.append(time.process_time() - began)
        return min(spent)

    def ours() -> None:
        learner = alone(n=139)
        for row in rows:
            learner.answer(row)
        for c in range(139):
            learner.ability(c)

    def loop() -> float:
        total = 0.0
        for i in range(1_000_000):
            total += i * 0.5
        return total

    assert least(ours) < 1.5 * least(loop)  # the loop takes 40 ms on the machine of the budgets
