"""Three sources of a mixture, ordered by how often each is repeated."""

from itertools import pairwise

from beikao.kit import Draw, Question, order


def make(draw: Draw) -> Question:
    sizes = draw.shuffle([draw.integer(2, 6), draw.integer(12, 30), draw.integer(200, 500)])
    shares = draw.shuffle([draw.choice([3, 4, 6]), draw.choice([20, 25, 30]), draw.choice([50, 60])])
    rate = {name: share / size for name, share, size in zip("abc", shares, sizes, strict=True)}
    ranked = sorted("abc", key=lambda name: -rate[name])
    by_share = [name for _, name in sorted(zip(shares, "abc", strict=True), reverse=True)]
    if by_share == ranked or min(rate[x] / rate[y] for x, y in pairwise(ranked)) < 1.15:
        draw.reject()
    show = {"budget": draw.choice([100, 300, 500])}
    for name, share, size in zip("abc", shares, sizes, strict=True):
        show |= {f"w{name}": share, f"s{name}": size}
    return Question(
        show=show,
        truth=order(*ranked),
        steps={f"e{name}": show["budget"] * rate[name] / 100 for name in "abc"},
        wrong={"learning-paradigms/amount-is-enough": by_share},
    )


def second_way(show) -> list:
    """Tokens used over tokens there are, by numpy."""
    import numpy as np

    seen = np.array([show["budget"] * show[f"w{x}"] / 100 / show[f"s{x}"] for x in "abc"])
    return ["abc"[i] for i in np.argsort(-seen)]
