"""Six samples of five features before and after normalising: by column, by row, by row without removing the mean."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "kind": Slider(0, 2, step=1, start=0, label=("0 批 1 层 2 均方根", "0 batch 1 layer 2 RMS")),
    "shift": Slider(0, 8, step=1, start=4, label=("给第一个样本加上", "added to the first sample")),
}
NAMES = (
    ("批归一化", "batch normalisation"),
    ("层归一化", "layer normalisation"),
    ("均方根归一化", "RMS normalisation"),
)


def figure(draw: Draw, kind: int, shift: int) -> Figure:
    base = np.round(draw.normal(6, 5) * [1, 1, 2, 1, 1] + [0, 1, 0, -1, 0], 1)
    x = base + np.outer([1, 0, 0, 0, 0, 0], np.full(5, float(shift)))

    def normal(v):
        if kind == 0:
            return (v - v.mean(0)) / np.sqrt(v.var(0) + 1e-5)
        if kind == 1:
            return (v - v.mean(1, keepdims=True)) / np.sqrt(v.var(1, keepdims=True) + 1e-5)
        return v / np.sqrt((v**2).mean(1, keepdims=True) + 1e-5)

    y, plain = normal(x), normal(base)
    others = float(np.abs(y[1:] - plain[1:]).max())
    own = float(np.abs(y[0] - plain[0]).max())
    left = Plot(title=("之前（行是样本）", "before (rows are samples)"), axes=False).heat(x, numbers=True)
    right = Plot(title=NAMES[kind], axes=False).heat(np.round(y, 2), numbers=True)
    return Figure(
        numbers={
            "others": others,
            "own": own,
            "row_mean": float(np.abs(y.mean(1)).max()),
            "column_mean": float(np.abs(y.mean(0)).max()),
            "row_rms": float(np.abs(np.sqrt((y**2).mean(1)) - 1).max()),
        },
        plot=[left, right],
        says={
            "zh": f"{NAMES[kind][0]}：给第一个样本的每个特征加 {shift}，它自己的输出最多变 {own:.2f}，别的样本最多变 {others:.2f}。",
            "en": f"{NAMES[kind][1].capitalize()}: {shift} added to every feature of the first sample moves its own output by {own:.2f} at most, "
            f"those of the others by {others:.2f}.",
        },
    )


def claims(at) -> None:
    for shift in (1, 4, 8):
        batch, layer, rms = (at(kind=k, shift=shift).numbers for k in range(3))
        assert batch["others"] > 0.05 and layer["others"] == 0 == rms["others"]
        assert layer["own"] < 1e-3 < rms["own"]  # a shift is removed by the mean, and RMS keeps it
        assert batch["column_mean"] < 1e-9 > layer["row_mean"]
        assert rms["row_rms"] < 1e-3 < rms["row_mean"]
