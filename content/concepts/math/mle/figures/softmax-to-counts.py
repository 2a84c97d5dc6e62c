"""Cross-entropy training of one softmax on counts: the model's probabilities walk to the relative frequencies."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

COUNTS = np.array([40, 25, 20, 10, 5])
WORDS = ("的", "了", "吗", "呢", "吧")
PINYIN = ("de", "le", "ma", "ne", "ba")
RATE = 0.8
sliders = {"steps": Slider(0, 100, step=4, start=4, label=("训练步数", "training steps"))}


def figure(draw: Draw, steps: int) -> Figure:
    share = COUNTS / COUNTS.sum()
    logits = np.zeros(len(COUNTS))
    for _ in range(steps):
        p = np.exp(logits) / np.exp(logits).sum()
        logits = logits - RATE * (p - share)  # the gradient of the mean cross-entropy
    p = np.exp(logits) / np.exp(logits).sum()
    loss, floor = float(-np.sum(share * np.log(p))), float(-np.sum(share * np.log(share)))
    x = np.arange(len(COUNTS))
    plot = (
        Plot(y=("概率", "probability"), y_range=(0, 0.5))
        .bars(p, x + 1, names=list(zip(WORDS, PINYIN, strict=True)), label=("模型", "model"))
        .points(x + 1, share, label=("语料中的频率", "frequency in the corpus"), tone="gold")
    )
    return Figure(
        numbers={
            "loss": loss,
            "floor": floor,
            "gap": loss - floor,
            "perplexity": float(np.exp(loss)),
            "best_perplexity": float(np.exp(floor)),
            "gpt2_start": float(np.log(50257)),
        },
        plot=plot,
        says={
            "zh": f"{steps} 步之后交叉熵 {loss:.4f}，下限是数据自己的熵 {floor:.4f}，差 {loss - floor:.4f}。",
            "en": f"After {steps} steps the cross-entropy is {loss:.4f}; the floor is the entropy of the data, {floor:.4f}, {loss - floor:.4f} away.",
        },
    )


def claims(at) -> None:
    assert abs(at(steps=0).numbers["loss"] - float(np.log(5))) < 1e-12
    losses = [at(steps=s).numbers["loss"] for s in (0, 4, 12, 20, 40, 100)]
    assert losses == sorted(losses, reverse=True)
    end = at(steps=100).numbers
    assert 0 <= end["gap"] < 1e-4  # the best softmax is the relative frequency, the best loss its entropy
