"""The maximum likelihood variance of a short list."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n = draw.choice([4, 5])
    data = [draw.integer(0, 12) for _ in range(n)]
    mean = sum(data) / n
    squares = sum((x - mean) ** 2 for x in data)
    if squares < 4:
        draw.reject()
    return Question(
        show={"data": ", ".join(map(str, data))},
        truth=numeric(squares / n, abs=0.02),
        steps={"n": n, "mean": mean, "squares": squares},
        wrong={"mle/unbiased-is-mle": squares / (n - 1)},
    )


def second_way(show) -> float:
    """scipy.stats fits location and scale by maximum likelihood."""
    from scipy.stats import norm

    return float(norm.fit([float(v) for v in show["data"].split(",")])[1] ** 2)
