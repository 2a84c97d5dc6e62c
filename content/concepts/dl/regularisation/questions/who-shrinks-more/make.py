"""Two weights, two levels of gradient noise, three ways to shrink them."""

from beikao.kit import Draw, Question, choice

WAYS = {"sgd": "SGD + L2", "adam": "Adam + L2", "adamw": "AdamW"}


def make(draw: Draw) -> Question:
    way = draw.choice(["sgd", "adam", "adam", "adamw"])
    a, b = draw.shuffle([draw.choice([0.001, 0.005, 0.01, 0.05]), draw.choice([10, 20, 30])])
    right = "same" if way != "adam" else "first" if a < b else "second"
    wrong = {"adam/l2-equals-decay": "same"} if way == "adam" else {}
    return Question(
        show={
            "way": WAYS[way],
            "a": f"{a:g}",
            "b": f"{b:g}",
            "lam": draw.choice([0.05, 0.1]),
        },
        truth=choice(right),
        wrong=wrong,
    )


def second_way(show) -> str:
    """Run it: sixty-four copies of each weight, eight hundred steps."""
    import numpy as np

    rng = np.random.default_rng(0)
    scale = np.repeat([[float(show["a"])], [float(show["b"])]], 64, axis=1)
    w, m, s = np.ones((2, 64)), np.zeros((2, 64)), np.zeros((2, 64))
    lam, rate = show["lam"], 0.02
    for t in range(1, 801):
        g = scale * rng.standard_normal((2, 64))
        if "SGD" in show["way"]:  # linear in the noise, so the mean moves as if there were none
            w = w - rate * lam * w
            continue
        if show["way"] == "AdamW":
            w *= 1 - rate * lam
        else:
            g = g + lam * w
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g
        w = w - rate * (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
    first, second = w.mean(axis=1)
    return "same" if abs(first - second) < 0.25 else "first" if first < second else "second"
