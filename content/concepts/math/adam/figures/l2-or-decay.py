"""Where a weight ends under L2 in the gradient and under decoupled decay, for small and large gradient noise."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {"decay": Slider(0.02, 0.2, step=0.02, start=0.1, label=("衰减系数 λ", "decay λ"))}
STEPS, LR, COPIES = 1500, 0.01, 64
NOISES = (0.01, 0.1, 1.0, 10.0)


def final(decay, decoupled, normal):
    """Mean of COPIES weights for each of NOISES after STEPS of Adam from 1 with pure-noise gradients."""
    noise = np.array(NOISES)[:, None]
    w, m, s = np.ones((len(NOISES), COPIES)), 0.0, 0.0
    for t in range(1, STEPS + 1):
        g = noise * normal[t - 1]
        if not decoupled:
            g = g + decay * w
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g
        if decoupled:
            w = w * (1 - LR * decay)
        w = w - LR * (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
    return w.mean(axis=1).tolist()


def figure(draw: Draw, decay: float) -> Figure:
    normal = draw.normal(STEPS, COPIES)
    l2, apart = final(decay, False, normal), final(decay, True, normal)
    theory = float((1 - LR * decay) ** STEPS)
    plot = (
        Plot(
            x=("梯度噪声", "gradient noise"),
            y=("1500 步后的权重", "weight after 1500 steps"),
            log_x=True,
            y_range=(-0.2, 1.1),
        )
        .line(l2, NOISES, label=("L2 加进梯度", "L2 in the gradient"))
        .points(NOISES, l2)
        .line(apart, NOISES, label=("解耦衰减", "decoupled decay"), tone="indigo")
        .points(NOISES, apart, tone="indigo")
        .rule(y=theory, label=("理论值", "theory"))
    )
    return Figure(
        numbers={
            "l2_small": round(l2[0], 2) + 0.0,  # no "-0.00" in the text
            "l2_large": l2[-1],
            "apart_small": apart[0],
            "apart_large": apart[-1],
            "theory": theory,
        },
        plot=plot,
        says={
            "zh": f"λ = {decay:g}：L2 之下噪声小的权重剩 {abs(l2[0]):.2f}、噪声大的剩 {l2[-1]:.2f}；解耦衰减两头都在 {theory:.2f} 附近。",
            "en": f"With λ = {decay:g}, L2 leaves {abs(l2[0]):.2f} where noise is small and {l2[-1]:.2f} where it is large; decoupled decay is near {theory:.2f} at both ends.",
        },
    )


def claims(at) -> None:
    state = at(decay=0.1).numbers
    assert state["l2_small"] < 0.1 and state["l2_large"] > 0.6  # the same L2 shrinks one and hardly the other
    assert abs(state["apart_small"] - state["theory"]) < 0.15 and abs(state["apart_large"] - state["theory"]) < 0.15
