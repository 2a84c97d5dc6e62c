"""Error after 200 steps on a quadratic against the learning rate, in units of 2/lambda_max, without and with momentum."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "beta": Slider(0, 0.9, step=0.1, start=0, label=("动量 β", "momentum β")),
    "kappa": Slider(2, 50, step=4, start=10, label=("条件数 κ", "condition number κ")),
}
STEPS = 200


def shrink(lr, beta, curvature, steps):
    """|x| after so many steps of heavy-ball momentum from 1, one direction."""
    x, v = 1.0, 0.0
    for _ in range(steps):
        v = beta * v + curvature * x
        x = x - lr * v
        if abs(x) > 1e12:
            return 1e12
    return max(abs(x), abs(lr * v), 1e-16)


def worst(factor, beta, kappa, steps=STEPS):
    """The slower of the two extreme directions, at `factor` times 2/lambda_max."""
    lr = factor * 2.0
    return max(shrink(lr, beta, 1.0, steps), shrink(lr, beta, 1.0 / kappa, steps))


def rate(factor, kappa):
    """Contraction per step of plain descent at `factor` times the bound."""
    lr = 2.0 * factor
    return max(abs(1 - lr), abs(1 - lr / kappa))


def figure(draw: Draw, beta: float, kappa: float) -> Figure:
    factors = np.arange(0.05, 2.3, 0.05)
    errors = [worst(f, beta, kappa) for f in factors]
    limit = 1 + beta
    best = kappa / (kappa + 1)
    plot = (
        Plot(
            x=("学习率 ÷ (2/λmax)", "learning rate ÷ (2/λmax)"),
            y=("200 步后的误差", "error after 200 steps"),
            log_y=True,
            y_range=(1e-16, 1e6),
        )
        .line(np.clip(errors, 1e-16, 1e6), factors, label=(f"β = {beta:g}", f"β = {beta:g}"))
        .rule(x=1.0, label=("2/λmax", "2/λmax"))
    )
    if beta:
        plot.rule(x=limit, label=("2(1+β)/λmax", "2(1+β)/λmax"), tone="gold")
    return Figure(
        numbers={
            "limit": limit,
            "best": best,
            "best_rate": rate(best, kappa),
            "edge_rate": rate(0.99, kappa),
            "inside": worst(0.95 * limit, beta, kappa, 1500),
            "outside": worst(1.05 * limit, beta, kappa, 1500),
        },
        plot=plot,
        says={
            "zh": f"条件数 {kappa:g}、动量 {beta:g}：稳定边界在 {limit:.1f} 个 2/λmax 处；无动量时最优学习率是它的 {best:.2f} 倍。",
            "en": f"With condition number {kappa:g} and momentum {beta:g} the edge lies at {limit:.1f} times 2/λmax; without momentum the best rate is {best:.2f} times that.",
        },
    )


def claims(at) -> None:
    for beta in (0, 0.5, 0.9):
        state = at(beta=beta, kappa=10).numbers
        assert state["inside"] < 1 < state["outside"]  # the edge moves with momentum
    state = at(beta=0, kappa=10).numbers
    assert abs(state["best_rate"] - 9 / 11) < 1e-9 and state["edge_rate"] > 0.97  # the bound is not the optimum
