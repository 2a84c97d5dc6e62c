"""The paired standard error as a formula, in other letters and units each time."""

from beikao.kit import Draw, Question, symbolic

LETTERS = (("n", "b", "c"), ("m", "w", "l"), ("k", "u", "v"), ("n", "x", "y"), ("t", "p", "q"))


def make(draw: Draw) -> Question:
    n, b, c = draw.choice(LETTERS)
    scale = draw.choice([100, 1000])
    over = {n: (300, 2000), b: (20, 90), c: (5, 60)}
    inside = f"({b}+{c}-({b}-{c})**2/{n})"
    return Question(
        show={"n": n, "b": b, "c": c, "scale": scale},
        truth=symbolic(f"{scale}*sqrt({inside})/{n}", over=over),
        wrong={"hypothesis-testing/error-linear-in-n": f"{scale}*{inside}/{n}**2"},
    )


def second_way(show) -> str:
    """Mean square less squared mean, over n, under a root."""
    n, b, c = show["n"], show["b"], show["c"]
    return f"{show['scale']}*sqrt((({b}+{c})/{n}-(({b}-{c})/{n})**2)/{n})"
