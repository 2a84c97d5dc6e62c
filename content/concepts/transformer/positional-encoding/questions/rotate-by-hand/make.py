"""One pair turned by hand."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b = (draw.choice([1, 2, 3, 4, -1, -2, -3]) for _ in range(2))
    step, m = draw.choice([10, 15, 20, 30, 45]), draw.integer(1, 9)
    c, s = math.cos(math.radians(m * step)), math.sin(math.radians(m * step))
    if abs(a * s) < 0.1:
        draw.reject()
    return Question(
        show={"a": a, "b": b, "step": step, "m": m},
        truth=numeric(a * s + b * c, abs=0.02),
        steps={"angle": m * step, "sin": s, "cos": c},
        wrong={"positional-encoding/turns-backwards": -a * s + b * c},
    )


def second_way(show) -> float:
    """Complex numbers: the imaginary part of (a + ib) e^(i angle), step by step."""
    import cmath

    z, turn = complex(show["a"], show["b"]), cmath.exp(1j * math.radians(show["step"]))
    for _ in range(show["m"]):
        z *= turn
    return z.imag
