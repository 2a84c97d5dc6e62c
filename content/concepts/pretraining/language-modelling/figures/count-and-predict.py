"""A character model made by counting: longer contexts fit the training text ever better and unseen text ever worse."""

import json
from collections import Counter
from functools import lru_cache
from pathlib import Path

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

TEXTS = json.loads((Path(__file__).parent / "legge.json").read_text(encoding="utf-8"))
TRAIN, HELD = TEXTS["train"].lower(), TEXTS["held"].lower()
LETTERS = len(set(TRAIN + HELD))
ORDERS = range(1, 7)
sliders = {
    "order": Slider(1, 6, step=1, start=2, label=("n（看前面 n−1 个字符）", "n (the n−1 characters before)")),
    "power": Slider(-3, 0, step=1, start=-1, label=("平滑量 k 是 10 的几次方", "smoothing k as a power of ten")),
}


@lru_cache(maxsize=8)
def counts(order):
    """How often each string of `order` characters occurs, and each context."""
    grams = Counter(TRAIN[i : i + order] for i in range(len(TRAIN) - order + 1))
    contexts = Counter(TRAIN[i : i + order - 1] for i in range(len(TRAIN) - order + 1))
    return grams, contexts


@lru_cache(maxsize=64)
def loss(order, k, held):
    """Mean nats per character with add-k smoothing; the first order - 1 characters are not scored."""
    text = HELD if held else TRAIN
    grams, contexts = counts(order)
    seen = np.array(
        [(grams[text[i : i + order]], contexts[text[i : i + order - 1]]) for i in range(len(text) - order + 1)]
    )
    return float(-np.mean(np.log((seen[:, 0] + k) / (seen[:, 1] + k * LETTERS))))


def unseen(order):
    """The share of the held-out strings that never occurred in training."""
    grams, _ = counts(order)
    return float(np.mean([HELD[i : i + order] not in grams for i in range(len(HELD) - order + 1)]))


def figure(draw: Draw, order: int, power: int) -> Figure:
    k = 10.0**power
    train, held = [[float(np.exp(loss(n, k, side))) for n in ORDERS] for side in (False, True)]
    plot = (
        Plot(x=("n", "n"), y=("每字符困惑度", "perplexity per character"), y_range=(0, 36))
        .line(train, list(ORDERS), label=("训练文本", "training text"))
        .line(held, list(ORDERS), label=("没见过的文本", "unseen text"), tone="indigo")
        .points([order] * 2, [train[order - 1], held[order - 1]], tone="gold")
        .rule(y=LETTERS, label=("乱猜", "blind guess"))
    )
    return Figure(
        numbers={
            "train": train[order - 1], "held": held[order - 1], "letters": LETTERS, "unseen": unseen(order),
            "bits": loss(order, k, True) / float(np.log(2)),
        },
        plot=plot,
        says={
            "zh": f"n = {order}，k = {k:g}：训练文本的困惑度 {train[order - 1]:.2f}，没见过的文本 {held[order - 1]:.2f}；"
            f"其中 {unseen(order):.0%} 的串在训练里从没出现过。",
            "en": f"n = {order}, k = {k:g}: perplexity {train[order - 1]:.2f} on the training text and {held[order - 1]:.2f} on unseen text, "
            f"of whose strings {unseen(order):.0%} never occurred in training.",
        },
    )  # fmt: skip


def claims(at) -> None:
    held = [at(order=n, power=-1).numbers["held"] for n in ORDERS]
    train = [at(order=n, power=-3).numbers["train"] for n in ORDERS]
    assert train == sorted(train, reverse=True) and train[-1] < 2
    best = held.index(min(held)) + 1
    assert best in (2, 3) and held[-1] > 1.3 * min(held)
    assert (
        at(order=6, power=-3).numbers["held"] > at(order=6, power=-1).numbers["held"]
    )  # more smoothing helps where little was seen
    assert at(order=6, power=-1).numbers["unseen"] > 0.4
    total = sum((counts(2)[0]["t" + c] + 0.1) / (counts(2)[1]["t"] + 0.1 * LETTERS) for c in set(TRAIN + HELD))
    assert abs(total - 1) < 1e-12  # the smoothed probabilities of what may follow "t"
