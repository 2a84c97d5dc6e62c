"""Twelve element-wise operations, one of which makes a NaN: what eager mode sees, and what fused kernels see."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

OPS, N = 12, 64
sliders = {
    "bad": Slider(1, OPS, step=1, start=7, label=("第几步出错", "faulty step")),
    "group": Slider(1, OPS, step=1, start=4, label=("每个核融合几步", "steps fused per kernel")),
}


def run(x, bad):
    """The share of NaN after every step."""
    shares = []
    with np.errstate(all="ignore"):
        for step in range(1, OPS + 1):
            x = np.log(x - 5) if step == bad else (x * 1.1, x - 0.2, np.tanh(x), x + 0.3)[step % 4]
            shares.append(float(np.mean(np.isnan(x))))
    return shares


def figure(draw: Draw, bad: int, group: int) -> Figure:
    shares = run(draw.normal(N), bad)
    eager = 1 + int(np.argmax(np.array(shares) > 0))  # checked after every step
    kernel = (bad - 1) // group
    first, last = kernel * group + 1, min((kernel + 1) * group, OPS)  # only the output of the kernel exists
    kernels = -(-OPS // group)
    left = (
        Plot(x=("步", "step"), y=("NaN 的比例", "share of NaN"), y_range=(-0.05, 1.05))
        .band([first - 0.5, last + 0.5], [0, 0], [1, 1], label=("融合后只知在这里面", "fused: somewhere in here"))
        .line(shares, range(1, OPS + 1), label=("逐步执行", "step by step"))
        .rule(x=eager, label=("当场看到", "seen at once"))
    )
    right = Plot(x=("执行方式", "execution"), y=("读写显存的趟数", "passes over memory")).bars(
        [2 * OPS, 2 * kernels], names=[("逐步", "eager"), ("融合", "fused")]
    )
    return Figure(
        numbers={"seen": eager, "candidates": last - first + 1, "eager_traffic": 2 * OPS, "fused_traffic": 2 * kernels},
        plot=[left, right],
        says={
            "zh": f"第 {bad} 步出错：逐步执行在第 {eager} 步当场看到；每 {group} 步融成一个核，只知道在第 {first} 到 {last} 步之间，"
            f"但读写显存从 {2 * OPS} 趟降到 {2 * kernels} 趟。",
            "en": f"Step {bad} is faulty: step by step it is seen at step {eager}; with {group} steps to a kernel it lies somewhere in "
            f"{first} to {last}, but passes over memory fall from {2 * OPS} to {2 * kernels}.",
        },
    )


def claims(at) -> None:
    for bad in (1, 5, 12):
        for group in (1, 4, 12):
            state = at(bad=bad, group=group).numbers
            assert state["seen"] == bad and 1 <= state["candidates"] <= group
    assert at(bad=7, group=12).numbers["fused_traffic"] == 2  # fastest
    assert at(bad=7, group=12).numbers["candidates"] == 12  # and blindest
    assert at(bad=7, group=1).numbers["fused_traffic"] == at(bad=7, group=1).numbers["eager_traffic"]
