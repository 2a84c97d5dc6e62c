"""How large the gradient of the last state by an earlier one is, lag by lag, for three recurrences of one spectral radius."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

LAGS, WIDTH = 60, 24
sliders = {
    "radius": Slider(0.8, 1.2, step=0.05, start=0.9, label=("谱半径 ρ", "spectral radius ρ")),
    "skew": Slider(0, 3, step=0.5, start=2, label=("矩阵偏离正规的程度", "how far from normal the matrix is")),
}


def figure(draw: Draw, radius: float, skew: float) -> Figure:
    rotation, upper = np.linalg.qr(draw.normal(WIDTH, WIDTH))
    rotation = rotation * np.sign(np.diag(upper))
    blocks = np.zeros((WIDTH, WIDTH))
    for k in range(0, WIDTH, 2):  # rotations in planes: every eigenvalue has size one
        turn = 0.3 + 0.17 * k
        blocks[k : k + 2, k : k + 2] = [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]
    for k in range(0, WIDTH - 2, 2):  # what stands above the blocks changes no eigenvalue
        blocks[k : k + 2, k + 2 : k + 4] = skew * 0.15 * np.eye(2)
    even = radius * rotation
    crooked = radius * rotation.T @ blocks @ rotation
    inputs = draw.normal(LAGS, WIDTH)
    straight, bent, squashed = [1.0], [1.0], [1.0]
    a = b = c = np.eye(WIDTH)
    h, slopes = np.zeros(WIDTH), []
    for t in range(LAGS):
        h = np.tanh(even @ h + 0.5 * inputs[t])
        slopes.append(1 - h**2)
    for t in range(LAGS):
        a, b = a @ even, b @ crooked
        c = c @ (slopes[LAGS - 1 - t][:, None] * even)
        for values, m in ((straight, a), (bent, b), (squashed, c)):
            values.append(float(np.linalg.norm(m, 2)))
    steps = np.arange(LAGS + 1)
    plot = (
        Plot(
            x=("隔了几步", "lag"),
            y=("梯度的大小（谱范数）", "size of the gradient (spectral norm)"),
            log_y=True,
            y_range=(1e-9, 1e6),
        )
        .line(np.clip(straight, 1e-9, 1e6), steps, label=("正交 × ρ", "orthogonal × ρ"))
        .line(np.clip(bent, 1e-9, 1e6), steps, label=("非正规，同一个 ρ", "not normal, the same ρ"), tone="gold")
        .line(
            np.clip(squashed, 1e-9, 1e6),
            steps,
            label=("正交 × ρ，tanh", "orthogonal × ρ, tanh"),
            tone="indigo",
            dash=True,
        )
    )
    rise = float(max(bent))
    return Figure(
        numbers={
            "at10": straight[10],
            "at50": straight[50],
            "rise": rise,
            "bent50": bent[50],
            "tanh50": squashed[50],
            "tanh10": squashed[10],
        },
        plot=plot,
        says={
            "zh": f"ρ = {radius:g}：隔 50 步，正交矩阵的梯度剩 {straight[50]:.2g}；非正规的最高先涨到 {rise:.2g}，50 步后 {bent[50]:.2g}；"
            f"加上 tanh 是 {squashed[50]:.2g}。",
            "en": f"ρ = {radius:g}: at lag 50 the gradient is {straight[50]:.2g} with the orthogonal matrix; without normality it first rises to {rise:.2g} "
            f"and is {bent[50]:.2g} at lag 50; with tanh it is {squashed[50]:.2g}.",
        },
    )


def claims(at) -> None:
    for radius in (0.8, 0.95, 1.0, 1.1, 1.2):
        state = at(radius=radius, skew=2).numbers
        assert abs(state["at50"] / radius**50 - 1) < 1e-9 and abs(state["at10"] / radius**10 - 1) < 1e-9
        assert state["tanh50"] < state["at50"] and state["tanh10"] < state["at10"]  # the bound holds with tanh
    assert at(radius=0.9, skew=3).numbers["rise"] > 3  # below one, and yet it grows at first
    assert at(radius=0.9, skew=0).numbers["rise"] == 1.0
    assert at(radius=1.1, skew=0).numbers["tanh50"] < 1  # above one, and yet it vanishes
