"""How small the branches must be so that the residual stream grows by a given factor only."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    blocks, base = draw.choice([12, 18, 24, 32, 40, 48, 64, 80]), draw.choice([0.02, 0.01, 0.006, 0.015])
    right = base / (2 * blocks) ** 0.5
    return Question(
        show={"blocks": blocks, "base": base},
        truth=numeric(right, rel=0.02),
        steps={"branches": 2 * blocks, "root": (2 * blocks) ** 0.5},
        wrong={
            "activations-init/mean-square-is-scale": base / (2 * blocks),
            "activations-init/branches-are-free": base,
        },
    )


def second_way(show) -> float:
    """Halve an interval for the scale at which all branches together add the variance of one unscaled branch."""
    low, high = 0.0, 1.0
    for _ in range(60):
        s = (low + high) / 2
        total = sum(s * s for _ in range(2 * show["blocks"]))
        low, high = (s, high) if total < 1 else (low, s)
    return show["base"] * low
