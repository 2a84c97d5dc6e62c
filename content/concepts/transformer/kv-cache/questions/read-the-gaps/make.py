"""A fault planted in a one-layer cache, shown by where two rows part from the full pass."""

import numpy as np

from beikao.kit import Draw, Question, choice

H, G, D = 4, 2, 4


def turn(x, start):
    """RoPE on (rows, heads, tokens, D)."""
    angle = (start + np.arange(x.shape[2]))[:, None] * np.array([1.0, 0.3])
    a, b = x[..., :2], x[..., 2:]
    return np.concatenate([a * np.cos(angle) - b * np.sin(angle), b * np.cos(angle) + a * np.sin(angle)], -1)


def attend(q, k, v, past, tiled=False, masked=True):
    heads = np.arange(H) % G if tiled else np.arange(H) // (H // G)
    scores = q @ k[:, heads].swapaxes(2, 3) / 2
    rows, columns = np.indices(scores.shape[2:])
    scores = np.where(columns <= rows + past, scores, -np.inf) if masked else scores
    e = np.exp(scores - scores.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True) @ v[:, heads]


def make(draw: Draw) -> Question:
    first, second = draw.integer(2, 4), draw.integer(3, 4)
    total = first + second
    q, k, v = draw.normal(2, H, total, D), draw.normal(2, G, total, D), draw.normal(2, G, total, D)
    fault = draw.choice(["restart", "tiled", "unmasked", "shared"])
    full = attend(turn(q, 0), turn(k, 0), v, 0)
    kept_k, kept_v, out = [], [], []
    for start, stop in ((0, first), (first, total)):
        at = 0 if fault == "restart" else start
        new_k, new_v = turn(k[:, :, start:stop], at), v[:, :, start:stop]
        if fault == "shared":
            new_k, new_v = new_k[[1, 1]], new_v[[1, 1]]
        kept_k, kept_v = [*kept_k, new_k], [*kept_v, new_v]
        keys, values = np.concatenate(kept_k, 2), np.concatenate(kept_v, 2)
        out.append(
            attend(
                turn(q[:, :, start:stop], at), keys, values, start, fault == "tiled", start == 0 or fault != "unmasked"
            )
        )
    gaps = np.abs(np.concatenate(out, 2) - full).max((1, 3))
    if np.any((gaps > 1e-12) & (gaps < 0.02)):
        draw.reject()
    rows = ["position " + " ".join(f"{t:>5d}" for t in range(total))]
    rows += [f"row {r}    " + " ".join(f"{g:5.2f}" if g > 1e-12 else "  0.0" for g in gaps[r]) for r in (0, 1)]
    tempting = {"kv-cache/positions-restart": "restart", "kv-cache/mask-not-needed": "unmasked"}
    return Question(
        show={"first": first, "second": second, "log": "\n".join(rows)},
        truth=choice(fault),
        wrong={name: option for name, option in tempting.items() if option != fault},
    )


def second_way(show) -> str:
    """Read the log by the rules of the explanation."""
    _, zero, one = (
        [float(x) > 0 for x in line.split()[2 if line[0] == "r" else 1 :]] for line in show["log"].splitlines()
    )
    if zero != one:
        return "shared"
    if zero[0]:
        return "tiled"
    return "restart" if zero[-1] else "unmasked"
