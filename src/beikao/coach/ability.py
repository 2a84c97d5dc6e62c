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
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SHARED, PER_SKILL, PER_ITEM = 15, 8, 5  # features with one weight, with one a skill, with one an item
START = 0.6  # a moving average of correctness before the first answer


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


@dataclass
class Model:
    """Weights with AdaGrad's sums of squares, and Elo's difficulties with their counts."""

    items: int
    skills: int
    shared: Floats = field(init=False)
    of_skill: Floats = field(init=False)
    of_item: Floats = field(init=False)
    difficulty: Floats = field(init=False)
    seen: Floats = field(init=False)
    squares: tuple[Floats, Floats, Floats] = field(init=False)

    def __post_init__(self) -> None:
        self.shared, self.of_skill = np.zeros(SHARED), np.zeros((self.skills, PER_SKILL))
        self.of_item = np.zeros((self.items, PER_ITEM))
        self.difficulty, self.seen = np.zeros(self.items), np.zeros(self.items)
        self.squares = (
            np.full(SHARED, 10.0),
            np.full((self.skills, PER_SKILL), 1e-2),
            np.full((self.items, PER_ITEM), 1e-2),
        )


class Learners:
    """What is kept of each of (n) learners: the posterior of their abilities, counts and moving averages, in all and by skill.

    `precision`, `pull`, `said`, `drawn_by`, `when` (n, skills) and `total`, `drawn` (n,) are those of `proficiency.Proficiency`.
    """

    def __init__(self, n: int, skills: int) -> None:
        self.given, self.won = np.zeros(n), np.zeros(n)
        self.previous, self.before = np.full(n, START), np.full(n, START)
        self.slow, self.fast = np.full(n, START), np.full(n, START)
        self.right, self.wrong = np.zeros((n, skills), np.float32), np.zeros((n, skills), np.float32)
        self.recent = np.full((n, skills), 0.5, np.float32)
        self.total, self.drawn = np.zeros(n), np.zeros(n)
        self.precision, self.pull, self.said, self.drawn_by, self.when = np.zeros((5, n, skills))

    def believed(self, rates: Rates, m: int, skill: Ints) -> tuple[Floats, Floats]:
        """(mean of the general ability, of the departure from it in this skill) of the first m learners."""
        who = np.arange(m)
        general = self.drawn[:m] / (1 / rates.learner + self.total[:m])
        precision = self.precision[who, skill]
        return general, (self.pull[who, skill] - precision * general) / (1 / rates.skill + precision)

    def observe(self, rates: Rates, skill: Ints, able: Floats, chance: Floats, right: Floats) -> None:
        """Learn from the answers of the first m learners: `able` (m,) is what was believed, `chance` what followed from it."""
        m, who = len(right), np.arange(len(right))
        self.total[:m] *= rates.fade
        self.drawn[:m] *= rates.fade
        left = rates.fade ** (self.given[:m] + 1 - self.when[who, skill])
        information = chance * (1 - chance)
        precision = rates.keep * self.precision[who, skill] + information
        pull = rates.keep * self.pull[who, skill] + information * able + right - chance
        shown = 1 / (1 + rates.skill * precision)
        self.total[:m] += shown * precision - left * self.said[who, skill]
        self.drawn[:m] += shown * pull - left * self.drawn_by[who, skill]
        self.precision[who, skill], self.pull[who, skill] = precision, pull
        self.said[who, skill], self.drawn_by[who, skill] = shown * precision, shown * pull
        self.when[who, skill] = self.given[:m] + 1


@dataclass(frozen=True)
class Seen:
    """One step: the features of the (m) learners who answer, the ability believed and its log odds at the item."""

    shared: Floats
    of_skill: Floats
    of_item: Floats
    able: Floats
    odds: Floats


def look(model: Model, rates: Rates, state: Learners, m: int, item: Ints, skill: Ints) -> Seen:
    """What is known of the first m learners before they answer."""
    who = np.arange(m)
    right, wrong = state.right[who, skill], state.wrong[who, skill]
    rating, in_skill = state.believed(rates, m, skill)
    able = rating + in_skill
    odds = able - model.difficulty[item]
    log_right, log_wrong, recent = np.log1p(right), np.log1p(wrong), state.recent[who, skill] - 0.5
    slow, fast, previous = state.slow[:m] - START, state.fast[:m] - START, state.previous[:m] - START
    one, won, lost = np.ones(m), state.won[:m], state.given[:m] - state.won[:m]
    shared = np.stack([one, odds, log_right, log_wrong, np.log1p(won), np.log1p(lost), slow, fast, recent, rating, in_skill,
                       sigmoid(odds) - 0.5, np.sqrt(right), np.sqrt(wrong), previous], 1)  # fmt: skip
    of_skill = np.stack([one, log_right, log_wrong, recent, odds, slow, rating, np.sqrt(right + wrong)], 1)
    return Seen(shared, of_skill, np.stack([one, able, previous, state.before[:m] - START, fast], 1), able, odds)


