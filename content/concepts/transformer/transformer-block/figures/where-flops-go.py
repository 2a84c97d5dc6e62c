"""Where the FLOPs of one block go, per token, against the length of the sequence."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "power": Slider(8, 14, step=1, start=12, label=("宽度是 2 的几次方", "width as a power of two")),
    "length": Slider(8, 18, step=1, start=11, label=("长度是 2 的几次方", "length as a power of two")),
}


def parts(width, length):
    """FLOPs per token: projections, scores with weighted sum, feed-forward (hidden 4 * width). Full n by n scores."""
    return 8.0 * width**2, 4.0 * length * width, 16.0 * width**2


def figure(draw: Draw, power: int, length: int) -> Figure:
    width, n = 2**power, 2**length
    grid = 2.0 ** np.arange(8, 18.5, 0.5)
    projections, scores, feed = parts(width, grid)
    total = projections + scores + feed
    here = parts(width, n)
    whole = sum(here)
    share = here[1] / whole
    plot = (
        Plot(x=("序列长度", "sequence length"), y=("占一层的比例", "share of a block"), log_x=True, y_range=(0, 1.02))
        .line(feed / total, grid, label=("前馈", "feed-forward"))
        .line(projections / total, grid, label=("四个投影", "four projections"), tone="indigo")
        .line(scores / total, grid, label=("打分与加权", "scores and sums"), tone="gold")
        .rule(x=n, label=("长度", "length"))
    )
    return Figure(
        numbers={
            "width": width, "length": n, "scores": share, "feed": here[2] / whole, "projections": here[0] / whole,
            "equal": 6 * width, "giga": whole / 1e9,
        },
        plot=plot,
        says={
            "zh": f"宽 {width}、长 {n}：前馈占 {here[2] / whole:.0%}，投影 {here[0] / whole:.0%}，打分与加权 {share:.0%}。"
            f"长度到 {6 * width} 时，打分与加权才占一半。",
            "en": f"Width {width}, length {n}: feed-forward {here[2] / whole:.0%}, projections {here[0] / whole:.0%}, "
            f"scores and sums {share:.0%}. They reach a half at a length of {6 * width}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    for power in (8, 10, 12):
        width = at(power=power, length=11).numbers["width"]
        a, b, c = parts(width, 6 * width)
        assert b == a + c  # half of the block
    state = at(power=12, length=11).numbers
    assert state["scores"] < 0.08 and abs(state["feed"] - 2 * state["projections"]) < 1e-12
    assert at(power=12, length=17).numbers["scores"] > 0.8
    import torch  # the convention is that of torch's own counter
    from torch.utils.flop_counter import FlopCounterMode

    d, n = 16, 8
    with FlopCounterMode(display=False) as counter, torch.device("meta"):
        x, w, up, down = torch.empty(n, d), torch.empty(d, d), torch.empty(d, 4 * d), torch.empty(4 * d, d)
        q, k, v = x @ w, x @ w, x @ w
        (((q @ k.T) @ v) @ w + (x @ up) @ down).sum()
    assert counter.get_total_flops() == n * sum(parts(d, n))
