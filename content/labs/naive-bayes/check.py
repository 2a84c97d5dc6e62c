"""The checks of naive-bayes: from a text to its grams, to sparse counts, to parameters, to posteriors."""

import numpy as np

from beikao.kit import Draw, Trial, check

LETTERS = list("退款慢差怎么发票请问不好快")


def texts_of(draw: Draw, n: int) -> list[str]:
    """Random short texts, some with whitespace inside."""
    found = []
    for _ in range(n):
        letters = [draw.choice(LETTERS) for _ in range(draw.integer(2, 10))]
        if draw.integer(0, 2) == 0:
            letters.insert(draw.integer(0, len(letters)), draw.choice([" ", "\n", "\u3000"]))
        found.append("".join(letters))
    return found


def sparse(draw: Draw, n: int, size: int, most: int):
    """Random documents as encode would give them, and labels of three unequal classes named 7, 2 and 4."""
    indptr, words, counts = [0], [], []
    for _ in range(n):
        mine = sorted(draw.sample(range(size), draw.integer(1, most)))
        words += mine
        counts += [draw.integer(1, 4) for _ in mine]
        indptr.append(len(words))
    y = np.array([7, 2, 4] + [draw.choice([7, 7, 7, 2, 4, 4]) for _ in range(n - 3)])
    return tuple(np.array(part, dtype=np.int64) for part in (indptr, words, counts)), y


def key(t: Trial, model, name: str):
    """One entry of the model; says so where it is not there."""
    t.that(
        isinstance(model, dict) and name in model,
        zh=f"fit 应返回字典，含键 {name}；得到 {type(model).__name__}。",
        en=f"fit should return a dict with the key {name}; it is a {type(model).__name__}.",
    )
    return model[name]


@check
def characters_and_pairs(t: Trial) -> None:
    """A text of the task, and random ones."""
    got = t.you.grams("不 好\n用")
    t.that(
        got == ["不", "好", "用", "不好", "好用"],
        zh=f"「不 好⏎用」去掉空白是三个字、两个字对：不、好、用、不好、好用；得到 {got}。",
        en=f"Without whitespace the text has three characters and two pairs: 不, 好, 用, 不好, 好用; got {got}.",
    )
    for text in ["", "好", " \n\u3000", *texts_of(t.draw, 8)]:
        t.agree(lambda m, x=text: list(m.grams(x)), exact=True)


@check
def vocabulary_counts_texts(t: Trial) -> None:
    """One text that repeats itself counts once; ids follow the sorted order."""
    got = t.you.vocabulary(["好好好", "不好", "不快"], 2)
    t.that(
        got == {"不": 0, "好": 1},
        zh=f"「好好好」「不好」「不快」里，出现在至少两条文本中的只有「不」「好」（「好好」在一条里出现两次，只算一条）；得到 {got}。",
        en=f"Of 好好好, 不好 and 不快 only 不 and 好 occur in two texts (好好 occurs twice, but in one text); got {got}.",
    )
    texts = texts_of(t.draw, 30)
    for least in (1, 2, 5, 31):
        t.agree(lambda m, k=least: list(m.vocabulary(texts, k).items()), exact=True)


@check
def sparse_encoding(t: Trial) -> None:
    """Counts, ascending words, unknown grams skipped, empty texts kept as empty rows."""
    vocab = {"不": 0, "好": 1, "好好": 2}
    got = [np.asarray(part).tolist() for part in t.you.encode(["好好好", "坏", "不坏好"], vocab)]
    want = [[0, 2, 2, 4], [1, 2, 0, 1], [3, 2, 1, 1]]
    t.that(
        got == want,
        zh=f"词表 不 0、好 1、好好 2。「好好好」「坏」「不坏好」应编码成 indptr {want[0]}、words {want[1]}、counts {want[2]}；得到 {got}。"
        "生词跳过，不要塞进别的格子；次数不是有无。",
        en=f"With the vocabulary 不 0, 好 1, 好好 2 the texts 好好好, 坏, 不坏好 are indptr {want[0]}, words {want[1]}, counts {want[2]}; "
        f"got {got}. Unknown grams are skipped and get no cell of another; counts are not presence.",
    )
    texts = texts_of(t.draw, 25)
    vocab = t.ref.vocabulary(texts[:10], 2)
    t.agree(lambda m: tuple(m.encode([*texts, ""], vocab)), exact=True)
    t.agree(lambda m: tuple(m.encode([], vocab)), exact=True)


