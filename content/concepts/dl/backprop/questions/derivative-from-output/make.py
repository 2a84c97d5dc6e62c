"""f'(z) written with the output h alone, so that z need not be kept."""

from beikao.kit import Draw, Question, symbolic

# name: (TeX, right in h, the formula in z fed with h, where h lies)
CASES = {
    "\\sigma(z)=\\frac{1}{1+e^{-z}}": ("h*(1-h)", "1/(1+exp(-h))*(1-1/(1+exp(-h)))", (0.1, 0.9)),
    "\\tanh z": ("1-h^2", "1-((exp(2*h)-1)/(exp(2*h)+1))^2", (-0.9, 0.9)),
    "\\ln(1+e^{z})": ("1-exp(-h)", "1/(1+exp(-h))", (0.2, 3)),
    "e^{z}-1": ("h+1", "exp(h)", (-0.8, 2)),
    "\\frac{1}{1+e^{-az}}": ("a*h*(1-h)", "a/(1+exp(-a*h))*(1-1/(1+exp(-a*h)))", (0.1, 0.9)),
    "a\\tanh z": ("a-h^2/a", "a*(1-((exp(2*h)-1)/(exp(2*h)+1))^2)", (0.3, 1.2)),
    "e^{az}-1": ("a*(h+1)", "a*exp(a*h)", (-0.8, 2)),
    "2\\sigma(z)-1": ("(1-h^2)/2", "2/(1+exp(-h))*(1-1/(1+exp(-h)))", (-0.9, 0.9)),
}


def make(draw: Draw) -> Question:
    tex = draw.choice(sorted(CASES))
    right, misused, where = CASES[tex]
    return Question(
        show={"f": tex},
        truth=symbolic(right, over={"h": where, "a": (1.5, 3)}),
        wrong={"backprop/derivative-at-output": misused},
    )


def second_way(show) -> str:
    """Differentiate, solve h = f(z) for z, put it in."""
    import sympy as sp

    z, h, a = sp.symbols("z h a")
    f, inverse = {
        "\\sigma(z)=\\frac{1}{1+e^{-z}}": (1 / (1 + sp.exp(-z)), sp.log(h / (1 - h))),
        "\\tanh z": (sp.tanh(z), sp.log((1 + h) / (1 - h)) / 2),
        "\\ln(1+e^{z})": (sp.log(1 + sp.exp(z)), sp.log(sp.exp(h) - 1)),
        "e^{z}-1": (sp.exp(z) - 1, sp.log(1 + h)),
        "\\frac{1}{1+e^{-az}}": (1 / (1 + sp.exp(-a * z)), sp.log(h / (1 - h)) / a),
        "a\\tanh z": (a * sp.tanh(z), sp.log((1 + h / a) / (1 - h / a)) / 2),
        "e^{az}-1": (sp.exp(a * z) - 1, sp.log(1 + h) / a),
        "2\\sigma(z)-1": (2 / (1 + sp.exp(-z)) - 1, sp.log((1 + h) / (1 - h))),
    }[show["f"]]
    return str(sp.simplify(sp.diff(f, z).rewrite(sp.exp).subs(z, inverse))).replace("**", "^")
