"""One update from micro-batches with different numbers of tokens."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    counts = [draw.choice([100, 200, 300, 500, 700, 900]) for _ in range(3)]
    grads = [draw.choice([-6, -5, -4, -3, -2, 2, 3, 4, 5, 6]) for _ in range(3)]
    w0, rate = draw.choice([1, 2, 3]), draw.choice([0.1, 0.2, 0.5])
    g = sum(n * v for n, v in zip(counts, grads, strict=True)) / sum(counts)
    right, total, plain = (w0 - rate * v for v in (g, sum(grads), sum(grads) / 3))
    if min(abs(right - total), abs(right - plain), abs(total - plain)) < 0.07:
        draw.reject()
    return Question(
        show={"counts": ", ".join(map(str, counts)), "grads": ", ".join(map(str, grads)), "w0": w0, "rate": rate},
        truth=numeric(right, abs=0.02),
        steps={"weighted": sum(n * v for n, v in zip(counts, grads, strict=True)), "tokens": sum(counts), "g": g},
        wrong={"pytorch-workflow/accumulate-without-dividing": total, "pytorch-workflow/mean-of-batch-means": plain},
    )


def second_way(show) -> float:
    """Every token brings its own gradient: a mean over all of them, with numpy."""
    import numpy as np

    counts, grads = ([int(v) for v in show[k].split(",")] for k in ("counts", "grads"))
    return float(show["w0"] - show["rate"] * np.mean(np.repeat(np.array(grads, float), counts)))
