"""The standard error of a paired difference of accuracies, in points."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n = draw.choice([400, 500, 800, 1000, 1200, 2000])
    both = n * draw.integer(45, 65) // 100
    losses = n * draw.integer(2, 6) // 100
    wins = losses + n * draw.integer(1, 4) // 100
    q, gap = (wins + losses) / n, (wins - losses) / n
    a, b = (both + wins) / n, (both + losses) / n
    truth = 100 * ((q - gap**2) / n) ** 0.5
    return Question(
        show={"n": n, "both": both, "wins": wins, "losses": losses},
        truth=numeric(truth, rel=0.02),
        steps={"q": q, "gap": gap, "points": 100 * gap, "inside": q - gap**2, "half": 1.96 * truth},
        wrong={
            "hypothesis-testing/pairing-ignored": 100 * ((a * (1 - a) + b * (1 - b)) / n) ** 0.5,
            "hypothesis-testing/error-linear-in-n": 100 * (q - gap**2) ** 0.5 / n,
        },
    )


def second_way(show) -> float:
    """Write every question down as +1, -1 or 0 and let numpy measure the scatter."""
    import numpy as np

    rest = show["n"] - show["wins"] - show["losses"]
    d = np.concatenate([np.ones(show["wins"]), -np.ones(show["losses"]), np.zeros(rest)])
    return float(100 * d.std() / np.sqrt(show["n"]))
