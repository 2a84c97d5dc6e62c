"""The output of attention from three scores and three values."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    scores = draw.sample([0.5, 1, 1.5, 2, 2.5, 3], 3)
    values = [10 * v for v in draw.sample(range(1, 10), 3)]
    e = [math.exp(s) for s in scores]
    w = [x / sum(e) for x in e]
    right = sum(a * b for a, b in zip(w, values, strict=True))
    best = values[scores.index(max(scores))]
    linear = sum(a * b for a, b in zip(scores, values, strict=True)) / sum(scores)
    apart = min(abs(right - best), abs(right - linear), abs(best - linear))
    if apart < 0.02 * right:
        draw.reject()
    return Question(
        show={f"s{i + 1}": s for i, s in enumerate(scores)} | {f"v{i + 1}": v for i, v in enumerate(values)},
        truth=numeric(right, rel=0.005),
        steps={
            "exps": ", ".join(f"{x:.3f}" for x in e),
            "weights": ", ".join(f"{x:.3f}" for x in w),
            "terms": " + ".join(f"{x:.3f}×{v}" for x, v in zip(w, values, strict=True)),
        },
        wrong={"attention/hard-lookup": best, "attention/softmax-is-proportion": linear},
    )


def second_way(show) -> float:
    """The expected value under draws by the Gumbel trick would be noisy; its closed form is the derivative of log-sum-exp."""
    from scipy.special import logsumexp

    s, v = ([show[f"{n}{i}"] for i in (1, 2, 3)] for n in "sv")
    h = 1e-5

    def free(t):
        return logsumexp([a + t * b for a, b in zip(s, v, strict=True)])

    return float((free(h) - free(-h)) / (2 * h))
