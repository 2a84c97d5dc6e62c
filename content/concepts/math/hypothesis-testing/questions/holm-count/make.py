"""How many of five p-values Holm's procedure calls significant at 5%."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    small = draw.integer(1, 2)  # below 0.05/5, where Bonferroni stops
    called = draw.integer(small + 1, 3)
    p = sorted(draw.sample(range(1, 10), small))
    if small == 1:
        p.append(draw.integer(11, 12))
    if called == 3:
        p.append(draw.integer(13, 16))
        p.append(draw.integer(26, 45))
    else:
        p.append(draw.integer(18, 30))
        p.append(draw.integer(p[-1] + 1, 48))
    p.append(draw.integer(p[-1] + 1, 150))
    ranked = [v / 1000 for v in p]
    uncorrected = sum(v <= 0.05 for v in ranked)
    if uncorrected == called:
        draw.reject()
    return Question(
        show={"p": ", ".join(f"{v:.3f}" for v in draw.shuffle(ranked))},
        truth=numeric(called),
        steps={
            "ranked": ", ".join(f"{v:.3f}" for v in ranked),
            "stop": ranked[called],
            "left": 5 - called,
            "rung": 0.05 / (5 - called),
        },
        wrong={
            "hypothesis-testing/many-tests-uncorrected": uncorrected,
            "hypothesis-testing/holm-without-ladder": small,
        },
    )


def second_way(show) -> float:
    """Adjusted p-values: multiply, take the running maximum, compare with 0.05."""
    import numpy as np

    p = np.sort([float(v) for v in show["p"].split(",")])
    return int(np.sum(np.maximum.accumulate(p * np.arange(len(p), 0, -1)) <= 0.05))
