"""Which direction of a KL is finite, when tables have zeros in different places."""

from beikao.kit import Draw, Question, choice


def table(draw: Draw, support):
    """Tenths on the given places, zero elsewhere."""
    places = sorted(support)
    weights = [draw.integer(1, 4) for _ in places[:-1]]
    if sum(weights) > 9:
        draw.reject()
    values = dict(zip(places, [*weights, 10 - sum(weights)], strict=True))
    return [values.get(i, 0) / 10 for i in range(4)]


def verdict(forward, reverse) -> str:
    return {(True, True): "both", (True, False): "forward", (False, True): "reverse", (False, False): "neither"}[
        forward, reverse
    ]


def make(draw: Draw) -> Question:
    whole = set(range(4))
    cut = set(draw.sample(range(4), draw.integer(2, 3)))
    other = set(draw.sample(range(4), 3))
    a, b = draw.choice([(whole, cut), (cut, whole), (cut, cut), (cut, other), (whole, whole)])
    p, q = table(draw, a), table(draw, b)
    right = verdict(a <= b, b <= a)
    wrong = {} if right == "both" else {"kl-divergence/epsilon-hides-infinity": "both"}
    if right in ("forward", "reverse"):
        wrong["kl-divergence/direction-free"] = "reverse" if right == "forward" else "forward"
    return Question(
        show={"p": ", ".join(f"{v:g}" for v in p), "q": ", ".join(f"{v:g}" for v in q)},
        truth=choice(right),
        wrong=wrong,
    )


def second_way(show) -> str:
    """scipy."""
    import numpy as np
    from scipy.stats import entropy

    p, q = ([float(v) for v in show[k].split(",")] for k in "pq")
    return verdict(bool(np.isfinite(entropy(p, q))), bool(np.isfinite(entropy(q, p))))
