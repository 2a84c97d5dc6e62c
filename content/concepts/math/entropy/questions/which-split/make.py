"""Three binary splits of the same samples; the one with the purest small branch is not the best."""

import math

from beikao.kit import Draw, Question, choice

NAMES = ("first", "second", "third")


def h(a, b) -> float:
    """Entropy of two counts in bits."""
    return -sum(c / (a + b) * math.log2(c / (a + b)) for c in (a, b) if c)


def remaining(a, b, n) -> float:
    """Conditional entropy when one branch holds (a, b) of n positives and n negatives."""
    return (a + b) / (2 * n) * h(a, b) + (2 * n - a - b) / (2 * n) * h(n - a, n - b)


def make(draw: Draw) -> Question:
    n = 10 * draw.integer(3, 9)
    tiny = (draw.integer(2, 4), 0)  # pure, but hardly any samples
    good = (round(n * draw.uniform(0.72, 0.85)), round(n * draw.uniform(0.1, 0.25)))
    weak = (round(n * draw.uniform(0.52, 0.62)), round(n * draw.uniform(0.38, 0.48)))
    if remaining(*good, n) > 0.96 * min(remaining(*tiny, n), remaining(*weak, n)):
        draw.reject()
    splits = dict(zip(NAMES, draw.shuffle([tiny, good, weak]), strict=True))
    left = {name: remaining(*split, n) for name, split in splits.items()}
    show = {"n": n}
    for name, (a, b) in splits.items():
        show |= {f"{name}_a": a, f"{name}_b": b, f"{name}_c": n - a, f"{name}_d": n - b}
    return Question(
        show=show,
        truth=choice(min(left, key=left.__getitem__)),
        steps={f"gain_{name}": 1 - value for name, value in left.items()},
        wrong={"entropy/purest-branch-wins": next(name for name in NAMES if splits[name] == tiny)},
    )


def second_way(show) -> str:
    """Mutual information by scipy: H(X) + H(Y) - H(X, Y)."""
    from scipy.stats import entropy

    def gain(name):
        a, b, c, d = (show[f"{name}_{k}"] for k in "abcd")
        return entropy([a + b, c + d]) + entropy([a + c, b + d]) - entropy([a, b, c, d])

    return max(NAMES, key=gain)
