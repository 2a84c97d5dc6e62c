"""One draw from three actions: the policy gradient of a sample, its mean and its variance, for any constant baseline."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

POLICY, REWARD, BATCH, REPEATS = np.array([0.5, 0.3, 0.2]), np.array([0.0, 1.0, 3.0]), 16, 40
SCORES = np.eye(3) - POLICY  # row a: the gradient of ln pi(a) by the three logits
sliders = {
    "shift": Slider(0, 10, step=1, start=5, label=("所有奖励一起加", "added to every reward")),
    "baseline": Slider(0, 12, step=0.5, start=0, label=("基线 b", "baseline b")),
}


def moments(rewards, b):
    """Exact mean (a vector) and total variance of the single-sample gradient."""
    samples = (rewards - b)[:, None] * SCORES
    mean = POLICY @ samples
    return mean, float(POLICY @ np.sum(samples**2, axis=1) - mean @ mean)


def figure(draw: Draw, shift: int, baseline: float) -> Figure:
    rewards = REWARD + shift
    mean, variance = moments(rewards, baseline)
    value = float(POLICY @ rewards)
    weight = POLICY * np.sum(SCORES**2, axis=1)
    best = float(weight @ rewards / weight.sum())
    at_value, at_zero = moments(rewards, value)[1], moments(rewards, 0.0)[1]
    uniform = np.random.default_rng(3).random((REPEATS, BATCH))
    taken = np.searchsorted(np.cumsum(POLICY)[:2], uniform)
    third = np.mean((rewards[taken] - baseline) * SCORES[taken, 2], axis=1)  # the gradient of the best action's logit
    grid = np.linspace(0, 14, 57)
    plots = [
        Plot(x=("第几批", "batch"), y=("对最好动作 logit 的梯度", "gradient, logit of the best"), y_range=(-3, 4))
        .points(np.arange(1, REPEATS + 1), third, label=("16 个样本的平均", "mean of 16"))
        .rule(y=float(mean[2]), label=("期望", "expectation"), tone="gold"),
        Plot(x=("基线 b", "baseline b"), y=("单个样本的方差", "variance of one sample"))
        .line([moments(rewards, b)[1] for b in grid], grid)
        .rule(x=value, label=("V", "V"), tone="indigo")
        .points([baseline], [variance], tone="gold"),
    ]
    return Figure(
        numbers={"variance": variance, "value": value, "best": best, "at_value": at_value, "at_zero": at_zero,
                 "gradient": float(mean[2]), "wrong_way": float(np.mean(third < 0)), "ratio": at_zero / at_value},
        plot=plots,
        says={
            "zh": f"奖励都加 {shift}，基线 {baseline:g}：梯度的期望仍是 {mean[2]:.2f}，单个样本的方差 {variance:.2f}；"
            f"40 批里 {np.mean(third < 0):.0%} 方向反了。V = {value:.1f} 处方差 {at_value:.2f}。",
            "en": f"{shift} added to every reward, baseline {baseline:g}: the expected gradient is still {mean[2]:.2f}, the variance of one "
            f"sample {variance:.2f}; {np.mean(third < 0):.0%} of 40 batches point the wrong way. At V = {value:.1f} it is {at_value:.2f}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    gradients = [at(shift=s, baseline=b).numbers["gradient"] for s in (0, 5, 10) for b in (0, 3.5, 12)]
    assert max(gradients) - min(gradients) < 1e-12  # neither the shift nor the baseline moves the expectation
    assert at(shift=5, baseline=0).numbers["ratio"] > 15
    state = at(shift=5, baseline=6).numbers
    assert (
        state["variance"] < 1.1 * state["at_value"]
        and state["wrong_way"] < at(shift=5, baseline=0).numbers["wrong_way"]
    )
    assert moments(REWARD + 5, state["best"])[1] <= state["at_value"]  # V is near the best, not the best
    assert at(shift=5, baseline=12).numbers["variance"] > 10 * state["variance"]  # a bad baseline hurts
