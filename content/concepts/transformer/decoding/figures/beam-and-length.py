"""Beam search on a small model that may end at any step: wider beams find likelier and shorter texts."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

WORDS, MOST = 5, 12  # tokens beside the end mark; the longest text
sliders = {
    "width": Slider(1, 8, step=1, start=1, label=("束宽", "beam width")),
    "alpha": Slider(0, 1, step=0.25, start=0, label=("长度归一的指数 α", "length exponent α")),
}


def model(draw: Draw):
    """Log-probabilities: next word given the last (0 at the start), and of ending after n words."""
    logits = 1.1 * draw.normal(WORDS + 1, WORDS)
    words = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    ends = np.array([0.05 if n < 7 else 0.15 * (n - 6) for n in range(MOST + 1)])
    ends[MOST] = 1.0
    return words, ends


def score(total, length, alpha):
    """The end mark counts as a token, so nothing is divided by zero."""
    return total / (length + 1) ** alpha


def search(words, ends, width, alpha):
    """(log-probability, length) of the best finished text."""
    alive, done = [(0.0, 0, 0)], []  # total, last word, length
    while alive:
        grown = []
        for total, last, length in alive:
            grown.append((total + float(np.log(ends[length])), -1, length))
            if length < MOST:
                rest = total + float(np.log(1 - ends[length]))
                grown += [(rest + float(words[last, w]), w + 1, length + 1) for w in range(WORDS)]
        best = sorted(grown, key=lambda g: -g[0])[:width]
        done += [(total, length) for total, last, length in best if last == -1]
        alive = [g for g in best if g[1] != -1]
    return max(done, key=lambda d: score(*d, alpha))


def likeliest(words, ends):
    """(log-probability, length) of the likeliest text of all, word by word over every last word."""
    reach, going, found = words[0], 0.0, [(float(np.log(ends[0])), 0)]
    for n in range(1, MOST + 1):
        going += float(np.log(1 - ends[n - 1]))
        found.append((float(reach.max()) + going + float(np.log(ends[n])), n))
        reach = (reach[:, None] + words[1:]).max(axis=0)
    return max(found)


def figure(draw: Draw, width: int, alpha: float) -> Figure:
    words, ends = model(draw.child("d"))
    found = [search(words, ends, w, alpha) for w in range(1, 9)]
    (total, length), (most, most_length) = found[width - 1], likeliest(words, ends)
    plots = [
        Plot(x=("束宽", "beam width"), y=("选出的长度", "length of the choice"), y_range=(0, MOST + 0.5))
        .line([n for _, n in found], range(1, 9))
        .points(range(1, 9), [n for _, n in found])
        .points([width], [length], tone="gold"),
        Plot(x=("束宽", "beam width"), y=("选出的对数概率", "log-probability of the choice"), y_range=(-14, 0))
        .line([t for t, _ in found], range(1, 9), tone="indigo")
        .points([width], [total], tone="gold"),
    ]
    return Figure(
        numbers={
            "length": length,
            "total": total,
            "per": total / (length + 1),
            "empty": float(np.log(ends[0])),
            "most": most,
            "most_length": most_length,
        },
        plot=plots,
        says={
            "zh": f"束宽 {width}，α = {alpha:g}：选出 {length} 个词，对数概率 {total:.2f}，平均每个 {total / (length + 1):.2f}。",
            "en": f"Width {width}, α = {alpha:g}: {length} words are chosen with log-probability {total:.2f}, {total / (length + 1):.2f} each.",
        },
    )


def claims(at) -> None:
    greedy, wide = at(width=1, alpha=0).numbers, at(width=8, alpha=0).numbers
    assert greedy["length"] >= 6 and wide["length"] == 0 and wide["total"] > greedy["total"]  # likelier, and empty
    assert abs(wide["total"] - wide["empty"]) < 1e-12
    assert wide["most_length"] == 0 and abs(wide["total"] - wide["most"]) < 1e-12  # the likeliest of all texts is empty
    assert at(width=8, alpha=1).numbers["length"] >= 6  # the mean per token brings the length back
