"""The derivative of a loss by its logit, as a formula in z (or m)."""

from beikao.kit import Draw, Question, symbolic

# name: (loss in TeX, by, derivative, what the extra factor p(1-p) would make of it)
CASES = {
    "positive": ("-\\ln p", "z", "p-1", "(p-1)*p*(1-p)"),
    "negative": ("-\\ln(1-p)", "z", "p", "p*p*(1-p)"),
    "both": ("-t\\ln p-(1-t)\\ln(1-p)", "z", "p-t", "(p-t)*p*(1-p)"),
    "square": ("\\tfrac12(p-t)^2", "z", "(p-t)*p*(1-p)", "p-t"),
    "curvature": ("", "z", "p*(1-p)", ""),
    "weighted": ("-c\\,t\\ln p-(1-t)\\ln(1-p)", "z", "p*(1-t)-c*t*(1-p)", ""),
}


def make(draw: Draw) -> Question:
    name = draw.choice(sorted(CASES))
    loss, _, right, extra = CASES[name]
    slug = "logistic-regression/extra-derivative"
    what = CASES["both"][0] if name == "curvature" else loss
    return Question(
        show={"what": what, "order": "\\frac{d^2L}{dz^2}" if name == "curvature" else "\\frac{dL}{dz}",
              "letters": "p, t, c" if name == "weighted" else "p, t" if "t" in what else "p"},
        truth=symbolic(right, over={"p": (0.1, 0.9), "t": (0.1, 0.9), "c": (2, 5)}),
        wrong={slug: extra} if extra and name != "square" else {},
    )  # fmt: skip


def second_way(show) -> str:
    """Differentiate with sympy and put p back for the sigmoid."""
    import sympy as sp

    z, t, c, p = sp.symbols("z t c p")
    s = 1 / (1 + sp.exp(-z))
    loss = {
        "-\\ln p": -sp.log(s),
        "-\\ln(1-p)": -sp.log(1 - s),
        "-t\\ln p-(1-t)\\ln(1-p)": -t * sp.log(s) - (1 - t) * sp.log(1 - s),
        "\\tfrac12(p-t)^2": (s - t) ** 2 / 2,
        "-c\\,t\\ln p-(1-t)\\ln(1-p)": -c * t * sp.log(s) - (1 - t) * sp.log(1 - s),
    }[show["what"]]
    found = sp.diff(loss, z, 2 if "d^2L" in show["order"] else 1)
    return str(found.subs(z, sp.log(p / (1 - p)))).replace("**", "^")
