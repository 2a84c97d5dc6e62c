"""FLOPs per token of one Transformer block: projections, scores, MLP; and the MLP's share as the context grows."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

WIDTH = 4096
sliders = {
    "multiple": Slider(1, 8, step=1, start=4, label=("隐藏宽度是 d 的几倍", "hidden width ÷ d")),
    "power": Slider(9, 17, step=1, start=11, label=("上下文是 2 的几次方", "context as a power of two")),
}


def flops(multiple, context):
    """Per token: four square projections, scores and their use (before the causal half), two MLP matrices."""
    d = WIDTH
    return np.array([2 * 4 * d * d, 4.0 * context * d, 2 * 2 * multiple * d * d])


def figure(draw: Draw, multiple: int, power: int) -> Figure:
    now = flops(multiple, 2**power)
    params = 2 * multiple / (4 + 2 * multiple)
    powers = np.arange(9, 18)
    shares = [flops(multiple, 2.0**p)[2] / flops(multiple, 2.0**p).sum() for p in powers]
    left = Plot(x=("部分", "part"), y=("每词元百万 FLOPs", "million FLOPs a token")).bars(
        now / 1e6, names=[("投影", "projections"), ("注意力分数", "scores"), ("MLP", "MLP")]
    )
    right = (
        Plot(x=("上下文长度", "context"), y=("MLP 占的比例", "share of the MLP"), log_x=True, y_range=(0, 1))
        .line(shares, 2.0**powers)
        .points([2**power], [now[2] / now.sum()], tone="gold")
        .rule(y=params, label=("占参数的比例", "share of parameters"), tone="indigo")
    )
    share = float(now[2] / now.sum())
    return Figure(
        numbers={"share": share, "params": params, "mlp": float(now[2] / 1e6)},
        plot=[left, right],
        says={
            "zh": f"隐藏宽度 {multiple}d，上下文 {2**power}：MLP 占参数的 {params:.0%}，占 FLOPs 的 {share:.0%}。",
            "en": f"Hidden width {multiple}d, context {2**power}: the MLP has {params:.0%} of the parameters and {share:.0%} of the FLOPs.",
        },
    )


def claims(at) -> None:
    assert abs(at(multiple=4, power=11).numbers["params"] - 2 / 3) < 1e-12
    assert at(multiple=4, power=11).numbers["share"] > 0.55
    assert at(multiple=4, power=17).numbers["share"] < 0.15  # scores take over
