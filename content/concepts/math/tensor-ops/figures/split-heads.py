"""Which numbers of a (T, C) matrix one head receives: heads cut before the swap, and a plain view to (H, T, D)."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

HEADS, DIM = 4, 2

sliders = {
    "head": Slider(0, 3, step=1, start=0, label=("第几个头", "which head")),
    "tokens": Slider(4, 8, step=1, start=4, label=("词元数 T", "tokens T")),
}


def owned(places, tokens):
    """1 where a place of memory belongs to the head, else a light 0.1; shape (T, C)."""
    grid = np.full(tokens * HEADS * DIM, 0.1)
    grid[places.ravel()] = 1.0
    return grid.reshape(tokens, HEADS * DIM)


def figure(draw: Draw, head: int, tokens: int) -> Figure:
    memory = np.arange(tokens * HEADS * DIM)
    right = memory.reshape(tokens, HEADS, DIM).swapaxes(0, 1)[head]
    wrong = memory.reshape(HEADS, tokens, DIM)[head]
    seen = [len(np.unique(places // (HEADS * DIM))) for places in (right, wrong)]
    plots = [
        Plot(
            title=("view(T, H, D) 再换轴", "view(T, H, D), then a swap"),
            x=("特征", "feature"),
            y=("词元", "token"),
        ).heat(owned(right, tokens), low=0, high=1),
        Plot(title=("直接 view(H, T, D)", "a plain view(H, T, D)"), x=("特征", "feature"), y=("词元", "token")).heat(
            owned(wrong, tokens), low=0, high=1
        ),
    ]
    return Figure(
        numbers={"seen_right": seen[0], "seen_wrong": seen[1], "shared": len(np.intersect1d(right, wrong))},
        plot=plots,
        says={
            "zh": f"{tokens} 个词元、4 个头、每头 2 维。先切再换轴，头 {head} 从 {seen[0]} 个词元各取 2 个数；"
            f"直接 view，它只碰到 {seen[1]} 个词元。",
            "en": f"{tokens} tokens, 4 heads of 2. Cut first and swap after: head {head} takes 2 numbers from each of "
            f"{seen[0]} tokens. A plain view: it touches {seen[1]}.",
        },
    )


def claims(at) -> None:
    for tokens in range(4, 9):
        for head in range(4):
            state = at(head=head, tokens=tokens).numbers
            assert state["seen_right"] == tokens  # a head looks at every token
            assert state["seen_wrong"] <= 3 < tokens  # the plain view never does
    assert at(head=0, tokens=4).numbers["seen_wrong"] == 1
