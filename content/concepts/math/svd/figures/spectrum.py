"""How much energy the first k singular values keep, and what storing that rank costs, for a chosen decay."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

N = 512  # an N x N weight matrix

sliders = {
    "k": Slider(16, 512, step=16, start=128, label=("保留的秩 k", "kept rank k")),
    "decay": Slider(0, 2, step=0.25, start=1, label=("衰减指数 α", "decay exponent α")),
}


def figure(draw: Draw, k: int, decay: float) -> Figure:
    s = np.arange(1, N + 1) ** -float(decay)
    energy = np.cumsum(s**2) / np.sum(s**2)
    kept = float(energy[k - 1])
    ratio = N * N / (k * (N + N))
    plot = (
        Plot(x=("序号 i", "index i"), y=("累计能量", "energy kept"), y_range=(0, 1.02))
        .line(energy, label=("前 i 个奇异值的能量", "energy of the first i"))
        .line(
            np.arange(1, N + 1) / N,
            label=("个数占比 i/n", "share of the count, i/n"),
            tone="indigo",
            dash=True,
        )
        .rule(x=k, label=(f"k = {k}", f"k = {k}"))
    )
    return Figure(
        numbers={"energy": kept, "count": k / N, "ratio": ratio, "error": float(np.sqrt(max(0.0, 1 - kept)))},
        plot=plot,
        says={
            "zh": f"奇异值按 i 的 −{decay:g} 次方衰减，保留 {k} 个：个数占 {k / N:.0%}，能量占 {kept:.1%}，"
            f"存储压缩 {ratio:.2f}∶1。",
            "en": f"With σ falling as i to the power −{decay:g}, {k} of {N} values are {k / N:.0%} of the count, "
            f"{kept:.1%} of the energy, stored at {ratio:.2f}:1.",
        },
    )


def claims(at) -> None:
    # Keeping 95% of the *count* never compresses a square matrix: the two factors are larger than the matrix.
    assert at(k=480, decay=1).numbers["ratio"] < 0.6
    # 4:1 means k = n/8, whatever the spectrum; what that keeps depends on the decay alone.
    assert at(k=64, decay=0).numbers["ratio"] == 4.0
    assert abs(at(k=64, decay=0).numbers["energy"] - 0.125) < 1e-12
    assert at(k=64, decay=1).numbers["energy"] > 0.98
