"""The prerequisite graph as arrays, and a belief about who has mastered what of it, before anything was asked.

The belief is a Bayesian network: a learner has an ability and a leaning to each area; a concept whose `needs` are all
mastered is mastered with the chance of a logistic curve of ability, leaning and the concept's hardness, and one whose needs are
not with the chance `leak`. Hardness grows with the length of the longest chain of needs below a concept and with its stage.
It is an authors' guess: no public data has a prerequisite graph. It knows no answers and no clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from beikao.course import Course

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Terrain:
    """`needs[c]` are places in `names`, in which every need stands before what needs it; `stage` is 1 to 4."""

    names: tuple[str, ...]
    needs: tuple[tuple[int, ...], ...]
    area: tuple[str, ...]
    stage: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def place(self) -> dict[str, int]:
        """name -> place."""
        return {name: i for i, name in enumerate(self.names)}

    @cached_property
    def opens(self) -> tuple[tuple[int, ...], ...]:
        """For each concept, those that need it."""
        found: list[list[int]] = [[] for _ in self.names]
        for child, needs in enumerate(self.needs):
            for need in needs:
                found[need].append(child)
        return tuple(map(tuple, found))

    @cached_property
    def areas(self) -> NDArray[np.intp]:
        """The number of each concept's area (n,)."""
        known = {name: i for i, name in enumerate(dict.fromkeys(self.area))}
        return np.array([known[name] for name in self.area], dtype=np.intp)

    @cached_property
    def hardness(self) -> Floats:
        """From about -2 to 2 in logits (n,): half the longest chain below it, half its stage."""
        depth = np.zeros(len(self))
        for child, needs in enumerate(self.needs):
            depth[child] = 1 + max((depth[n] for n in needs), default=-1.0)
        deepest = max(float(depth.max(initial=0.0)), 1.0)
        return np.asarray(2 * depth / deepest + 2 * (np.array(self.stage) - 1) / 3 - 2)


def terrain(course: Course) -> Terrain:
    """Of all concepts of a course."""
    return arranged(
        [(c.slug, [n for n in c.needs if n in course.concepts], c.area, c.stage) for c in course.concepts.values()]
    )


def arranged(rows: Sequence[tuple[str, Sequence[str], str, int]]) -> Terrain:
    """From (name, needs, area, stage) in any order. Raises ValueError where the needs run in a circle."""
    left = {name: (list(needs), area, stage) for name, needs, area, stage in rows}
    order: list[str] = []
    placed: set[str] = set()
    while len(order) < len(left):
        ready = [n for n, (needs, _, _) in left.items() if n not in placed and placed.issuperset(needs)]
        if not ready:
            raise ValueError("the prerequisites run in a circle")
        order += ready
        placed.update(ready)
    place = {name: i for i, name in enumerate(order)}
    return Terrain(
        tuple(order),
        tuple(tuple(place[n] for n in left[name][0]) for name in order),
        tuple(left[name][1] for name in order),
        tuple(left[name][2] for name in order),
    )


@dataclass(frozen=True)
class Prior:
    """Of learners: mean and spread of ability, spread of the leaning to an area, steepness of the curve (all in logits),
    and `leak`, the chance of mastering a concept whose needs are not mastered."""

    mean: float = -0.3
    spread: float = 1.2
    leaning: float = 0.2
    steep: float = 8.0
    leak: float = 0.02


