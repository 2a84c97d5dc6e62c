"""Token passes without a cache over those with one."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n, m = 10 * draw.integer(2, 40), 10 * draw.integer(5, 60)
    without, kept = m * n + m * (m - 1) // 2, n + m - 1
    if abs(without / kept - 2) < 0.3:
        draw.reject()
    return Question(
        show={"n": n, "m": m},
        truth=numeric(without / kept, rel=0.01),
        steps={"without": without, "with": kept, "last": n + m - 1},
        wrong={"kv-cache/recompute-is-double": 2.0},
    )


def second_way(show) -> float:
    """Step through both loops and count."""
    length, without, kept = show["n"], 0, show["n"]
    for step in range(show["m"]):
        without += length
        kept += 1 if step else 0
        length += 1
    return without / kept
