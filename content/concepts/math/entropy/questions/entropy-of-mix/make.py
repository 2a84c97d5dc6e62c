"""Entropy in bits of a small mix of training domains."""

import math

from beikao.kit import Draw, Question, numeric


def terms_of(parts):
    """What each share of 20 adds to the entropy, in bits."""
    return [-v / 20 * math.log2(v / 20) for v in parts]


ALL = [(a, b, c, 20 - a - b - c) for a in range(1, 18) for b in range(1, 18) for c in range(1, 18) if a + b + c < 20]
LOPSIDED = [parts for parts in ALL if sum(terms_of(parts)) < 1.85]  # well away from the 2 bits of equal shares


def make(draw: Draw) -> Question:
    parts = draw.choice(LOPSIDED)
    terms = terms_of(parts)
    bits = sum(terms)
    return Question(
        show={f"p{i}": 5 * v for i, v in enumerate(parts)},
        truth=numeric(bits, rel=0.01, unit="bits"),
        steps={"terms": " + ".join(f"{t:.3f}" for t in terms)},
        wrong={"entropy/log-base-mixed": bits * math.log(2), "entropy/entropy-is-count": 2.0},
    )


def second_way(show) -> float:
    """scipy."""
    from scipy.stats import entropy

    return float(entropy([show[f"p{i}"] for i in range(4)], base=2))
