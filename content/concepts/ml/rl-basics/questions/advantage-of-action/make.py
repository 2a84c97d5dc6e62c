"""The advantage of one of three actions."""

from beikao.kit import Draw, Question, numeric

POLICIES = [(0.7, 0.2, 0.1), (0.6, 0.3, 0.1), (0.5, 0.3, 0.2), (0.1, 0.7, 0.2), (0.2, 0.2, 0.6), (0.1, 0.1, 0.8)]


def make(draw: Draw) -> Question:
    pi, q, which = draw.choice(POLICIES), draw.sample(range(-4, 11), 3), draw.integer(0, 2)
    value = sum(p * v for p, v in zip(pi, q, strict=True))
    truth = q[which] - value
    wrong = {
        "rl-basics/plain-mean-value": q[which] - sum(q) / 3,
        "rl-basics/best-is-baseline": float(q[which] - max(q)),
        "rl-basics/baseline-forgotten": float(q[which]),
    }
    values = [truth, *wrong.values()]
    if min(abs(x - y) for i, x in enumerate(values) for y in values[:i]) < 0.1:
        draw.reject()
    return Question(
        show={**{f"p{i}": p for i, p in enumerate(pi)}, **{f"q{i}": v for i, v in enumerate(q)}, "name": "ABC"[which]},
        truth=numeric(truth, abs=0.02),
        steps={"value": value, "mine": q[which]},
        wrong=wrong,
    )


def second_way(show) -> float:
    """Against each action in turn: the sum of pi(b) times (Q(a) - Q(b))."""
    mine = show[f"q{'ABC'.index(show['name'])}"]
    return sum(show[f"p{i}"] * (mine - show[f"q{i}"]) for i in range(3))
