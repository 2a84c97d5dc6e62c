"""A small network on eighty noisy samples: training and validation loss with dropout, weight decay, or neither."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

N, M, D, H, STEPS, RATE = 80, 400, 8, 32, 220, 0.01
sliders = {
    "drop": Slider(0, 0.7, step=0.1, start=0, label=("丢弃率", "dropout rate")),
    "decay": Slider(0, 1, step=0.1, start=0, label=("权重衰减", "weight decay")),
}


def figure(draw: Draw, drop: float, decay: float) -> Figure:
    direction = draw.normal(D)
    x = draw.normal(N + M, D)
    y = (1.2 * x @ direction + 1.5 * draw.normal(N + M) > 0).astype(float)
    xt, yt, xv, yv = x[:N], y[:N], x[N:], y[N:]
    a, b = draw.normal(D, H) * (2 / D) ** 0.5, np.zeros(H)
    c, d = draw.normal(H) * (1 / H) ** 0.5, np.zeros(1)
    masks = np.random.default_rng(3).random((STEPS, N, H)) >= drop
    params = [a, b, c, d]
    first, second = [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params]
    train, valid, seen = [], [], []

    def loss(xs, ys):
        z = np.maximum(xs @ params[0] + params[1], 0) @ params[2] + params[3]
        return float(np.mean(np.logaddexp(0, z) - ys * z))

    for t in range(1, STEPS + 1):
        if t % 5 == 1:
            train.append(loss(xt, yt))
            valid.append(loss(xv, yv))
            seen.append(t - 1)
        pre = xt @ params[0] + params[1]
        h = np.maximum(pre, 0) * masks[t - 1] / (1 - drop)
        z = h @ params[2] + params[3]
        dz = (1 / (1 + np.exp(-z)) - yt) / N
        dh = np.outer(dz, params[2]) * masks[t - 1] / (1 - drop) * (pre > 0)
        for i, g in enumerate((xt.T @ dh, dh.sum(0), h.T @ dz, dz.sum(keepdims=True))):
            first[i] = 0.9 * first[i] + 0.1 * g
            second[i] = 0.999 * second[i] + 0.001 * g * g
            move = first[i] / (1 - 0.9**t) / (np.sqrt(second[i] / (1 - 0.999**t)) + 1e-8)
            params[i] = params[i] * (1 - RATE * decay * (i in (0, 2))) - RATE * move
    best = int(np.argmin(valid))
    plot = (
        Plot(x=("步数", "step"), y=("交叉熵", "cross-entropy"), y_range=(0, 2))
        .line(np.minimum(valid, 2), seen, label=("验证", "validation"))
        .line(train, seen, label=("训练", "training"), tone="indigo", dash=True)
        .points([seen[best]], [valid[best]], tone="gold", label=("验证最低", "lowest validation"))
    )
    return Figure(
        numbers={"train": train[-1], "valid": valid[-1], "best": valid[best], "best_step": seen[best]},
        plot=plot,
        says={
            "zh": f"丢弃率 {drop:g}，权重衰减 {decay:g}：训练损失 {train[-1]:.3f}，验证 {valid[-1]:.3f}；验证最低 {valid[best]:.3f}，在第 {seen[best]} 步。",
            "en": f"Dropout {drop:g}, decay {decay:g}: training loss {train[-1]:.3f}, validation {valid[-1]:.3f}; the lowest validation loss, "
            f"{valid[best]:.3f}, was at step {seen[best]}.",
        },
    )


def claims(at) -> None:
    plain = at(drop=0, decay=0).numbers
    assert plain["train"] < 0.05 and plain["valid"] > plain["best"] + 0.2  # it learns the noise by heart
    assert at(drop=0.5, decay=0).numbers["valid"] < plain["valid"] - 0.1
    assert at(drop=0, decay=1).numbers["valid"] < plain["valid"] - 0.1
    assert at(drop=0.5, decay=1).numbers["valid"] < 0.5 * plain["valid"]
    assert abs(at(drop=0.5, decay=1).numbers["best"] - plain["best"]) < 0.05  # the best moment is hardly better
