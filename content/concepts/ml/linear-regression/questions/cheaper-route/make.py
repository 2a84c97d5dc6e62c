"""Normal equations or gradient descent: count multiplications."""

from beikao.kit import Draw, Question, choice


def make(draw: Draw) -> Question:
    n = draw.choice([10_000, 50_000, 200_000, 1_000_000])
    d = draw.choice([10, 20, 50, 1_000, 4_096, 8_192])
    steps = draw.choice([50, 100, 200])
    normal, descent = n * d * d, 2 * n * d * steps
    if not (normal > 2 * descent or descent > 2 * normal):
        draw.reject()
    right = "descent" if normal > descent else "normal"
    other = {"descent": "normal", "normal": "descent"}[right]
    slug = "linear-regression/closed-form-is-cheaper"
    return Question(
        show={"n": n, "d": d, "steps": steps},
        truth=choice(right),
        steps={"normal": normal, "descent": descent, "twice": 2 * steps},
        wrong={slug: other} if right == "descent" else {},
    )


def second_way(show) -> str:
    """Add up what each matrix product costs, with the solve of d**3 / 3 included."""
    n, d = show["n"], show["d"]
    products = {"normal": [(d, n, d), (d, n, 1)], "descent": [(n, d, 1), (d, n, 1)]}
    cost = {name: sum(a * b * c for a, b, c in parts) for name, parts in products.items()}
    cost["normal"] += d**3 / 3
    cost["descent"] *= show["steps"]
    return min(cost, key=lambda name: cost[name])
