"""What the last word sees: two heads, one for animals and one for what is near, against one wide head with both scores."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

WORDS = [
    ("猫", "cat"),
    ("没", "didn't"),
    ("追", "chase"),
    ("老鼠", "rat"),
    ("因为", "since"),
    ("它", "it"),
    ("饱了", "full"),
]
ANIMAL = np.array([1.0, 0, 0, 1, 0, 0, 0])
NEAR = np.arange(-6.0, 1.0)
sliders = {
    "kind": Slider(0, 6, step=0.5, start=4, label=("甲头有多想看动物", "how much head A wants animals")),
    "near": Slider(0, 2, step=0.25, start=1, label=("乙头有多想看近处", "how much head B wants what is near")),
}  # fmt: skip


def softmax(s):
    e = np.exp(s - s.max())
    return e / e.sum()


def figure(draw: Draw, kind: float, near: float) -> Figure:
    a, b, one = softmax(kind * ANIMAL), softmax(near * NEAR), softmax(kind * ANIMAL + near * NEAR)
    plots = [
        Plot(title=("两个头，各看各的", "two heads, each its own"), y=("权重", "weight"), y_range=(0, 1))
        .bars(a, names=WORDS, label=("甲：动物", "A: animals"), tone="indigo")
        .bars(b, names=WORDS, label=("乙：近处", "B: near"), tone="gold"),
        Plot(title=("一个宽头，分数相加", "one wide head, scores added"), y=("权重", "weight"), y_range=(0, 1)).bars(
            one, names=WORDS
        ),
    ]
    return Figure(
        numbers={
            "a_cat": float(a[0]), "a_mouse": float(a[3]), "b_last": float(b[6]), "one_cat": float(one[0]),
            "one_mouse": float(one[3]), "one_last": float(one[6]), "product": float(np.abs(one - a * b / (a * b).sum()).max()),
        },
        plot=plots,
        says={
            "zh": f"甲头给猫和老鼠各 {a[0]:.2f}，乙头给最近的词 {b[6]:.2f}。合成一个宽头，猫只剩 {one[0]:.2f}，老鼠 {one[3]:.2f}，最近的词 {one[6]:.2f}。",
            "en": f"Head A gives cat and rat {a[0]:.2f} each, head B the nearest word {b[6]:.2f}. As one wide head, cat is left with "
            f"{one[0]:.2f}, rat has {one[3]:.2f}, the nearest word {one[6]:.2f}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    for kind in (0, 2, 6):
        for near in (0, 1, 2):
            state = at(kind=kind, near=near).numbers
            assert state["product"] < 1e-12  # adding scores multiplies weights
            assert abs(state["a_cat"] - state["a_mouse"]) < 1e-12
    state = at(kind=4, near=1).numbers
    assert state["one_cat"] < 0.1 * state["a_cat"] and state["one_mouse"] > 0.5
