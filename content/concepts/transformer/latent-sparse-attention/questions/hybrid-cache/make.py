"""Share of the cache that a hybrid keeps."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    r, w = draw.choice([3, 4, 6, 8]), draw.choice([512, 1024, 2048, 4096])
    layers, n = r * draw.integer(4, 10), w * draw.integer(2, 12)
    full = layers // r
    right = 100 * (full * n + (layers - full) * w) / (layers * n)
    free = 100 * full / layers
    window = 100 * w / n
    if right - free < 4 or min(abs(window - right), abs(window - free)) < 4:
        draw.reject()
    return Question(
        show={"layers": layers, "r": r, "w": w, "n": n},
        truth=numeric(right, abs=1, unit="%"),
        steps={"full": full, "local": layers - full},
        wrong={
            "latent-sparse-attention/window-layers-are-free": free,
            "latent-sparse-attention/topk-shrinks-cache": window,
        },
    )


def second_way(show) -> float:
    """Layer by layer."""
    kept = sum(show["n"] if layer % show["r"] == 0 else show["w"] for layer in range(show["layers"]))
    return 100 * kept / sum(show["n"] for _ in range(show["layers"]))
