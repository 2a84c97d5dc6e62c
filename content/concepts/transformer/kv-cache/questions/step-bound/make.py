"""Milliseconds a decoding step takes at least, by bytes read."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    weights, bandwidth = draw.choice([3, 8, 14, 16, 28]), draw.choice([900, 1500, 2000, 3350])
    kib, batch, length = draw.choice([60, 100, 130, 200, 500]), draw.choice([8, 16, 32, 64]), 1000 * draw.integer(2, 16)
    cache = batch * length * kib / 1e6
    right = 1000 * (weights + cache) / bandwidth
    if cache < 0.3 * weights:
        draw.reject()
    return Question(
        show={"weights": weights, "bandwidth": bandwidth, "kib": kib, "batch": batch, "length": length},
        truth=numeric(right, rel=0.02, unit="ms"),
        steps={"cache": cache, "sum": weights + cache},
        wrong={"kv-cache/batch-shares-cache": 1000 * (weights + cache / batch) / bandwidth},
    )


def second_way(show) -> float:
    """In bytes and seconds, adding the sequences one at a time."""
    read = show["weights"] * 10**9
    for _ in range(show["batch"]):
        read += show["length"] * show["kib"] * 1000
    return read / (show["bandwidth"] * 1e9) * 1e3
