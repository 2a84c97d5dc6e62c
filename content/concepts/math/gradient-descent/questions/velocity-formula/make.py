"""The velocity after a few steps of a constant gradient, as a formula."""

from beikao.kit import Draw, Question, symbolic


def make(draw: Draw) -> Question:
    t = draw.integer(2, 5)
    kind = draw.choice(["sum", "average"])
    terms = "+".join(["1", "b", "b^2", "b^3", "b^4"][:t])
    expression = f"g*({terms})" if kind == "sum" else f"g*(1-b)*({terms})"
    rule = "v\\leftarrow bv+g" if kind == "sum" else "v\\leftarrow bv+(1-b)g"
    wrong = {"gradient-descent/momentum-is-averaging": f"g*(1-b)*({terms})"} if kind == "sum" else {}
    return Question(
        show={"t": t, "rule": rule},
        truth=symbolic(expression, over={"b": (0.1, 0.9), "g": (1, 5)}),
        wrong=wrong,
    )


def second_way(show) -> str:
    """Nest the rule as often as it is applied."""
    v = "0"
    for _ in range(show["t"]):
        v = f"(b*{v}+g)" if "(1-b)" not in show["rule"] else f"(b*{v}+(1-b)*g)"
    return v
