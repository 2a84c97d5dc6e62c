"""Maximum likelihood estimators as formulas in n, the sum S and the sum of squares T."""

from beikao.kit import Draw, Question, symbolic

CASES = (
    (r"\lambda e^{-\lambda x},\ x>0", r"\lambda", "n/S", ("mle/rate-is-mean", "S/n")),
    (r"p(1-p)^{x-1},\ x=1,2,\dots", "p", "n/S", ("mle/rate-is-mean", "S/n")),
    (r"e^{-\mu}\mu^x/x!,\ x=0,1,\dots", r"\mu", "S/n", ("mle/unbiased-is-mle", "S/(n-1)")),
    (r"p^x(1-p)^{1-x},\ x=0,1", "p", "S/n", ("mle/unbiased-is-mle", "S/(n-1)")),
    (r"(2\pi v)^{-1/2}e^{-x^2/(2v)}", "v", "T/n", ("mle/unbiased-is-mle", "T/(n-1)")),
    (r"\tfrac{x}{v}e^{-x^2/(2v)},\ x>0", "v", "T/(2*n)", ("mle/unbiased-is-mle", "T/(2*(n-1))")),
    (r"\tfrac1b e^{-x/b},\ x>0", "b", "S/n", ("mle/rate-is-mean", "n/S")),
)


def make(draw: Draw) -> Question:
    density, parameter, formula, wrong = draw.choice(CASES)
    return Question(
        show={"density": density, "parameter": parameter},
        truth=symbolic(formula, over={"n": (5, 20), "S": (30, 60), "T": (100, 300)}),
        wrong={wrong[0]: wrong[1]},
    )


def second_way(show) -> str:
    """sympy solves the score equation."""
    import sympy as sp

    n, s, t, q = sp.symbols("n S T q", positive=True)
    scores = {
        r"\lambda e": n * sp.log(q) - q * s,
        r"p(1-p)^{": n * sp.log(q) + (s - n) * sp.log(1 - q),
        r"e^{-\mu}": -n * q + s * sp.log(q),
        r"p^x(1-p)": s * sp.log(q) + (n - s) * sp.log(1 - q),
        r"(2\pi v)": -n * sp.log(q) / 2 - t / (2 * q),
        r"\tfrac{x}": -n * sp.log(q) - t / (2 * q),
        r"\tfrac1b ": -n * sp.log(q) - s / q,
    }
    loglik = next(value for start, value in scores.items() if show["density"].startswith(start))
    return str(sp.solve(sp.diff(loglik, q), q)[0])
