"""How likely the next answer is right, for many learners at once: their abilities inside an online logistic regression.

Two estimators run side by side. One keeps the abilities of each learner, in all and by skill, as `beikao.coach.proficiency` does for a
single one (the same numbers, a test holds them together), and the difficulty of each item by Elo's rule. The logistic regression takes
that, counts of right and wrong answers, the last two answers and moving averages, with weights of its own for the item and the skill; it
learns by AdaGrad while it answers. All learners are stepped at once: step t takes the t-th answer of everyone who has one, so no
loop runs over learners.

In fitting, difficulties start from zero in every pass: a pass that kept them would meet each answer with a difficulty that
has seen it, and the regression would trust them too much (calibration error 3.3% against 0.6% on assistments09, 1.3% on
statics either way). It knows no course graph, no forgetting and no clock.

Sources: Elo in education, Pelanek 2016 (10.1016/j.compedu.2016.03.017); counts in logistic regression, Pavlik, Cen and
Koedinger 2009 (PFA) and Gervet et al. 2020 (Best-LR); AdaGrad, Duchi, Hazan and Singer 2011.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEATURES, OF_ITEM, OF_SKILL = 19, 5, 8  # the first 5 have a weight an item, the next 8 one a skill
OWN = OF_ITEM + OF_SKILL
PART = np.repeat([0, 1], [OF_ITEM, OF_SKILL])
PLACE = np.concatenate([np.arange(OF_ITEM), np.arange(OF_SKILL)])
FOR_ALL = np.ones(FEATURES)  # and these one for all: not the sum of two others, nor what is there already
FOR_ALL[[1, 3, 7, 12]] = 0.0
START = 0.6  # a moving average of correctness before the first answer
RIGHT, WRONG, RECENT, PRECISION, PULL, SAID, DRAWN_BY, WHEN = range(8)


@dataclass(frozen=True)
class Answers:
    """Right or wrong answers, those of each learner in the order they were given; arrays of one length (n,)."""

    learner: Ints
    item: Ints
    skill: Ints
    right: Floats

    def __len__(self) -> int:
        return len(self.right)

    def of(self, chosen: NDArray[np.bool_]) -> Answers:
        """Those where `chosen` (n,) is true."""
        return Answers(self.learner[chosen], self.item[chosen], self.skill[chosen], self.right[chosen])


@dataclass(frozen=True)
class Rates:
    """`learner` and `skill` are variances of the general ability and of a skill's departure from it, `keep` and `fade` as in
    `proficiency.Prior`; then step sizes: of a difficulty at its first answer, and of AdaGrad. `prior` is how many answers the belief
    is worth that an item's or a skill's weights are zero."""

    learner: float = 1.0
    skill: float = 1.0
    keep: float = 0.9
    fade: float = 0.99
    item: float = 0.6
    shared: float = 0.1
    of_item: float = 0.15
    of_skill: float = 0.1
    prior: float = 3.0


class Model:
    """Weights with AdaGrad's sums of squares, and Elo's difficulties with their counts.

    `shared` (FEATURES,) are the weights for all, zero where FOR_ALL is; `own` those of the items, OF_ITEM each, and then those of the skills.
    """

    def __init__(self, items: int, skills: int) -> None:
        self.items, self.skills = items, skills
        self.shared, self.shared_squares = np.zeros(FEATURES), np.full(FEATURES, 10.0)
        self.own = np.zeros(items * OF_ITEM + skills * OF_SKILL)
        self.own_squares = np.full(len(self.own), 1e-2)
        self.difficulty, self.seen = np.zeros(items), np.zeros(items)

    @property
    def of_item(self) -> Floats:
        """(items, OF_ITEM)"""
        return self.own[: self.items * OF_ITEM].reshape(self.items, OF_ITEM)

    @property
    def of_skill(self) -> Floats:
        """(skills, OF_SKILL)"""
        return self.own[self.items * OF_ITEM :].reshape(self.skills, OF_SKILL)

    def places(self, item: Ints, skill: Ints) -> Ints:
        """(m, OWN): where in `own` the weights of these items and skills are."""
        first = np.empty((len(item), 2), np.int64)
        np.multiply(item, OF_ITEM, out=first[:, 0])
        np.multiply(skill, OF_SKILL, out=first[:, 1])
        first[:, 1] += self.items * OF_ITEM
        return np.asarray(first.take(PART, 1) + PLACE)


@dataclass(frozen=True)
class Held:
    """What is kept of the first m learners in the skill each answers in: `cells` (8, m), found `at` (m,)."""

    at: Ints
    cells: Floats


class Learners:
    """What is kept of each of (n) learners: the posterior of their abilities, counts and moving averages, in all and by skill.

    `scores` (2, n) are right and wrong answers; `moving` (4, n) the last answer, the one before, a fast and a slow moving
    average, less START; `whole` (2, n) `total` and `drawn` of `proficiency.Proficiency`, and `in_skill` (n * skills, 8) the counts,
    a moving average less a half, and `precision`, `pull`, `said`, `drawn_by`, `when` of the same.
    """

    def __init__(self, n: int, skills: int) -> None:
        self.scores, self.moving, self.whole = np.zeros((2, n)), np.zeros((4, n)), np.zeros((2, n))
        self.in_skill, self.first = np.zeros((n * skills, 8)), skills * np.arange(n)

    def held(self, skill: Ints) -> Held:
        """Of the first m learners in these (m) skills."""
        at = self.first[: len(skill)] + skill
        return Held(at, self.in_skill.take(at, 0).T.copy())

    def believed(self, rates: Rates, held: Held) -> tuple[Floats, Floats]:
        """(mean of the general ability, of the departure from it in this skill), (m,) each."""
        total, drawn = self.whole[:, : len(held.at)]
        precision, general = held.cells[PRECISION], drawn / (1 / rates.learner + total)
        return general, (held.cells[PULL] - precision * general) / (1 / rates.skill + precision)

    def observe(self, rates: Rates, held: Held, able: Floats, chance: Floats, right: Floats) -> None:
        """Learn from (m) answers: `able` is what was believed, `chance` what followed from it. `held` is used up."""
        m, cells = len(right), held.cells
        scores, whole, moving = self.scores[:, :m], self.whole[:, :m], self.moving[:, :m]
        both = np.stack([right, 1 - right])
        given = scores.sum(0) + 1
        scores += both
        left = rates.fade ** (given - cells[WHEN])
        surprise, information = right - chance, chance * (1 - chance)
        evidence = cells[PRECISION : PULL + 1]
        evidence *= rates.keep
        evidence += np.stack([information, information * able + surprise])
        shown = evidence / (1 + rates.skill * evidence[0])
        whole *= rates.fade
        whole += shown - left * cells[SAID : DRAWN_BY + 1]
        cells[SAID : DRAWN_BY + 1], cells[WHEN] = shown, given
        cells[: WRONG + 1] += both
        cells[RECENT] += 0.3 * (right - 0.5 - cells[RECENT])
        self.in_skill[held.at] = cells.T
        moving[1] = moving[0]
        moving[0] = right - START
        moving[2] += 0.4 * (moving[0] - moving[2])
        moving[3] += 0.15 * (moving[0] - moving[3])


@dataclass(frozen=True)
class Seen:
    """One step: the features (FEATURES, m) of the learners who answer, the places of the weights of items and skills (m, OWN),
    the ability believed (m,) and the chance that follows from it and the difficulty alone (m,)."""

    held: Held
    features: Floats
    places: Ints
    able: Floats
    expected: Floats


def look(model: Model, rates: Rates, state: Learners, item: Ints, skill: Ints) -> Seen:
    """What is known of the first m learners before they answer these (m) items."""
    m, held = len(item), state.held(skill)
    general, departure = state.believed(rates, held)
    counts = held.cells[: WRONG + 1]
    found = np.empty((FEATURES, m))
    found[0] = 1.0
    able = np.add(general, departure, out=found[1])
    found[2:6] = state.moving[:, :m]
    odds = np.subtract(able, model.difficulty[item], out=found[6])
    found[7] = 1.0
    np.log1p(counts, out=found[8:10])
    found[10], found[11] = held.cells[RECENT], general
    np.sqrt(counts[0] + counts[1], out=found[12])
    np.log1p(state.scores[:, :m], out=found[13:15])
    found[15] = departure
    found[16] = 0.5 * np.tanh(0.5 * odds)
    np.sqrt(counts, out=found[17:19])
    return Seen(held, found, model.places(item, skill), able, found[16] + 0.5)


def chance(model: Model, seen: Seen) -> Floats:
    """Probability that each answer is right (m,)."""
    own = np.einsum("mk,km->m", model.own.take(seen.places), seen.features[:OWN])
    return sigmoid(model.shared @ seen.features + own)


def learn(model: Model, rates: Rates, seen: Seen, error: Floats, belief: Floats) -> None:
    """One step of AdaGrad on the log loss; `error` (m,) is chance - right, `belief` (of the length of `own`) how strongly each weight is drawn to
    zero at an answer that uses it."""
    slope = FOR_ALL * (seen.features @ error)
    model.shared_squares += slope * slope
    model.shared -= rates.shared * slope / np.sqrt(model.shared_squares)
    slopes = (error * seen.features[:OWN]).T + belief.take(seen.places) * model.own.take(seen.places)
    flat = seen.places.ravel()  # of one axis: `add.at` takes a quicker way there
    np.add.at(model.own_squares, flat, (slopes * slopes).ravel())
    speed = np.array([rates.of_item, rates.of_skill])[PART]
    np.subtract.at(model.own, flat, (speed * slopes / np.sqrt(model.own_squares.take(seen.places))).ravel())


def rate(model: Model, rates: Rates, item: Ints, expected: Floats, right: Floats) -> None:
    """The difficulties move by Elo's rule."""
    np.add.at(model.seen, item, 1.0)
    np.add.at(model.difficulty, item, rates.item * (expected - right) / (1 + 0.05 * model.seen[item]))


