"""Many equally good models, the best on a validation set picked: its score against what it is worth."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

TRUE, RUNS, MOST = 0.70, 300, 256
sliders = {
    "power": Slider(0, 8, step=1, start=6, label=("试过的配置数，2 的几次方", "settings tried, power of two")),
    "n": Slider(200, 2000, step=200, start=400, label=("验证集大小", "validation items")),
}


def figure(draw: Draw, power: int, n: int) -> Figure:
    rng = np.random.default_rng(3)
    score = rng.binomial(n, TRUE, size=(RUNS, MOST)) / n
    best = np.maximum.accumulate(score, axis=1).mean(axis=0)
    tried = 2**power
    se = float(np.sqrt(TRUE * (1 - TRUE) / n))
    shown = best[[2**k - 1 for k in range(9)]]
    plot = (
        Plot(
            x=("试过的配置数 m", "settings tried, m"),
            y=("准确率", "accuracy"),
            log_x=True,
            y_range=(0.68, 0.82),
        )
        .line(shown, [2**k for k in range(9)], label=("最好的验证分", "best validation score"))
        .rule(y=TRUE, label=("它在新数据上", "on new data"), tone="gold")
        .points([tried], [shown[power]])
    )
    gain = float(shown[power] - TRUE)
    return Figure(
        numbers={"best": float(shown[power]), "gain": 100 * gain, "se": 100 * se, "tried": tried, "ratio": gain / se},
        plot=plot,
        says={
            "zh": f"{tried} 个一样好的配置（真实准确率 70%），{n} 条验证数据：最好的验证分平均 {shown[power]:.1%}。",
            "en": f"{tried} settings of equal worth (70%), {n} validation items: the best score is {shown[power]:.1%} on average.",
        },
    )


def claims(at) -> None:
    assert abs(at(power=0, n=400).numbers["gain"]) < 0.4
    assert 2.1 < at(power=6, n=400).numbers["ratio"] < 2.6  # the mean of the largest of 64 normals is 2.35
    assert at(power=8, n=2000).numbers["gain"] < 0.6 * at(power=8, n=400).numbers["gain"]
