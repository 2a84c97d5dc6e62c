"""The sinusoidal table of 32 positions and 16 dimensions, and how alike one row is to all the others."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

N, D = 32, 16
sliders = {
    "at": Slider(0, 31, step=1, start=12, label=("拿哪个位置去比", "which position is compared")),
    "base": Slider(1, 4, step=0.5, start=2, label=("底数是 10 的几次方", "base as a power of ten")),
}


def table(base):
    """(N, D): sine in even columns, cosine in odd ones."""
    angles = np.arange(N)[:, None] * base ** (-2 * np.arange(D // 2) / D)
    return np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(N, D)


def figure(draw: Draw, at: int, base: float) -> Figure:
    rows = table(10.0**base)
    alike = rows @ rows[at]
    plots = [
        Plot(title=("编码表", "the table"), x=("维", "dimension"), y=("位置", "position")).heat(rows, low=-1, high=1),
        Plot(title=(f"与位置 {at} 的点积", f"dot product with position {at}"), x=("位置", "position"), y=("点积", "dot product"),
             y_range=(-4, 8.5)).line(alike, np.arange(N)).points([at], [alike[at]], tone="gold"),
    ]  # fmt: skip
    near = min(at, N - 1 - at)
    lopsided = float(max((abs(alike[at - k] - alike[at + k]) for k in range(1, near + 1)), default=0.0))
    return Figure(
        numbers={"top": float(alike[at]), "next": float(alike[at + 1 if at < N - 1 else at - 1]), "lopsided": lopsided},
        plot=plots,
        says={
            "zh": f"底数 {10.0**base:,.0f}：位置 {at} 与自己的点积 {alike[at]:.2f}，与邻居 {alike[at + 1 if at < N - 1 else at - 1]:.2f}；左右对称，分不出前后。",
            "en": f"Base {10.0**base:,.0f}: position {at} has a dot product of {alike[at]:.2f} with itself, "
            f"{alike[at + 1 if at < N - 1 else at - 1]:.2f} with its neighbour; both sides are alike, before and after look the same.",
        },
    )


def claims(at) -> None:
    for place in (0, 12, 31):
        state = at(at=place, base=2).numbers
        assert abs(state["top"] - D / 2) < 1e-9 and state["lopsided"] < 1e-9
        assert abs(state["next"] - at(at=5, base=2).numbers["next"]) < 1e-9  # distance alone
    assert at(at=12, base=4).numbers["next"] > at(at=12, base=1).numbers["next"]  # slower hands blur neighbours
