"""Three nearest-neighbour regressions by total error at a point, from bias and variance that are given."""

from itertools import pairwise

from beikao.kit import Draw, Question, order


def make(draw: Draw) -> Question:
    noise = draw.choice([1.0, 2.0, 4.0])
    slope = draw.choice([0.02, 0.03, 0.04, 0.06])
    ks = draw.shuffle([draw.choice([1, 2]), draw.choice([8, 10, 12, 16]), draw.choice([40, 50, 60, 80])])
    total = {name: (slope * k) ** 2 + noise / k for name, k in zip("abc", ks, strict=True)}
    ranked = sorted("abc", key=total.get)
    by_variance = [name for _, name in sorted(zip(ks, "abc", strict=True), reverse=True)]
    values = sorted(total.values())
    if by_variance == ranked or min(b / a for a, b in pairwise(values)) < 1.15:
        draw.reject()
    show = {"noise": noise, "slope": slope, **{f"k{name}": k for name, k in zip("abc", ks, strict=True)}}
    return Question(
        show=show,
        truth=order(*ranked),
        steps={
            **{f"b{name}": (slope * show[f"k{name}"]) ** 2 for name in "abc"},
            **{f"v{name}": noise / show[f"k{name}"] for name in "abc"},
        },
        wrong={"bias-variance/bias-not-squared": by_variance},
    )


def second_way(show) -> list:
    """Simulated from the definition: a biased mean of k noisy labels, squared error on average."""
    import numpy as np

    z = np.random.default_rng(0).normal(size=4000)
    z = (z - z.mean()) / z.std()

    def error(name):
        k = show[f"k{name}"]
        return np.mean((show["slope"] * k + z * (show["noise"] / k) ** 0.5) ** 2)

    return sorted("abc", key=error)
