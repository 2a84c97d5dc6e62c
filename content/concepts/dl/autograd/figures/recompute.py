"""Peak number of stored layers when only every k-th is kept and the rest recomputed."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "layers": Slider(16, 128, step=16, start=64, label=("层数", "layers")),
    "every": Slider(1, 32, step=1, start=8, label=("每隔几层留一个", "keep every k-th")),
}


def peak(layers, every):
    """By walking: checkpoints all the while, and one segment at a time on the way back."""
    kept = list(range(0, layers, every))
    return max(len(kept) + min(every, layers - start) for start in kept) if every > 1 else layers


def figure(draw: Draw, layers: int, every: int) -> Figure:
    ks = np.arange(1, 33)
    curve = [peak(layers, int(k)) for k in ks]
    now = peak(layers, every)
    best = int(ks[int(np.argmin(curve))])
    plot = (
        Plot(
            x=("每隔几层留一个", "keep every k-th"),
            y=("显存峰值（层）", "peak memory (layers)"),
            y_range=(0, layers * 1.05),
        )
        .line(curve, ks)
        .points([every], [now], tone="gold")
        .rule(y=2 * layers**0.5, label=("2√L", "2√L"))
        .rule(x=best, label=("最省", "least"))
    )
    return Figure(
        numbers={"peak": now, "all": layers, "best": best, "least": min(curve), "saved": 1 - now / layers},
        plot=plot,
        says={
            "zh": f"{layers} 层，每 {every} 层留一个：峰值 {now} 层的激活，全留是 {layers}；最省的是每 {best} 层留一个，{min(curve)}。",
            "en": f"{layers} layers, every {every}-th kept: activations of {now} layers at the peak, {layers} if all are kept; "
            f"least with every {best}-th, {min(curve)}.",
        },
    )


def claims(at) -> None:
    assert at(layers=64, every=8).numbers["peak"] == 16
    assert at(layers=64, every=1).numbers["peak"] == 64
    for layers in (16, 64):
        state = at(layers=layers, every=4).numbers
        assert abs(state["least"] - 2 * layers**0.5) < 1e-9
    assert at(layers=64, every=32).numbers["peak"] > at(layers=64, every=8).numbers["peak"]
