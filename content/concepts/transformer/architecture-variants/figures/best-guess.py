"""A hidden two-state chain seen through noise: the best that the left alone, and that both sides, can do."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

STEPS = 4000
sliders = {
    "noise": Slider(5, 45, step=5, start=30, label=("每个词看错的百分比", "words misread, per cent")),
    "stay": Slider(50, 95, step=5, start=90, label=("相邻标签相同的百分比", "neighbours alike, per cent")),
}


def accuracy(noise, stay):
    """Share of labels that the exact posteriors get right: from the word itself, the left, and both sides."""
    random = np.random.default_rng(5)
    switch = random.random(STEPS) > stay / 100
    labels = np.cumsum(switch) % 2
    words = labels ^ (random.random(STEPS) < noise / 100)
    e, a = noise / 100, stay / 100
    fit = [(1 - e, e), (e, 1 - e)]  # likelihood of label 0 and 1 for the word 0 and 1
    left, p = [], 0.5
    for w in words.tolist():
        p = p * a + (1 - p) * (1 - a)
        one, zero = p * fit[w][1], (1 - p) * fit[w][0]
        p = one / (one + zero)
        left.append(p)
    right, r = [0.5] * STEPS, 0.5  # what the words to the right say about the label, as a share for 1
    for t in range(STEPS - 2, -1, -1):
        w = int(words[t + 1])
        one, zero = r * fit[w][1], (1 - r) * fit[w][0]
        one, zero = one * a + zero * (1 - a), zero * a + one * (1 - a)
        r = one / (one + zero)
        right[t] = r
    left, right = np.array(left), np.array(right)
    both = left * right / (left * right + (1 - left) * (1 - right))
    return tuple(float(np.mean((guess > 0.5) == labels)) for guess in (words * 1.0, left, both))


def figure(draw: Draw, noise: int, stay: int) -> Figure:
    own, left, both = accuracy(noise, stay)
    names = [("只看自己", "itself"), ("自己与左边", "and the left"), ("两边", "both sides")]
    plot = Plot(x=("看得见什么", "what is seen"), y=("标对的比例", "labels right"), y_range=(0, 1)).bars(
        [own, left, both], names=names
    )
    return Figure(
        numbers={"own": own, "left": left, "both": both, "gain": both - left},
        plot=plot,
        says={
            "zh": f"看错 {noise}%、相邻相同 {stay}%：只看自己对 {own:.1%}，加上左边 {left:.1%}，两边都看 {both:.1%}。",
            "en": f"{noise}% misread, neighbours alike in {stay}%: the word itself gives {own:.1%}, with the left {left:.1%}, with both sides {both:.1%}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    for noise, stay in ((30, 90), (20, 90), (40, 95)):
        state = at(noise=noise, stay=stay).numbers
        assert state["own"] < state["left"] < state["both"] and state["gain"] > 0.02
    flat = at(noise=30, stay=50).numbers
    assert abs(flat["own"] - flat["both"]) < 1e-9  # neighbours say nothing
