"""The log-likelihood of a success rate: where its peak is and how sharp it is."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "power": Slider(1, 7, step=1, start=3, label=("样本量 5×2^k 里的 k", "k in the sample size 5×2^k")),
    "share": Slider(0.2, 0.8, step=0.2, start=0.6, label=("成功的比例", "share of successes")),
}


def figure(draw: Draw, power: int, share: float) -> Figure:
    n = 5 * 2**power
    hits = round(share * n)
    p = np.linspace(0.01, 0.99, 197)
    curve = hits * np.log(p) + (n - hits) * np.log1p(-p)
    peak = hits / n
    top = hits * np.log(peak) + (n - hits) * np.log(1 - peak)
    kept, shown = p[curve - top > -2.0], curve - top > -8.0
    se = float(np.sqrt(peak * (1 - peak) / n))
    plot = (
        Plot(
            x=("参数 p", "parameter p"),
            y=("对数似然 − 最大值", "log-likelihood − its maximum"),
            x_range=(0, 1),
            y_range=(-8, 0.5),
        )
        .line((curve - top)[shown], p[shown])
        .rule(x=peak, label=(f"峰 {peak:.2f}", f"peak {peak:.2f}"), tone="indigo")
        .rule(y=-2, label=("低 2", "2 below"))
    )
    return Figure(
        numbers={"n": n, "hits": hits, "mle": peak, "se": se, "width": float(kept[-1] - kept[0])},
        plot=plot,
        says={
            "zh": f"{n} 次里成功 {hits} 次：峰在 {peak:.2f}，对数似然只低 2 以内的区间宽 {kept[-1] - kept[0]:.2f}。",
            "en": f"{hits} successes in {n}: the peak is at {peak:.2f}; the range within 2 of the maximum is {kept[-1] - kept[0]:.2f} wide.",
        },
    )


def claims(at) -> None:
    for share in (0.2, 0.4, 0.6, 0.8):
        assert abs(at(power=4, share=share).numbers["mle"] - share) < 1e-9
    wide, narrow = at(power=4, share=0.6).numbers, at(power=6, share=0.6).numbers
    assert abs(wide["width"] / narrow["width"] - 2) < 0.15  # four times the data, half the width
    assert abs(narrow["width"] / (4 * narrow["se"]) - 1) < 0.06  # 2 below the maximum is two standard errors away
