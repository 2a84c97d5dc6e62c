"""A log of gradient norms and awake shares by layer; what ails the network?"""

import math

from beikao.kit import Draw, Question, choice

LAYERS = (1, 4, 8, 12, 16, 20)


def make(draw: Draw) -> Question:
    state = draw.choice(["healthy", "vanishing", "exploding", "dead"])
    base = 10 ** draw.uniform(-3, -1)
    slope = {
        "healthy": draw.uniform(-0.02, 0.02),
        "vanishing": draw.uniform(0.25, 0.6),
        "exploding": draw.uniform(-0.5, -0.2),
        "dead": draw.uniform(-0.02, 0.02),
    }[state]
    cut, rows = draw.choice([8, 12]), []
    for layer in LAYERS:
        norm = base * 10 ** (slope * (layer - 20)) * draw.uniform(0.8, 1.25)
        awake = draw.uniform(0.42, 0.58)
        if state == "dead" and layer == cut:
            awake = 0.0
        if state == "dead" and layer <= cut:
            norm = 0.0
        rows.append(f"{layer:5d}   {norm:9.2e}   {awake:5.2f}")
    wrong = {"activations-init/relu-cures-all": "healthy"} if state != "healthy" else {}
    return Question(show={"log": "\n".join(rows)}, truth=choice(state), wrong=wrong)


def second_way(show) -> str:
    """Read the log."""
    rows = [[float(v) for v in line.split()] for line in show["log"].splitlines()]
    if min(r[2] for r in rows) == 0.0:
        return "dead"
    ratio = math.log10(rows[0][1] / rows[-1][1])
    return "vanishing" if ratio < -2 else "exploding" if ratio > 2 else "healthy"
