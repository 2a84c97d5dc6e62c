"""What InfoNCE measures with the best possible scores, against the true information, for batches of 16 to 1024."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

DIMS, PAIRS = 8, 1024
POWERS = range(4, 11)
sliders = {
    "information": Slider(1, 12, step=1, start=6, label=("真实的互信息（奈特）", "true information (nats)")),
    "power": Slider(4, 10, step=1, start=8, label=("批量 2^k 里的 k", "k in the batch size 2^k")),
}


def estimate(x, y, rho, batch) -> float:
    """Mean of ln N minus the InfoNCE loss over batches, with the exact score ln p(y|x) - ln p(y) as critic."""
    values = []
    for start in range(0, PAIRS, batch):
        a, b = x[start : start + batch], y[start : start + batch]
        # ln p(b|a) up to what does not depend on which b belongs to a: -|b - rho a|^2 / 2(1-rho^2) + |b|^2 / 2
        square = (b**2).sum(1)[None, :] - 2 * rho * a @ b.T + rho**2 * (a**2).sum(1)[:, None]
        score = (b**2).sum(1)[None, :] / 2 - square / (2 * (1 - rho**2))
        top = score.max(1, keepdims=True)
        log_sum = (top + np.log(np.exp(score - top).sum(1, keepdims=True)))[:, 0]
        values.append(np.diag(score) - log_sum + np.log(batch))
    return float(np.concatenate(values).mean())


def figure(draw: Draw, information: int, power: int) -> Figure:
    rho = float(np.sqrt(1 - np.exp(-2 * information / DIMS)))
    x, noise = draw.normal(PAIRS, DIMS), draw.normal(PAIRS, DIMS)
    y = rho * x + np.sqrt(1 - rho**2) * noise
    sizes = [2**k for k in POWERS]
    curve = [estimate(x, y, rho, n) for n in sizes]
    now, ceiling = curve[power - 4], float(np.log(2**power))
    plot = (
        Plot(x=("批量 N", "batch N"), y=("奈特", "nats"), log_x=True, y_range=(0, 12.5))
        .line(curve, sizes, label=("InfoNCE 的下界", "InfoNCE bound"))
        .line(np.log(sizes), sizes, label=("ln N", "ln N"), tone="indigo", dash=True)
        .rule(y=information, label=("真值", "truth"), tone="gold")
        .points([2**power], [now])
    )
    return Figure(
        numbers={"estimate": now, "ceiling": ceiling, "true": information, "clip": float(np.log(32768))},
        plot=plot,
        says={
            "zh": f"真值 {information} 奈特，批量 {2**power}：量出 {now:.2f}，上限 ln N = {ceiling:.2f}。",
            "en": f"Truth {information} nats, batch {2**power}: {now:.2f} measured, ceiling ln N = {ceiling:.2f}.",
        },
    )


def claims(at) -> None:
    for information in (1, 2, 6, 12):
        for power in POWERS:
            seen = at(information=information, power=power).numbers
            assert seen["estimate"] <= seen["ceiling"]
    assert abs(at(information=2, power=10).numbers["estimate"] - 2) < 0.2  # below the ceiling the bound is tight
    assert at(information=12, power=4).numbers["estimate"] > 0.99 * np.log(16)  # far above it, the ceiling is measured
    assert at(information=12, power=10).numbers["estimate"] < 7
