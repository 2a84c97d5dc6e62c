"""What one full gradient costs: along every path, by finite differences, and from the back."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "width": Slider(2, 32, step=2, start=8, label=("每层宽度", "width of a layer")),
    "depth": Slider(1, 12, step=1, start=4, label=("层数", "layers")),
}


def costs(width, depth):
    """Multiplications: every path, central differences, one backward pass (forward included)."""
    forward = depth * width**2
    return float(width) ** (depth + 1) * depth, 2.0 * forward * forward, 3.0 * forward


def figure(draw: Draw, width: int, depth: int) -> Figure:
    depths = np.arange(1, 13)
    table = np.array([costs(width, int(d)) for d in depths])
    paths, differences, back = costs(width, depth)
    plot = (
        Plot(x=("层数", "layers"), y=("乘法次数", "multiplications"), log_y=True)
        .line(table[:, 0], depths, label=("逐条路径相加", "path by path"), tone="muted")
        .line(table[:, 1], depths, label=("数值差分", "finite differences"), tone="gold", dash=True)
        .line(table[:, 2], depths, label=("反向传播", "backpropagation"))
        .rule(x=depth)
    )
    return Figure(
        numbers={"paths": paths, "differences": differences, "back": back, "ratio": differences / back,
                 "count": float(width) ** (depth + 1)},
        plot=plot,
        says={
            "zh": f"{depth} 层、每层 {width} 个单元：路径有 {float(width) ** (depth + 1):.2g} 条；反向传播要 {back:.3g} 次乘法，"
            f"数值差分是它的 {differences / back:.3g} 倍。",
            "en": f"{depth} layers of {width} units: {float(width) ** (depth + 1):.2g} paths; backpropagation takes {back:.3g} "
            f"multiplications, finite differences {differences / back:.3g} times as many.",
        },
    )  # fmt: skip


def claims(at) -> None:
    a, b = at(width=8, depth=4).numbers, at(width=8, depth=8).numbers
    assert abs(b["back"] / a["back"] - 2) < 1e-12  # linear in depth
    assert b["count"] / a["count"] == 8**4  # paths are exponential
    assert a["ratio"] == 2 * 8**2 * 4 / 3
