"""Dilated layers until the view covers n inputs."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    k, n = draw.integer(2, 6), draw.integer(60, 3000)
    views = [1]
    while views[-1] < n:
        views.append(views[-1] * k)
    plain = -(-(n - 1) // (k - 1))
    return Question(
        show={"k": k, "k2": k * k, "n": n},
        truth=numeric(len(views) - 1, abs=0.3),
        steps={"views": ", ".join(map(str, views[1:]))},
        wrong={"sequence-model-tradeoffs/path-needs-all-steps": plain},
    )


def second_way(show) -> float:
    """Add up the reach of each layer: (k - 1) times its dilation."""
    reach, dilation, layers = 1, 1, 0
    while reach < show["n"]:
        reach, dilation, layers = reach + (show["k"] - 1) * dilation, dilation * show["k"], layers + 1
    return float(layers)