@check
def probabilities_add_up(t: Trial) -> None:
    """Whatever alpha is."""
    docs, y = sparse(t.draw, 20, 15, 6)
    for alpha in (0.01, 1.0, 25.0):
        theta = np.exp(np.asarray(key(t, t.you.fit(docs, y, 15, alpha), "log_theta")))
        t.that(
            theta.shape == (3, 15) and bool(np.all(np.abs(theta.sum(axis=1) - 1) < 1e-9)),
            zh=f"α={alpha:g}，3 类、15 个词：log_theta 应是 (3, 15)，每行取指数之和是 1；得到形状 {theta.shape}，和 {theta.sum(axis=-1)}。",
            en=f"α={alpha:g}, 3 classes, 15 words: log_theta should be (3, 15) and the exponentials of each row add up to 1; "
            f"shape {theta.shape}, sums {theta.sum(axis=-1)}.",
        )


@check
def class_shares(t: Trial) -> None:
    """Texts of the class over all texts, in the order of the sorted labels, unsmoothed."""
    for alpha in (1.0, 40.0):
        docs, y = sparse(t.draw, 23, 9, 4)
        model = t.you.fit(docs, y, 9, alpha)
        want = np.array([np.mean(y == c) for c in (2, 4, 7)])
        got = np.exp(np.asarray(key(t, model, "log_prior")))
        t.that(
            np.asarray(key(t, model, "classes")).tolist() == [2, 4, 7]
            and got.shape == (3,)
            and bool(np.all(np.abs(got - want) < 1e-12)),
            zh=f"α={alpha:g}：classes 应是 [2, 4, 7]，先验是各类文本的比例 {want.round(4)}；得到 {got.round(4)}。平滑只管词，不管先验。",
            en=f"α={alpha:g}: classes should be [2, 4, 7] and the prior the shares of texts, {want.round(4)}; got {got.round(4)}. "
            "Smoothing is for words, not for the prior.",
        )


@check
def word_probabilities(t: Trial) -> None:
    """Several sizes and alphas; one class alone; one text alone."""
    for n, size in ((20, 12), (40, 30)):
        docs, y = sparse(t.draw, n, size, 6)
        for alpha in (0.05, 1.0, 3.0):
            t.agree(lambda m, d=docs, k=y, s=size, a=alpha: m.fit(d, k, s, a)["log_theta"], rtol=1e-10)
    docs, y = sparse(t.draw, 5, 8, 3)
    t.agree(lambda m: m.fit(docs, np.full(5, 3), 8, 1.0), rtol=1e-10)
    one = (np.array([0, 1]), np.array([2]), np.array([3]))
    t.agree(lambda m: m.fit(one, np.array([1]), 4, 0.5), rtol=1e-10)


@check
def posteriors(t: Trial) -> None:
    """Each row adds up to 1 and agrees to 1e-8."""
    docs, y = sparse(t.draw, 40, 20, 6)
    new, _ = sparse(t.draw, 15, 20, 8)
    for alpha in (0.1, 1.0):
        model = t.ref.fit(docs, y, 20, alpha)
        rows = np.exp(np.asarray(t.you.log_proba(model, new))).sum(axis=-1)
        t.that(
            rows.shape == (15,) and bool(np.all(np.abs(rows - 1) < 1e-9)),
            zh=f"15 条文本的后验，每行之和应是 1；得到 {rows[:4]}……",
            en=f"The posteriors of 15 texts should add up to 1 in each row; got {rows[:4]}...",
        )
        t.agree(lambda m, k=model: m.log_proba(k, new), rtol=1e-9, atol_scale=1e-10)


