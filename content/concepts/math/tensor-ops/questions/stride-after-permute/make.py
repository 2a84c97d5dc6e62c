"""The stride of one axis after a permutation of a contiguous tensor."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    shape = [draw.integer(2, 6), draw.integer(2, 8), draw.integer(3, 12), 8 * draw.integer(1, 8)]
    order = draw.shuffle([0, 1, 2, 3])
    axis = draw.integer(0, 2)
    strides = [shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3], 1]
    fresh = 1
    for k in order[axis + 1 :]:
        fresh *= shape[k]
    truth = strides[order[axis]]
    if truth == fresh:
        draw.reject()
    new = [shape[k] for k in order]
    return Question(
        show={
            "shape": ", ".join(map(str, shape)),
            "order": ", ".join(map(str, order)),
            "axis": axis,
        },
        truth=numeric(truth),
        steps={"strides": ", ".join(map(str, strides)), "source": order[axis], "new": ", ".join(map(str, new))},
        wrong={"tensor-ops/strides-follow-shape": fresh},
    )


def second_way(show) -> float:
    """numpy, whose strides are in bytes; int8 makes them elements."""
    import numpy as np

    x = np.zeros(tuple(int(v) for v in show["shape"].split(",")), dtype=np.int8)
    return x.transpose([int(v) for v in show["order"].split(",")]).strides[show["axis"]]
