"""Accuracy against the number of labels: a linear model, naive Bayes, neural networks, and frozen good features."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

D, TEST, RUNS = 20, 400, 4
SIZES = [12, 24, 48, 96, 192, 384]
sliders = {"bend": Slider(0, 1, step=0.25, start=0.25, label=("真实边界有多弯", "how bent the true boundary is"))}


def sample(rng, n, bend):
    """Inputs and labels; the truth mixes a plane with a product of two coordinates."""
    x = rng.normal(size=(n, D))
    score = (1 - bend) * (x[:, 0] + x[:, 1] + x[:, 2]) / np.sqrt(3) + bend * 1.5 * x[:, 3] * x[:, 4]
    return x, (score + 0.2 * rng.normal(size=n) > 0).astype(float)


def linear(x, y, decay=0.02):
    """Logistic regression by Newton's method; returns its score as a function."""
    design = np.hstack([x, np.ones((len(x), 1))])
    w = np.zeros(design.shape[1])
    for _ in range(8):
        p = 1 / (1 + np.exp(-design @ w))
        h = (design * (p * (1 - p))[:, None]).T @ design / len(x) + decay * np.eye(len(w))
        w -= np.linalg.solve(h, design.T @ (p - y) / len(x) + decay * w)
    return lambda t: t @ w[:-1] + w[-1]


def bayes(x, y):
    """Gaussian naive Bayes."""
    stats = [(x[y == c].mean(axis=0), x[y == c].var(axis=0) + 0.05, np.mean(y == c)) for c in (0, 1)]

    def score(t):
        logs = [np.log(p) - 0.5 * np.sum(np.log(v) + (t - m) ** 2 / v, axis=1) for m, v, p in stats]
        return logs[1] - logs[0]

    return score


def networks(x, y, rng, hidden=24, steps=110, decay=1e-3):
    """One hidden layer for each run, trained by Adam on the cross-entropy: x is (runs, n, D), y (runs, n)."""
    runs, n, _ = x.shape
    x, y = x.astype(np.float32), y.astype(np.float32)
    shapes = [((runs, D, hidden), np.sqrt(2 / D)), ((runs, 1, hidden), 0.0), ((runs, hidden, 1), hidden**-0.5)]
    weights = [(scale * rng.normal(size=shape)).astype(np.float32) for shape, scale in shapes]
    m, s = [0.0] * 3, [0.0] * 3
    for t in range(1, steps + 1):
        a = np.maximum(x @ weights[0] + weights[1], 0)
        off = (1 / (1 + np.exp(-a @ weights[2])) - y[..., None]) / n
        back = off * weights[2].mT * (a > 0)
        grads = [x.mT @ back, back.sum(axis=1, keepdims=True), a.mT @ off]
        for i, g in enumerate(grads):
            m[i], s[i] = 0.9 * m[i] + 0.1 * g, 0.99 * s[i] + 0.01 * g * g
            step = m[i] / (1 - 0.9**t) / (np.sqrt(s[i] / (1 - 0.99**t)) + 1e-8)
            weights[i] = weights[i] - 0.02 * (step + decay * weights[i])
    return lambda t: (np.maximum(t @ weights[0] + weights[1], 0) @ weights[2])[..., 0]


def known(x):
    """What a pre-trained model might hand over: five features that hold the answer, and five that do not."""
    return np.stack([x[:, 0] + x[:, 1] + x[:, 2], x[:, 3] * x[:, 4], *x[:, 5:10].T, x[:, 6] * x[:, 7]], axis=1)


NAMES = {
    "logistic": ("逻辑回归", "logistic regression"),
    "bayes": ("朴素贝叶斯", "naive Bayes"),
    "network": ("神经网络", "neural network"),
    "frozen": ("冻结的好特征+逻辑回归", "frozen good features + logistic"),
}
LOOKS = {"logistic": ("ink", False), "bayes": ("muted", True), "network": ("indigo", False), "frozen": ("gold", True)}


def curves(bend):
    """Test accuracy per model: (runs, sizes)."""
    out = {name: np.zeros((RUNS, len(SIZES))) for name in NAMES}
    draws = [np.random.default_rng(100 + run) for run in range(RUNS)]
    x, y = (np.stack(part) for part in zip(*[sample(rng, SIZES[-1], bend) for rng in draws], strict=True))
    t, truth = (np.stack(part) for part in zip(*[sample(rng, TEST, bend) for rng in draws], strict=True))
    for place, n in enumerate(SIZES):
        guess = {"network": networks(x[:, :n], y[:, :n], draws[0])(t.astype(np.float32))}
        pairs = list(zip(x[:, :n], y[:, :n], t, strict=True))
        guess["logistic"] = [linear(a, b)(to) for a, b, to in pairs]
        guess["bayes"] = [bayes(a, b)(to) for a, b, to in pairs]
        guess["frozen"] = [linear(known(a), b)(known(to)) for a, b, to in pairs]
        for name, score in guess.items():
            out[name][:, place] = np.mean((np.asarray(score) > 0) == (truth > 0), axis=1)
    return out


def figure(draw: Draw, bend: float) -> Figure:
    every = curves(bend)
    plot = Plot(x=("标注数 n", "labels n"), y=("测试准确率", "test accuracy"), log_x=True, y_range=(0.45, 1))
    for name, accuracy in every.items():
        tone, dash = LOOKS[name]
        plot.line(accuracy.mean(axis=0), SIZES, label=NAMES[name], tone=tone, dash=dash)
    wobble = every["network"]
    plot.band(
        SIZES, wobble.min(axis=0), wobble.max(axis=0), label=("网络：4 个种子的范围", "network: range of 4 seeds")
    )
    ends = {
        f"{name}_{which}": float(v[:, i].mean()) for name, v in every.items() for which, i in (("few", 1), ("many", -1))
    }
    return Figure(
        numbers=ends,
        plot=plot,
        says={
            "zh": f"24 个标注：逻辑回归 {ends['logistic_few']:.0%}，神经网络 {ends['network_few']:.0%}，"
            f"冻结的好特征 {ends['frozen_few']:.0%}。384 个：{ends['logistic_many']:.0%}、{ends['network_many']:.0%}、"
            f"{ends['frozen_many']:.0%}。",
            "en": f"24 labels: logistic regression {ends['logistic_few']:.0%}, network {ends['network_few']:.0%}, frozen "
            f"good features {ends['frozen_few']:.0%}. 384: {ends['logistic_many']:.0%}, {ends['network_many']:.0%}, "
            f"{ends['frozen_many']:.0%}.",
        },
    )


def claims(at) -> None:
    straight, bent = at(bend=0).numbers, at(bend=1).numbers
    assert straight["logistic_few"] > straight["network_few"] + 0.02  # few labels, straight boundary: the classic wins
    assert straight["bayes_few"] < straight["network_few"]  # but not every classic
    assert bent["network_many"] > bent["logistic_many"] + 0.15  # bent boundary: no amount of data helps a plane
    for bend in (0, 0.5, 1):
        state = at(bend=bend).numbers
        assert state["frozen_few"] > max(state["logistic_few"], state["network_few"]) + 0.1
