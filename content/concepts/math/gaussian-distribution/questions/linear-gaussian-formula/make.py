"""A linear-Gaussian pair: marginal, covariance and conditional as formulas."""

from beikao.kit import Draw, Question, symbolic

CASES = {
    r"E[y]": ("a*m+b", None),
    r"\mathrm{Var}(y)": ("a^2*v+r", ("map-one-sided", "a*v+r")),
    r"\mathrm{Cov}(x,y)": ("a*v", ("map-one-sided", "a^2*v")),
    r"E[x\mid y]": ("m+a*v*(y-a*m-b)/(a^2*v+r)", None),
    r"\mathrm{Var}(x\mid y)": ("v*r/(a^2*v+r)", ("conditional-keeps-variance", "v")),
}
OVER = {"a": (1.5, 3), "b": (1, 2), "m": (1, 3), "v": (0.5, 2), "r": (0.3, 1.5), "y": (4, 9)}


def make(draw: Draw) -> Question:
    wanted = draw.choice(sorted(CASES))
    formula, wrong = CASES[wanted]
    return Question(
        show={"wanted": wanted},
        truth=symbolic(formula, over=OVER),
        wrong={f"gaussian-distribution/{wrong[0]}": wrong[1]} if wrong else {},
    )


def second_way(show) -> str:
    """Precision form for the posterior: precisions add, and the mean is their weighted average."""
    precision = "(1/v+a^2/r)"
    return {
        r"E[y]": "a*(m+b/a)",
        r"\mathrm{Var}(y)": "r*(1+a^2*v/r)",
        r"\mathrm{Cov}(x,y)": "((a+1)^2*v-a^2*v-v)/2",
        r"E[x\mid y]": f"(m/v+a*(y-b)/r)/{precision}",
        r"\mathrm{Var}(x\mid y)": f"1/{precision}",
    }[show["wanted"]]
