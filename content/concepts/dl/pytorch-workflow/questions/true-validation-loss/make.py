"""The loss over samples from a log of batch means."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    size, last = draw.choice([32, 64, 128]), draw.integer(2, 10)
    means = [draw.integer(120, 160) / 100 for _ in range(3)] + [draw.integer(230, 320) / 100]
    sizes = [size] * 3 + [last]
    total = sum(s * m for s, m in zip(sizes, means, strict=True))
    truth, plain = total / sum(sizes), sum(means) / 4
    full = total / (4 * size)
    if abs(full - truth) < 0.035:
        draw.reject()
    log = "\n".join(
        f"batch {i}  size {s:3d}  mean loss {m:.2f}" for i, (s, m) in enumerate(zip(sizes, means, strict=True))
    )
    return Question(
        show={"log": log},
        truth=numeric(truth, abs=0.01),
        steps={"total": total, "n": sum(sizes), "plain": plain},
        wrong={"pytorch-workflow/mean-of-batch-means": plain, "pytorch-workflow/partial-batch-forgotten": full},
    )


def second_way(show) -> float:
    """Lay out every sample and take the mean."""
    import numpy as np

    rows = [line.split() for line in show["log"].splitlines()]
    return float(np.mean(np.concatenate([np.full(int(r[3]), float(r[6])) for r in rows])))
