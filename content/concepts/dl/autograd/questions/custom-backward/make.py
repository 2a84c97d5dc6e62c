"""What the backward of an operator returns, in what it has saved and the gradient from above."""

from beikao.kit import Draw, Question, symbolic

# TeX of y, what is saved -> right answer, the same without g, where the saved values lie
CASES = {
    ("x\\,\\sigma(x)", "x,\\ s=\\sigma(x)"): ("g*(s+x*s*(1-s))", "s+x*s*(1-s)"),
    ("e^{x}", "y"): ("g*y", "y"),
    ("\\frac{1}{x}", "y"): ("-g*y^2", "-y^2"),
    ("\\sqrt{x}", "y"): ("g/(2*y)", "1/(2*y)"),
    ("\\frac{1}{\\sqrt{x}}", "y"): ("-g*y^3/2", "-y^3/2"),
    ("\\ln(1+e^{x})", "s=\\sigma(x)"): ("g*s", "s"),
    ("x^2\\,\\sigma(x)", "x,\\ s=\\sigma(x)"): ("g*(2*x*s+x^2*s*(1-s))", "2*x*s+x^2*s*(1-s)"),
    ("\\max(x,0)^2", "r=\\max(x,0)"): ("2*g*r", "2*r"),
}


def make(draw: Draw) -> Question:
    y, saved = draw.choice(sorted(CASES))
    right, local = CASES[y, saved]
    ranges = {"g": (0.5, 2), "x": (0.5, 2), "s": (0.55, 0.9), "y": (0.5, 2), "r": (0.5, 2)}
    return Question(
        show={"y": y, "saved": saved},
        truth=symbolic(right, over=ranges),
        wrong={"autograd/upstream-forgotten": local},
    )


def second_way(show) -> str:
    """Differentiate by x, then put in what is saved."""
    import sympy as sp

    x, s, y, r, g = sp.symbols("x s y r g", positive=True)
    sigma = 1 / (1 + sp.exp(-x))
    f, put = {
        "x\\,\\sigma(x)": (x * sigma, None),
        "e^{x}": (sp.exp(x), sp.log(y)),
        "\\frac{1}{x}": (1 / x, 1 / y),
        "\\sqrt{x}": (sp.sqrt(x), y**2),
        "\\frac{1}{\\sqrt{x}}": (1 / sp.sqrt(x), y**-2),
        "\\ln(1+e^{x})": (sp.log(1 + sp.exp(x)), sp.log(s / (1 - s))),
        "x^2\\,\\sigma(x)": (x**2 * sigma, None),
        "\\max(x,0)^2": (x**2, r),
    }[show["y"]]
    local = sp.diff(f, x)
    if put is None:  # x itself is saved as well: only the sigmoid is replaced
        local = sp.expand(local.subs(sp.exp(-x), 1 / s - 1))
    else:
        local = local.subs(x, put)
    return str(sp.simplify(g * local)).replace("**", "^")
