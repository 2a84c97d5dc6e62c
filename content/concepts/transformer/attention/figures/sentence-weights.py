"""Attention of one sentence of seven words; queries and keys are written by hand, four features each, nothing is trained."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

WORDS = [("猫", "cat"), ("没", "didn't"), ("追", "chase"), ("老鼠", "rat"), ("因为", "since"), ("它", "it")]
ENDINGS = [("饱了", "full"), ("跑了", "fled")]
# features: an animal, does the chasing, is chased, an action or state
KEYS = np.array([[2, 2, 0, 0], [0, 0, 0, 1], [0, 0, 0, 2], [2, 0, 2, 0], [0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1.0]])
QUERIES = np.array([[0, 0, 0, 2], [0, 0, 0, 2], [1, 2, 2, 0], [0, 0, 0, 2], [0, 0, 0, 0], [2, 0, 0, 0], [0, 0, 0, 0.0]])
LOOKS_FOR = np.array([[2, 2, 0, 0], [2, 0, 2, 0.0]])  # who can be full: who chases; who can flee: who is chased
sliders = {
    "ending": Slider(0, 1, step=1, start=0, label=("结尾：0 饱了，1 跑了", "ending: 0 full, 1 fled")),
    "asker": Slider(0, 6, step=1, start=6, label=("第几个词在问（从 0 数）", "which word asks (from 0)")),
    "causal": Slider(0, 1, step=1, start=0, label=("因果掩码：0 关，1 开", "causal mask: 0 off, 1 on")),
}


def weights(ending, causal):
    """The 7 by 7 matrix of weights: rows ask, columns answer."""
    queries = QUERIES.copy()
    queries[6] = LOOKS_FOR[ending]
    scores = queries @ KEYS.T / np.sqrt(KEYS.shape[1])
    if causal:
        scores = np.where(np.tri(7, dtype=bool), scores, -np.inf)
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def figure(draw: Draw, ending: int, asker: int, causal: int) -> Figure:
    words = [*WORDS, ENDINGS[ending]]
    table = weights(ending, causal)
    row = table[asker]
    left = Plot(
        title=(f"「{words[asker][0]}」的权重", f"weights of “{words[asker][1]}”"), y=("权重", "weight"), y_range=(0, 1)
    ).bars(row, names=words, tone="indigo")
    right = Plot(title=("每行一个查询", "one query a row")).heat(table, low=0, high=1)
    for i, word in enumerate(words):
        right.text(-0.15, i + 0.65, word, align="end")
    top = int(np.argmax(row))
    return Figure(
        numbers={
            "cat": float(row[0]), "mouse": float(row[3]), "self": float(row[asker]), "top": float(row[top]),
            "least": float(row[row > 0].min()), "total": float(row.sum()), "seen": int((row > 0).sum()),
        },
        plot=[left, right],
        says={
            "zh": f"「猫没追老鼠，因为它{words[6][0]}」：第 {asker} 个词「{words[asker][0]}」在问，"
            f"给「猫」{row[0]:.2f}，给「老鼠」{row[3]:.2f}；看得见 {int((row > 0).sum())} 个词，权重之和 {row.sum():.0f}。",
            "en": f"“The cat didn't chase the rat since it was full” or “had fled”, here {words[6][1]}: word {asker}, "
            f"“{words[asker][1]}”, asks; “cat” gets {row[0]:.2f} and “rat” {row[3]:.2f}; it sees {int((row > 0).sum())} words, "
            f"whose weights sum to {row.sum():.0f}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    full, fled = at(ending=0, asker=6, causal=0).numbers, at(ending=1, asker=6, causal=0).numbers
    assert full["cat"] > 0.7 > 0.2 > full["mouse"]
    assert abs(full["cat"] - fled["mouse"]) < 1e-12  # the roles are exchanged
    for ending in (0, 1):
        it = at(ending=ending, asker=5, causal=0).numbers
        assert abs(it["cat"] - it["mouse"]) < 1e-12  # one layer cannot tell "it" what the ending says
        since = at(ending=ending, asker=4, causal=0).numbers
        assert abs(since["top"] - 1 / 7) < 1e-12  # a query of zeros takes the plain mean
    for asker in range(7):
        state = at(ending=0, asker=asker, causal=1).numbers
        assert state["seen"] == asker + 1 and abs(state["total"] - 1) < 1e-12
