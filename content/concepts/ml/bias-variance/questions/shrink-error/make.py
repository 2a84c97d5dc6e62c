"""The mean squared error of a shrunken mean: bias grows, variance falls."""

from beikao.kit import Draw, Question, symbolic

LETTERS = (("c", "m", "s"), ("a", "u", "s"), ("c", "t", "s"), ("b", "m", "s"))


def make(draw: Draw) -> Question:
    c, m, s = draw.choice(LETTERS)
    n = draw.integer(4, 40)
    over = {c: (0.1, 0.9), m: (0.5, 3), s: (0.5, 3)}
    return Question(
        show={"c": c, "m": m, "s": s, "n": n},
        truth=symbolic(f"(1-{c})**2*{m}**2+{c}**2*{s}**2/{n}", over=over),
        wrong={
            "bias-variance/bias-not-squared": f"(1-{c})*{m}+{c}**2*{s}**2/{n}",
        },
    )


def second_way(show) -> str:
    """E[X²] - 2 m E[X] + m², expanded for X = c times the sample mean."""
    c, m, s, n = (show[k] for k in "cmsn")
    return f"{c}**2*({m}**2+{s}**2/{n})-2*{m}*{c}*{m}+{m}**2"
