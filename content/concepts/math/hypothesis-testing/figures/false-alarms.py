"""Two models that are equally good, compared four thousand times: how often each way of testing cries wolf."""

from statistics import NormalDist

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

REPEATS, QUESTIONS, BLOCKS = 4000, 2400, 24
SPLIT = 0.10  # of the questions each model alone gets right; both right 0.6, both wrong 0.2
Z, MANY = 1.959963984540054, 24
sliders = {"k": Slider(1, 24, step=1, start=8, label=("看几次，或比几项 k", "looks, or metrics, k"))}


def z_paired(wins, losses):
    """(wins - losses) / sqrt(wins + losses): the McNemar statistic before squaring."""
    return (wins - losses) / np.sqrt(np.maximum(1, wins + losses))


def simulate():
    """Wins and losses of the first model: (repeats, metrics, blocks), every metric on its own questions."""
    rng = np.random.default_rng(11)
    shape = (REPEATS, MANY)
    whole = rng.multinomial(QUESTIONS, [SPLIT, SPLIT, 0.6, 0.2], size=shape)
    blocks = rng.multinomial(QUESTIONS // BLOCKS, [SPLIT, SPLIT, 0.8], size=(REPEATS, BLOCKS))
    return whole, blocks.cumsum(axis=1)


def figure(draw: Draw, k: int) -> Figure:
    whole, running = simulate()
    wins, losses, both = whole[..., 0], whole[..., 1], whole[..., 2]
    a, b = (wins + both) / QUESTIONS, (losses + both) / QUESTIONS
    unpaired = np.abs(a - b) / np.sqrt((a * (1 - a) + b * (1 - b)) / QUESTIONS)
    paired = np.abs(z_paired(wins, losses))
    looks = np.unique(np.round(np.linspace(BLOCKS / k, BLOCKS, k)).astype(int)) - 1
    peeked = np.abs(z_paired(running[:, looks, 0], running[:, looks, 1]))
    strict = NormalDist().inv_cdf(1 - 0.05 / k / 2)  # the first rung of Holm's ladder decides whether any is called
    rates = {
        "unpaired": float(np.mean(unpaired[:, 0] > Z)),
        "paired": float(np.mean(paired[:, 0] > Z)),
        "peeked": float(np.mean((peeked > Z).any(axis=1))),
        "metrics": float(np.mean((paired[:, :k] > Z).any(axis=1))),
        "holm": float(np.mean((paired[:, :k] > strict).any(axis=1))),
    }
    names = [
        ("不配对", "unpaired"),
        ("配对一次", "paired once"),
        (f"偷看 {k} 次", f"{k} looks"),
        (f"比 {k} 项", f"{k} metrics"),
        (f"{k} 项+Holm", f"{k} + Holm"),
    ]
    plot = (
        Plot(y=("误报率 %", "false alarms, %"), y_range=(0, 75))
        .bars([100 * v for v in rates.values()], names=names)
        .rule(y=5, label=("说好的 5%", "the promised 5%"), tone="gold")
    )
    return Figure(
        numbers={**rates, "formula": 1 - 0.95**k},
        plot=plot,
        says={
            "zh": f"两个模型其实一样好：配对检验一次误报 {rates['paired']:.1%}；边跑边看 {k} 次，见显著就停，"
            f"误报 {rates['peeked']:.1%}；比 {k} 项挑最好的，{rates['metrics']:.1%}；Holm 校正后 {rates['holm']:.1%}。",
            "en": f"The two models are equally good. One paired test: {rates['paired']:.1%} false alarms; {k} looks, "
            f"stopping when significant: {rates['peeked']:.1%}; the best of {k} metrics: {rates['metrics']:.1%}; "
            f"with Holm: {rates['holm']:.1%}.",
        },
    )


def claims(at) -> None:
    for k in (1, 8, 20):
        state = at(k=k).numbers
        assert abs(state["paired"] - 0.05) < 0.012
        assert abs(state["metrics"] - state["formula"]) < 0.03  # 1 - 0.95^k
        assert state["holm"] < 0.062
        assert state["unpaired"] < 0.5 * state["paired"]  # the promise is kept far too well: power is thrown away
    assert at(k=20).numbers["peeked"] > 0.18
    assert at(k=1).numbers["peeked"] < 0.062
