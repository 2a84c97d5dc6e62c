"""Forward noising of a density with two peaks: step-by-step simulation against the closed form."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

STEPS, COPIES = 1000, 3000
BETA = np.linspace(1e-4, 0.02, STEPS)  # the linear schedule of Ho et al. 2020
MODES, WIDTH = (-2.0, 2.0), 0.3
sliders = {"t": Slider(0, 1000, step=50, start=200, label=("加噪步数 t", "noising steps t"))}


def closed_form(x, abar):
    """Density of sqrt(abar) x0 + sqrt(1 - abar) eps for x0 from two equal Gaussians."""
    var = abar * WIDTH**2 + 1 - abar
    peaks = [np.exp(-0.5 * (x - np.sqrt(abar) * m) ** 2 / var) / np.sqrt(2 * np.pi * var) for m in MODES]
    return sum(peaks) / 2


def simulate(t):
    """COPIES particles after t single steps."""
    rng = np.random.default_rng(11)
    x = rng.choice(MODES, COPIES) + WIDTH * rng.standard_normal(COPIES)
    for beta in BETA[:t]:
        x = np.sqrt(1 - beta) * x + np.sqrt(beta) * rng.standard_normal(COPIES)
    return x


def figure(draw: Draw, t: int) -> Figure:
    abar = float(np.prod(1 - BETA[:t]))
    x = np.linspace(-4.5, 4.5, 181)
    dx = x[1] - x[0]
    truth, target = closed_form(x, abar), np.exp(-0.5 * x**2) / np.sqrt(2 * np.pi)
    seen, edges = np.histogram(simulate(t), bins=36, range=(-4.5, 4.5), density=True)
    centre = (edges[1:] + edges[:-1]) / 2
    gap = float(0.5 * np.sum(np.abs(truth - target)) * dx)
    off = float(0.5 * np.sum(np.abs(seen - closed_form(centre, abar))) * (edges[1] - edges[0]))
    plot = (
        Plot(x=("x", "x"), y=("密度", "density"), y_range=(0, 0.75))
        .points(centre, seen, label=("一步一步模拟", "simulated step by step"), tone="gold")
        .line(truth, x, label=("一步到位的公式", "closed form, one step"))
        .line(target, x, label=("标准高斯", "standard Gaussian"), tone="indigo", dash=True)
    )
    return Figure(
        numbers={"abar": abar, "signal": abar**0.5, "gap": gap, "off": off},
        plot=plot,
        says={
            "zh": f"第 {t} 步：信号系数 {abar**0.5:.3f}，与标准高斯的总变差距离 {gap:.3f}。",
            "en": f"Step {t}: the signal is scaled by {abar**0.5:.3f}; total variation distance to the standard Gaussian {gap:.3f}.",
        },
    )


def claims(at) -> None:
    assert at(t=0).numbers["gap"] > 0.6
    assert at(t=1000).numbers["gap"] < 0.01 and at(t=1000).numbers["abar"] < 1e-4
    gaps = [at(t=t).numbers["gap"] for t in (0, 200, 400, 600, 1000)]
    assert gaps == sorted(gaps, reverse=True)
    for t in (0, 200, 500, 1000):  # single steps and the jump agree up to the noise of 3000 particles
        assert at(t=t).numbers["off"] < 0.08
