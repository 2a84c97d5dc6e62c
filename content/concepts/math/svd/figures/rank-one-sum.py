"""A small picture rebuilt from its first k rank-one layers: what each added layer brings."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

N = 12
sliders = {"k": Slider(1, 12, step=1, start=2, label=("用到的层数 k", "layers used, k"))}


def picture():
    """A 12 x 12 grey picture: a soft disc and a bright stripe."""
    y, x = np.mgrid[0:N, 0:N]
    disc = np.exp(-((x - 4) ** 2 + (y - 5) ** 2) / 8.0)
    stripe = np.where(np.abs(x + y - 16) <= 1, 0.8, 0.0)
    return disc + stripe


def figure(draw: Draw, k: int) -> Figure:
    a = picture()
    u, s, vt = np.linalg.svd(a)
    rebuilt = (u[:, :k] * s[:k]) @ vt[:k]
    error = float(np.linalg.norm(a - rebuilt) / np.linalg.norm(a))
    energy = float(np.sum(s[:k] ** 2) / np.sum(s**2))
    low, high = float(a.min()), float(a.max())
    plots = [
        Plot(title=("原图，秩 9", "the picture, rank 9")).heat(a, low=low, high=high),
        Plot(title=(f"前 {k} 层之和", f"the first {k} added up")).heat(rebuilt, low=low, high=high),
        Plot(x=("序号 i", "index i"), y=("σᵢ", "σᵢ")).bars(s).rule(x=k + 0.5),
    ]
    return Figure(
        numbers={"error": error, "energy": energy, "root": float(np.sqrt(max(0.0, 1 - energy)))},
        plot=plots,
        says={
            "zh": f"前 {k} 层保留能量 {energy:.1%}，相对误差 {error:.1%}。",
            "en": f"The first {k} layers keep {energy:.1%} of the energy; the relative error is {error:.1%}.",
        },
    )


def claims(at) -> None:
    for k in (1, 2, 5, 11):
        state = at(k=k).numbers
        assert abs(state["error"] - state["root"]) < 1e-9  # the error is the root of the energy lost
    assert at(k=12).numbers["error"] < 1e-7
    assert at(k=9).numbers["error"] < 1e-7 < at(k=8).numbers["error"]  # rank 9: the disc has 1, the stripe 8
    assert at(k=4).numbers["error"] < at(k=3).numbers["error"]
