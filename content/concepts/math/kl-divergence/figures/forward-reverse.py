"""One Gaussian q against a target p with two modes: what KL(p||q) and KL(q||p) say about it."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

X = np.linspace(-12, 12, 2401)
STEP = X[1] - X[0]
sliders = {
    "mu": Slider(-3, 3, step=0.5, start=0, label=("q 的均值 μ", "mean μ of q")),
    "sigma": Slider(0.5, 3, step=0.25, start=1, label=("q 的标准差 σ", "deviation σ of q")),
}


def log_normal(mu, sigma):
    """Log-density on the grid."""
    return -0.5 * ((X - mu) / sigma) ** 2 - np.log(sigma) - 0.5 * np.log(2 * np.pi)


LOG_P = np.logaddexp(np.log(0.6) + log_normal(-2, 0.7), np.log(0.4) + log_normal(2, 0.7))


def kl(log_a, log_b) -> float:
    """Integral of a ln(a/b) over the grid."""
    return float(np.sum(np.exp(log_a) * (log_a - log_b)) * STEP)


def figure(draw: Draw, mu: float, sigma: float) -> Figure:
    log_q = log_normal(mu, sigma)
    forward, reverse = kl(LOG_P, log_q), kl(log_q, LOG_P)
    shown = slice(600, 1801, 8)
    plot = (
        Plot(x=("x", "x"), y=("密度", "density"), x_range=(-6, 6))
        .line(np.exp(LOG_P)[shown], X[shown], label=("目标 p", "target p"), tone="gold", dash=True)
        .line(np.exp(log_q)[shown], X[shown], label=("模型 q", "model q"))
    )
    return Figure(
        numbers={"forward": forward, "reverse": reverse},
        plot=plot,
        says={
            "zh": f"μ = {mu:g}，σ = {sigma:g}：前向 KL(p‖q) = {forward:.2f}，反向 KL(q‖p) = {reverse:.2f}（奈特）。",
            "en": f"μ = {mu:g}, σ = {sigma:g}: forward KL(p‖q) = {forward:.2f}, reverse KL(q‖p) = {reverse:.2f} (nats).",
        },
    )


def claims(at) -> None:
    places = [(m / 2, s / 4) for m in range(-6, 7) for s in range(2, 13)]
    seen = {place: at(mu=place[0], sigma=place[1]).numbers for place in places}
    spread = min(places, key=lambda place: seen[place]["forward"])
    picked = min(places, key=lambda place: seen[place]["reverse"])
    assert spread == (-0.5, 2.0)  # moment matching: mean -0.4, deviation 2.08
    assert picked == (-2.0, 0.75)  # the larger mode
    assert all(n["forward"] > 0 and n["reverse"] > 0 for n in seen.values())
