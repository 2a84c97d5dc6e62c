"""How far one logit moves in one REINFORCE step with a baseline."""

from beikao.kit import Draw, Question, numeric

POLICIES = [(0.7, 0.2, 0.1), (0.6, 0.3, 0.1), (0.5, 0.3, 0.2), (0.25, 0.25, 0.5), (0.2, 0.4, 0.4)]


def make(draw: Draw) -> Question:
    pi = draw.shuffle(draw.choice(POLICIES))
    taken, asked = draw.integer(0, 2), draw.integer(0, 2)
    reward, baseline, rate = draw.integer(1, 9), draw.integer(1, 9), draw.choice([0.1, 0.2, 0.5])
    score = (1 if taken == asked else 0) - pi[asked]
    truth = rate * (reward - baseline) * score
    wrong = {
        "rl-basics/gain-for-loss": -truth,
        "rl-basics/only-chosen-moves": rate * (reward - baseline) * (1 if taken == asked else 0),
        "rl-basics/baseline-forgotten": rate * reward * score,
    }
    values = [truth, *wrong.values()]
    if min(abs(x - y) for i, x in enumerate(values) for y in values[:i]) < 0.016 or abs(truth) < 0.02:
        draw.reject()
    return Question(
        show={**{f"p{i}": p for i, p in enumerate(pi)}, "taken": "ABC"[taken], "asked": "ABC"[asked],
              "reward": reward, "baseline": baseline, "rate": rate},
        truth=numeric(truth, abs=0.004),
        steps={"score": score, "advantage": reward - baseline},
        wrong=wrong,
    )  # fmt: skip


def second_way(show) -> float:
    """The logarithm of a softmax by central differences."""
    import math

    theta = [math.log(show[f"p{i}"]) for i in range(3)]
    taken, asked, h = "ABC".index(show["taken"]), "ABC".index(show["asked"]), 1e-5

    def log_pi(d):
        z = [v + (d if i == asked else 0.0) for i, v in enumerate(theta)]
        return z[taken] - math.log(sum(math.exp(v) for v in z))

    return show["rate"] * (show["reward"] - show["baseline"]) * (log_pi(h) - log_pi(-h)) / (2 * h)
