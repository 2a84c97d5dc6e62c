"""A query in the plane against five keys: the output is a mean of five values, from their centre to nearly one of them."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

TURNS = np.radians([15, 85, 150, 225, 290])
KEYS = np.stack([np.cos(TURNS), np.sin(TURNS)], axis=1)
VALUES = np.array([[4.0, 1.0], [1.0, 4.5], [-3.0, 3.0], [-4.0, -2.0], [2.0, -3.5]])
NAMES = "ABCDE"
sliders = {
    "turn": Slider(0, 345, step=15, start=30, label=("查询的方向（度）", "direction of the query (degrees)")),
    "length": Slider(0, 10, step=0.5, start=2, label=("查询的长度", "length of the query")),
}


def figure(draw: Draw, turn: int, length: float) -> Figure:
    q = length * np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn))])
    e = np.exp(KEYS @ q - (KEYS @ q).max())
    w = e / e.sum()
    out = w @ VALUES
    left = Plot(title=("键与查询", "keys and query"), equal=True, x_range=(-1.3, 1.3), y_range=(-1.3, 1.3)).arrows(
        np.zeros((5, 2)), KEYS, tone="indigo"
    )
    left.arrows([[0, 0]], [q / max(length, 1e-9) * min(1, 0.15 + length / 10)], tone="gold", label=("查询", "query"))
    right = Plot(title=("值与输出", "values and output"), equal=True, x_range=(-5, 5), y_range=(-5, 5))
    right.line([*VALUES[:, 1], VALUES[0, 1]], [*VALUES[:, 0], VALUES[0, 0]], tone="muted")
    right.points(VALUES[:, 0], VALUES[:, 1], tone="indigo", hollow=True)
    right.points([out[0]], [out[1]], tone="gold", label=("输出", "output"))
    for name, k, v, share in zip(NAMES, KEYS, VALUES, w, strict=True):
        left.text(1.18 * k[0], 1.18 * k[1], (name, name), align="middle")
        right.text(v[0], v[1] + 0.45, (f"{name} {share:.2f}", f"{name} {share:.2f}"), align="middle")
    near = int(np.argmax(w))
    away = float(np.linalg.norm(out - VALUES[near]))
    centre = float(np.linalg.norm(out - VALUES.mean(0)))
    return Figure(
        numbers={"top": float(w.max()), "away": away, "centre": centre, "x": float(out[0]), "y": float(out[1])},
        plot=[left, right],
        says={
            "zh": f"查询指向 {turn}°，长 {length:g}：键 {NAMES[near]} 的权重最大，{w.max():.2f}；输出离它的值 {away:.2f}，离五个值的中心 {centre:.2f}。",
            "en": f"The query points to {turn}° and has length {length:g}: key {NAMES[near]} weighs most, {w.max():.2f}; the output is "
            f"{away:.2f} from its value and {centre:.2f} from the centre of all five.",
        },
    )


def claims(at) -> None:
    assert at(turn=30, length=0).numbers["centre"] < 1e-12  # no query, no preference: the plain mean
    for turn in (0, 90, 225):
        tops = [at(turn=turn, length=n).numbers["top"] for n in (0, 1, 3, 10)]
        assert all(a < b for a, b in zip(tops, tops[1:], strict=False))  # a longer query is choosier
    assert at(turn=15, length=10).numbers["away"] < 0.1
    edges = np.roll(VALUES, -1, axis=0) - VALUES
    for turn in range(0, 360, 45):
        for length in (0, 2, 10):
            state = at(turn=turn, length=length).numbers
            d = np.array([state["x"], state["y"]]) - VALUES
            assert np.all(edges[:, 0] * d[:, 1] - edges[:, 1] * d[:, 0] > 0)  # never outside the values' hull
