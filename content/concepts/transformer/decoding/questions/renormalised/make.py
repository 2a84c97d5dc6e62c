"""The probability of a kept token after top-k."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    weights = sorted(draw.sample(range(3, 34), 6), reverse=True)
    cents = [round(100 * w / sum(weights)) for w in weights]
    cents[0] += 100 - sum(cents)
    if cents != sorted(cents, reverse=True):
        draw.reject()
    k, which = draw.integer(2, 4), draw.integer(1, 2)
    mass = sum(cents[:k])
    right = cents[which - 1] / mass
    return Question(
        show={"cents": ", ".join(f"{c}%" for c in cents), "k": k, "which": which},
        truth=numeric(right, abs=0.0055),
        steps={"mass": mass, "own": cents[which - 1]},
        wrong={"decoding/not-renormalised": cents[which - 1] / 100},
    )


def second_way(show) -> float:
    """Softmax over logits where all but k are minus infinity."""
    import torch

    p = torch.tensor([float(c.strip(" %")) for c in show["cents"].split(",")], dtype=torch.float64)
    z = p.log()
    z[show["k"] :] = -torch.inf
    return float(z.softmax(0)[show["which"] - 1])
