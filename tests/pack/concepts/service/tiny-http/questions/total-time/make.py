"""n requests, each with a handshake."""

from beikao.kit import Draw, Question, symbolic


def make(draw: Draw) -> Question:
    n = draw.integer(2, 20)
    return Question(
        show={"n": n},
        truth=symbolic(f"{n}*(2*r + s)", over={"r": (1, 9), "s": (1, 9)}),
        wrong={"tiny-http/new-connection-is-free": f"{n}*(r + s)"},
    )


def second_way(show) -> str:
    """Summed one by one."""
    return " + ".join(["r + s + r"] * show["n"])
