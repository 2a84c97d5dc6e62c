"""A product of a tall and a wide matrix: large in size, small in rank."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

N = 12
sliders = {"k": Slider(1, 12, step=1, start=2, label=("中间维 k", "inner size k"))}


def figure(draw: Draw, k: int) -> Figure:
    a, b = draw.normal(N, 12), draw.normal(12, N)
    product = a[:, :k] @ b[:k]
    rank = int(np.linalg.matrix_rank(product))
    stored = k * 2 * N
    plots = [
        Plot(title=(f"A（{N}×{k}）", f"A ({N}×{k})")).heat(np.abs(a[:, :k])),
        Plot(title=(f"B（{k}×{N}）", f"B ({k}×{N})")).heat(np.abs(b[:k])),
        Plot(title=(f"AB（{N}×{N}）", f"AB ({N}×{N})")).heat(np.abs(product)),
    ]
    return Figure(
        numbers={"rank": rank, "stored": stored, "full": N * N},
        plot=plots,
        says={
            "zh": f"中间维是 {k} 时，{N}×{N} 的乘积秩只有 {rank}；两个因子共 {stored} 个数，乘积有 {N * N} 个。",
            "en": f"With inner size {k} the {N}×{N} product has rank {rank}; the factors hold {stored} numbers, the product {N * N}.",
        },
    )


def claims(at) -> None:
    for k in range(1, 13):
        assert at(k=k).numbers["rank"] == k
