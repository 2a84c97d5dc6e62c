"""A corridor with a small reward at its left end and a large one at its right end: which way pays, as the discount moves."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

LENGTH, SMALL, LARGE, HOME = 10, 1.0, 4.0, 3  # the ends are at 0 and LENGTH
sliders = {"gamma": Slider(0.5, 0.95, step=0.05, start=0.7, label=("折扣 γ", "discount γ"))}


def walk(steps, reward, gamma):
    """The return of a walk that is paid `reward` on its last step, by the recursion G = r + gamma G'."""
    value = 0.0
    for k in range(int(steps)):
        value = (reward if k == 0 else 0.0) + gamma * value
    return value


def figure(draw: Draw, gamma: float) -> Figure:
    cells = np.arange(1, LENGTH)
    left = np.array([walk(s, SMALL, gamma) for s in cells])
    right = np.array([walk(LENGTH - s, LARGE, gamma) for s in cells])
    goes_right = cells[right > left]
    turn = int(goes_right.min())
    here = float(left[HOME - 1]), float(right[HOME - 1])
    plots = [
        Plot(x=("站在第几格", "cell"), y=("回报", "return"), y_range=(0, 4.2))
        .line(left, cells, label=("往左，终点给 1", "left, 1 at the end"), tone="indigo")
        .line(right, cells, label=("往右，终点给 4", "right, 4 at the end"))
        .rule(x=HOME, label=("起点", "start")),
        Plot(x=("再过几步", "steps ahead"), y=("权重 γᵏ", "weight γᵏ"), y_range=(0, 1.05)).bars(
            gamma ** np.arange(16), np.arange(16)
        ),
    ]
    zh, en = ("往右", "right") if here[1] > here[0] else ("往左", "left")
    return Figure(
        numbers={"left": here[0], "right": here[1], "turn": turn, "horizon": 1 / (1 - gamma), "gamma": gamma},
        plot=plots,
        says={
            "zh": f"γ = {gamma:.2f}：第 {HOME} 格往左值 {here[0]:.3f}，往右值 {here[1]:.3f}，该{zh}；从第 {turn} 格起该往右。"
            f"权重加起来相当于 {1 / (1 - gamma):.1f} 步。",
            "en": f"γ = {gamma:.2f}: from cell {HOME} left is worth {here[0]:.3f}, right {here[1]:.3f}, so go {en}; from cell {turn} on "
            f"right is better. The weights add up to {1 / (1 - gamma):.1f} steps.",
        },
    )


def claims(at) -> None:
    assert at(gamma=0.7).numbers["left"] > at(gamma=0.7).numbers["right"]
    assert at(gamma=0.75).numbers["left"] < at(gamma=0.75).numbers["right"]  # the break-even is the fourth root of 1/4
    for gamma in (0.5, 0.8, 0.95):
        state = at(gamma=gamma).numbers
        assert abs(state["left"] - gamma ** (HOME - 1)) < 1e-12  # the closed form
        assert abs(state["right"] - 4 * gamma ** (LENGTH - HOME - 1)) < 1e-12
    assert at(gamma=0.95).numbers["turn"] < at(gamma=0.5).numbers["turn"]
