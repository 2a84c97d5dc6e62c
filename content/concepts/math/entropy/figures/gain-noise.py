"""Information gain of a feature that is pure noise, against how many values it has: the more values, the more "gain"."""

import itertools

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

REPEATS = 24
sliders = {
    "categories": Slider(1, 8, step=1, start=6, label=("取值个数 2^k 里的 k", "k in the number of values 2^k")),
    "rows": Slider(6, 11, step=1, start=8, label=("行数 2^m 里的 m", "m in the number of rows 2^m")),
}


def bits(counts) -> float:
    """Entropy of counts."""
    p = counts[counts > 0] / counts.sum()
    return float(-np.sum(p * np.log2(p)))


def gain_and_ratio(x, y, k):
    """Information gain of feature x in 0..k-1 about the binary label y, and its share of the split's own entropy."""
    table = np.bincount(2 * x + y, minlength=2 * k).reshape(k, 2).astype(float)
    split = bits(table.sum(1))
    gain = bits(table.sum(0)) + split - bits(table.ravel())
    return gain, gain / split if split else 0.0


def curves(draw: Draw, rows: int):
    """Mean gain and mean gain ratio for 2, 4, ..., 256 values."""
    n = 2**rows
    noise = np.clip(((np.arctan(draw.normal(REPEATS, n)) / np.pi + 0.5) * 1e6).astype(int), 0, None)
    labels = (draw.normal(REPEATS, n) > 0).astype(int)
    out = [[gain_and_ratio(noise[r] % 2**k, labels[r], 2**k) for r in range(REPEATS)] for k in range(1, 9)]
    return np.array(out).mean(1)


def figure(draw: Draw, categories: int, rows: int) -> Figure:
    both = curves(draw, rows)
    gain, ratio = (float(v) for v in both[categories - 1])
    useful = 1 + 0.7 * float(np.log2(0.7)) + 0.3 * float(np.log2(0.3))
    ks = [2**k for k in range(1, 9)]
    expected = (2**categories - 1) / (2 * 2**rows * float(np.log(2)))
    plot = (
        Plot(x=("噪声字段的取值个数", "values of the noise field"), y=("比特", "bits"), log_x=True)
        .line(both[:, 0], ks, label=("信息增益", "information gain"))
        .line(both[:, 1], ks, label=("增益率", "gain ratio"), tone="gold", dash=True)
        .rule(y=useful, label=("有用的二值字段", "a useful yes/no field"), tone="indigo")
        .points([2**categories], [gain])
    )
    return Figure(
        numbers={"gain": gain, "ratio": ratio, "useful": useful, "expected": expected},
        plot=plot,
        says={
            "zh": f"{2**rows} 行数据，{2**categories} 个取值的纯噪声字段：平均信息增益 {gain:.3f} 比特，增益率 {ratio:.3f}；有用的二值字段是 {useful:.3f} 比特。",
            "en": f"On {2**rows} rows a noise field of {2**categories} values has a mean gain of {gain:.3f} bits and a gain ratio of {ratio:.3f}; "
            f"a useful yes/no field has {useful:.3f} bits.",
        },
    )


def claims(at) -> None:
    gains = [at(categories=k, rows=8).numbers["gain"] for k in (1, 3, 5, 6, 8)]
    assert all(a < b for a, b in itertools.pairwise(gains))  # noise "gains" with the number of values
    assert gains[3] > at(categories=6, rows=8).numbers["useful"]
    few = at(categories=4, rows=11).numbers
    assert abs(few["gain"] / few["expected"] - 1) < 0.25  # chi-square: (k-1)/(2 n ln 2) bits
    assert at(categories=6, rows=8).numbers["ratio"] < 0.3 * at(categories=6, rows=8).numbers["gain"]
