"""KiB a token takes in the cache."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    layers, groups = draw.choice([16, 24, 28, 36, 40, 48, 64, 80]), draw.choice([2, 4, 8])
    heads = groups * draw.choice([3, 4, 5, 7, 8])
    width, size = draw.choice([64, 96, 128, 256]), draw.choice([1, 2])
    total = 2 * layers * groups * width * size
    return Question(
        show={"layers": layers, "heads": heads, "groups": groups, "width": width, "bits": 8 * size},
        truth=numeric(total / 1024, rel=0.01, unit="KiB"),
        steps={"bytes": size, "total": total},
        wrong={
            "kv-cache/counts-query-heads": total * heads / groups / 1024,
            "kv-cache/one-of-two": total / 2048,
            "kv-cache/one-layer-only": total / layers / 1024,
        },
    )


def second_way(show) -> float:
    """Let numpy count: the arrays that one token adds."""
    import numpy as np

    shape = (show["groups"], show["width"])
    kind = np.dtype(f"V{show['bits'] // 8}")
    return sum(np.empty(shape, kind).nbytes for _ in range(show["layers"]) for _ in ("key", "value")) / 1024
