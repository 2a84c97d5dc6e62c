"""The derivative of an activation or a loss, as a formula."""

from beikao.kit import Draw, Question, symbolic

CASES = {
    "\\sigma(x)=1/(1+e^{-x})": "exp(-x)/(1+exp(-x))^2",
    "\\tanh x": "1-tanh(x)^2",
    "\\ln(1+e^{x})": "1/(1+exp(-x))",
    "x/(1+e^{-x})": "1/(1+exp(-x))+x*exp(-x)/(1+exp(-x))^2",
    "\\tfrac12\\ln(1+x^2)": "x/(1+x^2)",
    "-\\ln\\frac{1}{1+e^{-x}}": "-1/(1+exp(x))",
}
# The chain or product rule at work, in TeX.
HOW = {
    "\\sigma(x)=1/(1+e^{-x})": "-(1+e^{-x})^{-2}\\cdot(-e^{-x})=\\sigma(x)(1-\\sigma(x))",
    "\\tanh x": "(\\sinh x/\\cosh x)'=(\\cosh^2x-\\sinh^2x)/\\cosh^2x=1-\\tanh^2x",
    "\\ln(1+e^{x})": "e^{x}/(1+e^{x})=1/(1+e^{-x})",
    "x/(1+e^{-x})": "(x\\,\\sigma(x))'=\\sigma(x)+x\\,\\sigma(x)(1-\\sigma(x))",
    "\\tfrac12\\ln(1+x^2)": "\\tfrac12\\cdot2x/(1+x^2)=x/(1+x^2)",
    "-\\ln\\frac{1}{1+e^{-x}}": "(\\ln(1+e^{-x}))'=-e^{-x}/(1+e^{-x})=-1/(1+e^{x})",
}


def make(draw: Draw) -> Question:
    f = draw.choice(sorted(CASES))
    return Question(show={"f": f}, truth=symbolic(CASES[f], over={"x": (-2, 2)}), steps={"how": HOW[f]})


def second_way(show) -> str:
    """sympy differentiates the function itself."""
    import sympy

    x = sympy.Symbol("x")
    table = {
        "\\sigma(x)=1/(1+e^{-x})": 1 / (1 + sympy.exp(-x)),
        "\\tanh x": sympy.tanh(x),
        "\\ln(1+e^{x})": sympy.log(1 + sympy.exp(x)),
        "x/(1+e^{-x})": x / (1 + sympy.exp(-x)),
        "\\tfrac12\\ln(1+x^2)": sympy.log(1 + x**2) / 2,
        "-\\ln\\frac{1}{1+e^{-x}}": -sympy.log(1 / (1 + sympy.exp(-x))),
    }
    return str(sympy.diff(table[show["f"]], x))
