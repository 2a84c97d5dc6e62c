"""The return from the middle of an episode."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    gamma = draw.choice([0.5, 0.6, 0.7, 0.8, 0.9])
    n, t = draw.integer(5, 6), draw.integer(1, 2)
    rewards = [draw.integer(-2, 6) for _ in range(n)]
    parts = [gamma**k * r for k, r in enumerate(rewards[t:])]
    truth = sum(parts)
    wrong = {
        "rl-basics/discount-from-start": truth * gamma**t,
        "rl-basics/past-counts": sum(gamma**k * r for k, r in enumerate(rewards)),
        "rl-basics/discount-ignored": float(sum(rewards[t:])),
    }
    values = [truth, *wrong.values()]
    if min(abs(x - y) for i, x in enumerate(values) for y in values[:i]) < 0.07:
        draw.reject()
    return Question(
        show={"rewards": ", ".join(map(str, rewards)), "t": t, "gamma": gamma, "now": rewards[t], "last": n - 1},
        truth=numeric(truth, abs=0.02),
        steps={"sum": " + ".join(f"({p:.3f})" for p in parts)},
        wrong=wrong,
    )


def second_way(show) -> float:
    """From the back: G = r + gamma G'."""
    value = 0.0
    for r in reversed([float(v) for v in show["rewards"].split(",")][show["t"] :]):
        value = r + show["gamma"] * value
    return value
