"""A tent composed with itself: two units a layer, and the number of straight pieces."""

import itertools

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

GRID = np.linspace(0, 1, 2**9 + 1)  # every bend of up to six tents lies on it
sliders = {
    "depth": Slider(1, 6, step=1, start=1, label=("层数", "layers")),
    "bent": Slider(0, 1, step=1, start=1, label=("激活：0 没有，1 ReLU", "activation: 0 none, 1 ReLU")),
}


def net(x, depth, bent):
    """Each layer has two units: y = 2 f(x) - 4 f(x - 1/2)."""

    def f(z):
        return np.maximum(z, 0) if bent else z

    for _ in range(depth):
        x = 2 * f(x) - 4 * f(x - 0.5)
    return x


def pieces(y) -> int:
    """Straight pieces of a curve whose bends lie on the grid."""
    return 1 + int(np.sum(np.abs(np.diff(y, 2)) > 1e-9))


def figure(draw: Draw, depth: int, bent: int) -> Figure:
    y = net(GRID, depth, bent)
    count = pieces(y)
    depths = np.arange(1, 7)
    left = Plot(x=("x", "x"), y=("输出", "output")).line(y, GRID)
    right = (
        Plot(x=("单元总数", "units in all"), y=("直线段数", "straight pieces"), log_y=True)
        .line(2.0**depths, 2 * depths, label=("叠成深的", "stacked deep"))
        .line(2 * depths + 1, 2 * depths, label=("排成一层", "in one layer"), tone="indigo", dash=True)
        .points([2 * depth], [count], tone="gold", label=("现在", "now"))
    )
    return Figure(
        numbers={"pieces": count, "units": 2 * depth, "shallow": 2 * depth + 1},
        plot=[left, right],
        says={
            "zh": f"{depth} 层、{2 * depth} 个单元，{'有' if bent else '没有'}激活：函数有 {count} 段；"
            f"同样多的单元排成一层，最多 {2 * depth + 1} 段。",
            "en": f"{depth} layers, {2 * depth} units, {'ReLU' if bent else 'no activation'}: {count} pieces; "
            f"as many units in one layer give at most {2 * depth + 1}.",
        },
    )


def claims(at) -> None:
    counts = [at(depth=d, bent=1).numbers["pieces"] for d in range(1, 7)]
    assert counts == [2, 4, 8, 16, 32, 64]
    assert all(b == 2 * a for a, b in itertools.pairwise(counts))
    assert all(at(depth=d, bent=0).numbers["pieces"] == 1 for d in range(1, 7))
