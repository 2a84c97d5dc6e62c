"""How likely it is that a long text meets at least one token from the tail, with and without truncation."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

RANKS = np.arange(1, 50_001)
SLOPE, TAIL = 1.6, 200  # probabilities fall like rank**-SLOPE; beyond rank TAIL a token spoils the text
LENGTHS = np.unique(np.round(np.geomspace(1, 2000, 60)).astype(int))
sliders = {
    "temperature": Slider(0.5, 1.5, step=0.1, start=1, label=("温度 T", "temperature T")),
    "length": Slider(50, 2000, step=50, start=500, label=("生成的词元数", "tokens generated")),
}


def tail(temperature, p=1.0, relative=0.0):
    """Probability of the tail in one step: pure, with top-p, or with a minimum relative to the likeliest token."""
    weights = RANKS ** (-SLOPE / temperature)
    probs = weights / weights.sum()
    keep = (np.cumsum(probs) - probs < p) & (probs >= relative * probs[0])
    return float(probs[TAIL:][keep[TAIL:]].sum() / probs[keep].sum())


def figure(draw: Draw, temperature: float, length: int) -> Figure:
    ways = [("纯采样", "pure sampling", tail(temperature), "ink"), ("top-p 0.9", "top-p 0.9", tail(temperature, p=0.9), "indigo"),
            ("min-p 0.05", "min-p 0.05", tail(temperature, relative=0.05), "gold")]  # fmt: skip
    plot = Plot(
        x=("生成的词元数", "tokens generated"),
        y=("至少碰到一次长尾的概率", "chance of meeting the tail"),
        log_x=True,
        y_range=(0, 1.02),
    )
    for zh, en, once, tone in ways:
        plot.line(1 - (1 - once) ** LENGTHS, LENGTHS, label=(zh, en), tone=tone)
    plot.rule(x=length)
    pure, nucleus, least = ((1 - (1 - once) ** length) for _, _, once, _ in ways)
    weights = RANKS ** (-SLOPE / temperature)
    probs = weights / weights.sum()
    return Figure(
        numbers={"once": ways[0][2], "once_p": ways[1][2], "pure": pure, "nucleus": nucleus, "least": least,
                 "kept_p": int(np.sum(np.cumsum(probs) - probs < 0.9)), "kept_least": int(np.sum(probs >= 0.05 * probs[0]))},
        plot=plot,
        says={
            "zh": f"温度 {temperature:.1f}：每一步有 {ways[0][2]:.1%} 落进长尾；{length} 个词元里至少碰到一次的概率，纯采样 {pure:.0%}，"
            f"top-p 0.9 是 {nucleus:.0%}，min-p 0.05 是 {least:.0%}。",
            "en": f"Temperature {temperature:.1f}: a step falls into the tail with {ways[0][2]:.1%}; over {length} tokens the chance to meet it at least once is "
            f"{pure:.0%} for pure sampling, {nucleus:.0%} for top-p 0.9, {least:.0%} for min-p 0.05.",
        },
    )  # fmt: skip


def claims(at) -> None:
    usual, hot = at(temperature=1, length=500).numbers, at(temperature=1.5, length=500).numbers
    assert usual["once"] < 0.05 and usual["pure"] > 0.99  # rare in a step, nearly certain in a text
    assert usual["nucleus"] == 0 and usual["least"] == 0
    assert hot["nucleus"] > 0.99 and hot["least"] < 1e-9  # top-p reaches into a flat tail, a relative minimum does not
    assert hot["kept_p"] > 20 * usual["kept_p"]
