"""How many models nested cross-validation trains."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    outer, inner = draw.choice([3, 4, 5, 10]), draw.choice([3, 4, 5])
    settings = draw.integer(4, 30)
    return Question(
        show={"outer": outer, "inner": inner, "settings": settings},
        truth=numeric(outer * (inner * settings + 1)),
        steps={"search": inner * settings, "each": inner * settings + 1},
        wrong={"validation-design/tuning-inside-is-enough": inner * settings},
    )


def second_way(show) -> float:
    """Run the loops and count."""
    fits = 0
    for _ in range(show["outer"]):
        for _ in range(show["settings"]):
            for _ in range(show["inner"]):
                fits += 1
        fits += 1  # the best setting once more, on the whole outer training part
    return fits
