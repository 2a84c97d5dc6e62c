"""Where the smoothed loss has its lowest point, in two conventions."""

from beikao.kit import Draw, Question, symbolic

OVER = {"e": (0.05, 0.4), "K": (3, 12)}
# convention: (target of the right class and of a wrong one in TeX, and as formulas)
SPREAD = {
    "all": ("1-\\varepsilon+\\frac{\\varepsilon}{K}", "\\frac{\\varepsilon}{K}", "(1-e+e/K)", "(e/K)"),
    "others": ("1-\\varepsilon", "\\frac{\\varepsilon}{K-1}", "(1-e)", "(e/(K-1))"),
}
ASKED = {
    "p_r": "{r}",
    "p_w": "{w}",
    "z_r-z_w": "ln({r}/{w})",
    "p_r/p_w": "{r}/{w}",
    "1-p_r": "1-{r}",
}


def make(draw: Draw) -> Question:
    spread, asked = draw.choice(sorted(SPREAD)), draw.choice(sorted(ASKED))
    other = "others" if spread == "all" else "all"
    right, low, r, w = SPREAD[spread]
    return Question(
        show={"right": right, "low": low, "asked": asked},
        truth=symbolic(ASKED[asked].format(r=r, w=w), over=OVER),
        wrong={"regularisation/smoothing-over-others": ASKED[asked].format(r=SPREAD[other][2], w=SPREAD[other][3])},
    )


def second_way(show) -> str:
    """Minimise with sympy; the wrong classes share what is left alike."""
    import sympy as sp

    e, k, p = sp.symbols("e K p", positive=True)
    q = 1 - e + e / k if "+" in show["right"] else 1 - e
    loss = -q * sp.log(p) - (1 - q) * sp.log((1 - p) / (k - 1))
    best = sp.solve(sp.Eq(sp.together(sp.diff(loss, p)), 0), p)[0]
    low = (1 - best) / (k - 1)
    asked = {"p_r": best, "p_w": low, "z_r-z_w": sp.log(best / low), "p_r/p_w": best / low, "1-p_r": 1 - best}
    return str(sp.simplify(asked[show["asked"]])).replace("**", "^")
