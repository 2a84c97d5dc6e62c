"""The steady-state step of heavy-ball momentum under a constant gradient."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    beta = draw.choice([0.5, 0.8, 0.9, 0.95, 0.98])
    lr = draw.choice([0.001, 0.002, 0.005, 0.01, 0.02])
    g = draw.integer(2, 9)
    return Question(
        show={"beta": beta, "lr": lr, "g": g},
        truth=numeric(lr * g / (1 - beta), rel=0.01),
        steps={"plain": lr * g, "factor": 1 / (1 - beta)},
        wrong={"gradient-descent/momentum-is-averaging": lr * g},
    )


def second_way(show) -> float:
    """Iterate the velocity until it stands still."""
    v = 0.0
    for _ in range(5000):
        v = show["beta"] * v + show["g"]
    return show["lr"] * v
