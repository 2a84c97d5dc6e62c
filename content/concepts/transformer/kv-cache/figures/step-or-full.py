"""A tiny model with two layers, RoPE and grouped queries: logits in pieces with a cache against one full pass."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

T, WIDTH, H, G, D, LAYERS = 12, 32, 4, 2, 8, 2
FAULTS = (("没有错", "no fault"), ("位置从 0 数起", "positions restart"), ("掩码对齐左上角", "mask aligned top left"),
          ("没有掩码", "no mask"), ("KV 头轮流分", "KV heads tiled"))  # fmt: skip
sliders = {
    "piece": Slider(1, 12, step=1, start=1, label=("一次送进几个词元", "tokens at a time")),
    "fault": Slider(
        0,
        4,
        step=1,
        start=0,
        label=("0 正确，1 位置，2 掩码错位，3 无掩码，4 头序", "0 right 1 position 2 mask shifted 3 no mask 4 heads"),
    ),
}


def turn(x, start):
    """RoPE in halves."""
    half = x.shape[-1] // 2
    angle = (start + np.arange(x.shape[1]))[:, None] * 100.0 ** (-np.arange(half) / half)
    a, b, c, s = x[..., :half], x[..., half:], np.cos(angle), np.sin(angle)
    return np.concatenate([a * c - b * s, b * c + a * s], -1).astype(np.float32)


def run(x, weights, cache, fault):
    """The new tokens x through all layers; `cache` holds (keys, values) of each layer and grows."""
    for layer, (wq, wk, wv, wo) in enumerate(weights):
        q, k, v = ((x @ w).reshape(len(x), -1, D).swapaxes(0, 1) for w in (wq, wk, wv))
        past = 0 if cache[layer] is None else cache[layer][0].shape[1]
        start = 0 if fault == 1 else past
        q, k = turn(q, start), turn(k, start)
        if past:
            k, v = (np.concatenate([old, new], 1) for old, new in zip(cache[layer], (k, v), strict=True))
        cache[layer] = (k, v)
        heads = np.arange(H) % G if fault == 4 else np.arange(H) // (H // G)
        scores = q @ k[heads].swapaxes(1, 2) / np.sqrt(np.float32(D))
        rows, columns = np.indices(scores.shape[1:])
        seen = columns <= rows + (0 if fault == 2 else past)
        scores = scores if fault == 3 else np.where(seen, scores, -np.inf)
        e = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (e / e.sum(-1, keepdims=True) @ v[heads]).swapaxes(0, 1).reshape(len(x), -1)
        x = x + np.tanh(mixed @ wo)
    return x


def figure(draw: Draw, piece: int, fault: int) -> Figure:
    def matrix(a, b):
        return (draw.normal(a, b) / np.sqrt(a)).astype(np.float32)

    x = draw.normal(T, WIDTH).astype(np.float32)
    weights = [
        (matrix(WIDTH, H * D), matrix(WIDTH, G * D), matrix(WIDTH, G * D), matrix(H * D, WIDTH)) for _ in range(LAYERS)
    ]
    full = run(x, weights, [None] * LAYERS, 0)
    cache = [None] * LAYERS
    parts = np.concatenate([run(x[i : i + piece], weights, cache, fault) for i in range(0, T, piece)])
    gap = np.abs(parts - full).max(1)
    bad = np.flatnonzero(gap > 1e-4)
    first = int(bad[0]) if len(bad) else -1
    plot = (
        Plot(
            x=("位置", "position"),
            y=("与整段前向的最大差", "largest difference from the full pass"),
            log_y=True,
            y_range=(1e-8, 10),
        )
        .points(np.arange(T), np.maximum(gap, 1e-8))
        .line(np.maximum(gap, 1e-8), np.arange(T), tone="muted")
        .rule(y=1e-5, label=("容差", "tolerance"))
    )
    zh, en = FAULTS[fault]
    return Figure(
        numbers={"gap": float(gap.max()), "bad": len(bad), "first": first},
        plot=plot,
        says={
            "zh": f"一次 {piece} 个词元，{zh}：12 个位置里 {len(bad)} 个对不上，" + (f"从位置 {first} 起。" if len(bad) else f"最大差 {gap.max():.0e}。"),
            "en": f"{piece} tokens at a time, {en}: {len(bad)} of 12 positions are off, " + (f"from position {first}." if len(bad) else f"largest difference {gap.max():.0e}."),
        },
    )  # fmt: skip


def claims(at) -> None:
    assert all(at(piece=p, fault=0).numbers["gap"] < 1e-5 for p in (1, 3, 5, 12))  # any split, right
    assert (
        at(piece=1, fault=3).numbers["bad"] == 0 and at(piece=4, fault=3).numbers["bad"] > 0
    )  # no mask: harmless one by one
    assert at(piece=4, fault=1).numbers["first"] == 4 and at(piece=1, fault=1).numbers["first"] == 1
    assert (
        at(piece=12, fault=1).numbers["bad"] == 0 and at(piece=12, fault=2).numbers["bad"] == 0
    )  # one piece hides both
    assert at(piece=12, fault=4).numbers["first"] == 0
    assert at(piece=1, fault=2).numbers["bad"] == 11
