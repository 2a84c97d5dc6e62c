"""How many of ten tokens top-p keeps."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    parts = sorted((draw.integer(1, 8) ** 2 for _ in range(10)), reverse=True)
    total = sum(parts)
    cents = [max(1, round(100 * x / total)) for x in parts]
    cents[0] += 100 - sum(cents)
    p = draw.choice([50, 60, 70, 80, 90])
    run, kept = 0, 0
    while run < p:
        run += cents[kept]
        kept += 1
    if cents != sorted(cents, reverse=True) or run == p or kept - 1 == p // 10 or kept == p // 10:
        draw.reject()
    return Question(
        show={"cents": ", ".join(f"{c}%" for c in cents), "p": p / 100},
        truth=numeric(kept),
        steps={"before": run - cents[kept - 1], "run": run},
        wrong={"decoding/drops-crossing-token": kept - 1, "decoding/top-p-is-a-count": p // 10},
    )


def second_way(show) -> float:
    """The smallest size of a set whose mass reaches p, over all sizes."""
    import numpy as np

    cents = np.array([int(c.strip(" %")) for c in show["cents"].split(",")])
    return int(np.searchsorted(np.cumsum(cents), 100 * show["p"] - 1e-9) + 1)
