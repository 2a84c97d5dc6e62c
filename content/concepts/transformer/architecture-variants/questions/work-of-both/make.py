"""Work of an encoder with a decoder against a decoder of as many parameters."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    e, f = draw.choice([0.6, 0.9, 1.2, 2.4]), draw.choice([0.8, 1.6, 2, 3.2])
    s, t = 64 * draw.integer(2, 32), 32 * draw.integer(1, 16)
    a, b = s * e + t * f, (s + t) * (e + f)
    return Question(
        show={"e": e, "f": f, "g": round(e + f, 1), "s": s, "t": t},
        truth=numeric(a / b, rel=0.01),
        steps={"a": a, "b": b},
        wrong={"architecture-variants/two-stacks-cost-double": 1.0},
    )


def second_way(show) -> float:
    """Send the tokens through one by one."""
    both = sum(show["e"] for _ in range(show["s"])) + sum(show["f"] for _ in range(show["t"]))
    return both / sum(show["e"] + show["f"] for _ in range(show["s"] + show["t"]))
