"""How surprising each character of a held-out poem is, to counting and to a small network trained on the same poems."""

import json
from pathlib import Path

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

DATA = json.loads((Path(__file__).parent / "surprise.json").read_text(encoding="utf-8"))
POEMS, HELD = DATA["poems"], DATA["held"]  # poems of the held-out part; perplexities on all of it
MODELS = {
    "unigram": ("数单字", "single characters"),
    "counted": ("五元计数", "5-gram counts"),
    "network": ("小网络", "small network"),
}
sliders = {
    "poem": Slider(0, len(POEMS) - 1, step=1, start=0, label=("第几首（从 0 数）", "which poem (from 0)")),
    "line": Slider(1, 4, step=1, start=1, label=("第几句", "which line")),
}


def figure(draw: Draw, poem: int, line: int) -> Figure:
    row = POEMS[poem]
    begin, end = 6 * (line - 1), 6 * line
    text = row["text"][begin:end]
    plot = Plot(title=(text, text), y=("意外（比特）", "surprise (bits)"))
    for name, tone, hollow in (("unigram", "ink", True), ("counted", "gold", False), ("network", "indigo", False)):
        plot.points(range(1, 7), row[name][begin:end], label=MODELS[name], tone=tone, hollow=hollow)
        plot.line(row[name][begin:end], range(1, 7), tone=tone)
    mean = {name: float(np.mean(row[name])) for name in MODELS}
    first = {name: float(np.mean([row[name][6 * n] for n in range(4)])) for name in MODELS}
    last = {name: float(np.mean([row[name][6 * n + 5] for n in range(4)])) for name in MODELS}
    return Figure(
        numbers={
            **{f"bits_{name}": value for name, value in mean.items()},
            **{f"perplexity_{name}": 2**value for name, value in mean.items()},
            **{f"held_{name}": value for name, value in HELD.items()},
            "first": first["network"], "stop": last["network"],
        },
        plot=plot,
        says={
            "zh": f"「{text}」每个字的意外。全诗平均每字：数单字 {mean['unigram']:.2f} 比特，五元计数 {mean['counted']:.2f}，小网络 {mean['network']:.2f}，"
            f"困惑度 {2 ** mean['unigram']:.0f}、{2 ** mean['counted']:.0f}、{2 ** mean['network']:.0f}。",
            "en": f"The surprise of each character of “{text}”. On average over the poem: single characters {mean['unigram']:.2f} bits, 5-gram counts {mean['counted']:.2f}, "
            f"the network {mean['network']:.2f}; perplexities {2 ** mean['unigram']:.0f}, {2 ** mean['counted']:.0f}, {2 ** mean['network']:.0f}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    for n in range(len(POEMS)):
        numbers = at(poem=n, line=1).numbers
        assert numbers["stop"] < 1 < numbers["first"]  # that a line of five ends is known, what begins it is not
        assert all(max(POEMS[n][name]) > 10 for name in MODELS)  # a rare character
        assert numbers["bits_network"] < numbers["bits_unigram"]
    assert HELD["network"] < HELD["counted"] < HELD["unigram"]
