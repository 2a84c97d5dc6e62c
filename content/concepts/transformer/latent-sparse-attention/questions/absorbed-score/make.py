"""One absorbed score, by hand."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    r = draw.choice([2, 7, 14])
    w = [[draw.integer(-2, 3) for _ in range(3)] for _ in range(2)]
    q, c, rot = [draw.integer(1, 4) for _ in range(2)], [draw.integer(-1, 3) for _ in range(3)], draw.integer(-5, 6)
    moved = [q[0] * w[0][j] + q[1] * w[1][j] for j in range(3)]
    content = sum(m * x for m, x in zip(moved, c, strict=True))
    right = (content + rot) / math.sqrt(2 + r)
    if abs(right - (content + rot) / math.sqrt(3 + r)) < 0.05:
        draw.reject()
    show = {"r": r, "q0": q[0], "q1": q[1], "rot": rot} | {f"c{j}": x for j, x in enumerate(c)}
    show |= {f"w{i}{j}": w[i][j] for i in range(2) for j in range(3)}
    return Question(
        show=show,
        truth=numeric(right, abs=0.01),
        steps={"content": content} | {f"m{j}": m for j, m in enumerate(moved)},
        wrong={"latent-sparse-attention/scale-from-latent": (content + rot) / math.sqrt(3 + r)},
    )


def second_way(show) -> float:
    """Expand the key first, then take the dot product."""
    import numpy as np

    w = np.array([[show[f"w{i}{j}"] for j in range(3)] for i in range(2)])
    key = w @ [show[f"c{j}"] for j in range(3)]
    return float((key @ [show["q0"], show["q1"]] + show["rot"]) / np.sqrt(2 + show["r"]))
