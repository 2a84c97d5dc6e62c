"""Placement: what a newcomer has mastered, from at most twenty questions on a prerequisite graph of a hundred and more concepts.

A particle filter over states of mastery: a crowd of possible learners (`beikao.coach.terrain`), weighted by the answers, resampled
and stirred by Gibbs sweeps when few of them carry the weight. The next question is the one after which the expected number of
misjudged concepts is least, one of the best five at random, so that two learners do not share a sheet. It asks nothing itself
and keeps nothing: it is a function of what was said so far and a seed.

Sources: knowledge spaces, Doignon and Falmagne 1985 (10.1016/S0020-7373(85)80031-6); particle filters that resample and move,
Gilks and Berzuini 2001 (10.1111/1467-9868.00280).
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from beikao.coach.belief import Belief, Said
from beikao.coach.terrain import Crowd, Floats, Prior, Terrain, crowd

SIZE, BEST, TWICE = 2000, 5, 2  # particles; of how many best questions one is asked; at most so often the same concept


class Filter:
    """The crowd after what was said. The same seed and the same words give the same belief."""

    def __init__(self, land: Terrain, prior: Prior | None = None, *, seed: int = 0, size: int = SIZE) -> None:
        self.land, self.chance = land, np.random.default_rng(seed)
        self.crowd: Crowd = crowd(land, prior or Prior(), size, self.chance)
        self.weight: Floats = np.full(size, 1 / size)
        self.evidence: Floats = np.zeros(len(land))
        self.asked: list[int] = []

    def hear(self, said: Said) -> None:
        """Weigh the crowd by it. A concept that the terrain does not have changes nothing."""
        if said.concept not in self.land.place:
            return
        c = self.land.place[said.concept]
        if said.asked:
            self.asked.append(c)
        yes, no = (1 - said.slip, said.guess) if said.right else (said.slip, 1 - said.guess)
        self.evidence[c] += np.log(yes / no)
        weight = self.weight * np.where(self.crowd.mastered[c], yes, no)
        self.weight = weight / weight.sum()
        if 1 / np.square(self.weight).sum() < 0.5 * len(self.crowd):
            self._renew()

    def after(self, said: Said) -> Filter:
        """A new filter that has heard this too; this one stays as it is."""
        found = copy.copy(self)  # the crowd is replaced, never changed in place
        found.chance, found.evidence, found.asked = copy.deepcopy(self.chance), self.evidence.copy(), list(self.asked)
        found.hear(said)
        return found

    def _renew(self) -> None:
        """Systematic resampling, then a sweep that spreads the copies."""
        size = len(self.crowd)
        at = (np.arange(size) + self.chance.random()) / size
        rows = np.minimum(np.searchsorted(np.cumsum(self.weight), at), size - 1)
        self.crowd, self.weight = self.crowd.pick(rows), np.full(size, 1 / size)
        self.crowd.stir(self.chance, self.evidence)

    def belief(self) -> Belief:
        """What is believed now."""
        p = self._known()
        return Belief(dict(zip(self.land.names, map(float, p), strict=True)), _error(p), len(self.asked))

    def _known(self) -> Floats:
        return np.asarray(np.clip(self.crowd.mastered @ self.weight, 0.0, 1.0))

    def next(self, may: Mapping[str, tuple[float, float]]) -> str | None:
        """The concept to ask of those in `may` (name -> slip and guess of its question); None where none is left."""
        left = [n for n in self.land.names if n in may and self.asked.count(self.land.place[n]) < TWICE]
        if not left:
            return None
        rows = np.array([self.land.place[n] for n in left])
        slip, guess = np.array([may[n] for n in left]).T
        value = self._after(rows, slip, guess)
        return left[int(copy.deepcopy(self.chance).choice(np.argsort(value, kind="stable")[:BEST]))]

    def _after(self, rows: NDArray[np.intp], slip: Floats, guess: Floats) -> Floats:
        """The expected error after a question on each of the rows (k,)."""
        held = self.crowd.mastered.astype(np.float32)
        p = self._known()
        both = np.asarray((held[rows] * self.weight.astype(np.float32)) @ held.T, np.float64)  # (k, n)
        out = np.zeros(len(rows))
        for yes, no in ((1 - slip, guess), (slip, 1 - guess)):
            seen = p[rows] * yes + (1 - p[rows]) * no
            after = (both * yes[:, None] + (p - both) * no[:, None]) / seen[:, None]
            out += seen * np.minimum(after, 1 - after).mean(1)
        return out


def _error(p: Floats) -> float:
    return float(np.minimum(p, 1 - p).mean()) if len(p) else 0.0


def believe(land: Terrain, words: Iterable[Said], prior: Prior | None = None, *, seed: int = 0) -> Filter:
    """The filter after these words."""
    found = Filter(land, prior, seed=seed)
    for said in words:
        found.hear(said)
    return found
