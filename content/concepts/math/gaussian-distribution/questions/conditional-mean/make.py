"""The conditional mean of one coordinate of a two-dimensional Gaussian."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    mx, my, dx = draw.integer(-5, 5), draw.integer(-5, 5), draw.choice([-3, -2, -1, 1, 2, 3])
    sx, sy = draw.sample([1, 2, 3, 4, 5], 2)
    rho = draw.choice([-0.8, -0.6, -0.5, 0.4, 0.5, 0.6, 0.8])
    slope = rho * sy / sx
    return Question(
        show={"mx": mx, "my": my, "sx": sx, "sy": sy, "rho": rho, "x": mx + dx},
        truth=numeric(my + slope * dx, abs=0.02),
        steps={"slope": slope, "dx": dx},
        wrong={"gaussian-distribution/slope-is-correlation": my + rho * dx},
    )


def second_way(show) -> float:
    """The peak of the joint density along the slice: the quadratic form is least where its derivative in y is zero."""
    import numpy as np

    c = show["rho"] * show["sx"] * show["sy"]
    precision = np.linalg.inv(np.array([[show["sx"] ** 2, c], [c, show["sy"] ** 2]]))
    return float(show["my"] - precision[1, 0] / precision[1, 1] * (show["x"] - show["mx"]))
