"""The n-gram model against a count-by-count reading of Chen and Goodman's formulas that shares no code with it."""

from __future__ import annotations

import math
import random
from collections import Counter
from itertools import product

import numpy as np
import pytest

V, MARK = 5, 4


def poems(seed: int, count: int) -> list[list[int]]:
    rng = random.Random(seed)
    return [rng.choices(range(MARK), weights=(5, 3, 1, 1), k=rng.randint(1, 7)) for _ in range(count)]


class ByCounting:
    """p by recursion over plain dictionaries of tuples."""

    def __init__(self, texts: list[list[int]], order: int, discounts: tuple[float, ...]) -> None:
        padded = [[MARK] * (order - 1) + text + [MARK] for text in texts]
        highest = Counter(tuple(p[i - order + 1 : i + 1]) for p in padded for i in range(order - 1, len(p)))
        self.counts = {order: highest}
        for n in range(order - 1, 0, -1):
            self.counts[n] = Counter(gram[1:] for gram in self.counts[n + 1])
        self.d = discounts

    def p(self, gram: tuple[int, ...]) -> float:
        n = len(gram)
        if n == 0:
            return 1 / V
        followers = {g[-1]: c for g, c in self.counts[n].items() if g[:-1] == gram[:-1]}
        if not followers:
            return self.p(gram[1:])
        total = sum(followers.values())
        taken = [self.d[min(c, 3) - 1] for c in followers.values()]
        own = followers.get(gram[-1], 0)
        kept = own - self.d[min(own, 3) - 1] if own else 0.0
        return (kept + sum(taken) * self.p(gram[1:])) / total


@pytest.mark.parametrize("order", [1, 2, 3, 5])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_agrees_with_counting_and_sums_to_one(order: int, seed: int) -> None:
    from kneser_ney import KneserNey

    texts, fixed = poems(seed, 40), (0.5, 0.9, 1.4)
    ours, theirs = KneserNey(texts, order, V, MARK, fixed), ByCounting(texts, order, fixed)
    grams = list(product(range(V), repeat=order))
    found = ours.probabilities(np.array([sum(t * V ** (order - 1 - i) for i, t in enumerate(g)) for g in grams]))
    assert np.allclose(found, [theirs.p(g) for g in grams], rtol=1e-12)
    assert np.allclose(found.reshape(-1, V).sum(1), 1, rtol=1e-12)
    assert found.min() > 0


def test_the_discounts_are_those_of_the_counts_of_counts() -> None:
    """n1, n2, n3, n4 = 10, 5, 3, 2, so Y = 10 / 20, D1 = 1 - 2Y 5/10, D2 = 2 - 3Y 3/5, D3 = 3 - 4Y 2/3."""
    from kneser_ney import discounts_of

    counts = np.array([1] * 10 + [2] * 5 + [3] * 3 + [4] * 2 + [9] * 7)
    assert discounts_of(counts) == pytest.approx((0.5, 1.1, 5 / 3))
    assert all(0 < d <= k for k, d in enumerate(discounts_of(np.array([7, 7, 1])), 1))


def test_the_nats_of_poems_are_those_of_their_ngrams() -> None:
    from kneser_ney import KneserNey

    texts, held, fixed = poems(7, 120), poems(8, 10), (0.5, 0.9, 1.4)
    ours, theirs = KneserNey(texts, 4, V, MARK, fixed), ByCounting(texts, 4, fixed)
    expected = []
    for text in held:
        padded = [MARK] * 3 + text + [MARK]
        expected += [-math.log(theirs.p(tuple(padded[i - 3 : i + 1]))) for i in range(3, len(padded))]
    assert np.allclose(ours.losses(held), expected, rtol=1e-12)


def test_a_vocabulary_that_does_not_fit_is_refused() -> None:
    from kneser_ney import KneserNey

    with pytest.raises(ValueError, match="63 bits"):
        KneserNey([[1]], 5, 7000, 0)
