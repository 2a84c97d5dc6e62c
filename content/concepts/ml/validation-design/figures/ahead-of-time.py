"""A drifting series and a model that may look at the clock: a random split interpolates, the future does not."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

DAYS, AHEAD, RUNS, K = 240, 60, 40, 3
sliders = {"drift": Slider(0, 1, step=0.1, start=0.5, label=("每天漂移的大小", "drift a day"))}


def series(run, drift):
    rng = np.random.default_rng(run)
    level = drift * np.cumsum(rng.normal(size=DAYS))
    return level + rng.normal(size=DAYS), rng.permutation(DAYS)[:AHEAD]


def error(y, train, test):
    """Root mean squared error of the mean of the K nearest days."""
    near = np.argsort(np.abs(test[:, None] - train[None]), axis=1, kind="stable")[:, :K]
    return float(np.sqrt(np.mean((y[train[near]].mean(axis=1) - y[test]) ** 2)))


def both(run, drift):
    """(random hold-out, last days held out)."""
    y, picked = series(run, drift)
    days = np.arange(DAYS)
    rest = np.setdiff1d(days, picked)
    return error(y, rest, picked), error(y, days[:-AHEAD], days[-AHEAD:])


def figure(draw: Draw, drift: float) -> Figure:
    mixed, ahead = np.mean([both(run, drift) for run in range(RUNS)], axis=0)
    y, _ = series(2, drift)
    days = np.arange(DAYS)
    left = (
        Plot(x=("天", "day"), y=("指标", "metric"))
        .points(days[:-AHEAD:2], y[:-AHEAD:2], label=("过去", "past"))
        .points(days[-AHEAD::2], y[-AHEAD::2], label=("将来", "future"), tone="gold", hollow=True)
        .rule(x=DAYS - AHEAD)
    )
    right = Plot(y=("均方根误差", "root mean squared error")).bars(
        [mixed, ahead], names=[("随机留出", "random"), ("按时间留出", "by time")]
    )
    return Figure(
        numbers={"random": float(mixed), "ahead": float(ahead), "times": float(ahead / mixed)},
        plot=[left, right],
        says={
            "zh": f"每天漂移 {drift:.1f}：随机留出的误差 {mixed:.2f}，按时间留出 {ahead:.2f}，是前者的 {ahead / mixed:.1f} 倍。",
            "en": f"Drift {drift:.1f} a day: error {mixed:.2f} on a random hold-out, {ahead:.2f} on the last days, "
            f"{ahead / mixed:.1f} times as large.",
        },
    )


def claims(at) -> None:
    assert abs(at(drift=0).numbers["times"] - 1) < 0.1  # without drift both splits say the same
    assert at(drift=0.5).numbers["times"] > 2
    assert at(drift=1).numbers["times"] > at(drift=0.3).numbers["times"]
