"""One proximal step on L1 for a weight that survives it."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    w, g = draw.choice([-1, 1]) * draw.integer(3, 12) / 10, draw.choice([-3, -2, -1, 1, 2, 3])
    eta, lam = draw.choice([0.1, 0.2]), draw.choice([0.5, 1.0, 1.5])
    z = w - eta * g

    def soft(t):
        return (1 if z > 0 else -1) * max(abs(z) - t, 0.0)

    right, no_rate, scaled = soft(eta * lam), soft(lam), z * (1 - eta * lam)
    values = [right, no_rate, scaled]
    if abs(right) < 0.03 or min(abs(a - b) for i, a in enumerate(values) for b in values[:i]) < 0.012:
        draw.reject()
    return Question(
        show={"w": w, "g": g, "eta": eta, "lam": lam},
        truth=numeric(right, abs=0.003),
        steps={"z": z, "t": eta * lam},
        wrong={"regularisation/threshold-without-rate": no_rate, "regularisation/l1-in-proportion": scaled},
    )


def second_way(show) -> float:
    """Minimise what the proximal step minimises: (v - z)^2 / (2 eta) + lam |v|, numerically."""
    from scipy.optimize import minimize_scalar

    z = show["w"] - show["eta"] * show["g"]
    found = minimize_scalar(
        lambda v: (v - z) ** 2 / (2 * show["eta"]) + show["lam"] * abs(v),
        bounds=(-3, 3),
        method="bounded",
        options={"xatol": 1e-9},
    )
    return float(found.x)
