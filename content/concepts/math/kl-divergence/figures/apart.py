"""Two unit-variance Gaussians pulled apart: KL keeps growing, JS flattens, and with it the gradient."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {"distance": Slider(0, 8, step=0.5, start=2, label=("两个均值的距离 d", "distance d of the means"))}
X = np.linspace(-12, 20, 3201)


def js(distance) -> float:
    """Jensen-Shannon divergence by integration on a grid, in nats."""
    log_p = -0.5 * X**2 - 0.5 * np.log(2 * np.pi)
    log_q = -0.5 * (X - distance) ** 2 - 0.5 * np.log(2 * np.pi)
    log_m = np.logaddexp(log_p, log_q) - np.log(2)
    p, q = np.exp(log_p), np.exp(log_q)
    return float(0.5 * np.sum(p * (log_p - log_m) + q * (log_q - log_m)) * (X[1] - X[0]))


GRID = np.linspace(0, 8, 41)
JS = np.array([js(d) for d in GRID])


def figure(draw: Draw, distance: float) -> Figure:
    now, half = js(distance), 1e-3
    slope = round((js(distance + half) - js(distance - half)) / (2 * half), 6) + 0.0  # no "-0.0000"
    xs = np.linspace(-4, 12, 161)
    density = np.exp(-0.5 * xs**2) / np.sqrt(2 * np.pi)
    moved = np.exp(-0.5 * (xs - distance) ** 2) / np.sqrt(2 * np.pi)
    plots = [
        Plot(x=("x", "x"), y=("密度", "density"))
        .line(density, xs, label=("数据 p", "data p"), tone="gold", dash=True)
        .line(moved, xs, label=("生成 q", "generated q")),
        Plot(x=("距离 d", "distance d"), y=("奈特", "nats"), y_range=(0, 4))
        .line(np.minimum(GRID**2 / 2, 4)[GRID**2 / 2 <= 4], GRID[GRID**2 / 2 <= 4], label=("KL", "KL"))
        .line(JS, GRID, label=("JS", "JS"), tone="indigo", dash=True)
        .rule(y=float(np.log(2)), label=("ln 2", "ln 2"))
        .rule(x=distance),
    ]
    kl = distance**2 / 2
    return Figure(
        numbers={"distance": distance, "kl": kl, "kl_slope": float(distance), "js": now, "js_slope": float(slope)},
        plot=plots,
        says={
            "zh": f"距离 {distance:g}：KL = {kl:.2f}，斜率 {distance:.1f}；JS = {now:.3f}，斜率 {slope:.4f}。",
            "en": f"Distance {distance:g}: KL = {kl:.2f} with slope {distance:.1f}; JS = {now:.3f} with slope {slope:.4f}.",
        },
    )


def claims(at) -> None:
    near, far = at(distance=2).numbers, at(distance=8).numbers
    assert far["js"] < np.log(2) and far["js"] > 0.999 * np.log(2)
    assert far["js_slope"] < 0.01 * near["js_slope"]  # the generator feels nothing
    assert far["kl_slope"] == 4 * near["kl_slope"]
    # The value of the original GAN's game at its best discriminator D = p/(p+q) is 2 JS - ln 4.
    p, q = np.exp(-0.5 * X**2) / np.sqrt(2 * np.pi), np.exp(-0.5 * (X - 2) ** 2) / np.sqrt(2 * np.pi)
    best = p / (p + q)
    value = float(np.sum(p * np.log(best) + q * np.log1p(-best)) * (X[1] - X[0]))
    assert abs(value - (2 * near["js"] - np.log(4))) < 1e-6
