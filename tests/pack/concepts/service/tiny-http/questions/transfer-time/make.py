"""Two round trips and the transfer."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    rtt, mbit, kib = draw.integer(10, 120), draw.choice([10, 20, 50, 100]), 16 * draw.integer(1, 16)
    transfer = kib * 1024 * 8 / (mbit * 1e6) * 1e3
    return Question(
        show={"rtt": rtt, "mbit": mbit, "kib": kib},
        truth=numeric(2 * rtt + transfer, rel=0.01),
        steps={"transfer": transfer},
        wrong={"tiny-http/new-connection-is-free": rtt + transfer},
    )


def second_way(show) -> float:
    """In seconds and bytes."""
    per_second = show["mbit"] * 125_000
    return 1000 * (2 * show["rtt"] / 1000 + show["kib"] * 1024 / per_second)
