"""Accuracy of eighty slices against their size; one of them is really worse."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

K, BASE, BAD, SIZE = 80, 0.8, 17, 600
sliders = {
    "width": Slider(
        2, 4, step=0.5, start=2, label=("漏斗宽度（几个标准误）", "width of the funnel in standard errors")
    ),
    "bad": Slider(
        60, 80, step=4, start=72, label=("一个大切片的真实准确率 %", "true accuracy of one large slice, per cent")
    ),
}


def figure(draw: Draw, width: float, bad: int) -> Figure:
    rng = np.random.default_rng(21)
    sizes = np.round(np.exp(rng.uniform(np.log(8), np.log(3000), K))).astype(int)
    sizes[BAD] = SIZE
    uniform = rng.random((K, 3000))
    true = np.full(K, BASE)
    true[BAD] = bad / 100
    seen = np.array([np.mean(uniform[i, : sizes[i]] < true[i]) for i in range(K)])
    error = np.sqrt(BASE * (1 - BASE) / sizes)
    outside = np.abs(seen - BASE) > width * error
    grid = np.geomspace(8, 3000, 60)
    half = width * np.sqrt(BASE * (1 - BASE) / grid)
    worst = int(np.argmin(seen))
    plot = (
        Plot(x=("切片里的样本数", "samples in the slice"), y=("准确率", "accuracy"), log_x=True, y_range=(0.3, 1.05))
        .band(
            grid,
            np.maximum(BASE - half, 0.3),
            np.minimum(BASE + half, 1.0),
            label=("只有抽样误差时", "sampling error alone"),
        )
        .points(sizes[~outside], seen[~outside], tone="muted")
        .points(sizes[outside], seen[outside], tone="gold", label=("漏斗之外", "outside"))
        .rule(y=BASE, label=("总体", "overall"))
    )
    score = float((seen[BAD] - BASE) / error[BAD])
    false = int(outside.sum() - outside[BAD])
    return Figure(
        numbers={"worst_size": int(sizes[worst]), "worst": float(seen[worst]), "bad_seen": float(seen[BAD]), "bad_size": SIZE,
                 "bad_score": score, "caught": int(outside[BAD]), "false": false,
                 "rank": int(np.sum(seen < seen[BAD]) + 1), "slices": K},
        plot=plot,
        says={
            "zh": f"{K} 个切片，漏斗宽 {width:g} 个标准误：最低的切片 {seen[worst]:.0%}，只有 {sizes[worst]} 条；真变差的那个 {seen[BAD]:.1%}，"
            f"离总体 {score:.1f} 个标准误，按准确率排倒数第 {int(np.sum(seen < seen[BAD]) + 1)}。另有 {false} 个切片冤枉地落在外面。",
            "en": f"{K} slices, a funnel of {width:g} standard errors: the lowest has {seen[worst]:.0%} on {sizes[worst]} samples; the one that is "
            f"really worse has {seen[BAD]:.1%}, {score:.1f} standard errors from the whole, number {int(np.sum(seen < seen[BAD]) + 1)} "
            f"from the bottom. {false} other slices are outside by chance.",
        },
    )  # fmt: skip


def claims(at) -> None:
    state = at(width=3, bad=72).numbers
    assert state["worst_size"] < 30 and state["rank"] > 3  # the lowest are the smallest
    assert state["caught"] == 1 and state["false"] <= 1 and state["bad_score"] < -4
    assert at(width=2, bad=72).numbers["false"] >= 2  # many looks at two standard errors
    assert at(width=3, bad=80).numbers["caught"] == 0