def chance(model: Model, seen: Seen, item: Ints, skill: Ints) -> Floats:
    """Probability that each answer is right (m,)."""
    odds = seen.shared @ model.shared
    odds += (seen.of_skill * model.of_skill.take(skill, 0)).sum(1) + (seen.of_item * model.of_item.take(item, 0)).sum(1)
    return sigmoid(odds)


def learn(
    model: Model, rates: Rates, seen: Seen, error: Floats, item: Ints, skill: Ints, counts: tuple[Floats, Floats]
) -> None:
    """One step of AdaGrad on the log loss; `error` is chance - right, `counts` how often items and skills come in all."""
    shared, of_skill, of_item = model.squares
    slope = seen.shared.T @ error
    shared += slope * slope
    model.shared -= rates.shared * slope / np.sqrt(shared)
    for weights, squares, features, rows, rate, count in (
        (model.of_skill, of_skill, seen.of_skill, skill, rates.of_skill, counts[1]),
        (model.of_item, of_item, seen.of_item, item, rates.of_item, counts[0]),
    ):
        pull = (rates.prior / count[rows])[:, None] * weights.take(rows, 0)
        slopes = error[:, None] * features + pull
        width = weights.shape[1]
        flat = (width * rows[:, None] + np.arange(width)).ravel()  # of one axis: `add.at` takes a quicker way there
        np.add.at(squares.reshape(-1), flat, (slopes * slopes).ravel())
        np.add.at(weights.reshape(-1), flat, (-rate * slopes / np.sqrt(squares.take(rows, 0))).ravel())


def rate(model: Model, rates: Rates, state: Learners, seen: Seen, item: Ints, skill: Ints, right: Floats, *,
         items: bool) -> None:  # fmt: skip
    """The step of abilities and the counts; difficulties move, by Elo's rule, only where `items`."""
    m = len(right)
    who, expected = np.arange(m), sigmoid(seen.odds)
    state.observe(rates, skill, seen.able, expected, right)
    if items:
        np.add.at(model.seen, item, 1.0)
        np.add.at(model.difficulty, item, rates.item * (expected - right) / (1 + 0.05 * model.seen[item]))
    state.right[who, skill] += right
    state.wrong[who, skill] += 1 - right
    state.recent[who, skill] += 0.3 * (right - state.recent[who, skill])
    state.given[:m] += 1
    state.won[:m] += right
    state.before[:m] = state.previous[:m]
    state.previous[:m] = right
    state.slow[:m] += 0.15 * (right - state.slow[:m])
    state.fast[:m] += 0.4 * (right - state.fast[:m])


def fit(answers: Answers, items: int, skills: int, *, passes: int = 8, rates: Rates | None = None) -> Model:
    """A model of these answers. `items` and `skills` are how many there are, also those not met here."""
    rates, model = rates or Rates(), Model(items, skills)
    counts = (_often(answers.item, items), _often(answers.skill, skills))
    for _ in range(passes):
        model.difficulty[:], model.seen[:] = 0.0, 0.0
        state = Learners(len(np.unique(answers.learner)), skills)
        for rows in steps(answers):
            item, skill, right = answers.item[rows], answers.skill[rows], answers.right[rows]
            seen = look(model, rates, state, len(rows), item, skill)
            learn(model, rates, seen, chance(model, seen, item, skill) - right, item, skill, counts)
            rate(model, rates, state, seen, item, skill, right, items=True)
    return model


def forecast(model: Model, answers: Answers, rates: Rates | None = None) -> Floats:
    """The chance of each answer, said before it is seen, for learners the model has not met. The model stays as it is."""
    rates, out = rates or Rates(), np.zeros(len(answers))
    state = Learners(len(np.unique(answers.learner)), model.skills)
    for rows in steps(answers):
        item, skill = answers.item[rows], answers.skill[rows]
        seen = look(model, rates, state, len(rows), item, skill)
        out[rows] = chance(model, seen, item, skill)
        rate(model, rates, state, seen, item, skill, answers.right[rows], items=False)
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
