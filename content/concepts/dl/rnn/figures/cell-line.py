"""What a cell writes at step 0 and how much of it is left, with forget gates that are open, shut once, or half open."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

STEPS = 60
sliders = {
    "bias": Slider(-1, 5, step=0.5, start=1, label=("遗忘门的偏置 b", "bias b of the forget gate")),
    "reset": Slider(0, 60, step=10, start=40, label=("第几步清一次（60 为不清）", "cleared once at step (60: never)")),
}


def figure(draw: Draw, bias: float, reset: int) -> Figure:
    noise = 0.5 * draw.normal(STEPS)
    gates = 1 / (1 + np.exp(-(bias + noise)))
    if reset < STEPS:
        gates[reset] = 0.01
    left = np.concatenate([[1.0], np.cumprod(gates)])
    even = 1 / (1 + np.exp(-bias))
    half = float(np.log(0.5) / np.log(even))
    left_plot = (
        Plot(x=("步", "step"), y=("还剩多少", "what is left"), y_range=(0, 1.05))
        .line(left, np.arange(STEPS + 1), label=("细胞里第 0 步写下的", "written into the cell at step 0"))
        .line(even ** np.arange(STEPS + 1), np.arange(STEPS + 1), label=("σ(b)ᵗ", "σ(b)ᵗ"), tone="gold", dash=True)
    )
    right = Plot(x=("步", "step"), y=("遗忘门", "forget gate"), y_range=(0, 1.05)).bars(
        gates, np.arange(1, STEPS + 1), tone="muted"
    )
    return Figure(
        numbers={
            "gate": float(even),
            "half": half,
            "left": float(left[-1]),
            "at20": float(left[20]),
            "after": float(left[min(reset + 1, STEPS)]),
        },
        plot=[left_plot, right],
        says={
            "zh": f"b = {bias:g}，遗忘门平均 {even:.3f}，半衰期约 {half:.1f} 步；20 步后剩 {left[20]:.2g}"
            + (f"，第 {reset} 步清过之后剩 {left[reset + 1]:.2g}。" if reset < STEPS else "。"),
            "en": f"b = {bias:g}: the gate is {even:.3f} on average, half-life about {half:.1f} steps; {left[20]:.2g} is left after 20 steps"
            + (f", and {left[reset + 1]:.2g} after the clearing at step {reset}." if reset < STEPS else "."),
        },
    )


def claims(at) -> None:
    assert at(bias=0, reset=60).numbers["at20"] < 1e-4  # zero is not neutral: half is forgotten at every step
    assert at(bias=5, reset=60).numbers["at20"] > 0.8
    assert abs(at(bias=1, reset=60).numbers["half"] - 2.21) < 0.01
    assert at(bias=5, reset=40).numbers["after"] < 0.011
