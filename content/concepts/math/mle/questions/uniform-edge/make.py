"""The end of a uniform distribution: a maximum on the edge of the support."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    data = draw.sample(range(5, 100), draw.integer(4, 6))
    mean = sum(data) / len(data)
    if abs(2 * mean - max(data)) < 4:
        draw.reject()
    return Question(
        show={"data": ", ".join(map(str, data))},
        truth=numeric(max(data)),
        steps={"mean": mean},
        wrong={"mle/support-ignored": 2 * mean},
    )


def second_way(show) -> float:
    """Scan whole-number candidates for the largest likelihood, support included."""
    data = [int(v) for v in show["data"].split(",")]

    def likelihood(theta):
        value = 1.0
        for x in data:
            value *= 1.0 / theta if x <= theta else 0.0
        return value

    return max(range(1, 300), key=likelihood)
