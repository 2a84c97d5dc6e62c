"""The weight variance that keeps the mean square, for several activations."""

from beikao.kit import Draw, Question, symbolic

# TeX of f for z >= 0 and z < 0 -> variance in n and a
CASES = {
    ("z", "0"): "2/n",
    ("z", "az"): "2/((1+a^2)*n)",
    ("z", "-z"): "1/n",
    ("az", "0"): "2/(a^2*n)",
    ("az", "-az"): "1/(a^2*n)",
    ("z", "-az"): "2/((1+a^2)*n)",
    ("az", "z"): "2/((1+a^2)*n)",
    ("2z", "az"): "2/((4+a^2)*n)",
}


def make(draw: Draw) -> Question:
    up, down = draw.choice(sorted(CASES))
    right = CASES[up, down]
    return Question(
        show={"up": up, "down": down},
        truth=symbolic(right, over={"n": (10, 1000), "a": (0.1, 0.8)}),
        wrong={} if right == "1/n" else {"activations-init/gain-missing": "1/n"},
    )


def second_way(show) -> str:
    """Integrate f squared against the standard normal density."""
    import sympy as sp

    z, a, n = sp.symbols("z a n", positive=True)

    def piece(tex):
        """f at |z| on that side, squared."""
        factor = {"": 1, "2": 2, "a": a, "-": 1, "-a": a}.get(tex.replace("z", ""), 0)
        return (factor * z) ** 2 if "z" in tex else sp.Integer(0)

    density = sp.exp(-(z**2) / 2) / sp.sqrt(2 * sp.pi)
    square = sum(sp.integrate(piece(show[side]) * density, (z, 0, sp.oo)) for side in ("up", "down"))
    return str(sp.simplify(1 / (n * square))).replace("**", "^")
