"""Interpolated modified Kneser-Ney n-grams over integer tokens (Chen and Goodman 1999, section 3), by sorting in numpy.

A poem is `order - 1` marks, its tokens, one mark; only the tokens and the last mark are predicted. An n-gram is one
int64 in base V, so V ** order must be below 2 ** 63. Left to do is nothing about pruning or storage: this is a measure,
not a product.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def ngrams(poems: Sequence[Sequence[int]], order: int, vocabulary: int, mark: int) -> Ints:
    """The n-gram that ends at each predicted token, in order, coded in base V with the first token leading."""
    if vocabulary**order >= 2**63:
        raise ValueError(f"{vocabulary} tokens do not fit {order} times into 63 bits")
    pad = [mark] * (order - 1)
    stream = np.array([t for poem in poems for t in (*pad, *poem, mark)], dtype=np.int64)
    predicted = np.concatenate([np.r_[np.zeros(order - 1, bool), np.ones(len(p) + 1, bool)] for p in poems])
    ends = np.flatnonzero(predicted)
    coded = np.zeros(len(ends), dtype=np.int64)
    for back in range(order - 1, -1, -1):
        coded = coded * vocabulary + stream[ends - back]
    return coded


def discounts_of(counts: Ints) -> tuple[float, float, float]:
    """D1, D2 and D3+ from the counts of counts; 0 < D <= the count, also where a small text has none of a kind."""
    n1, n2, n3, n4 = (int((counts == k).sum()) for k in (1, 2, 3, 4))
    y = n1 / max(1, n1 + 2 * n2)
    found = (1 - 2 * y * n2 / max(1, n1), 2 - 3 * y * n3 / max(1, n2), 3 - 4 * y * n4 / max(1, n3))
    return tuple(min(max(d, 0.1), float(k)) for k, d in enumerate(found, 1))  # type: ignore[return-value]


class Level:
    """The discounted n-grams of one order: their codes, sorted, with what is left of each, and each context's total."""

    def __init__(self, codes: Ints, counts: Ints, vocabulary: int, discounts: Sequence[float] | None) -> None:
        self.vocabulary = vocabulary
        d = np.array([0.0, *(discounts or discounts_of(counts))])[np.minimum(counts, 3)]
        self.codes, self.left = codes, counts - d
        self.contexts, first = np.unique(codes // vocabulary, return_index=True)
        self.totals, self.taken = np.add.reduceat(counts, first), np.add.reduceat(d, first)

    def mix(self, codes: Ints, lower: Floats) -> Floats:
        """p of each coded n-gram, given p of its last n - 1 tokens; where the context is unknown, that."""
        seen, at = _find(self.codes, codes)
        known, of = _find(self.contexts, codes // self.vocabulary)
        own = np.where(seen, self.left[at], 0.0)
        return np.where(known, (own + self.taken[of] * lower) / self.totals[of], lower)


def _find(sorted_codes: Ints, asked: Ints) -> tuple[npt.NDArray[np.bool_], Ints]:
    at = np.minimum(np.searchsorted(sorted_codes, asked), len(sorted_codes) - 1)
    return sorted_codes[at] == asked, at


class KneserNey:
    """All orders from 1 to `order`; below order 1 every token is as likely as another."""

    def __init__(
        self, poems: Sequence[Sequence[int]], order: int, vocabulary: int, mark: int,
        discounts: Sequence[float] | None = None,
    ) -> None:  # fmt: skip
        self.order, self.vocabulary, self.mark = order, vocabulary, mark
        codes, counts = np.unique(ngrams(poems, order, vocabulary, mark), return_counts=True)
        self.levels = [Level(codes, counts, vocabulary, discounts)]
        for n in range(order - 1, 0, -1):  # below the highest order, count the different tokens before an n-gram
            codes, counts = np.unique(codes % vocabulary**n, return_counts=True)
            self.levels.insert(0, Level(codes, counts, vocabulary, discounts))

    def probabilities(self, codes: Ints) -> Floats:
        """p(last token | the others) of n-grams of the full order."""
        p = np.full(len(codes), 1.0 / self.vocabulary)
        for n, level in enumerate(self.levels, 1):
            p = level.mix(codes % self.vocabulary**n, p)
        return p

    def losses(self, poems: Sequence[Sequence[int]]) -> Floats:
        """The nats of each token of the poems and of each poem's mark, in order."""
        return -np.log(self.probabilities(ngrams(poems, self.order, self.vocabulary, self.mark)))
