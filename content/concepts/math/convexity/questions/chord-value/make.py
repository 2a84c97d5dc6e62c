"""Jensen's gap of a square for two points and a weight."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    x, y = draw.integer(-6, 0), draw.integer(1, 8)
    w = draw.choice([0.25, 0.5, 0.75])
    mean = w * x + (1 - w) * y
    chord = w * x * x + (1 - w) * y * y
    return Question(
        show={"x": x, "y": y, "w": w, "v": 1 - w},
        truth=numeric(chord - mean**2, abs=0.01),
        steps={"chord": chord, "inside": mean**2, "mean": mean},
        wrong={"convexity/convex-means-bowl": 0.0},
    )


def second_way(show) -> float:
    """The gap of a square is the variance of the two-point distribution."""
    return show["w"] * show["v"] * (show["x"] - show["y"]) ** 2
