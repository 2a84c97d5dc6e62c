"""A share of wrong values far off: which rule still sees them, three standard deviations or 3.5 robust ones."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

N = 200
sliders = {
    "percent": Slider(0, 60, step=2, start=4, label=("坏值占百分之几", "wrong values, per cent")),
    "far": Slider(4, 20, step=2, start=8, label=("坏值离中心几个 σ", "distance of the wrong values in σ")),
}


def flags(percent, far):
    """Values, which are wrong, and the scores of both rules."""
    rng = np.random.default_rng(11)
    x = rng.normal(size=N)
    bad = np.arange(N) < round(N * percent / 100)
    x = np.where(bad, far + 0.3 * x, x)
    z = (x - x.mean()) / x.std(ddof=1)
    median = np.median(x)
    mad = 1.4826 * np.median(np.abs(x - median))
    return x, bad, np.abs(z) > 3, np.abs(x - median) / mad > 3.5, mad


def figure(draw: Draw, percent: int, far: int) -> Figure:
    grid = np.arange(2, 61, 2)
    curves = np.array([[f[b].mean() for f in (z, r)] for _, b, z, r, _ in (flags(p, far) for p in grid)])
    x, bad, by_z, by_mad, mad = flags(percent, far)
    share = lambda f: float(f[bad].mean()) if bad.any() else 0.0  # noqa: E731
    mean, sd, median = float(x.mean()), float(x.std(ddof=1)), float(np.median(x))
    lift = np.random.default_rng(3).uniform(0.1, 0.9, N)
    left = (
        Plot(x=("值", "value"), y=("（错开画）", "(spread out)"), y_range=(0, 1), x_range=(-5, far + 3))
        .points(x[~bad], lift[~bad], tone="muted")
        .points(x[bad], lift[bad], tone="gold", hollow=True, label=("坏值", "wrong"))
        .rule(x=mean + 3 * sd, label=("均值＋3 标准差", "mean + 3 sd"))
        .rule(x=median + 3.5 * mad, label=("中位数＋3.5 MAD", "median + 3.5 MAD"), tone="indigo")
    )
    right = (
        Plot(x=("坏值占 %", "wrong, per cent"), y=("抓到的比例", "share caught"), y_range=(-0.03, 1.03))
        .line(curves[:, 0], grid, label=("3 个标准差", "3 sd"))
        .line(curves[:, 1], grid, label=("3.5 MAD", "3.5 MAD"), tone="indigo", dash=True)
        .rule(x=percent)
    )
    return Figure(
        numbers={"mean": mean, "sd": sd, "median": median, "mad": float(mad), "by_sd": share(by_z), "by_mad": share(by_mad),
                 "false_mad": float(by_mad[~bad].mean())},
        plot=[left, right],
        says={
            "zh": f"{percent}% 的值错在 {far} 个 σ 外：标准差涨到 {sd:.2f}，MAD {mad:.2f}；3 倍标准差抓到 {share(by_z):.0%}，"
            f"3.5 倍 MAD 抓到 {share(by_mad):.0%}。",
            "en": f"{percent}% of the values are wrong and {far} σ away: the standard deviation is {sd:.2f}, the MAD {mad:.2f}; "
            f"3 sd catch {share(by_z):.0%}, 3.5 MAD catch {share(by_mad):.0%}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    few, many, most = (at(percent=p, far=8).numbers for p in (4, 20, 56))
    assert few["by_sd"] == 1 and few["by_mad"] == 1
    assert many["by_sd"] == 0 and many["by_mad"] == 1  # masked: they hide behind the spread they make
    assert most["by_mad"] == 0  # past one half nothing robust is left
    assert at(percent=20, far=20).numbers["by_sd"] == 0  # however far off
    assert at(percent=20, far=8).numbers["mad"] < 1.8 and at(percent=20, far=8).numbers["sd"] > 3
