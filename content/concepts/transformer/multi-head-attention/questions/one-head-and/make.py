"""The weight of one wide head whose scores are the sums of two heads' scores."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b = ([draw.integer(1, 9) for _ in range(3)] for _ in range(2))
    ab = [x * y for x, y in zip(a, b, strict=True)]
    right = ab[1] / sum(ab)
    pa, pb = a[1] / sum(a), b[1] / sum(b)
    if abs(right - (pa + pb) / 2) < 0.02:
        draw.reject()
    return Question(
        show={"a": ", ".join(map(str, a)), "b": ", ".join(map(str, b))},
        truth=numeric(right, abs=0.004),
        steps={"ab": ", ".join(map(str, ab)), "total": sum(ab), "second": ab[1], "pa": pa, "pb": pb},
        wrong={"multi-head-attention/wide-head-is-as-good": (pa + pb) / 2},
    )


def second_way(show) -> float:
    """torch: queries and keys whose two halves give the two heads' scores."""
    import torch

    s = torch.tensor([[float(v) for v in show[n].split(",")] for n in "ab"], dtype=torch.float64).log()
    q, k = torch.ones(1, 2, dtype=torch.float64), s.T
    v = torch.tensor([[0.0], [1.0], [0.0]], dtype=torch.float64)
    return float(torch.nn.functional.scaled_dot_product_attention(q, k, v, scale=1.0))
