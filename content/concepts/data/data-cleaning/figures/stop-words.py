"""Drop the k most frequent words: what becomes of topic, of polarity, and of the sentence itself."""

import math
import random
from collections import Counter

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

TRAIN, TEST = 200, 200
SUBJECT = {0: ["server", "cache", "index"], 1: ["invoice", "refund", "price"]}  # topic
GOOD, BAD = ["fast", "right", "clear"], ["slow", "wrong", "late"]
SHORT = ["the", "is", "and", "it", "of", "to", "a", "not"]  # from the most frequent to the least
sliders = {
    "removed": Slider(0, 8, step=1, start=0, label=("去掉最常见的几个词", "most frequent words removed")),
}


def document(rng):
    """Words, topic and polarity. Half of the judgements are negated, so polarity needs the word "not"."""
    topic, positive, negated = (rng.randrange(2) for _ in range(3))
    word = rng.choice(GOOD if positive != negated else BAD)
    body = ["the", rng.choice(SUBJECT[topic]), "is"] + (["not"] if negated else []) + [word]
    filler = rng.choices(SHORT[:7], weights=[30, 20, 15, 12, 10, 8, 5], k=rng.randrange(2, 7))
    return filler + body, topic, positive


def features(words, gone):
    """Words and neighbouring pairs of what is left."""
    kept = [w for w in words if w not in gone]
    return kept + [f"{a} {b}" for a, b in zip(kept, kept[1:], strict=False)]


def accuracies(train, test, gone):
    """Multinomial naive Bayes with smoothing 1, for the topic and for the polarity."""
    train = [(features(d[0], gone), *d[1:]) for d in train]
    test = [(features(d[0], gone), *d[1:]) for d in test]
    found = []
    for which in (1, 2):
        counts = [Counter(), Counter()]
        for doc in train:
            counts[doc[which]].update(doc[0])
        names = set(counts[0]) | set(counts[1])
        bias = math.log((counts[0].total() + len(names)) / (counts[1].total() + len(names)))
        weight = {f: math.log((counts[1][f] + 1) / (counts[0][f] + 1)) + bias for f in names}
        found.append(sum((sum(weight.get(f, 0.0) for f in d[0]) > 0) == d[which] for d in test) / len(test))
    return found


def states():
    """For k = 0, ..., 8 words removed: accuracy for topic, for polarity, share of tokens left."""
    rng = random.Random(4)
    docs = [document(rng) for _ in range(TRAIN + TEST)]
    words = Counter(w for d in docs for w in d[0])
    rows = []
    for k in range(9):
        kept = 1 - sum(words[w] for w in SHORT[:k]) / words.total()
        rows.append([*accuracies(docs[:TRAIN], docs[TRAIN:], set(SHORT[:k])), kept])
    return np.array(rows)


def figure(draw: Draw, removed: int) -> Figure:
    ks = np.arange(9)
    rows = states()
    topic, polarity, kept = (float(v) for v in rows[removed])
    sentence = [
        w for w in ["the", "answer", "is", "not", "wrong", "and", "it", "is", "clear"] if w not in SHORT[:removed]
    ]
    left = (
        Plot(x=("去掉的词数", "words removed"), y=("词袋分类器的准确率", "accuracy, bag of words"), y_range=(0.4, 1.03))
        .line(rows[:, 0], ks, label=("主题", "topic"))
        .line(rows[:, 1], ks, label=("褒贬", "polarity"), tone="gold", dash=True)
        .rule(x=removed)
    )
    right = (
        Plot(x=("去掉的词数", "words removed"), y=("留下的词元", "tokens left"), y_range=(0, 1.03))
        .line(rows[:, 2], ks, tone="indigo")
        .points([removed], [kept], tone="gold")
    )
    return Figure(
        numbers={"topic": topic, "polarity": polarity, "kept": kept, "sentence": " ".join(sentence)},
        plot=[left, right],
        says={
            "zh": f"去掉 {removed} 个最常见的词：主题 {topic:.1%}，褒贬 {polarity:.1%}，词元剩 {kept:.0%}；例句成了「{' '.join(sentence)}」。",
            "en": f"With the {removed} most frequent words removed: topic {topic:.1%}, polarity {polarity:.1%}, {kept:.0%} of the tokens "
            f'left; the sentence reads "{" ".join(sentence)}".',
        },
    )


def claims(at) -> None:
    whole, seven, eight = (at(removed=k).numbers for k in (0, 7, 8))
    assert seven["topic"] > 0.97 and eight["topic"] > 0.97  # a topic survives
    assert seven["polarity"] > 0.9 and eight["polarity"] < 0.65  # polarity does not survive the loss of "not"
    assert whole["kept"] == 1 and eight["kept"] < 0.4 and eight["sentence"] == "answer wrong clear"
