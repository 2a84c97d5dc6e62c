"""Who sees whom in the four arrangements; eight tokens, the first few of them given."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

N = 8
NAMES = (
    ("编码器", "encoder"),
    ("因果解码器", "causal decoder"),
    ("前缀解码器", "prefix decoder"),
    ("编码器加解码器", "encoder with decoder"),
)
sliders = {
    "kind": Slider(0, 3, step=1, start=1, label=("0 编码器，1 因果，2 前缀，3 编码器加解码器", "0 encoder, 1 causal, 2 prefix, 3 both")),
    "given": Slider(1, 7, step=1, start=4, label=("给定的词元数", "tokens given")),
}  # fmt: skip


def sees(kind: int, given: int):
    """(N, N) of 0 and 1: row sees column, directly."""
    i, j = np.arange(N)[:, None], np.arange(N)
    if kind == 0:
        return np.ones((N, N), int)
    causal = (j <= i).astype(int)
    return causal if kind == 1 else np.maximum(causal, (i < given) & (j < given))


def figure(draw: Draw, kind: int, given: int) -> Figure:
    seen = sees(kind, given)
    name = NAMES[kind]
    right = int(np.triu(seen, 1).sum())
    return Figure(
        numbers={"seen": int(seen.sum()), "right": right, "all": N * N, "within": int(seen[:given, :given].sum())},
        plot=Plot(title=name, x=("被看的", "seen"), y=("在看的", "seeing"), equal=True, axes=False).heat(
            seen, low=0, high=1
        ),
        says={
            "zh": f"{name[0]}，{N} 个词元里给定 {given} 个：看得见的格子 {int(seen.sum())} 个，其中朝右看的 {right} 个。",
            "en": f"{name[1]}, {given} of {N} tokens given: {int(seen.sum())} cells are visible, {right} of them to the right.",
        },
    )


def claims(at) -> None:
    for given in range(1, 8):
        state = [at(kind=k, given=given).numbers for k in range(4)]
        assert state[0]["seen"] == 64 and state[1]["seen"] == 36 and state[1]["right"] == 0
        assert state[2]["seen"] == 36 + given * (given - 1) // 2
        assert np.array_equal(sees(2, given), sees(3, given))  # the same visibility, other weights
    assert np.array_equal(sees(2, 1), sees(1, 1))
