"""Three rows of recall, simulated; which is the small fixed state?"""

import numpy as np

from beikao.kit import Draw, Question, choice

PAIRS = (6, 24, 96)


def recall(draw: Draw, width: int, attention: bool) -> list[float]:
    keys, values = (
        x / np.linalg.norm(x, axis=1, keepdims=True) for x in (draw.normal(96, width), draw.normal(96, width))
    )
    shares = []
    for n in PAIRS:
        k, v = keys[:n], values[:n]
        weights = np.exp(30 * (k @ k.T - 1)) if attention else k @ k.T
        shares.append(float(np.mean(np.argmax(weights @ v @ v.T, axis=1) == np.arange(n))))
    return shares


def make(draw: Draw) -> Question:
    small = draw.choice([8, 12, 16, 20])
    large = 2 * small
    rows = {"small": recall(draw, small, False), "large": recall(draw, large, False), "all": recall(draw, small, True)}
    names = dict(zip(draw.shuffle("abc"), rows, strict=True))
    last = sorted(r[-1] for r in rows.values())
    if last[1] - last[0] < 0.06 or last[2] - last[1] < 0.1 or rows["all"][-1] < 0.95:
        draw.reject()
    log = "\n".join(["pairs " + "".join(f"{n:>6d}" for n in PAIRS)]
                    + [f"{name}     " + "".join(f"{share:6.2f}" for share in rows[names[name]]) for name in "abc"])  # fmt: skip
    by_kind = {kind: name for name, kind in names.items()}
    return Question(
        show={"small": small, "large": large, "log": log},
        truth=choice(by_kind["small"]),
        wrong={"sequence-model-tradeoffs/state-remembers-all": by_kind["all"]},
    )


def second_way(show) -> str:
    """The row that recalls least of the most pairs."""
    rows = [line.split() for line in show["log"].splitlines()[1:]]
    return min(rows, key=lambda row: float(row[-1]))[0]
