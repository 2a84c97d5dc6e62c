"""Gradient descent on two features, one of them in other units: the path, and how far the loss is from its floor."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

STEPS = 60
sliders = {
    "scale": Slider(1, 8, step=1, start=4, label=("第二个特征的尺度", "scale of the second feature")),
    "steps": Slider(0, 60, step=5, start=10, label=("步数", "steps")),
}


def data(draw):
    """Forty samples of two features with unit scale and correlation 0.3, and a noisy target."""
    x = draw.normal(40, 2)
    x[:, 1] = 0.3 * x[:, 0] + np.sqrt(1 - 0.09) * x[:, 1]
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    y = x @ [2.0, 1.5] + 0.5 * draw.normal(40)
    return x, y - y.mean()


def figure(draw: Draw, scale: int, steps: int) -> Figure:
    x, y = data(draw)
    x = x * [1.0, float(scale)]
    hessian = x.T @ x / len(y)
    exact = np.linalg.solve(hessian, x.T @ y / len(y))  # the normal equations
    values, vectors = np.linalg.eigh(hessian)
    path = [np.zeros(2)]
    for _ in range(STEPS):
        path.append(path[-1] - (hessian @ path[-1] - x.T @ y / len(y)) / values[-1])
    path = np.array(path)
    gap = np.array([0.5 * (w - exact) @ hessian @ (w - exact) for w in path])
    left = Plot(x=("w₁", "w₁"), y=("w₂ × 尺度", "w₂ × scale"), x_range=(-0.5, 4.5), y_range=(-0.8, 3.8))
    angle = np.linspace(0, 2 * np.pi, 60)
    for level in (0.05, 0.5, 1.5):
        ring = exact + (np.sqrt(2 * level / values) * np.stack([np.cos(angle), np.sin(angle)], axis=1)) @ vectors.T
        left.line(ring[:, 1] * scale, ring[:, 0], tone="muted")
    shown = path[: steps + 1]
    left.line(shown[:, 1] * scale, shown[:, 0], label=("梯度下降", "gradient descent"))
    left.points(shown[:, 0], shown[:, 1] * scale)
    left.points([exact[0]], [exact[1] * scale], label=("正规方程", "normal equations"), tone="gold")
    right = Plot(x=("步数", "step"), y=("离最低点的差 ÷ 起点", "gap ÷ start"), log_y=True, y_range=(1e-8, 2))
    right.line(np.maximum(gap / gap[0], 1e-8), np.arange(STEPS + 1)).rule(x=steps)
    kappa = float(values[-1] / values[0])
    left_over = float(gap[steps] / gap[0])
    away = float(np.max(np.abs((path[steps] - exact) * [1, scale])))
    return Figure(
        numbers={"kappa": kappa, "left": left_over, "away": away, "w1": float(exact[0]), "w2": float(exact[1] * scale)},
        plot=[left, right],
        says={
            "zh": f"尺度 {scale}，条件数 {kappa:.1f}：{steps} 步之后损失差还剩起点的 {left_over:.2g}，系数离正规方程的解 {away:.2g}。",
            "en": f"Scale {scale}, condition number {kappa:.1f}: after {steps} steps {left_over:.2g} of the gap is left, "
            f"and the weights are {away:.2g} from the normal equations.",
        },
    )


def claims(at) -> None:
    assert at(scale=1, steps=60).numbers["away"] < 1e-6  # the same answer
    assert at(scale=8, steps=60).numbers["away"] > 0.2  # far from it: the other unit alone did this
    assert at(scale=1, steps=0).numbers["kappa"] < 4 and 50 < at(scale=8, steps=0).numbers["kappa"] < 120
    for scale in (1, 3, 8):
        assert abs(at(scale=scale, steps=0).numbers["w2"] - at(scale=1, steps=0).numbers["w2"]) < 1e-9
