"""REINFORCE on a three-armed bandit, 60 runs side by side, with and without a running-mean baseline."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

RUNS, STEPS, MEANS = 60, 300, np.array([0.0, 0.5, 1.0])
sliders = {
    "shift": Slider(0, 5, step=1, start=3, label=("所有奖励一起加", "added to every reward")),
    "rate": Slider(0.1, 0.5, step=0.1, start=0.3, label=("学习率", "learning rate")),
}


def learn(shift, rate, baseline):
    """The probability of the best arm, runs by steps."""
    rng = np.random.default_rng(5)
    uniform, noise = rng.random((STEPS, RUNS)), 0.3 * rng.standard_normal((STEPS, RUNS))
    theta, b, every = np.zeros((RUNS, 3)), np.zeros(RUNS), np.arange(RUNS)
    best = np.empty((STEPS, RUNS))
    for t in range(STEPS):
        e = np.exp(theta - theta.max(1, keepdims=True))
        pi = e / e.sum(1, keepdims=True)
        best[t] = pi[:, 2]
        edges = np.cumsum(pi[:, :2], axis=1)
        arm = (uniform[t] > edges[:, 0]).astype(int) + (uniform[t] > edges[:, 1])
        reward = MEANS[arm] + shift + noise[t]
        if baseline and t == 0:
            b = reward.copy()
        step = rate * (reward - b)
        theta -= step[:, None] * pi
        theta[every, arm] += step
        if baseline:
            b += 0.1 * (reward - b)
    return best


def figure(draw: Draw, shift: int, rate: float) -> Figure:
    bare, held = learn(shift, rate, False), learn(shift, rate, True)
    shown = np.arange(0, STEPS, 4)
    plots = [
        Plot(x=("步数", "step"), y=("选最好一臂的概率", "probability of the best arm"), y_range=(0, 1.02))
        .line(held.mean(1)[shown], shown, label=("有基线", "with baseline"))
        .line(bare.mean(1)[shown], shown, label=("无基线", "without"), tone="indigo", dash=True),
        Plot(x=("第几次运行（排序）", "run (sorted)"), y=("最后的概率", "final probability"), y_range=(0, 1.02))
        .points(np.arange(1, RUNS + 1), np.sort(held[-1]), label=("有基线", "with baseline"))
        .points(np.arange(1, RUNS + 1), np.sort(bare[-1]), label=("无基线", "without"), tone="indigo", hollow=True),
    ]
    stuck = float(np.mean(bare[-1] < 0.1)), float(np.mean(held[-1] < 0.1))
    return Figure(
        numbers={
            "bare": float(bare[-1].mean()),
            "held": float(held[-1].mean()),
            "stuck": stuck[0],
            "stuck_held": stuck[1],
        },
        plot=plots,
        says={
            "zh": f"奖励都加 {shift}，学习率 {rate:g}，{STEPS} 步后：有基线平均 {held[-1].mean():.0%} 选对，{stuck[1]:.0%} 的运行卡在别的臂上；"
            f"无基线 {bare[-1].mean():.0%}，卡住 {stuck[0]:.0%}。",
            "en": f"{shift} added to every reward, rate {rate:g}, after {STEPS} steps: with a baseline the best arm has {held[-1].mean():.0%} "
            f"on average and {stuck[1]:.0%} of the runs are stuck elsewhere; without, {bare[-1].mean():.0%} and {stuck[0]:.0%}.",
        },
    )


def claims(at) -> None:
    far, near = at(shift=3, rate=0.3).numbers, at(shift=0, rate=0.3).numbers
    assert far["held"] > 0.85 and far["bare"] < 0.6 and far["stuck"] > 0.3
    assert abs(near["held"] - far["held"]) < 0.02  # with a baseline the shift hardly matters
