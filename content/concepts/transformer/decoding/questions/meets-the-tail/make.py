"""The chance that a text meets the tail at least once."""

from beikao.kit import Draw, Question, numeric


def ever(once, n):
    return 1 - (1 - once / 100) ** n


CASES = [
    (once, n)
    for once in (0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.8, 1, 1.5, 2, 3)
    for n in (40, 50, 80, 100, 150, 200, 300, 400, 500, 800, 1000)
    if 0.15 < ever(once, n) < 0.985 and abs(n * once / 100 - ever(once, n)) >= 0.04
]


def make(draw: Draw) -> Question:
    once, n = draw.choice(CASES)
    right = ever(once, n)
    return Question(
        show={"once": once, "n": n},
        truth=numeric(100 * right, abs=1, unit="%"),
        steps={"never": 100 - 100 * right},
        wrong={"decoding/tail-is-harmless": once},
    )


def second_way(show) -> float:
    """Step by step: the share of texts still untouched."""
    clean = 1.0
    for _ in range(show["n"]):
        clean -= clean * show["once"] / 100
    return 100 * (1 - clean)
