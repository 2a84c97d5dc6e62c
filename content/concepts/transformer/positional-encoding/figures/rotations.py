"""RoPE on four pairs of dimensions: the hands of a query and a key, and their score against the distance."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

D, BASE = 8, 100.0  # a small base, so that even the slowest hand is seen to move
THETA = BASE ** (-2 * np.arange(D // 2) / D)
CENTRES = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, -3.2], [3.0, -3.2]])
sliders = {
    "query": Slider(12, 36, step=1, start=16, label=("查询的位置 m", "position m of the query")),
    "gap": Slider(0, 12, step=1, start=3, label=("键在它前面几个，m − n", "how far before it the key is, m − n")),
}


def turned(x, position):
    """Each pair of x (4, 2) turned by position times its own frequency."""
    c, s = np.cos(position * THETA), np.sin(position * THETA)
    return np.stack([x[:, 0] * c - x[:, 1] * s, x[:, 0] * s + x[:, 1] * c], axis=1)


def figure(draw: Draw, query: int, gap: int) -> Figure:
    hand = np.tile([1.0, 0.0], (4, 1))  # query and key say the same in every pair before they are turned
    q, k = turned(hand, query), turned(hand, query - gap)
    score = float((q * k).sum())
    gaps = np.arange(13)
    scores = [float((q * turned(hand, query - g)).sum()) for g in gaps]
    left = Plot(
        title=("四对，四个转速", "four pairs, four speeds"),
        equal=True,
        axes=False,
        x_range=(-1.4, 4.4),
        y_range=(-4.6, 1.5),
    )
    left.arrows(CENTRES, CENTRES + k, tone="indigo", label=("键 k", "key k"))
    left.arrows(CENTRES, CENTRES + q, tone="gold", label=("查询 q", "query q"))
    around = np.linspace(0, 2 * np.pi, 41)
    for centre, theta in zip(CENTRES, THETA, strict=True):
        left.line(centre[1] + np.sin(around), centre[0] + np.cos(around), tone="muted")
        left.text(centre[0], centre[1] - 1.32, (f"θ = {theta:.3g}", f"θ = {theta:.3g}"), align="middle")
    right = (
        Plot(
            title=("分数只看距离", "the score sees the distance"),
            x=("m − n", "m − n"),
            y=("q·k", "q·k"),
            y_range=(-1.5, 4.2),
        )
        .line(scores, gaps)
        .points([gap], [score], tone="gold")
    )
    again = [float((turned(hand, m) * turned(hand, m - gap)).sum()) for m in range(12, 37)]
    return Figure(
        numbers={
            "score": score, "spread": max(again) - min(again), "fast": float(gap * THETA[0]), "slow": float(gap * THETA[3]),
            "longest": float(2 * np.pi / THETA[3]),
        },
        plot=[left, right],
        says={
            "zh": f"查询在 {query}，键在 {query - gap}：最快的一对相差 {gap * THETA[0]:.2f} 弧度，最慢的 {gap * THETA[3]:.3f}；分数 {score:.3f}，换一个 m 也一样。",
            "en": f"Query at {query}, key at {query - gap}: the fastest pair differs by {gap * THETA[0]:.2f} radians, the slowest by "
            f"{gap * THETA[3]:.3f}; the score is {score:.3f}, at any other m too.",
        },
    )  # fmt: skip


def claims(at) -> None:
    for gap in (0, 1, 5, 12):
        values = [at(query=m, gap=gap).numbers["score"] for m in (12, 19, 36)]
        assert max(values) - min(values) < 1e-12  # only the distance counts
        assert abs(values[0] - np.cos(gap * THETA).sum()) < 1e-12
    assert at(query=16, gap=0).numbers["score"] == 4.0  # at one place nothing changes
