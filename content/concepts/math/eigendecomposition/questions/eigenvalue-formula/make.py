"""The top eigenvalue of a small structured matrix, as a formula."""

from beikao.kit import Draw, Question, symbolic

# matrix (TeX rows), its top eigenvalue, for a > b > 0
CASES = {
    "exchange": (("a", "b", "b", "a"), "a+b"),
    "rank-one": (("a^2", "ab", "ab", "b^2"), "a^2+b^2"),
    "lift": (("a+1", "b", "b", "a+1"), "a+1+b"),
    "triangle": (("a", "1", "0", "b"), "a"),
    "double": (("2a", "2b", "2b", "2a"), "2*a+2*b"),
    "ones": (("a", "a", "b", "b"), "a+b"),
}


def make(draw: Draw) -> Question:
    (p, q, r, s), answer = CASES[draw.choice(sorted(CASES))]
    return Question(
        show={"p": p, "q": q, "r": r, "s": s},
        truth=symbolic(answer, over={"a": (5, 9), "b": (1, 4)}),
    )


def second_way(show) -> str:
    """Fit c0 + c1 a + c2 b + c3 a^2 + c4 b^2 to numerically found eigenvalues."""
    import numpy as np

    def value(text, a, b):
        return float(
            eval(
                text.replace("^", "**").replace("ab", "a*b").replace("2a", "2*a").replace("2b", "2*b"), {"a": a, "b": b}
            )
        )

    rows, found = [], []
    for a in (5.0, 6.0, 7.5, 9.0):
        for b in (1.0, 2.5, 4.0):
            m = np.array(
                [[value(show["p"], a, b), value(show["q"], a, b)], [value(show["r"], a, b), value(show["s"], a, b)]]
            )
            rows.append([1, a, b, a * a, b * b])
            found.append(np.max(np.linalg.eigvals(m).real))
    c = np.round(np.linalg.lstsq(np.array(rows), np.array(found), rcond=None)[0], 6)
    return f"{c[0]}+{c[1]}*a+{c[2]}*b+{c[3]}*a^2+{c[4]}*b^2"
