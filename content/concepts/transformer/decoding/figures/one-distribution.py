"""Temperature, then top-k, then top-p, on the distribution of one next token."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

LOGITS = np.array([4.2, 3.6, 3.3, 2.4, 2.0, 1.6, 1.1, 0.7, 0.2, -0.3, -0.9, -1.6])
N = len(LOGITS)
sliders = {
    "temperature": Slider(0.25, 2, step=0.25, start=1, label=("温度 T", "temperature T")),
    "k": Slider(1, N, step=1, start=N, label=("top-k（最右为不截）", "top-k (rightmost: off)")),
    "p": Slider(0.1, 1, step=0.05, start=1, label=("top-p（1 为不截）", "top-p (1: off)")),
}


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def filtered(temperature, k, p):
    """Probabilities before and after truncation; the logits are in falling order."""
    before = softmax(LOGITS / temperature)
    kept = np.arange(N) < k
    among = before * kept / np.sum(before * kept)
    reached = np.cumsum(among) - among  # the mass before each token: whoever starts below p is needed
    kept &= reached < p - 1e-12
    after = np.where(kept, before, 0)
    return before, after / after.sum()


def figure(draw: Draw, temperature: float, k: int, p: float) -> Figure:
    before, after = filtered(temperature, k, p)
    kept = int(np.sum(after > 0))
    mass = float(before[:kept].sum())
    bits = float(-np.sum(after[after > 0] * np.log2(after[after > 0])))
    plot = (
        Plot(x=("候选词元", "candidate token"), y=("概率", "probability"), y_range=(0, 1))
        .bars(after, label=("采样用的", "sampled from"))
        .points(range(1, N + 1), before, label=("截断之前", "before truncation"), tone="gold", hollow=True)
    )
    return Figure(
        numbers={"kept": kept, "mass": mass, "top": float(after[0]), "before": float(before[0]), "bits": bits,
                 "ratio": float(before[0] / before[1]), "last": float(before[-1])},
        plot=plot,
        says={
            "zh": f"温度 {temperature:g}，k = {k}，p = {p:g}：留下 {kept} 个，原先占 {mass:.1%}；归一之后第一名 {after[0]:.1%}，熵 {bits:.2f} 比特。",
            "en": f"Temperature {temperature:g}, k = {k}, p = {p:g}: {kept} tokens stay, with {mass:.1%} of the mass; renormalised, the first has {after[0]:.1%} "
            f"and the entropy is {bits:.2f} bits.",
        },
    )  # fmt: skip


def claims(at) -> None:
    one = at(temperature=1, k=N, p=1).numbers
    for t in (0.25, 0.5, 2):
        assert (
            abs(at(temperature=t, k=N, p=1).numbers["ratio"] - one["ratio"] ** (1 / t)) < 1e-9
        )  # ratios go to the power 1/T
    assert at(temperature=1, k=1, p=1).numbers["bits"] == 0
    for t in (0.5, 1, 2):
        state = at(temperature=t, k=N, p=0.9).numbers
        before, _ = filtered(t, N, 1)
        assert state["mass"] >= 0.9 > before[: state["kept"] - 1].sum()  # the token that crosses p stays
    assert (
        at(temperature=0.5, k=N, p=0.9).numbers["kept"] < at(temperature=2, k=N, p=0.9).numbers["kept"]
    )  # p adapts, k does not
    assert at(temperature=1, k=5, p=1).numbers["kept"] == 5
