"""On which of two matrices does power iteration converge faster?"""

from beikao.kit import Draw, Question, choice


def make(draw: Draw) -> Question:
    a1, b1 = draw.integer(40, 90), draw.integer(2, 9)
    a2, b2 = draw.integer(30, a1 - 5), draw.integer(1, a1)
    slow_large = draw.integer(0, 1)
    if slow_large:
        a2, b2 = a1 - draw.integer(1, 8), draw.integer(1, 5)  # large matrix, ratio near one
    else:
        a2, b2 = draw.integer(2, 9), b1
    r1, r2 = a2 / a1, b2 / draw.integer(6, 10)
    top2 = round(b2 / r2)
    if abs(r1 - b2 / top2) < 0.15 or b2 >= top2:
        draw.reject()
    right = "first" if r1 < b2 / top2 else "second"
    larger = "first" if a1 > top2 else "second"
    return Question(
        show={"a1": a1, "a2": a2, "b1": top2, "b2": b2},
        truth=choice(right),
        steps={"r1": r1, "r2": b2 / top2},
        wrong={} if larger == right else {"eigendecomposition/rate-is-top-eigenvalue": larger},
    )


def second_way(show) -> str:
    """Iterate both diagonal matrices for a while and compare the tangents."""
    t1 = t2 = 1.0
    for _ in range(20):
        t1 *= show["a2"] / show["a1"]
        t2 *= show["b2"] / show["b1"]
    return "first" if t1 < t2 else "second"
