"""What a kept connection saves."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    rtt, n = draw.integer(5, 150), draw.integer(3, 60)
    return Question(
        show={"rtt": rtt, "n": n},
        truth=numeric((n - 1) * rtt),
        steps={"less": n - 1},
        wrong={"tiny-http/new-connection-is-free": 0},
    )


def second_way(show) -> float:
    """The difference of the two totals."""
    rtt, n = show["rtt"], show["n"]
    return n * 2 * rtt - (rtt + n * rtt)
