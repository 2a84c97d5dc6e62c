"""Cache of attention over a recurrent state at a length."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    g, w = draw.choice([1, 2, 4, 8]), draw.choice([64, 128])
    c, s, n = draw.choice([1024, 2048, 4096]), draw.choice([16, 64, 128]), 500 * draw.integer(2, 64)
    cache, state = 2 * g * w * n, c * s
    return Question(
        show={"g": g, "w": w, "c": c, "s": s, "n": n},
        truth=numeric(cache / state, rel=0.01),
        steps={"cache": cache, "state": state},
        wrong={"sequence-model-tradeoffs/both-grow-alike": cache / n / state},
    )


def second_way(show) -> float:
    """Append token by token and count."""
    held = 0
    for _ in range(show["n"]):
        held += show["g"] * show["w"] + show["g"] * show["w"]
    return held / (show["c"] * show["s"])
