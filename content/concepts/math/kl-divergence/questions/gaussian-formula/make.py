"""A Gaussian KL as a formula, for one of six pairs of Gaussians."""

from beikao.kit import Draw, Question, symbolic

# (mean 1, variance 1, mean 2, variance 2, dimensions) as formulas of a, b, s, t, d.
CASES = {
    "ln(t/s)+(s^2+(a-b)^2)/(2*t^2)-1/2": ("a", "s^2", "b", "t^2", "1"),
    "(a-b)^2/(2*s^2)": ("a", "s^2", "b", "s^2", "1"),
    "(s^2+a^2-1)/2-ln(s)": ("a", "s^2", "0", "1", "1"),
    "d*(ln(t/s)+s^2/(2*t^2)-1/2)": ("0", "s^2", "0", "t^2", "d"),
    "d*a^2/2": ("a", "1", "0", "1", "d"),
    "(1+b^2)/(2*t^2)-1/2+ln(t)": ("0", "1", "b", "t^2", "1"),
}


def make(draw: Draw) -> Question:
    formula = draw.choice(sorted(CASES))
    m1, v1, m2, v2, d = CASES[formula]
    over = {"a": (0.5, 2), "b": (3, 5), "s": (0.4, 0.8), "t": (1.2, 2.5), "d": (3, 9)}
    wrong = "0" if v1 == v2 else f"({d})*(ln(({v1})/({v2}))+({v2})/({v1})-1+(({m1})-({m2}))^2/({v1}))/2"
    name = "kl-divergence/kl-is-distance" if v1 == v2 else "kl-divergence/direction-free"
    if v1 == v2:
        wrong = f"abs(({m1})-({m2}))"
    return Question(
        show={"m1": m1, "v1": v1, "m2": m2, "v2": v2, "d": d,
              "letters": ", ".join(letter for letter in "abstd" if letter in m1 + v1 + m2 + v2 + d)},
        truth=symbolic(formula, over=over),
        wrong={name: wrong},
    )  # fmt: skip


def second_way(show) -> str:
    """Cross-entropy of the two densities less the entropy of the first, from Gaussian moments."""
    m1, v1, m2, v2, d = (show[k] for k in ("m1", "v1", "m2", "v2", "d"))
    cross = f"(ln(2*pi*({v2}))+(({v1})+(({m1})-({m2}))^2)/({v2}))/2"
    own = f"(ln(2*pi*({v1}))+1)/2"
    return f"({d})*({cross}-{own})"
