"""The gradient of the last output by the input k steps back, for a tanh RNN, an LSTM and one attention layer."""

import numpy as np
import torch

from beikao.kit import Draw, Figure, Plot, Slider

STEPS, WIDTH = 40, 16
sliders = {
    "bias": Slider(-1, 4, step=0.5, start=0, label=("遗忘门的偏置", "bias of the forget gate")),
    "radius": Slider(0.6, 1.2, step=0.1, start=0.9, label=("RNN 的谱半径", "spectral radius of the RNN")),
}


def figure(draw: Draw, bias: float, radius: float) -> Figure:
    x = torch.from_numpy(draw.normal(STEPS, WIDTH)).requires_grad_()
    turn = torch.from_numpy(np.linalg.qr(draw.normal(WIDTH, WIDTH))[0]) * radius
    w_in = torch.from_numpy(draw.normal(WIDTH, WIDTH)) * 0.1
    gates_x = torch.from_numpy(draw.normal(4 * WIDTH, WIDTH)) * 0.5 / WIDTH**0.5
    gates_h = torch.from_numpy(draw.normal(4 * WIDTH, WIDTH)) * 0.5 / WIDTH**0.5
    query, key, value = (torch.from_numpy(draw.normal(WIDTH, WIDTH)) / WIDTH**0.5 for _ in range(3))
    up = torch.from_numpy(draw.normal(WIDTH))

    h = torch.zeros(WIDTH, dtype=torch.float64)
    for t in range(STEPS):
        h = torch.tanh(turn @ h + w_in @ x[t])
    plain = torch.autograd.grad(h @ up, x)[0]

    h = c = torch.zeros(WIDTH, dtype=torch.float64)
    inputs = x @ gates_x.T + bias * (torch.arange(4 * WIDTH) // WIDTH == 1)
    for t in range(STEPS):
        pre = inputs[t] + gates_h @ h
        i, f, o = torch.sigmoid(pre[: 3 * WIDTH]).split(WIDTH)
        c = f * c + i * torch.tanh(pre[3 * WIDTH :])
        h = o * torch.tanh(c)
    gated = torch.autograd.grad(h @ up, x)[0]

    weights = torch.softmax((x[-1] @ query) @ (x @ key).T / WIDTH**0.5, dim=0)
    attended = torch.autograd.grad((weights @ (x @ value)) @ up, x)[0]

    lags = np.arange(1, STEPS)
    sizes = [torch.linalg.vector_norm(g, dim=1).numpy()[::-1][1:] for g in (plain, gated, attended)]
    sizes = [s / s[:3].mean() for s in sizes]
    plot = Plot(
        x=("隔了几步", "lag"),
        y=("对那一步输入的梯度（近处为 1）", "gradient by that input (near ones are 1)"),
        log_y=True,
        y_range=(1e-9, 1e3),
    )
    for s, label, tone in zip(
        sizes, (("RNN", "RNN"), ("LSTM", "LSTM"), ("注意力", "attention")), ("ink", "indigo", "gold"), strict=True
    ):
        plot = plot.line(np.clip(s, 1e-9, 1e3), lags, label=label, tone=tone)
    far = [float(s[-10:].mean()) for s in sizes]
    return Figure(
        numbers={"rnn": far[0], "lstm": far[1], "attention": far[2]},
        plot=plot,
        says={
            "zh": f"RNN 谱半径 {radius:g}，遗忘门偏置 {bias:g}：隔三十多步，RNN 的梯度剩 {far[0]:.1g}，LSTM {far[1]:.1g}，注意力 {far[2]:.1g}。",
            "en": f"RNN of spectral radius {radius:g}, forget bias {bias:g}: more than thirty steps back the gradient is {far[0]:.1g} for the RNN, "
            f"{far[1]:.1g} for the LSTM, {far[2]:.1g} for attention.",
        },
    )  # fmt: skip


def claims(at) -> None:
    start = at(bias=0, radius=0.9).numbers
    assert start["rnn"] < 1e-3 and start["lstm"] < 1e-3  # a gate half open forgets as well
    assert at(bias=4, radius=0.9).numbers["lstm"] > 100 * start["lstm"]
    assert 0.1 < start["attention"] < 10  # one step to every place
