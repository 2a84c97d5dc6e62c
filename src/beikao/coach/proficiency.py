"""One learner's ability in every concept, with how sure it is, from their own answers: pure Python, one pass, no fitting.

A hierarchical Gaussian model. The ability in a concept (logits) is a general ability plus the concept's own departure from
it; an answer is right with the logistic curve of ability less difficulty, mixed with guessing and forgetting:

    p = guess + (1 - guess) x recall x logistic(ability - difficulty)

Each answer is turned into an observation of the concept's ability with a precision (its Fisher information) at the ability
believed before it, and such observations are added up exactly: given the general ability the concepts are independent, so three
numbers a concept and two for the whole hold the posterior of all of them, covariances included, and an answer costs the same
however many concepts there are. This is the extended Kalman filter of the model, in information form (a test compares it with
one that keeps the whole matrix). An answer fades with the later ones to its concept, and what it says of the general ability
with all later ones, so that learning shows.

Where a lesson was not read nor an answer given, the concept starts `unread` logits lower; reading moves its prior, so it says
least of those who have answered already. `Land` and `Prior` are what it starts from; `beikao.coach.ability` has the form for
many learners at once. It knows no clock and no events: `beikao.coach.readiness` turns those into what is needed here.

Sources: Glickman 1999 (10.1111/1467-9876.00159) for ratings with their uncertainty; MacKay 1992 (10.1162/neco.1992.4.5.720)
for the mean of a logistic curve under a Gaussian.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

SHRINK = math.pi / 8  # of MacKay's approximation


class Prior(NamedTuple):
    """What a learner starts from, in logits. `mean` is of the general ability.

    `learner`, `concept` and `item` are variances: of general ability, of a concept's departure from it, of an item's difficulty
    about what its author says. `keep` is the share of a concept's evidence that its next answer leaves, `fade` the share of what is
    known of the general ability that any answer leaves. `unread` is how much lower a concept is before its lesson was read. `up` and
    `down` are graph credit: the share of an answer's weight that each prerequisite gets from a right one, the least sure prerequisite
    from a wrong one. Decision 050 says where each number comes from."""

    mean: float = 0.7
    learner: float = 2.0
    concept: float = 1.0
    item: float = 0.2
    keep: float = 0.95
    fade: float = 0.99
    unread: float = 2.5
    up: float = 0.0
    down: float = 0.0


class Given(NamedTuple):
    """An answer, or (with `weight` 0) a question that is only foretold. `concept` is a place; `difficulty` in logits; `recall`
    the chance that what was known is still there; `credit` 0 to 1; `weight` the share of an answer that it is worth."""

    concept: int
    difficulty: float
    credit: float
    guess: float = 0.0
    recall: float = 1.0
    weight: float = 1.0


@dataclass
class Proficiency:
    """The posterior of one learner: `precision[c]` and `pull[c]` add up what was observed of concept c, `start[c]` is its prior
    mean; `total` and `drawn` what all concepts say of the general ability: the sums of `said[c]`, faded by the answers since `when[c]`.
    Change it by `answer` and `read` alone."""

    prior: Prior
    needs: Sequence[Sequence[int]]
    precision: list[float]
    pull: list[float]
    start: list[float]
    said: list[tuple[float, float]]
    when: list[int]
    total: float = 0.0
    drawn: float = 0.0
    clock: int = 0

    @classmethod
    def fresh(cls, needs: Sequence[Sequence[int]], prior: Prior | None = None) -> Proficiency:
        """Of a learner nothing is known of; `needs[c]` are places of prerequisites."""
        prior, n = prior or Prior(), len(needs)
        return cls(prior, needs, [0.0] * n, [0.0] * n, [-prior.unread] * n, [(0.0, 0.0)] * n, [0] * n)

    @property
    def general(self) -> tuple[float, float]:
        """(mean, variance) of the general ability."""
        variance = 1.0 / (1.0 / self.prior.learner + self.total)
        return variance * (self.drawn + self.prior.mean / self.prior.learner), variance

    def ability(self, c: int) -> tuple[float, float]:
        """(mean, variance) of the ability in concept c."""
        mean, variance = self.general
        own = 1.0 / self.prior.concept + self.precision[c]
        share = 1.0 / (self.prior.concept * own)  # of the general ability that still shows in it
        return share * (mean + self.start[c]) + self.pull[c] / own, 1.0 / own + share * share * variance

    def loading(self, c: int) -> tuple[float, float]:
        """(share of the general ability in concept c, variance of what is the concept's own)."""
        own = 1.0 / self.prior.concept + self.precision[c]
        return 1.0 / (self.prior.concept * own), 1.0 / own

    def chance(self, c: int, difficulty: float, guess: float = 0.0, recall: float = 1.0) -> float:
        """The chance of a right answer to a fresh question."""
        mean, variance = self.ability(c)
        z = (mean - difficulty) / math.sqrt(1.0 + SHRINK * (variance + self.prior.item))
        return guess + (1.0 - guess) * recall * 0.5 * (1.0 + math.tanh(0.5 * z))

    def answer(self, given: Given) -> float:
        """The chance that was foretold; then the answer is learnt from."""
        prior, (c, difficulty, credit, guess, recall, weight) = self.prior, given
        mean, variance = self.ability(c)
        open_ = (1.0 - guess) * recall
        spread = math.sqrt(1.0 + SHRINK * (variance + prior.item))
        foretold = guess + open_ * 0.5 * (1.0 + math.tanh(0.5 * (mean - difficulty) / spread))
        if weight > 0.0:
            self.clock += 1
            self.total *= prior.fade
            self.drawn *= prior.fade
            q = 0.5 * (1.0 + math.tanh(0.5 * (mean - difficulty)))
            p, slope = guess + open_ * q, open_ * q * (1.0 - q)
            odds = slope / max(p * (1.0 - p), 1e-12)
            known = weight / (1.0 + prior.item * slope * odds)  # an uncertain difficulty makes an answer say less
            self._learn(c, known * slope * odds, known * odds * (credit - p), mean)
        return foretold

    def _learn(self, c: int, information: float, score: float, mean: float) -> None:
        """Graph credit, then the concept itself."""
        prior, needs = self.prior, self.needs[c]
        if needs and score > 0.0 and prior.up > 0.0:
            for need in needs:
                self._observe(need, prior.up * information, prior.up * score, self.ability(need)[0], 1.0)
        elif needs and score < 0.0 and prior.down > 0.0:
            blamed = max(needs, key=lambda need: self.ability(need)[1])
            self._observe(blamed, prior.down * information, prior.down * score, self.ability(blamed)[0], 1.0)
            information, score = (1.0 - prior.down) * information, (1.0 - prior.down) * score
        self._observe(c, information, score, mean, prior.keep)

    def _observe(self, c: int, information: float, score: float, mean: float, keep: float) -> None:
        """Add an observation `mean + score / information` of this precision; earlier ones keep the share `keep`."""
        self._unsay(c)
        self.precision[c] = keep * self.precision[c] + information
        self.pull[c] = keep * self.pull[c] + information * mean + score
        self.when[c] = self.clock
        self._say(c, 1.0)

    def _unsay(self, c: int) -> float:
        """Take what the concept says of the general ability out of the whole; how much of it was left."""
        left = self.prior.fade ** (self.clock - self.when[c])
        precision, drawn = self.said[c]
        self.total -= left * precision
        self.drawn -= left * drawn
        return left

    def _say(self, c: int, left: float) -> None:
        shown = 1.0 / (1.0 + self.prior.concept * self.precision[c])
        precision = shown * self.precision[c]
        drawn = shown * (self.pull[c] - self.precision[c] * self.start[c])
        self.said[c] = (precision, drawn)
        self.total += left * precision
        self.drawn += left * drawn

    def read(self, c: int) -> None:
        """The lesson of concept c was read: its prior mean rises to that of what was taught."""
        if self.start[c] != 0.0:
            left = self._unsay(c)
            self.start[c] = 0.0
            self._say(c, left)
