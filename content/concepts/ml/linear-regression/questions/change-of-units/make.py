"""What a change of units does to coefficient and prediction, for least squares and for ridge."""

from beikao.kit import Draw, Question, choice


def make(draw: Draw) -> Question:
    factor = draw.choice([10, 60, 100, 1000, 1024])
    ridge = draw.choice([0, 0, 1, 2, 5, 10])
    return Question(
        show={"factor": factor, "lam": ridge},
        truth=choice("changes" if ridge else "rescales"),
        wrong={"linear-regression/ridge-ignores-units": "rescales"} if ridge else {},
    )


def second_way(show) -> str:
    """Fit small data in both units and compare the predictions."""
    import numpy as np

    rng = np.random.default_rng(3)
    x = rng.normal(size=(12, 2))
    y = x @ [1.0, -2.0] + rng.normal(size=12)

    def predict(scale):
        z = x * [scale, 1.0]
        return z @ np.linalg.solve(z.T @ z + show["lam"] * np.eye(2), z.T @ y)

    return "rescales" if np.allclose(predict(1.0), predict(show["factor"])) else "changes"
