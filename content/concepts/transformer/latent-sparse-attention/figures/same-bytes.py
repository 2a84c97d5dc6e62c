"""Scores of an MHA layer rebuilt from as many cached numbers by shared heads (means) and by one latent (truncated SVD)."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

HEADS, D, WIDTH = 8, 8, 64
GROUPS = [1, 2, 4, 8]
sliders = {
    "decay": Slider(0, 30, step=5, start=15, label=("谱衰减得多快", "how fast the spectrum decays")),
    "power": Slider(0, 3, step=1, start=1, label=("与 2^p 个 KV 头一样多的字节，p", "p: the bytes of 2^p KV heads")),
}


def figure(draw: Draw, decay: int, power: int) -> Figure:
    left, _ = np.linalg.qr(draw.normal(2 * HEADS * D, WIDTH))
    right, _ = np.linalg.qr(draw.normal(WIDTH, WIDTH))
    spectrum = np.exp(-decay * np.arange(WIDTH) / 300)
    stacked = left @ (spectrum[:, None] * right.T)  # keys and values of all heads, from the width
    s = np.linalg.svd(stacked, compute_uv=False)
    whole = np.sum(s**2)
    heads = stacked.reshape(2, HEADS, D, WIDTH)
    shared, latent = [], []
    for groups in GROUPS:
        mean = heads.reshape(2, groups, HEADS // groups, D, WIDTH).mean(2, keepdims=True)
        rebuilt = np.broadcast_to(mean, (2, groups, HEADS // groups, D, WIDTH)).reshape(stacked.shape)
        shared.append(float(np.sum((stacked - rebuilt) ** 2) / whole))
        latent.append(float(np.sum(s[2 * groups * D :] ** 2) / whole))
    xs = [2 * g * D for g in GROUPS]
    plot = (
        Plot(
            x=("每词元存几个数", "numbers kept a token"),
            y=("丢掉的能量", "energy lost"),
            log_x=True,
            y_range=(-0.02, 1.05),
        )
        .line(shared, xs, label=("按组取平均", "mean by group"), tone="indigo")
        .line(latent, xs, label=("共用一个潜向量", "one latent"))
        .rule(x=xs[power])
    )
    return Figure(
        numbers={"kept": xs[power], "shared": shared[power], "latent": latent[power], "full": 2 * HEADS * D},
        plot=plot,
        says={
            "zh": f"每词元存 {xs[power]} 个数（MHA 要 {2 * HEADS * D} 个）：按组取平均丢掉 {shared[power]:.0%} 的能量，最好的潜向量丢掉 {latent[power]:.1%}。",
            "en": f"With {xs[power]} numbers a token ({2 * HEADS * D} in MHA), means by group lose {shared[power]:.0%} of the energy, the best latent {latent[power]:.1%}.",
        },
    )


def claims(at) -> None:
    for decay in (0, 15, 30):
        for power in (0, 1, 2):
            s = at(decay=decay, power=power).numbers
            assert s["latent"] < s["shared"] + 1e-9  # the best of a given rank, by Eckart and Young
    assert 0.02 < at(decay=15, power=1).numbers["latent"] < 0.06
    assert 0.4 < at(decay=0, power=1).numbers["latent"] < 0.6  # a flat spectrum cannot be compressed
    assert at(decay=0, power=2).numbers["latent"] < 1e-12  # 64 inputs: rank 64 is everything
