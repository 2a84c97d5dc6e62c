"""Five labelled messages, a vocabulary of five, and what the smoothing does to each word and to one new message."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

WORDS = [("退款", "refund"), ("慢", "slow"), ("差", "bad"), ("怎么", "how"), ("发票", "invoice")]
COUNTS = np.array([[1, 3, 1, 0, 0], [1, 0, 0, 2, 2]])  # rows: complaint, question
PRIOR = np.array([0.4, 0.6])
NEW = {1: [0, 1], 2: [0, 1, 3], 3: [1, 1, 1, 3], 4: [3, 4]}
sliders = {
    "power": Slider(-3, 3, step=0.5, start=0, label=("α 是 10 的几次方", "α as a power of ten")),
    "text": Slider(1, 4, step=1, start=1, label=("新短信的编号", "number of the new message")),
}


def complaint(alpha, text):
    """Posterior of the first class, and the log-odds that each word adds."""
    theta = (COUNTS + alpha) / (COUNTS.sum(axis=1, keepdims=True) + alpha * COUNTS.shape[1])
    weight = np.log(theta[0] / theta[1])
    z = np.log(PRIOR[0] / PRIOR[1]) + weight[NEW[text]].sum()
    return float(1 / (1 + np.exp(-z))), weight, theta


def figure(draw: Draw, power: float, text: int) -> Figure:
    alpha = 10.0**power
    here, weight, theta = complaint(alpha, text)
    grid = np.logspace(-3, 3, 61)
    curve = [complaint(a, text)[0] for a in grid]
    left = Plot(x=("词", "word"), y=("对数几率的增量", "added log-odds"), title=("正：偏投诉", "up: complaint")).bars(
        weight, names=WORDS
    )
    right = (
        Plot(x=("α", "α"), y=("是投诉的后验", "posterior of complaint"), log_x=True, y_range=(0, 1))
        .line(curve, grid)
        .rule(y=PRIOR[0], label=("先验", "prior"))
        .points([alpha], [here], tone="gold")
    )
    zh, en = (" ".join(WORDS[i][k] for i in NEW[text]) for k in (0, 1))
    return Figure(
        numbers={"posterior": here, "slow": float(weight[1]), "refund": float(weight[0]), "how": float(weight[3]),
                 "total": float(theta[0].sum()), "unseen": float(theta[1][1]), "alpha": alpha},
        plot=[left, right],
        says={
            "zh": f"α = {alpha:.3g}，短信「{zh}」：是投诉的后验 {here:.3f}。「慢」每出现一次加 {weight[1]:.2f}。",
            "en": f"α = {alpha:.3g}, message \"{en}\": posterior of complaint {here:.3f}. Each \"slow\" adds {weight[1]:.2f}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    assert abs(at(power=0, text=1).numbers["posterior"] - 0.032 / 0.044) < 1e-12  # the worked example
    assert abs(at(power=0, text=2).numbers["posterior"] - 0.0032 / 0.0068) < 1e-12  # and the one with gaps
    for power in (-3, 0, 3):
        assert abs(at(power=power, text=1).numbers["total"] - 1) < 1e-12
    assert at(power=-3, text=1).numbers["posterior"] > 0.99  # one unseen word decides
    for text in (1, 2, 3, 4):
        assert abs(at(power=3, text=text).numbers["posterior"] - 0.4) < 0.01  # nothing but the prior is left
