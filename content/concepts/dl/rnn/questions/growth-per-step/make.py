"""The mean factor a step, over many steps, of a 2 by 2 recurrence."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b, c, d = (draw.integer(-12, 12) / 10 for _ in range(4))
    trace, det = a + d, a * d - b * c
    inner = trace * trace / 4 - det
    if inner >= 0:
        radius = abs(trace) / 2 + inner**0.5
    else:
        radius = det**0.5
    total = a * a + b * b + c * c + d * d
    norm = ((total + max(total * total - 4 * det * det, 0.0) ** 0.5) / 2) ** 0.5
    close = 0 <= inner < 0.02  # nearly equal eigenvalues: the limit is reached late
    if radius < 0.3 or norm - radius < 0.08 or close:
        draw.reject()
    return Question(
        show={"a": a, "b": b, "c": c, "d": d},
        truth=numeric(radius, abs=0.02),
        steps={"trace": trace, "det": det, "norm": norm},
        wrong={"rnn/norm-is-radius": norm},
    )


def second_way(show) -> float:
    """The norm of a very high power, kept in range step by step."""
    import numpy as np

    m = np.array([[show["a"], show["b"]], [show["c"], show["d"]]])
    power, log = np.eye(2), 0.0
    for _ in range(4000):
        power = power @ m
        size = np.linalg.norm(power)
        power, log = power / size, log + np.log(size)
    return float(np.exp(log / 4000))
