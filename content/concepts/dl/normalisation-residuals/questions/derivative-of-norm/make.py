"""An entry of the Jacobian of RMSNorm or layer normalisation, in terms of the outputs."""

from beikao.kit import Draw, Question, symbolic

OVER = {"n": (3, 9), "a": (-1.5, 1.5), "b": (-1.5, 1.5), "s": (0.5, 3), "c": (0.5, 3)}
# (norm, place): (derivative, what it is with the statistics constant)
CASES = {
    ("RMSNorm", "same"): ("(1-a^2/n)/s", "1/s"),
    ("RMSNorm", "other"): ("-a*b/(n*s)", "0"),
    ("LayerNorm", "same"): ("(1-1/n-a^2/n)/s", "1/s"),
    ("LayerNorm", "other"): ("-(1+a*b)/(n*s)", "0"),
}


def make(draw: Draw) -> Question:
    norm, place, gained = draw.choice(["RMSNorm", "LayerNorm"]), draw.choice(["same", "other"]), draw.integer(0, 1)
    right, constant = CASES[(norm, place)]
    other = CASES[("LayerNorm" if norm == "RMSNorm" else "RMSNorm", place)][0]
    gain = "c*" if gained else ""
    wrong = {"normalisation-residuals/statistics-are-constants": f"{gain}{constant}" if constant != "0" else "0*n"}
    if norm == "RMSNorm":
        wrong["normalisation-residuals/rms-removes-mean"] = f"{gain}({other})"
    return Question(
        show={"norm": norm, "what": "\\frac{\\partial y_1}{\\partial x_1}" if place == "same" else "\\frac{\\partial y_1}{\\partial x_2}",
              "out": "y_i=c\\,\\hat x_i" if gained else "y_i=\\hat x_i"},
        truth=symbolic(f"{gain}({right})", over=OVER),
        wrong=wrong,
    )  # fmt: skip


def second_way(show) -> str:
    """Differentiate with sympy for n = 3 and n = 5 and fit the only form in n that both allow: (u + v/n)."""
    import sympy as sp

    a, b, s, c, n = sp.symbols("a b s c n")
    found = []
    for size in (3, 5):
        xs = sp.symbols(f"x1:{size + 1}")
        mean = sum(xs) / size if show["norm"] == "LayerNorm" else 0
        spread = sp.sqrt(sum((x - mean) ** 2 for x in xs) / size)
        y = (xs[0] - mean) / spread
        where = xs[0] if show["what"].endswith("x_1}") else xs[1]
        point = {x: sp.Rational(v) for x, v in zip(xs, (2, -1, 4, 7, 1), strict=False)}
        slope = sp.diff(y, where).subs(point)
        hats = [((x - mean) / spread).subs(point) for x in xs[:2]]
        found.append((sp.simplify(slope * spread.subs(point)), hats, size))
    same = 1 if show["what"].endswith("x_1}") else 0
    less = 1 if show["norm"] == "LayerNorm" else 0
    for value, hats, size in found:  # value = same - (less + y1 * y) / n, whatever the size
        assert sp.simplify(value - (same - (less + hats[0] * hats[0 if same else 1]) / size)) == 0
    gain = c if "c" in show["out"] else 1
    return str(gain * (same - (less + a * (a if same else b)) / n) / s).replace("**", "^")