@dataclass
class Crowd:
    """Possible learners: `mastered` (n, p) by concept, `ability` (p,), `leaning` (areas, p)."""

    land: Terrain
    prior: Prior
    mastered: Bools
    ability: Floats
    leaning: Floats
    _odds: Floats = field(init=False)  # (n, p) logit of mastering a concept whose needs are met

    def __post_init__(self) -> None:
        self._odds = self.odds(self.ability, self.leaning)

    def __len__(self) -> int:
        return len(self.ability)

    def odds(self, ability: Floats, leaning: Floats) -> Floats:
        """Logits of mastery (n, p) of concepts whose needs are met."""
        return np.asarray(self.prior.steep * (ability + leaning[self.land.areas] - self.land.hardness[:, None]))

    def ready(self, concept: int, without: int = -1) -> Bools:
        """Who (p,) has mastered the concept's needs, leaving one of them out."""
        held = np.ones(len(self), bool)
        for need in self.land.needs[concept]:
            if need != without:
                held &= self.mastered[need]
        return held

    def stir(self, chance: np.random.Generator, evidence: Floats) -> None:
        """One Gibbs sweep over concepts, then Metropolis steps on ability and leanings; `evidence` (n,) is the log
        likelihood ratio of the answers so far, mastered to not. The crowd's distribution stays what it is."""
        low, base = np.log(self.prior.leak / (1 - self.prior.leak)), np.log1p(-self.prior.leak)
        missed = np.logaddexp(0.0, self._odds)  # -log(1 - p)
        for c in range(len(self.land)):
            odds = np.where(self.ready(c), self._odds[c], low) + evidence[c]
            for child in self.land.opens[c]:
                gain = np.where(self.mastered[child], self._odds[child] - low, 0.0) - missed[child] - base
                odds += np.where(self.ready(child, without=c), gain, 0.0)
            self.mastered[c] = chance.random(len(self)) < 0.5 * (1 + np.tanh(0.5 * odds))
        self._move(chance)

    def _fit(self, odds: Floats, ready: Bools) -> Floats:
        """Log likelihood (n, p) of what is mastered where the needs are met."""
        return np.where(ready, np.where(self.mastered, odds, 0.0) - np.logaddexp(0.0, odds), 0.0)

    def _move(self, chance: np.random.Generator) -> None:
        ready = np.stack([self.ready(c) for c in range(len(self.land))])
        now = self._fit(self._odds, ready)
        step = self.ability + 0.5 * self.prior.spread * chance.standard_normal(len(self))
        odds = self.odds(step, self.leaning)
        fit = self._fit(odds, ready)
        at, to = (((a - self.prior.mean) / self.prior.spread) ** 2 for a in (self.ability, step))
        taken = np.log(chance.random(len(self))) < (fit - now).sum(0) - 0.5 * (to - at)
        self.ability, now = np.where(taken, step, self.ability), np.where(taken, fit, now)
        leaning = self.leaning + 0.6 * self.prior.leaning * chance.standard_normal(self.leaning.shape)
        fit = self._fit(self.odds(self.ability, leaning), ready)
        gain = np.zeros(leaning.shape)
        np.add.at(gain, self.land.areas, fit - now)  # an area's leaning touches its own concepts alone
        gain -= 0.5 * ((leaning / self.prior.leaning) ** 2 - (self.leaning / self.prior.leaning) ** 2)
        self.leaning = np.where(np.log(chance.random(leaning.shape)) < gain, leaning, self.leaning)
        self._odds = self.odds(self.ability, self.leaning)

    def pick(self, rows: NDArray[np.intp]) -> Crowd:
        """A crowd of these members, with repeats."""
        return Crowd(self.land, self.prior, self.mastered[:, rows], self.ability[rows], self.leaning[:, rows])


def crowd(land: Terrain, prior: Prior, size: int, chance: np.random.Generator) -> Crowd:
    """`size` learners drawn from the belief."""
    areas = int(land.areas.max(initial=0)) + 1
    drawn = Crowd(
        land,
        prior,
        np.zeros((len(land), size), bool),
        prior.mean + prior.spread * chance.standard_normal(size),
        prior.leaning * chance.standard_normal((areas, size)),
    )
    for c in range(len(land)):
        p = np.where(drawn.ready(c), 0.5 * (1 + np.tanh(0.5 * drawn._odds[c])), prior.leak)
        drawn.mastered[c] = chance.random(size) < p
    return drawn
