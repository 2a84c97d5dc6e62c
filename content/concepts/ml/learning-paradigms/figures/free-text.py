"""Word vectors learned from unlabelled text, then a classifier from a handful of labels: amount against quality."""

from functools import lru_cache

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

TOPICS, WORDS, LENGTH = 8, 16, 12  # topics, words of each topic, words a document
VOCABULARY = TOPICS * WORDS  # word number: topic * WORDS + rank
RUNS = 2
SIZES = [2**k for k in range(6, 13)]  # documents
sliders = {
    "power": Slider(6, 12, step=1, start=9, label=("无标注文档数，2 的几次方", "unlabelled documents, power of two")),
    "junk": Slider(0, 90, step=15, start=45, label=("语料里模板页的占比 %", "template pages in the corpus, %")),
}


def documents(rng, topics, template):
    """Word counts. Half of the words are off topic; a template page goes by the rank of a word, whatever its topic."""
    n = len(topics)
    word = rng.integers(0, VOCABULARY, size=(n, LENGTH))
    on_topic = topics[:, None] * WORDS + rng.integers(0, WORDS, size=(n, LENGTH))
    by_rank = rng.integers(0, TOPICS, size=(n, LENGTH)) * WORDS + (
        topics[:, None] * 2 + rng.integers(0, 2, (n, LENGTH))
    )
    ruled = np.where(template[:, None], by_rank, on_topic)
    word = np.where(rng.random((n, LENGTH)) < 0.5, ruled, word)
    place = (np.arange(n)[:, None] * VOCABULARY + word).ravel()
    return np.bincount(place, minlength=n * VOCABULARY).reshape(n, VOCABULARY).astype(float)


def word_vectors(counts):
    """Which words share documents, as positive pointwise mutual information, factored: nobody labelled anything."""
    together = counts.T @ counts
    np.fill_diagonal(together, 0)
    margin = together.sum(axis=1) + 1e-9
    ratio = together * together.sum() / np.outer(margin, margin)
    values, vectors = np.linalg.eigh(np.log(np.maximum(ratio, 1.0)))
    return vectors[:, -TOPICS:] * np.sqrt(np.maximum(values[-TOPICS:], 0))


def accuracy(train, labels, test, truth):
    """Nearest class mean by cosine."""
    means = np.array([train[labels == c].mean(axis=0) for c in range(TOPICS)])
    unit = [m / (np.linalg.norm(m, axis=1, keepdims=True) + 1e-12) for m in (test, means)]
    return float(np.mean(np.argmax(unit[0] @ unit[1].T, axis=1) == truth))


@lru_cache(maxsize=16)
def scores(junk):
    """Accuracy per corpus size for a corpus with `junk` template pages, and without any vectors; some runs averaged."""
    out, bare = np.zeros(len(SIZES)), 0.0
    for run in range(RUNS):
        rng = np.random.default_rng(run)
        labels, truth = np.repeat(np.arange(TOPICS), 2), np.repeat(np.arange(TOPICS), 60)
        clean = np.zeros(len(truth), dtype=bool)
        train, test = documents(rng, labels, clean[: len(labels)]), documents(rng, truth, clean)
        bare += accuracy(train, labels, test, truth) / RUNS
        pages = documents(rng, rng.integers(0, TOPICS, SIZES[-1]), rng.random(SIZES[-1]) < junk)
        for place, size in enumerate(SIZES):
            vectors = word_vectors(pages[:size])
            out[place] += accuracy(train @ vectors, labels, test @ vectors, truth) / RUNS
    return out, bare


def figure(draw: Draw, power: int, junk: int) -> Figure:
    raw, bare = scores(junk / 100)
    filtered, _ = scores(0.0)
    place = power - 6
    plot = (
        Plot(
            x=("无标注文档数", "unlabelled documents"),
            y=("16 个标注时的准确率", "accuracy with 16 labels"),
            log_x=True,
            y_range=(0, 1),
        )
        .line(filtered, SIZES, label=("清洗过的语料", "filtered corpus"))
        .line(raw, SIZES, label=(f"含 {junk}% 模板页", f"{junk}% template pages"), tone="indigo", dash=True)
        .rule(y=bare, label=("只用标注", "labels only"), tone="gold")
        .points([SIZES[place]] * 2, [filtered[place], raw[place]])
    )
    return Figure(
        numbers={
            "bare": bare,
            "filtered": float(filtered[place]),
            "raw": float(raw[place]),
            "n": SIZES[place],
        },
        plot=plot,
        says={
            "zh": f"{SIZES[place]} 篇无标注文档学词向量，再用 16 个标注分类：清洗过 {filtered[place]:.0%}，"
            f"含 {junk}% 模板页 {raw[place]:.0%}；不用无标注文本是 {bare:.0%}。",
            "en": f"Word vectors from {SIZES[place]} unlabelled documents, then 16 labels: {filtered[place]:.0%} "
            f"filtered, {raw[place]:.0%} with {junk}% template pages; {bare:.0%} without unlabelled text.",
        },
    )


def claims(at) -> None:
    clean = at(power=9, junk=0).numbers
    assert clean["filtered"] > clean["bare"] + 0.2  # text without labels helps a great deal
    assert at(power=9, junk=45).numbers["raw"] < at(power=7, junk=0).numbers["raw"]  # a quarter of the text, but clean
    assert at(power=12, junk=45).numbers["raw"] > 0.94  # here amount makes up for quality
    for power in (9, 10, 11, 12):
        many = at(power=power, junk=60).numbers
        assert many["raw"] < many["bare"] - 0.2  # and here it never does
    assert at(power=12, junk=60).numbers["raw"] < at(power=8, junk=60).numbers["raw"]
