"""The posterior of a class for a document of two or three words."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    docs = (draw.choice([20, 30, 40]), draw.choice([60, 70, 80, 90]))
    docs = tuple(draw.shuffle(docs))
    vocabulary = draw.choice([50, 80, 100])
    totals = (draw.integer(10, 30) * 10, draw.integer(10, 30) * 10)
    counts = [(draw.integer(3, 20), draw.integer(0, 8)), (draw.integer(0, 6), draw.integer(2, 14))]
    times = draw.integer(1, 2)

    def side(c, prior=True, floor=True):
        bottom = totals[c] + (vocabulary if floor else 0)
        first, second = ((counts[w][c] + 1) / bottom for w in (0, 1))
        return (docs[c] if prior else 1) * first**times * second

    def share(**how):
        return side(0, **how) / (side(0, **how) + side(1, **how))

    right, flat, loose = share(), share(prior=False), share(floor=False)
    if abs(right - flat) < 0.031 or not 0.03 < right < 0.97:
        draw.reject()
    wrong = {"naive-bayes/classes-equally-likely": flat}
    if min(abs(right - loose), abs(flat - loose)) > 0.035:
        wrong["naive-bayes/smoothing-in-numerator-only"] = loose
    return Question(
        show={"docs1": docs[0], "docs0": docs[1], "v": vocabulary, "total1": totals[0], "total0": totals[1],
              "a1": counts[0][0], "a0": counts[0][1], "b1": counts[1][0], "b0": counts[1][1], "times": times},
        truth=numeric(right, abs=0.01),
        steps={"one": 1e4 * side(0) / sum(docs), "zero": 1e4 * side(1) / sum(docs)},
        wrong=wrong,
    )  # fmt: skip


def second_way(show) -> float:
    """In log space, with the vector of counts."""
    import numpy as np
    from scipy.special import softmax

    counts = np.array([[show["a1"], show["b1"]], [show["a0"], show["b0"]]])
    totals = np.array([[show["total1"]], [show["total0"]]])
    joint = np.log([show["docs1"], show["docs0"]]) + np.log((counts + 1) / (totals + show["v"])) @ [show["times"], 1]
    return float(softmax(joint)[0])
