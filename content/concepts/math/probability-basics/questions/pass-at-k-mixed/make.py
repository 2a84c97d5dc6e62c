"""pass@k over two kinds of problem: total probability, and why the mean success rate misleads."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    share, k = 10 * draw.integer(2, 8), draw.choice([3, 4, 5, 8, 10])
    easy, hard = draw.choice([0.4, 0.5, 0.6, 0.7]), draw.choice([0.01, 0.02, 0.05])
    w = share / 100
    pe, ph = 1 - (1 - easy) ** k, 1 - (1 - hard) ** k
    mean = w * easy + (1 - w) * hard
    value, naive, plain = w * pe + (1 - w) * ph, 1 - (1 - mean) ** k, (pe + ph) / 2
    if min(abs(value - naive), abs(value - plain), abs(naive - plain)) < 0.01:
        draw.reject()
    return Question(
        show={"share": share, "easy": easy, "hard": hard, "k": k},
        truth=numeric(value, abs=0.001),
        steps={"pe": pe, "ph": ph, "mean": mean, "naive": naive},
        wrong={"probability-basics/function-of-mean": naive, "probability-basics/weights-left-out": plain},
    )


def second_way(show) -> float:
    """Add the chances that the first success comes at sample 1, 2, ..., k."""
    total = 0.0
    for weight, p in ((show["share"] / 100, show["easy"]), (1 - show["share"] / 100, show["hard"])):
        total += weight * sum(p * (1 - p) ** (j - 1) for j in range(1, show["k"] + 1))
    return total
