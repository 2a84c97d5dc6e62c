"""Where the weights end: separable or not, regularised or not."""

from beikao.kit import Draw, Question, choice


def make(draw: Draw) -> Question:
    apart, lam = draw.integer(0, 1), draw.choice([0, 0, 0.01, 0.1])
    low = sorted(draw.sample(range(1, 8), 3))
    high = sorted(draw.sample(range(8, 15), 3))
    if not apart:
        low[2], high[0] = high[0], low[2]
        low, high = sorted(low), sorted(high)
    runs = apart and lam == 0
    wrong = {"logistic-regression/separable-is-easy": "finite"} if runs else {}
    return Question(
        show={"low": ", ".join(map(str, low)), "high": ", ".join(map(str, high)), "lam": lam,
              "objective": f"\\sum_i\\ell_i+\\tfrac{{{lam}}}2w^2" if lam else "\\sum_i\\ell_i"},
        truth=choice("grows" if runs else "finite"),
        wrong=wrong,
    )  # fmt: skip


def second_way(show) -> str:
    """Minimise with scipy from two starts of the scale; a finite optimum is found again and is moderate."""
    import numpy as np
    from scipy.optimize import minimize

    low, high = (np.array([float(v) for v in show[k].split(",")]) for k in ("low", "high"))
    x = (np.concatenate([low, high]) - 7.5) / 4
    s = np.repeat([-1.0, 1.0], 3)

    def loss(v):
        return np.sum(np.logaddexp(0, -s * (v[0] * x + v[1]))) + 0.5 * show["lam"] * v[0] ** 2

    return "grows" if minimize(loss, [0.0, 0.0], tol=1e-12).fun < 1e-3 else "finite"
