"""KV heads of GQA with the cache of MLA."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    c, r, d = (
        draw.choice([256, 320, 384, 512, 640, 768, 1024]),
        draw.choice([32, 48, 64, 96]),
        draw.choice([64, 96, 128, 192]),
    )
    return Question(
        show={"c": c, "r": r, "d": d},
        truth=numeric((c + r) / (2 * d), rel=0.01),
        wrong={"kv-cache/one-of-two": (c + r) / d, "latent-sparse-attention/latent-doubled": (2 * c + r) / (2 * d)},
    )  # fmt: skip


def second_way(show) -> float:
    """Bisect on the number of KV heads until both caches are equal."""
    low, high = 0.0, 100.0
    for _ in range(60):
        g = (low + high) / 2
        low, high = (g, high) if 2 * g * show["d"] < show["c"] + show["r"] else (low, g)
    return low
