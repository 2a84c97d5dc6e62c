"""Loss by position of a causal and of a masked predictor that know the true chain: only the first adds up to a likelihood."""

import itertools

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

STATES, LENGTH = 4, 10
sliders = {
    "stay": Slider(25, 95, step=5, start=70, label=("下一个与这一个相同的概率（%）", "next equals this one (%)"))
}


def chain(stay):
    """Transition matrix: the same symbol again, or any other alike."""
    other = (1 - stay) / (STATES - 1)
    return np.full((STATES, STATES), other) + (stay - other) * np.eye(STATES)


def nats(p):
    """Entropy of the last axis."""
    return -np.sum(p * np.log(np.maximum(p, 1e-300)), axis=-1)


def losses(stay, length=LENGTH):
    """Expected loss at each position: from the left alone, and from both sides."""
    t = chain(stay)
    given_one = float(nats(t[0]))
    both = t[:, :, None] * t[None, :, :]  # x[t-1], x[t], x[t+1]; the first is uniform
    joint = both / STATES
    given = joint / joint.sum(axis=1, keepdims=True)
    given_two = float(-np.sum(joint * np.log(np.maximum(given, 1e-300))))
    causal = [float(np.log(STATES))] + [given_one] * (length - 1)
    masked = [given_one] + [given_two] * (length - 2) + [given_one]
    return causal, masked


def figure(draw: Draw, stay: int) -> Figure:
    causal, masked = losses(stay / 100)
    places = np.arange(1, LENGTH + 1)
    plots = [
        Plot(x=("位置", "position"), y=("平均损失（奈特）", "mean loss (nats)"), y_range=(0, 1.6))
        .line(causal, places, label=("因果：只看左边", "causal: left only"))
        .points(places, causal)
        .line(masked, places, label=("掩码：看两边", "masked: both sides"), tone="gold")
        .points(places, masked, tone="gold"),
        Plot(y=("十个位置之和（奈特）", "sum over ten positions (nats)"), y_range=(0, 15))
        .bars([sum(causal), sum(masked)], names=[("因果", "causal"), ("掩码", "masked")])
        .rule(y=sum(causal), label=("整串的熵", "entropy of the string")),
    ]
    return Figure(
        numbers={
            "first": causal[0], "later": causal[1], "middle": masked[1], "causal": sum(causal), "masked": sum(masked),
            "perplexity": float(np.exp(causal[1])), "pseudo": float(np.exp(masked[1])),
        },
        plot=plots,
        says={
            "zh": f"重复的概率 {stay}%：因果预测从第二个位置起每处 {causal[1]:.3f} 奈特，十处之和 {sum(causal):.2f}，就是整串的熵；"
            f"掩码预测中间每处 {masked[1]:.3f}，之和 {sum(masked):.2f}，比熵小，不是任何分布的对数似然。",
            "en": f"With repetition at {stay}%: the causal loss is {causal[1]:.3f} nats from the second position on, {sum(causal):.2f} in all, which is the "
            f"entropy of the string; the masked loss is {masked[1]:.3f} in the middle and {sum(masked):.2f} in all, below the entropy: no likelihood.",
        },
    )  # fmt: skip


def claims(at) -> None:
    for stay in (0.4, 0.7, 0.95):  # exactly, over every string of six symbols
        t, total, masked = chain(stay), 0.0, np.zeros(6)
        for s in itertools.product(range(STATES), repeat=6):
            p = np.prod([t[a, b] for a, b in itertools.pairwise(s)]) / STATES
            total -= p * np.log(p)
            for i in range(6):
                options = [
                    np.prod([t[a, b] for a, b in itertools.pairwise((*s[:i], x, *s[i + 1 :]))]) for x in range(STATES)
                ]
                masked[i] -= p * np.log(options[s[i]] / sum(options))
        causal, both = losses(stay, 6)
        assert abs(sum(causal) - total) < 1e-9 and np.allclose(both, masked)
        assert sum(both) < sum(causal)
    assert (
        abs(at(stay=25).numbers["causal"] - at(stay=25).numbers["masked"]) < 1e-9
    )  # without memory there is nothing to see
