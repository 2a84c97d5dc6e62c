"""Share of dense work that top-k with an indexer takes."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    k, p = draw.choice([512, 1024, 2048]), 1000 * draw.integer(10, 140)
    n, x = k * draw.integer(4, 60), round(p * draw.choice([0.02, 0.04, 0.06, 0.1, 0.15]))
    right, free = 100 * (n * x + k * p) / (n * p), 100 * k / n
    if right < 1.15 * free:
        draw.reject()
    return Question(
        show={"n": n, "p": p, "x": x, "k": k},
        truth=numeric(right, rel=0.02, unit="%"),
        steps={"sum": n * x + k * p},
        wrong={"latent-sparse-attention/indexer-is-free": free},
    )


def second_way(show) -> float:
    """Work a key: what the indexer costs, plus the chance of being picked times a pair."""
    per_key = show["x"] + show["k"] / show["n"] * show["p"]
    return per_key / show["p"] * 100
