"""Order three words by their weight; the one seen in a single class only is not the strongest."""

import math

from beikao.kit import Draw, Question, order


def make(draw: Draw) -> Question:
    base = draw.integer(2, 6)
    pairs = [
        (1, 0),  # once, in one class only
        (draw.integer(7, 12) * base, base),  # plenty, and lopsided
        (draw.integer(40, 60), draw.integer(30, 38)),  # frequent in both
    ]
    names = draw.shuffle("abc")
    weights = {name: math.log((p + 1) / (q + 1)) for name, (p, q) in zip(names, pairs, strict=True)}
    ranked = sorted(names, key=lambda name: -weights[name])
    values = sorted(weights.values())
    if min(values[1] - values[0], values[2] - values[1]) < 0.12:
        draw.reject()
    raw = sorted(names, key=lambda name: -(math.inf if pairs[names.index(name)][1] == 0 else
                                           pairs[names.index(name)][0] / pairs[names.index(name)][1]))  # fmt: skip
    show = {}
    for name, (p, q) in zip(names, pairs, strict=True):
        show |= {f"{name}p": p, f"{name}q": q}
    return Question(
        show=show,
        truth=order(*ranked),
        steps={f"w{name}": value for name, value in weights.items()},
        wrong={"naive-bayes/rarest-word-strongest": raw},
    )


def second_way(show) -> list:
    """Compare cross-multiplied counts, with fractions."""
    from fractions import Fraction

    return sorted("abc", key=lambda name: -Fraction(show[f"{name}p"] + 1, show[f"{name}q"] + 1))
