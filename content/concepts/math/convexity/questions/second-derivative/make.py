"""The second derivative of a loss in one variable, as a formula."""

from beikao.kit import Draw, Question, symbolic

CASES = {
    "\\ln(1+e^{-x})": "exp(-x)/(1+exp(-x))^2",
    "\\tfrac12(x-a)^2": "1",
    "e^{ax}": "a^2*exp(a*x)",
    "-\\ln x": "1/x^2",
    "x\\ln x": "1/x",
    "\\sqrt{1+x^2}": "1/(1+x^2)/sqrt(1+x^2)",
    "(x^2-a)^2": "12*x^2-4*a",
}


def make(draw: Draw) -> Question:
    f = draw.choice(sorted(CASES))
    return Question(show={"f": f}, truth=symbolic(CASES[f], over={"x": (0.5, 3), "a": (1, 2)}))


def second_way(show) -> str:
    """sympy."""
    import sympy

    x, a = sympy.symbols("x a")
    table = {
        "\\ln(1+e^{-x})": sympy.log(1 + sympy.exp(-x)),
        "\\tfrac12(x-a)^2": (x - a) ** 2 / 2,
        "e^{ax}": sympy.exp(a * x),
        "-\\ln x": -sympy.log(x),
        "x\\ln x": x * sympy.log(x),
        "\\sqrt{1+x^2}": sympy.sqrt(1 + x**2),
        "(x^2-a)^2": (x**2 - a) ** 2,
    }
    return str(sympy.diff(table[show["f"]], x, 2))
