"""Next-sentence pairs can be told apart by topic alone; the order of two sentences cannot."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

TOPICS, PER_TOPIC, COMMON, PAIRS = 12, 25, 200, 400
sliders = {
    "topical": Slider(
        0, 60, step=10, start=30, label=("句中主题词占百分之几", "topical words in a sentence, per cent")
    ),
    "length": Slider(6, 30, step=6, start=18, label=("一句几个词", "words in a sentence")),
}


def sentences(rng, topics, share, length):
    """Word ids, one row a sentence: some words of its topic, the rest common ones."""
    own = topics[:, None] * PER_TOPIC + rng.integers(0, PER_TOPIC, (len(topics), length))
    general = TOPICS * PER_TOPIC + rng.integers(0, COMMON, (len(topics), length))
    return np.where(rng.random((len(topics), length)) < share, own, general)


def topic_counts(words):
    """How many words of each topic a sentence has: all that the rule below looks at."""
    return np.stack([np.sum(words // PER_TOPIC == k, axis=1) for k in range(TOPICS)], axis=1)


def alike(first, second):
    """Whether the two share their topics: the inner product of their counts."""
    return np.sum(topic_counts(first) * topic_counts(second), axis=1)


def accuracy(positive, negative):
    """Of the best threshold found on the first half, measured on the second."""
    half = len(positive) // 2
    cuts = np.unique(np.concatenate([positive[:half], negative[:half]]))
    score = [np.mean(positive[:half] >= c) + np.mean(negative[:half] < c) for c in cuts]
    cut = cuts[int(np.argmax(score))]
    return float((np.mean(positive[half:] >= cut) + np.mean(negative[half:] < cut)) / 2)


def figure(draw: Draw, topical: int, length: int) -> Figure:
    rng = np.random.default_rng(7)
    topics, others = rng.integers(0, TOPICS, PAIRS), rng.integers(0, TOPICS, PAIRS)
    first, after = (sentences(rng, topics, topical / 100, length) for _ in range(2))
    elsewhere = sentences(rng, others, topical / 100, length)
    nsp = accuracy(alike(first, after), alike(first, elsewhere))
    sop = accuracy(alike(first, after), alike(after, first))
    most = 0.5 + 0.5 * (1 - 1 / TOPICS)
    plot = (
        Plot(y=("只看主题的准确率", "accuracy by topic alone"), y_range=(0, 1))
        .bars([nsp, sop], names=[("下一句还是别的文档", "next or from elsewhere"), ("两句的次序", "order of the two")])
        .rule(y=0.5, label=("乱猜", "chance"))
    )
    return Figure(
        numbers={"nsp": nsp, "sop": sop, "most": most},
        plot=plot,
        says={
            "zh": f"主题词占 {topical}%，一句 {length} 个词：只看主题，下一句预测能对 {nsp:.0%}，判断两句次序只有 {sop:.0%}。",
            "en": f"With {topical}% topical words and {length} words a sentence, topic alone gets {nsp:.0%} of next-sentence pairs right and {sop:.0%} of orders.",
        },
    )


def claims(at) -> None:
    easy = at(topical=30, length=18).numbers
    assert easy["nsp"] > 0.85 and abs(easy["sop"] - 0.5) < 0.02  # swapped sentences have the same topics
    assert at(topical=0, length=18).numbers["nsp"] < 0.6  # nothing but topic was used
    assert at(topical=60, length=30).numbers["nsp"] <= easy["most"] + 0.03
