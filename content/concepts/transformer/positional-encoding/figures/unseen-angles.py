"""Turns that each of 64 pairs makes within the trained length and within a longer one; what the model has never met."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

PAIRS = 64
sliders = {
    "base": Slider(3, 6, step=0.5, start=4, label=("底数是 10 的几次方", "base as a power of ten")),
    "trained": Slider(10, 14, step=1, start=12, label=("训练长度 2^t 里的 t", "t in the trained length 2^t")),
    "factor": Slider(1, 16, step=1, start=4, label=("用到训练长度的几倍", "used at how many times that")),
    "squeeze": Slider(0, 1, step=1, start=0, label=("位置内插：0 关，1 开", "interpolation: 0 off, 1 on")),
}


def figure(draw: Draw, base: float, trained: int, factor: int, squeeze: int) -> Figure:
    theta = (10.0**base) ** (-np.arange(PAIRS) / PAIRS)
    length = 2**trained
    shrink = factor if squeeze else 1
    seen = length * theta / (2 * np.pi)
    used = factor * length / shrink * theta / (2 * np.pi)
    unfinished = seen < 1
    new = unfinished & (used > seen * (1 + 1e-12))
    pairs = np.arange(PAIRS)
    plot = (
        Plot(x=("第几对", "pair"), y=("转过的圈数", "turns made"), log_y=True, y_range=(1e-4, 1e5))
        .line(seen, pairs, label=("训练长度内", "within the trained length"))
        .line(used, pairs, label=("使用长度内", "within the used length"), tone="gold", dash=True)
        .rule(y=1.0, label=("一圈", "one turn"))
    )
    step = float(theta[0] / shrink)
    return Figure(
        numbers={
            "unfinished": int(unfinished.sum()), "new": int(new.sum()), "length": length, "used": factor * length, "step": step,
        },
        plot=plot,
        says={
            "zh": f"底数 {10.0**base:,.0f}，训练长度 {length}：64 对里有 {int(unfinished.sum())} 对没转完一圈。"
            f"用到 {factor * length}，其中 {int(new.sum())} 对会遇到没见过的角度；最快的一对每步转 {step:.3g} 弧度。",
            "en": f"Base {10.0**base:,.0f}, trained length {length}: {int(unfinished.sum())} of 64 pairs never finish a turn. Used at "
            f"{factor * length}, {int(new.sum())} pairs meet angles never seen; the fastest pair turns {step:.3g} radians a step.",
        },
    )  # fmt: skip


def claims(at) -> None:
    plain = at(base=4, trained=12, factor=4, squeeze=0).numbers
    assert plain["new"] == plain["unfinished"] > 0
    assert at(base=4, trained=12, factor=1, squeeze=0).numbers["new"] == 0
    squeezed = at(base=4, trained=12, factor=4, squeeze=1).numbers
    assert squeezed["new"] == 0 and abs(squeezed["step"] - plain["step"] / 4) < 1e-12  # nothing new, but all finer
    counts = [at(base=4, trained=t, factor=4, squeeze=0).numbers["unfinished"] for t in (10, 12, 14)]
    assert counts[0] > counts[1] > counts[2]
    assert at(base=5.5, trained=12, factor=4, squeeze=0).numbers["unfinished"] > counts[1]
