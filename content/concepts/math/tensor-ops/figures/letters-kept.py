"""einsum on two small matrices: the twelve products, grouped by the letters that the output keeps."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

KEPT = ("", "i", "k", "j", "ik", "ij", "kj", "ikj")
MEANING = {
    "": ("全部加起来", "everything added up"),
    "i": ("每行一个数", "one number a row of A"),
    "k": ("沿公共轴各一个数", "one number for each shared index"),
    "j": ("每列一个数", "one number a column of B"),
    "ik": ("A 的每个元素乘 B 的行和", "each element of A times a row sum of B"),
    "ij": ("矩阵乘", "the matrix product"),
    "kj": ("B 的每个元素乘 A 的列和", "each element of B times a column sum of A"),
    "ikj": ("一个都不加", "nothing added"),
}
A = np.array([[1, 2, 0], [3, 1, 2]])
B = np.array([[2, 1], [0, 3], [1, 4]])

sliders = {"keep": Slider(0, 7, step=1, start=5, label=("保留哪些字母", "which letters stay"))}


def figure(draw: Draw, keep: int) -> Figure:
    letters = KEPT[keep]
    rule = f"ik,kj->{letters}"
    out = np.einsum(rule, A, B)
    products = np.einsum("ik,kj->ikj", A, B)
    each = products.size // out.size
    shown = out.reshape(out.shape[0], -1) if out.ndim > 1 else out.reshape(1, -1)
    plots = [
        Plot(title=("A，轴 i、k", "A, axes i, k")).heat(A, numbers=True, low=0, high=8),
        Plot(title=("B，轴 k、j", "B, axes k, j")).heat(B, numbers=True, low=0, high=8),
        Plot(title=(rule, rule)).heat(shown, numbers=True, low=0, high=max(8, int(out.max()))),
    ]
    zh, en = MEANING[letters]
    return Figure(
        numbers={
            "products": products.size,
            "out": int(out.size),
            "each": each,
            "total": int(out.sum()),
            "largest": int(out.max()),
        },
        plot=plots,
        says={
            "zh": f"{rule}：{zh}。{products.size} 个乘积，每 {each} 个加成一个，输出 {out.size} 个数。",
            "en": f"{rule}: {en}. {products.size} products, added {each} at a time, give {out.size} "
            f"{'number' if out.size == 1 else 'numbers'}.",
        },
    )


def claims(at) -> None:
    assert at(keep=5).numbers["largest"] == int((A @ B).max())  # ij is the matrix product
    for keep in range(8):  # whatever stays, the same products are added: summing the rest gives one total
        state = at(keep=keep).numbers
        assert state["total"] == int((A @ B).sum())
        assert state["out"] * state["each"] == state["products"] == 12