def fit(answers: Answers, items: int, skills: int, *, passes: int = 8, rates: Rates | None = None) -> Model:
    """A model of these answers. `items` and `skills` are how many there are, also those not met here."""
    rates, model = rates or Rates(), Model(items, skills)
    often = (_often(answers.item, items), _often(answers.skill, skills))
    belief = rates.prior / np.concatenate([np.repeat(often[0], OF_ITEM), np.repeat(often[1], OF_SKILL)])
    for _ in range(passes):
        model.difficulty[:], model.seen[:] = 0.0, 0.0
        state = Learners(len(np.unique(answers.learner)), skills)
        for rows in steps(answers):
            item, right = answers.item[rows], answers.right[rows]
            seen = look(model, rates, state, item, answers.skill[rows])
            learn(model, rates, seen, chance(model, seen) - right, belief)
            rate(model, rates, item, seen.expected, right)
            state.observe(rates, seen.held, seen.able, seen.expected, right)
    return model


def forecast(model: Model, answers: Answers, rates: Rates | None = None) -> Floats:
    """The chance of each answer, said before it is seen, for learners the model has not met. The model stays as it is."""
    rates, out = rates or Rates(), np.zeros(len(answers))
    state = Learners(len(np.unique(answers.learner)), model.skills)
    for rows in steps(answers):
        seen = look(model, rates, state, answers.item[rows], answers.skill[rows])
        out[rows] = chance(model, seen)
        state.observe(rates, seen.held, seen.able, seen.expected, answers.right[rows])
    return out


def steps(answers: Answers) -> Iterator[Ints]:
    """Rows of the first answer of every learner, of the second, and so on; learners with many answers stand first."""
    order = np.argsort(answers.learner, kind="stable")
    _, first = np.unique(answers.learner[order], return_index=True)
    length = np.diff(np.append(first, len(order)))
    by_length = np.argsort(-length, kind="stable")
    first, length = first[by_length], length[by_length]
    still = len(first)
    for t in range(int(length[0]) if len(length) else 0):
        while still and length[still - 1] <= t:
            still -= 1
        yield order[first[:still] + t]


def sigmoid(x: Floats) -> Floats:
    """1 / (1 + exp(-x)), without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * x)))


def _often(values: Ints, n: int) -> Floats:
    return np.maximum(np.bincount(values, minlength=n), 1).astype(np.float64)
