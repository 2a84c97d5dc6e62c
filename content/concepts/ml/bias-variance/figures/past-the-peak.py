"""Test error of random-feature regression as the number of features passes the number of samples."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

N, TEST, RUNS = 40, 150, 8
COUNTS = [4, 8, 14, 20, 26, 32, 36, 40, 44, 50, 60, 80, 120, 200, 320]
sliders = {
    "count": Slider(0, 14, step=1, start=7, label=("特征数（档）", "features (notch)")),
    "ridge": Slider(0, 4, step=1, start=0, label=("岭正则（0 为无）", "ridge (0: none)")),
}


def errors(ridge):
    """Mean training and test error for every count; the least-norm solution where the data can be met exactly."""
    strength = 0.0 if ridge == 0 else 10.0 ** (ridge - 4)
    train, test = np.zeros(len(COUNTS)), np.zeros(len(COUNTS))
    for run in range(RUNS):
        rng = np.random.default_rng(run)
        x = rng.normal(size=(N + TEST, 10)) / np.sqrt(10)
        y = np.tanh(2 * x @ rng.normal(size=10)) + 0.25 * rng.normal(size=N + TEST)
        w = rng.normal(size=(10, COUNTS[-1]))
        features = np.maximum(x @ w, 0)
        for place, p in enumerate(COUNTS):
            f = features[:, :p] / np.sqrt(p)
            u, s, vt = np.linalg.svd(f[:N], full_matrices=False)
            gain = s / (s**2 + strength) if strength else 1 / np.maximum(s, 1e-9)
            off = f @ (vt.T @ (gain * (u.T @ y[:N]))) - y
            train[place] += np.mean(off[:N] ** 2) / RUNS
            test[place] += np.mean(off[N:] ** 2) / RUNS
    return train, test


def figure(draw: Draw, count: int, ridge: int) -> Figure:
    train, test = errors(ridge)
    p = COUNTS[count]
    plot = (
        Plot(
            x=("特征数 p", "features p"),
            y=("均方误差", "mean squared error"),
            log_x=True,
            log_y=True,
            y_range=(0.01, 100),
        )
        .line(np.maximum(test, 0.01), COUNTS, label=("测试", "test"))
        .line(np.maximum(train, 0.01), COUNTS, label=("训练", "training"), tone="indigo", dash=True)
        .rule(x=N, label=("p = n", "p = n"), tone="gold")
        .points([p], [test[count]])
    )
    return Figure(
        numbers={"p": p, "train": float(train[count]), "test": float(test[count]), "n": N},
        plot=plot,
        says={
            "zh": f"{p} 个特征拟合 {N} 个样本：训练误差 {train[count]:.3f}，测试误差 {test[count]:.3f}。",
            "en": f"{p} features on {N} samples: training error {train[count]:.3f}, test error {test[count]:.3f}.",
        },
    )


def claims(at) -> None:
    peak, small, wide = (at(count=c, ridge=0).numbers for c in (7, 1, 14))
    assert peak["p"] == peak["n"] and peak["test"] > 5 * small["test"]  # worst where the data can just be met
    assert wide["train"] < 1e-9 and wide["test"] < 0.5 * peak["test"]
    assert wide["test"] < small["test"] * 1.3
    assert at(count=7, ridge=3).numbers["test"] < 0.3 * peak["test"]  # regularisation removes the peak
