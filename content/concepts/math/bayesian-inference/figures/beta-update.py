"""A Beta prior meets a share of successes: prior, likelihood and posterior."""

import numpy as np
from scipy.stats import beta

from beikao.kit import Draw, Figure, Plot, Slider

SHARE = 0.8
sliders = {
    "n": Slider(0, 100, step=5, start=5, label=("样本量 n（成功占八成）", "sample size n (80% successes)")),
    "strength": Slider(2, 40, step=2, start=10, label=("先验的虚拟样本数 a+b", "pseudo-samples of the prior, a+b")),
}
HUMANEVAL = beta(1 + 47, 1 + 164 - 47)  # 28.8% of 164 problems is 47 solved


def figure(draw: Draw, n: int, strength: int) -> Figure:
    k, a = round(SHARE * n), strength / 2
    x = np.linspace(0.002, 0.998, 200)
    posterior = beta(a + k, a + n - k)
    mean, low, high = float(posterior.mean()), *map(float, posterior.ppf([0.025, 0.975]))
    total = strength + n - 2
    mode = (a + k - 1) / total if total > 0 else 0.5
    plot = Plot(x=("成功率 p", "success rate p"), y=("密度", "density"))
    plot.line(beta(a, a).pdf(x), x, label=("先验", "prior"), tone="muted", dash=True)
    if n:
        plot.line(
            beta(k + 1, n - k + 1).pdf(x), x, label=("似然（归一化）", "likelihood, scaled"), tone="gold", dash=True
        )
    plot.line(posterior.pdf(x), x, label=("后验", "posterior")).rule(
        x=mean, label=(f"均值 {mean:.2f}", f"mean {mean:.2f}")
    )
    he_low, he_high = map(float, HUMANEVAL.ppf([0.025, 0.975]))
    return Figure(
        numbers={"mean": mean, "mode": float(mode), "low": low, "high": high, "he_low": he_low, "he_high": he_high},
        plot=plot,
        says={
            "zh": f"先验值 {strength} 个虚拟样本，真实样本 {n} 个：后验均值 {mean:.3f}，95% 区间 {low:.2f} 到 {high:.2f}。",
            "en": f"A prior worth {strength} samples and {n} real ones: posterior mean {mean:.3f}, 95% interval {low:.2f} to {high:.2f}.",
        },
    )


def claims(at) -> None:
    few, many = at(n=5, strength=20).numbers, at(n=100, strength=20).numbers
    assert abs(few["mean"] - 14 / 25) < 1e-9  # a weighted average of 0.5 and 0.8
    assert abs(many["mean"] - 0.75) < 1e-9 and many["high"] - many["low"] < few["high"] - few["low"]
    assert abs(at(n=0, strength=20).numbers["mean"] - 0.5) < 1e-9
    assert at(n=100, strength=2).numbers["mode"] == 0.8  # a flat prior: the peak is the maximum likelihood estimate
