"""The smallest rank that keeps a given share of the energy, from a short list of singular values."""

from beikao.kit import Draw, Question, numeric


def ranks(s, keep):
    """Smallest rank by energy and by sum."""
    out = []
    for shares in ([v * v for v in s], list(s)):
        total, run = sum(shares), 0
        for k, share in enumerate(shares, 1):
            run += share
            if run >= keep * total / 100:
                out.append(k)
                break
    return out


def make(draw: Draw) -> Question:
    top = draw.integer(7, 12)
    s = sorted([top, *(draw.integer(2, top - 2) for _ in range(4))], reverse=True)
    keep = draw.choice([80, 85, 90])
    energy, by_sum = ranks(s, keep)
    total = sum(v * v for v in s)
    margin = min(abs(sum(v * v for v in s[:k]) - keep * total / 100) for k in range(1, 6))
    if by_sum == energy or energy in (1, 5) or margin < 0.004 * total:
        draw.reject()
    squares = [v * v for v in s]
    return Question(
        show={"s": ", ".join(map(str, s)), "keep": keep},
        truth=numeric(energy),
        steps={
            "squares": ", ".join(map(str, squares)),
            "total": total,
            "goal": keep * total / 100,
            "before": sum(squares[: energy - 1]),
            "reached": sum(squares[:energy]),
        },
        wrong={"svd/energy-as-sum": by_sum, "svd/threshold-off-by-one": energy - 1},
    )


def second_way(show) -> float:
    """Build the diagonal matrix and measure the norm of what a rank-k truncation leaves out."""
    import numpy as np

    s = np.array([float(v) for v in show["s"].split(",")])
    whole = np.linalg.norm(np.diag(s)) ** 2
    for k in range(1, len(s) + 1):
        rest = np.diag(np.concatenate([np.zeros(k), s[k:]]))
        if 1 - np.linalg.norm(rest) ** 2 / whole >= show["keep"] / 100:
            return k
    return len(s)
