"""One sample in four hundred random batches: what batch normalisation makes of it in training, and in evaluation."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

TRIES, VALUE = 400, 1.5
sliders = {"batch": Slider(2, 64, step=1, start=4, label=("批大小", "batch size"))}


def figure(draw: Draw, batch: int) -> Figure:
    rng = np.random.default_rng(7)
    others = rng.standard_normal((TRIES, batch - 1))
    whole = np.concatenate([np.full((TRIES, 1), VALUE), others], axis=1)
    out = (VALUE - whole.mean(1)) / np.sqrt(whole.var(1) + 1e-5)
    edges = np.linspace(-1, 4, 26)
    counts, _ = np.histogram(np.clip(out, -0.99, 3.99), edges)
    spread = float(out.std())
    plot = (
        Plot(x=("归一化之后的值", "value after normalising"), y=("多少个批", "batches"), x_range=(-1, 4))
        .bars(counts, (edges[1:] + edges[:-1]) / 2, label=("训练模式", "training mode"), tone="muted")
        .rule(x=VALUE, label=("评估模式", "evaluation mode"), tone="gold")
    )
    return Figure(
        numbers={
            "spread": spread,
            "mean": float(out.mean()),
            "least": float(out.min()),
            "most": float(out.max()),
            "value": VALUE,
        },
        plot=plot,
        says={
            "zh": f"批大小 {batch}：同一个样本（值 1.5）在 400 个批里归一化之后从 {out.min():.2f} 到 {out.max():.2f}，标准差 {spread:.2f}；评估模式总是 1.50。",
            "en": f"Batches of {batch}: the same sample (value 1.5) comes out between {out.min():.2f} and {out.max():.2f} in 400 batches, standard "
            f"deviation {spread:.2f}; in evaluation mode it is always 1.50.",
        },
    )


def claims(at) -> None:
    assert at(batch=2).numbers["most"] <= 1.0 + 1e-3  # two samples: plus or minus one, whatever they are
    assert at(batch=4).numbers["spread"] > 2 * at(batch=64).numbers["spread"]
    assert abs(at(batch=64).numbers["mean"] - 1.5) < 0.1
