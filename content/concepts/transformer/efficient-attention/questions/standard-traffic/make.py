"""Traffic of standard attention in MiB."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n, d = 256 * draw.integer(4, 40), draw.choice([32, 64, 96, 128])
    return Question(
        show={"n": n, "d": d},
        truth=numeric(2 * (4 * n * n + 4 * n * d) / 2**20, rel=0.01, unit="MiB"),
        wrong={"efficient-attention/traffic-is-size": 2 * (n * n + 4 * n * d) / 2**20},
    )


def second_way(show) -> float:
    """Add up the tensors of each of the three steps."""
    import torch

    n, d = show["n"], show["d"]
    q, s = (torch.empty(n, c, dtype=torch.float16, device="meta") for c in (d, n))
    steps = [[q, q, s], [s, s], [s, q, q]]
    return sum(t.numel() * t.element_size() for step in steps for t in step) / 2**20
