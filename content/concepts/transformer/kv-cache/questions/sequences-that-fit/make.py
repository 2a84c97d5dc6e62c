"""Sequences that fit beside the weights."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    memory, layers, groups = draw.choice([24, 40, 48, 80]), draw.choice([28, 32, 36, 40, 48]), draw.choice([2, 4, 8])
    heads = groups * draw.choice([4, 5, 8])
    weights, spare, length = (
        draw.integer(5, memory // 2),
        draw.integer(1, 4),
        draw.choice([2048, 4096, 6000, 8192, 12000]),
    )
    one = 2 * layers * groups * 128 * 2 * length / 2**30
    free = memory - weights - spare
    right, queries, keys = (math.floor(free / x) for x in (one, one * heads / groups, one / 2))
    if right < 3 or free / one - right < 0.02 or len({right, queries, keys}) < 3 or keys - right < 2:
        draw.reject()
    return Question(
        show={"memory": memory, "weights": weights, "spare": spare, "layers": layers, "heads": heads, "groups": groups, "length": length},
        truth=numeric(right, abs=0.3),
        steps={"one": one, "free": free},
        wrong={"kv-cache/counts-query-heads": queries, "kv-cache/one-of-two": keys},
    )  # fmt: skip


def second_way(show) -> float:
    """Add whole sequences until the next one would not fit, in bytes."""
    room, used, count = (show["memory"] - show["weights"] - show["spare"]) << 30, 0, 0
    each = show["length"] * show["layers"] * 512 * show["groups"]
    while used + each <= room:
        used, count = used + each, count + 1
    return float(count)
