"""Ratio of times by work over speed plus steps times overhead."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n, m, o, s = 2 ** draw.integer(7, 12), draw.integer(5, 8), draw.integer(2, 8), draw.choice([1, 5, 20, 50])
    r = draw.integer(5, 40)
    a = draw.integer(2, 3 * r)
    rw, aw, ro, ao = r / s, a / s, n * o / 1e3, m * o / 1e3
    right, work = (rw + ro) / (aw + ao), r / a
    if abs(right - work) < 0.1 * right:
        draw.reject()
    return Question(
        show={"r": r, "n": n, "a": a, "m": m, "o": o, "s": s},
        truth=numeric(right, rel=0.02),
        steps={"rw": rw, "aw": aw, "ro": ro, "ao": ao, "rt": rw + ro, "at": aw + ao},
        wrong={"sequence-model-tradeoffs/flops-decide-time": work},
    )


def second_way(show) -> float:
    """In seconds and single operations, the overhead paid step by step."""
    speed = show["s"] * 1e12
    slow = sum([show["o"] * 1e-6] * show["n"]) + show["r"] * 1e9 / speed
    return slow / (sum([show["o"] * 1e-6] * show["m"]) + show["a"] * 1e9 / speed)
