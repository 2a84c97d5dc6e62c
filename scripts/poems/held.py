"""What all models share: the sizes, the poems as tokens, and what nats on the held-out poems come to. Imports no torch.

Perplexity per character is exp(nats / (characters + poems)): the tokens of a character outside the vocabulary, its UTF-8
bytes, add up to one character, and the end of each poem is one more thing to predict. All models see the same tokens,
so unknown characters cost each of them by the same rule and no probability is left out or counted twice.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from beikao.workers.poems.tokens import MARK, Tokens

VOCABULARY = 5120
STOPS = "，。？！；：、"


def texts(work: Path, part: str, poems: int | None = None) -> list[str]:
    """The first poems of a part, in the order of their hashes."""
    with (work / f"{part}.txt").open(encoding="utf-8") as lines:
        return [line.strip() for line in islice(lines, poems)]


def up_to(poems: Sequence[str], tokens: Tokens, budget: float) -> Iterator[list[int]]:
    """The first poems as tokens, until there are `budget` of them, marks included."""
    for poem in poems:
        if budget <= 0:
            return
        ids = tokens.encode(poem)
        budget -= len(ids) + 1
        yield ids


class Held:
    """The first poems of a held-out part."""

    def __init__(self, work: Path, part: str, poems: int) -> None:
        tokens, held = Tokens.load(work / "tokens.json"), texts(work, part, poems)
        self.poems = [tokens.encode(p) for p in held]
        self.characters = sum(map(len, held))
        self.han = sum(c not in STOPS for text in held for c in text)
        others = {MARK, *tokens.encode(STOPS)}
        self.is_han = np.array([t not in others for poem in self.poems for t in (*poem, MARK)])

    def perplexities(self, nats: np.ndarray[Any, Any]) -> dict[str, float]:
        """`perplexity` per character and mark; `of_han` per Han character, given all that is before it."""
        everything = float(nats.sum()) / (self.characters + len(self.poems))
        return {"perplexity": math.exp(everything), "of_han": math.exp(float(nats[self.is_han].sum()) / self.han)}
