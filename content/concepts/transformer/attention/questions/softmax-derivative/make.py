"""Derivatives of one attention row, as formulas."""

from beikao.kit import Draw, Question, symbolic

DIAGONAL, SCALE = "attention/jacobian-diagonal", "attention/scaling-is-cosmetic"
# what in TeX: (right, {misconception: formula})
CASES = {
    "\\partial p_1/\\partial s_1": ("p*(1-p)", {}),
    "\\partial p_1/\\partial s_2": ("-p*r", {DIAGONAL: "0"}),
    "\\partial o/\\partial s_1": ("p*(v-o)", {DIAGONAL: "p*(1-p)*v"}),
    "\\partial p_1/\\partial u_1": ("p*(1-p)/sqrt(d)", {SCALE: "p*(1-p)"}),
    "\\partial p_1/\\partial u_2": ("-p*r/sqrt(d)", {DIAGONAL: "0", SCALE: "-p*r"}),
    "\\partial o/\\partial u_1": ("p*(v-o)/sqrt(d)", {DIAGONAL: "p*(1-p)*v/sqrt(d)", SCALE: "p*(v-o)"}),
}


def make(draw: Draw) -> Question:
    what = draw.choice(sorted(CASES))
    right, wrong = CASES[what]
    over = {"p": (0.1, 0.4), "r": (0.1, 0.4), "v": (2, 5), "o": (-1, 1), "d": (16, 64)}
    return Question(show={"what": what}, truth=symbolic(right, over=over), wrong=wrong)


def second_way(show) -> str:
    """Differentiate three exponentials with sympy, then put the names back."""
    import sympy as sp

    u1, u2, u3, d, p, r, v, o = sp.symbols("u1 u2 u3 d p r v o", positive=True)
    s1, s2, s3 = sp.symbols("s1 s2 s3")
    by_u = "u_" in show["what"]
    inner = {s1: u1 / sp.sqrt(d), s2: u2 / sp.sqrt(d), s3: u3 / sp.sqrt(d)}
    z = sp.exp(s1) + sp.exp(s2) + sp.exp(s3)
    last = (o - p * v) / (1 - p)  # the other two share one value, chosen so that the output is o
    top = sp.exp(s1) / z
    made = top if "p_1" in show["what"] else top * v + (1 - top) * last
    by = {"s_1": s1, "s_2": s2, "u_1": u1, "u_2": u2}[show["what"][-3:]]
    made = sp.diff(made.subs(inner) if by_u else made, by)
    if by_u:
        made = made.subs({u1: sp.sqrt(d) * s1, u2: sp.sqrt(d) * s2, u3: sp.sqrt(d) * s3})
    named = made.subs({s1: sp.log(p), s2: sp.log(r), s3: sp.log(1 - p - r)})
    return str(sp.simplify(named)).replace("**", "^")
