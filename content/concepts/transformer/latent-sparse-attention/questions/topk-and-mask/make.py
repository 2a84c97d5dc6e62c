"""The largest weight of causal top-k attention."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n, k = draw.integer(6, 9), draw.choice([2, 3])
    t = draw.integer(k, n - 3)
    ranked = sorted((v / 10 for v in draw.sample(range(-20, 31), n)), reverse=True)
    stay = draw.integer(1, k - 1)  # how many of the k highest of all are not in the future
    high = draw.shuffle(ranked[:k])
    rest = draw.shuffle(ranked[k:])
    past = draw.shuffle(high[:stay] + rest[: t + 1 - stay])
    scores = past + draw.shuffle(high[stay:] + rest[t + 1 - stay :])
    best, early = sorted(past, reverse=True)[:k], high[:stay]
    right, wrong = (math.exp(max(x)) / sum(map(math.exp, x)) for x in (best, early))
    if abs(wrong - right) < 0.04:
        draw.reject()
    return Question(
        show={"n": n, "t": t, "k": k, "scores": ", ".join(f"{s:.1f}" for s in scores)},
        truth=numeric(right, abs=0.01),
        steps={"seen": t + 1, "kept": ", ".join(f"{s:.1f}" for s in best)},
        wrong={"latent-sparse-attention/topk-before-mask": wrong},
    )


def second_way(show) -> float:
    """torch: mask to minus infinity, topk, softmax."""
    import torch

    s = torch.tensor([float(x) for x in show["scores"].split(",")], dtype=torch.float64)
    s[show["t"] + 1 :] = -torch.inf
    return float(s.topk(show["k"]).values.softmax(0).max())
