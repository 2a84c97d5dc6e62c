"""A run with Adam, broken off half-way and resumed with less or more of its state."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

STEPS, N, D, BATCH = 240, 256, 40, 16
RATE, B1, B2 = 0.05, 0.9, 0.999
sliders = {
    "saved": Slider(
        0, 2, step=1, start=0, label=("存了几样：权重、优化器、随机数", "saved: weights, optimiser, random state")
    ),
    "stop": Slider(100, 180, step=20, start=160, label=("在第几步断开", "broken off at step")),
}


def figure(draw: Draw, saved: int, stop: int) -> Figure:
    x = draw.normal(N, D) * np.geomspace(1, 6, D)
    y = x @ draw.normal(D) + 2 * draw.normal(N)

    def order(seed):
        return np.random.default_rng(seed).integers(0, N, (STEPS, BATCH))

    def run(first, w, m, s, clock, rows):
        path = []
        for t in range(first, STEPS):
            path.append(w)
            xb, yb = x[rows[t]], y[rows[t]]
            g = xb.T @ (xb @ w - yb) / BATCH
            clock += 1
            m, s = B1 * m + (1 - B1) * g, B2 * s + (1 - B2) * g**2
            w = w - RATE * (m / (1 - B1**clock)) / (np.sqrt(s / (1 - B2**clock)) + 1e-8)
            if t + 1 == stop and first == 0:
                kept = (w, m, s, clock)
        return np.array([*path, w]), kept if first == 0 else None

    rows, other = order(1), order(2)
    zero = np.zeros(D)
    whole, (w, m, s, clock) = run(0, zero, zero, zero, 0, rows)
    state = (w, m, s, clock) if saved else (w, zero, zero, 0)
    again, _ = run(stop, *state, rows if saved == 2 else other)
    loss = [np.mean((x @ p.T - y[:, None]) ** 2, axis=0) / 2 for p in (whole, again)]
    apart = np.linalg.norm(again - whole[stop:], axis=1)
    jump = float(np.mean(loss[1][1:21] - loss[0][stop + 1 : stop + 21]))
    steps = np.arange(STEPS + 1)
    left = (
        Plot(x=("步数", "step"), y=("训练集损失", "training loss"), log_y=True)
        .line(loss[0], steps, label=("不断", "unbroken"), tone="indigo", dash=True)
        .line(loss[1], steps[stop:], label=("续训", "resumed"))
        .rule(x=stop)
    )
    right = Plot(x=("步数", "step"), y=("两条路的距离", "distance of the two paths"), y_range=(0, 3.0)).line(
        np.minimum(apart, 3), steps[stop:], tone="gold", label=("|w − w′|", "|w − w′|")
    )
    names = (("只存权重", "weights only"), ("权重和优化器", "weights and optimiser"), ("全部", "everything"))[saved]
    return Figure(
        numbers={"jump": jump, "apart": float(apart[-1]), "before": float(loss[1][0])},
        plot=[left, right],
        says={
            "zh": f"{names[0]}，第 {stop} 步续训：此后 20 步的损失平均比不断时高 {jump:.2f}（断开时是 {loss[1][0]:.2f}），结束时两条路相距 {apart[-1]:.2f}。",
            "en": f"Saved: {names[1]}; resumed at step {stop}: over the next 20 steps the loss is {jump:.2f} above the unbroken run's on "
            f"average (it was {loss[1][0]:.2f}), and at the end the two paths are {apart[-1]:.2f} apart.",
        },
    )


def claims(at) -> None:
    for stop in (120, 160, 180):
        assert at(saved=2, stop=stop).numbers["apart"] == 0  # the very same path
        assert at(saved=1, stop=stop).numbers["apart"] > 0.1  # other batches, another path, as good
        assert at(saved=0, stop=stop).numbers["jump"] > 0.2 > 2 * abs(at(saved=1, stop=stop).numbers["jump"])
