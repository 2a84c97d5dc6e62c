"""Policy gradient of a two-armed bandit as a formula; several things may be asked."""

from beikao.kit import Draw, Question, symbolic

GRADIENT = "\\frac{d}{d\\theta}E[R]"
FIRST = "(R-c)\\,\\frac{d\\ln\\pi}{d\\theta}\\ (a_1)"
SECOND = "(R-c)\\,\\frac{d\\ln\\pi}{d\\theta}\\ (a_2)"
MEAN = "E\\Bigl[(R-c)\\tfrac{d\\ln\\pi}{d\\theta}\\Bigr]"
QUIET = "\\arg\\min_c\\,\\mathrm{Var}\\Bigl[(R-c)\\tfrac{d\\ln\\pi}{d\\theta}\\Bigr]"
SQUARE = "E\\Bigl[\\bigl((R-c)\\tfrac{d\\ln\\pi}{d\\theta}\\bigr)^2\\Bigr]"
# what is asked in TeX: (right, misconception, where it leads)
CASES = {
    GRADIENT: ("p*(1-p)*(a-b)", "policy-not-differentiated", "a-b"),
    FIRST: ("(a-c)*(1-p)", "only-chosen-moves", "a-c"),
    SECOND: ("-(b-c)*p", "only-chosen-moves", "b-c"),
    MEAN: ("p*(1-p)*(a-b)", "baseline-shifts-gradient", "p*(1-p)*(a-b)-c"),
    QUIET: ("a*(1-p)+b*p", "value-is-quietest", "a*p+b*(1-p)"),
    SQUARE: ("p*(a-c)^2*(1-p)^2+(1-p)*(b-c)^2*p^2", "baseline-shifts-gradient", "p^2*(1-p)^2*(a-b)^2"),
}


def make(draw: Draw) -> Question:
    what = draw.choice(sorted(CASES))
    right, slug, leads = CASES[what]
    return Question(
        show={"what": what},
        truth=symbolic(right, over={"p": (0.1, 0.9), "a": (3, 6), "b": (-2, 1), "c": (1.2, 2.5)}),
        wrong={f"rl-basics/{slug}": leads},
    )


def second_way(show) -> str:
    """Differentiate with sympy and put p back for the sigmoid."""
    import sympy as sp

    t, a, b, c, p = sp.symbols("t a b c p")
    s = 1 / (1 + sp.exp(-t))
    one, two = (a - c) * sp.diff(sp.log(s), t), (b - c) * sp.diff(sp.log(1 - s), t)
    square = s * one**2 + (1 - s) * two**2
    found = {
        GRADIENT: sp.diff(s * a + (1 - s) * b, t),
        FIRST: one,
        SECOND: two,
        MEAN: s * one + (1 - s) * two,
        QUIET: sp.solve(sp.diff(square, c), c)[0],
        SQUARE: square,
    }[show["what"]]
    return str(found.subs(t, sp.log(p / (1 - p)))).replace("**", "^")
