"""The Jacobian of softmax over five logits, for a temperature: p_i (1 - p_i) on the diagonal, -p_i p_j off it."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {"temperature": Slider(0.25, 4, step=0.25, start=1, label=("温度 τ", "temperature τ"))}
LOGITS = np.array([2.0, 1.0, 0.5, 0.0, -1.0])


def figure(draw: Draw, temperature: float) -> Figure:
    z = LOGITS / temperature
    p = np.exp(z - z.max())
    p /= p.sum()
    jacobian = np.diag(p) - np.outer(p, p)
    names = [(f"{v:g}", f"{v:g}") for v in LOGITS]
    plots = [
        Plot(title=("概率 p", "probabilities p"), x=("logit", "logit"), y_range=(0, 1)).bars(p, names=names),
        Plot(title=("|雅可比矩阵|", "|Jacobian|")).heat(np.abs(jacobian), numbers=True, low=0, high=0.25),
    ]
    return Figure(
        numbers={
            "top": float(p[0]),
            "row_sum": float(np.abs(jacobian.sum(axis=1)).max()),
            "largest": float(jacobian.max()),
            "off": float(-jacobian.min()),
        },
        plot=plots,
        says={
            "zh": f"温度 {temperature:g} 时最大概率 {p[0]:.2f}，雅可比最大元素 {jacobian.max():.3f}，每行之和为 0。",
            "en": f"At temperature {temperature:g} the largest probability is {p[0]:.2f}, the largest entry of the Jacobian {jacobian.max():.3f}, and every row adds up to 0.",
        },
    )


def claims(at) -> None:
    for temperature in (0.25, 1, 4):
        state = at(temperature=temperature).numbers
        assert state["row_sum"] < 1e-12 and state["largest"] <= 0.25 + 1e-12
    assert (
        at(temperature=0.25).numbers["largest"] < at(temperature=1).numbers["largest"]
    )  # a sure model has small gradients