@check
def long_texts(t: Trial) -> None:
    """Thousands of characters: a product of probabilities is zero in every class."""
    docs, y = sparse(t.draw, 30, 20, 6)
    model = t.ref.fit(docs, y, 20, 1.0)
    counts = np.array([t.draw.integer(100, 400) for _ in range(20)])
    new = (np.array([0, 20, 21]), np.concatenate([np.arange(20), [3]]), np.concatenate([counts, [5000]]))
    got = np.asarray(t.you.log_proba(model, new))
    t.that(
        bool(np.all(np.isfinite(got))),
        zh=f"一条有 {counts.sum()} 个词的文本，对数后验应是有限的数；得到 {got.tolist()}。概率连乘会下溢成 0，要在对数域里相加。",
        en=f"The log posteriors of a text with {counts.sum()} words should be finite; got {got.tolist()}. A product of probabilities "
        "underflows to 0; add logarithms.",
    )
    t.agree(lambda m: m.log_proba(model, new), rtol=1e-9, atol_scale=1e-10)


@check
def empty_texts(t: Trial) -> None:
    """No known gram, no evidence: the prior. No text at all: no row."""
    docs, y = sparse(t.draw, 30, 12, 5)
    model = t.ref.fit(docs, y, 12, 1.0)
    new = (np.array([0, 0, 2, 2]), np.array([1, 5]), np.array([1, 2]))
    got = np.asarray(t.you.log_proba(model, new))
    want = model["log_prior"]
    t.that(
        got.shape == (3, 3) and bool(np.all(np.abs(got[[0, 2]] - want) < 1e-9)),
        zh=f"没有任何已知词的文本，后验就是先验 {np.exp(want).round(3)}；得到 {np.exp(got[0]).round(3) if got.ndim == 2 and len(got) else got}。",
        en=f"A text without any known gram has the prior {np.exp(want).round(3)}; got {np.exp(got[0]).round(3) if got.ndim == 2 and len(got) else got}.",
    )
    t.agree(lambda m: m.log_proba(model, new), rtol=1e-9)
    nothing = (np.array([0]), np.array([], dtype=np.int64), np.array([], dtype=np.int64))
    t.agree(lambda m: m.log_proba(model, nothing), rtol=1e-9)
    blank = (np.array([0, 0, 0]), np.array([], dtype=np.int64), np.array([], dtype=np.int64))
    t.agree(lambda m: m.fit(blank, np.array([0, 1]), 3, 1.0), rtol=1e-10)


@check
def bad_arguments(t: Trial) -> None:
    """alpha at and below zero, labels too few, too many, none, two for one empty text."""
    docs, y = sparse(t.draw, 6, 5, 2)
    t.raises(lambda m: m.fit(docs, y, 5, 0.0), "ValueError")
    t.raises(lambda m: m.fit(docs, y, 5, -1.0), "ValueError")
    t.raises(lambda m: m.fit(docs, y[:5], 5, 1.0), "ValueError")
    t.raises(lambda m: m.fit(docs, np.append(y, 2), 5, 1.0), "ValueError")
    nothing = (np.array([0]), np.array([], dtype=np.int64), np.array([], dtype=np.int64))
    t.raises(lambda m: m.fit(nothing, np.array([], dtype=np.int64), 5, 1.0), "ValueError")
    blank = (np.array([0, 0]), np.array([], dtype=np.int64), np.array([], dtype=np.int64))
    t.raises(lambda m: m.fit(blank, np.array([1, 2]), 5, 1.0), "ValueError")


@check
def stays_sparse(t: Trial) -> None:
    """4,000 texts, 4,000 grams, 20 in each text: a dense matrix would take 128 MB, the sparse one 2; a loop over words is too slow."""
    rng = np.random.default_rng(t.draw.integer(0, 10**6))
    n, size, each = 4000, 4000, 20
    words = np.sort(rng.integers(0, size // each, (n, each)) + np.arange(each) * (size // each), axis=1).ravel()
    docs = (np.arange(n + 1) * each, words, rng.integers(1, 4, n * each))
    y = rng.integers(0, 3, n)
    t.lighter(lambda m: m.log_proba(m.fit(docs, y, size, 1.0), docs).sum(axis=0), at_most=4.0)
    t.faster(lambda m: m.log_proba(m.fit(docs, y, size, 1.0), docs).sum(axis=0), at_most=4.0)
