"""Order three delayed rewards by what they are worth now; waiting for the largest need not pay."""

import itertools

from beikao.kit import Draw, Question, order


def make(draw: Draw) -> Question:
    gamma = draw.choice([0.5, 0.6, 0.7, 0.8])
    plans = [
        (draw.integer(2, 4), draw.integer(1, 2)),
        (draw.integer(5, 9), draw.integer(3, 5)),
        (draw.integer(10, 20), draw.integer(5, 8)),
    ]
    names = draw.shuffle("abc")
    plan = dict(zip(names, plans, strict=True))
    worth = {name: r * gamma ** (n - 1) for name, (r, n) in plan.items()}
    ranked = sorted(worth, key=lambda name: -worth[name])
    by_size = sorted(plan, key=lambda name: -plan[name][0])
    if ranked == by_size or min(worth[a] / worth[b] for a, b in itertools.pairwise(ranked)) < 1.08:
        draw.reject()
    show = {"gamma": gamma}
    for name, (r, n) in plan.items():
        show |= {f"r{name}": r, f"n{name}": n}
    return Question(
        show=show,
        truth=order(*ranked),
        steps={f"w{name}": value for name, value in worth.items()},
        wrong={"rl-basics/discount-ignored": by_size},
    )


def second_way(show) -> list:
    """Walk each plan from its end by G = r + gamma G'."""
    worth = {}
    for name in "abc":
        value = float(show[f"r{name}"])
        for _ in range(show[f"n{name}"] - 1):
            value = 0.0 + show["gamma"] * value
        worth[name] = value
    return sorted(worth, key=lambda name: -worth[name])
