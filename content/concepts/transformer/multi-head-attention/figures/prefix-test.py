"""A causal mask with its diagonal moved and padding on the left; and which outputs move when one token is changed."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

T, HEADS, WIDTH = 7, 2, 8
sliders = {
    "shift": Slider(-1, 1, step=1, start=0, label=("对角线移动几格", "diagonal moved by")),
    "token": Slider(1, 7, step=1, start=5, label=("改动第几个词元", "which token is changed")),
    "padding": Slider(0, 3, step=1, start=0, label=("左边的填充", "padding on the left")),
}


def attend(x, matrices, seen):
    """Multi-head attention (T, WIDTH); a row that sees nothing gives 0."""
    wq, wk, wv, wo = matrices
    q, k, v = ((x @ w).reshape(T, HEADS, -1).swapaxes(0, 1) for w in (wq, wk, wv))
    scores = np.where(seen, q @ k.swapaxes(1, 2) / np.sqrt(WIDTH / HEADS), -np.inf)
    top = np.maximum(scores.max(axis=2, keepdims=True), -1e9)
    e = np.exp(scores - top)
    p = e / np.maximum(e.sum(axis=2, keepdims=True), 1e-30)
    return (p @ v).swapaxes(0, 1).reshape(T, WIDTH) @ wo


def figure(draw: Draw, shift: int, token: int, padding: int) -> Figure:
    matrices = [draw.normal(WIDTH, WIDTH) / np.sqrt(WIDTH) for _ in range(4)]
    x, other = draw.normal(T, WIDTH), draw.normal(WIDTH)
    seen = np.tri(T, k=shift, dtype=bool) & (np.arange(T) >= padding)
    changed = x.copy()
    changed[token - 1] = other
    moved = np.linalg.norm(attend(changed, matrices, seen) - attend(x, matrices, seen), axis=1)
    future = np.triu(seen, 1).sum()
    empty = int((~seen.any(axis=1)).sum())
    before = float(moved[: token - 1].max(initial=0))
    plots = [
        Plot(title=("谁看得见谁", "who sees whom"), x=("键", "key"), y=("查询", "query")).heat(seen, low=0, high=1),
        Plot(title=(f"改动词元 {token} 之后", f"after a change of token {token}"), x=("位置", "position"),
             y=("输出移动了多少", "how far the output moves"), y_range=(0, 3)).bars(
            np.minimum(moved, 3), names=[(str(i), str(i)) for i in range(1, T + 1)], tone="gold" if before > 0 else "indigo"),
    ]  # fmt: skip
    return Figure(
        numbers={"leaks": int(future), "empty": empty, "before": before, "pairs": int(seen.sum())},
        plot=plots,
        says={
            "zh": f"对角线移 {shift} 格，左填充 {padding}：看得见的格子 {int(seen.sum())} 个，其中 {int(future)} 个是未来，"
            f"{empty} 行什么也看不见。改动第 {token} 个词元，它之前的输出最多移动 {before:.2f}。",
            "en": f"Diagonal moved by {shift}, {padding} of padding: {int(seen.sum())} cells are seen, {int(future)} of them future, "
            f"{empty} rows see nothing. With token {token} changed, outputs before it move by at most {before:.2f}.",
        },
    )


def claims(at) -> None:
    for token in range(1, 8):
        assert at(shift=0, token=token, padding=0).numbers["before"] == 0
        assert at(shift=-1, token=token, padding=0).numbers["before"] == 0
    for token in range(2, 8):
        assert at(shift=1, token=token, padding=0).numbers["before"] > 0.1  # every later token leaks one step back
    assert at(shift=0, token=1, padding=0).numbers["pairs"] == 28
    assert at(shift=-1, token=1, padding=0).numbers["empty"] == 1
    assert at(shift=0, token=1, padding=2).numbers["empty"] == 2
