"""log-sum-exp of a structured list, as a formula."""

from beikao.kit import Draw, Question, symbolic

CASES = {
    "x × n": "x+log(n)",
    "x × n, (x+c) × k": "x+log(n+k*exp(c))",
    "(x+c) × n": "x+c+log(n)",
    "x, x+c": "x+log(1+exp(c))",
    "x × n, (x+log k)": "x+log(n+k)",
    "(x−c) × n, x": "x+log(1+n*exp(-c))",
}
HIGHEST = {"x × n": "x", "(x+c) × n": "x+c", "(x−c) × n, x": "x"}


def make(draw: Draw) -> Question:
    items = draw.choice(sorted(CASES))
    over = {"x": (1, 5), "n": (2, 9), "k": (2, 9), "c": (0.5, 2)}
    used = {name: span for name, span in over.items() if name in CASES[items].replace("exp", "")}
    return Question(
        show={"items": items, "letters": ", ".join(used)},
        truth=symbolic(CASES[items], over=used),
        steps={"top": HIGHEST.get(items, "x")},
    )


def second_way(show) -> str:
    """The exponentials added up as they stand."""
    sums = []
    for item in show["items"].split(", "):
        value, _, count = item.partition(" × ")
        value = value.replace("−", "-").replace("log k", "log(k)")
        sums.append(f"{count or 1}*exp({value})")
    return f"log({'+'.join(sums)})"
