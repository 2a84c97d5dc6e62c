"""Passes needed for a full Jacobian in forward and in reverse mode."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "inputs": Slider(0, 20, step=1, start=10, label=("输入个数是 2 的几次方", "inputs as a power of two")),
    "outputs": Slider(0, 20, step=1, start=0, label=("输出个数是 2 的几次方", "outputs as a power of two")),
}


def figure(draw: Draw, inputs: int, outputs: int) -> Figure:
    n, m = 2**inputs, 2**outputs
    powers = np.arange(0, 21)
    plot = (
        Plot(x=("输入个数", "inputs"), y=("要走几趟", "passes"), log_x=True, log_y=True)
        .line(2.0**powers, 2.0**powers, label=("前向模式", "forward mode"))
        .line(np.full(21, float(m)), 2.0**powers, label=("反向模式", "reverse mode"), tone="gold", dash=True)
        .points([n, n], [n, m], tone="indigo")
    )
    better = ("反向", "reverse") if m < n else ("前向", "forward") if n < m else ("一样", "neither")
    return Figure(
        numbers={"forward": n, "reverse": m, "ratio": n / m},
        plot=plot,
        says={
            "zh": f"{n} 个输入、{m} 个输出：前向要 {n} 趟，反向要 {m} 趟，省的是{better[0]}。",
            "en": f"{n} inputs, {m} outputs: forward takes {n} passes, reverse {m}; cheaper: {better[1]}.",
        },
    )


def claims(at) -> None:
    assert at(inputs=20, outputs=0).numbers["reverse"] == 1
    assert at(inputs=20, outputs=0).numbers["forward"] == 2**20
    few = at(inputs=1, outputs=10).numbers
    assert few["forward"] < few["reverse"]
