"""Placement: the filter agrees with the exact posterior on a small graph, and finds what simulated learners know."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from beikao.coach.belief import MOST, Said
from beikao.coach.placement import Filter, believe
from beikao.coach.terrain import Prior, Terrain, arranged, crowd
from tests.coach.blueprint import land

SMALL = arranged([("a", (), "x", 1), ("b", ("a",), "x", 1), ("c", ("a",), "y", 2), ("d", ("b", "c"), "y", 2)])
PRIOR = Prior()


def exact(place: Terrain, words: list[Said]) -> dict[str, float]:
    """The posterior by adding up all states of mastery over a grid of abilities; leanings by Gauss-Hermite quadrature."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(15)
    weights = weights / weights.sum()
    total, out = 0.0, np.zeros(len(place))
    for (t, wt), (x, wx), (y, wy) in itertools.product(zip(nodes, weights, strict=True), repeat=3):
        lean = {"x": x * PRIOR.leaning, "y": y * PRIOR.leaning}
        ability = PRIOR.mean + PRIOR.spread * t
        p = [
            1 / (1 + np.exp(-PRIOR.steep * (ability + lean[place.area[c]] - place.hardness[c])))
            for c in range(len(place))
        ]
        for state in itertools.product((0, 1), repeat=len(place)):
            chance = wt * wx * wy
            for c in range(len(place)):
                q = p[c] if all(state[n] for n in place.needs[c]) else PRIOR.leak
                chance *= q if state[c] else 1 - q
            for said in words:
                right = 1 - said.slip if state[place.place[said.concept]] else said.guess
                chance *= right if said.right else 1 - right
            total += chance
            out += chance * np.array(state)
    return dict(zip(place.names, out / total, strict=True))


@pytest.mark.parametrize(
    "words",
    [
        [],
        [Said("d", True)],
        [Said("a", False), Said("a", False), Said("c", True)],
        [Said("b", True), Said("c", False), Said("d", False), Said("b", True), Said("c", False, asked=False)],
    ],
)
def test_the_filter_agrees_with_the_exact_posterior(words: list[Said]) -> None:
    found = np.mean([list(_known(words, seed).values()) for seed in range(8)], axis=0)
    assert np.abs(found - np.array(list(exact(SMALL, words).values()))).max() < 0.025


def _known(words: list[Said], seed: int) -> dict[str, float]:
    f = Filter(SMALL, PRIOR, seed=seed, size=4000)
    for said in words:
        f.hear(said)
        f._renew()  # also where the weights would not ask for it: the sweep must leave the belief as it is
    return dict(f.belief().known)


def test_stirring_leaves_the_prior_as_it_is() -> None:
    chance = np.random.default_rng(0)
    people = crowd(land(), PRIOR, 4000, chance)
    before, ability = people.mastered.mean(1), people.ability.mean()
    for _ in range(3):
        people.stir(chance, np.zeros(len(land())))
    assert np.abs(people.mastered.mean(1) - before).max() < 0.04
    assert abs(people.ability.mean() - ability) < 0.12


def test_the_same_seed_and_words_give_the_same_belief_and_question() -> None:
    words = [Said("matrix-ops", True), Said("svd", False)]
    one, two = (believe(land(), words, seed=3) for _ in range(2))
    may = dict.fromkeys(land().names, (0.1, 0.1))
    assert one.belief() == two.belief() and one.next(may) == two.next(may)
    assert one.next(may) == one.next(may), "asking changes nothing"


def test_hearing_makes_a_new_filter() -> None:
    f = believe(land(), [], seed=1)
    before = f.belief()
    f.after(Said("matrix-ops", False))
    assert f.belief() == before


def test_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        arranged([("a", ("b",), "x", 1), ("b", ("a",), "x", 1)])


def test_simulated_learners_are_placed() -> None:
    """Twelve learners of the prior: far fewer concepts misjudged than without questions. benchmarks/placement.py has the figures."""
    chance = np.random.default_rng(11)
    truth = crowd(land(), PRIOR, 12, chance)
    may = dict.fromkeys(land().names, (0.1, 0.15))
    errors, blind = [], []
    for i in range(12):
        f = Filter(land(), PRIOR, seed=i, size=800)
        blind.append(_error(f, truth.mastered[:, i]))
        while f.belief().asked < MOST and not f.belief().enough:
            name = f.next(may)
            assert name is not None
            p = 0.9 if truth.mastered[land().place[name], i] else 0.15
            f.hear(Said(name, bool(chance.random() < p)))
        errors.append(_error(f, truth.mastered[:, i]))
    assert np.mean(errors) < 0.5 * np.mean(blind)


def _error(f: Filter, truth: np.ndarray) -> float:
    known = f.belief().known
    return float(np.mean([(known[name] >= 0.5) != truth[i] for i, name in enumerate(f.land.names)]))
