"""One partial derivative of one sample's loss, as a formula in x, y, w, b and l (lambda)."""

from beikao.kit import Draw, Question, symbolic

LOSSES = {
    "\\tfrac12(wx+b-y)^2": ("(w*x+b-y){v}", ""),
    "(wx+b-y)^2": ("2*(w*x+b-y){v}", ""),
    "\\tfrac12(wx+b-y)^2+\\tfrac{l}{2}w^2": ("(w*x+b-y){v}", "+l*w"),
    "(wx+b-y)^2+l\\,w^2": ("2*(w*x+b-y){v}", "+2*l*w"),
    "\\tfrac12(y-wx-b)^2+l\\,w^2": ("(w*x+b-y){v}", "+2*l*w"),
}


def make(draw: Draw) -> Question:
    loss, by = draw.choice(sorted(LOSSES)), draw.choice(["w", "b"])
    main, extra = LOSSES[loss]
    main = main.format(v="*x" if by == "w" else "")
    wrong = {}
    if extra and by == "b":
        wrong = {"linear-regression/intercept-regularised": main + extra.replace("w", "b")}
    return Question(
        show={"loss": loss, "by": by, "letters": "w, x, b, y, l" if extra else "w, x, b, y"},
        truth=symbolic(
            main + (extra if by == "w" else ""),
            over={"x": (1, 3), "y": (-2, 2), "w": (0.5, 2), "b": (0.5, 2), "l": (0.5, 2)},
        ),
        wrong=wrong,
    )


def second_way(show) -> str:
    """sympy."""
    import sympy as sp

    x, y, w, b, lam = sp.symbols("x y w b l")
    half = sp.Rational(1, 2) if "\\tfrac12(" in show["loss"] else 1
    penalty = 0
    if "\\tfrac{l}{2}" in show["loss"]:
        penalty = lam * w**2 / 2
    elif "l\\,w^2" in show["loss"]:
        penalty = lam * w**2
    return str(sp.diff(half * (y - w * x - b) ** 2 + penalty, {"w": w, "b": b}[show["by"]])).replace("**", "^")
