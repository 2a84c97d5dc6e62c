"""Posterior summaries as formulas."""

from beikao.kit import Draw, Question, symbolic

COIN = r"$p\sim\mathrm{Beta}(a,b)$, $k\mid p\sim\mathrm{Binomial}(n,p)$"
COUNT = r"$\lambda\sim\mathrm{Gamma}$ (shape a, rate b), $x_i\mid\lambda\sim\mathrm{Poisson}(\lambda)$, $i=1,\dots,n$, $\sum x_i=k$"
CASES = (
    (COIN, r"E[p\mid k]", "(a+k)/(a+b+n)", ("map-is-mean", "(a+k-1)/(a+b+n-2)")),
    (COIN, r"\arg\max_p\,p(p\mid k)", "(a+k-1)/(a+b+n-2)", ("map-is-mean", "(a+k)/(a+b+n)")),
    (COIN, r"E[1-p\mid k]", "(b+n-k)/(a+b+n)", ("prior-ignored", "(n-k)/n")),
    (COUNT, r"E[\lambda\mid x]", "(a+k)/(b+n)", ("map-is-mean", "(a+k-1)/(b+n)")),
    (COUNT, r"\arg\max_\lambda\,p(\lambda\mid x)", "(a+k-1)/(b+n)", ("map-is-mean", "(a+k)/(b+n)")),
    (COUNT, r"\mathrm{Var}(\lambda\mid x)", "(a+k)/(b+n)^2", ("prior-ignored", "k/n^2")),
)


def make(draw: Draw) -> Question:
    model, wanted, formula, wrong = draw.choice(CASES)
    return Question(
        show={"model": model, "wanted": wanted},
        truth=symbolic(formula, over={"a": (2, 6), "b": (2, 6), "k": (3, 7), "n": (9, 14)}),
        wrong={f"bayesian-inference/{wrong[0]}": wrong[1]},
    )


def second_way(show) -> str:
    """sympy: peaks from the derivative of the log-posterior, Gamma moments from integrals, Beta moments from Gamma ratios."""
    import sympy as sp

    a, b, k, n, q = sp.symbols("a b k n q", positive=True)
    coin = "Binomial" in show["model"]
    if "arg" in show["wanted"]:
        log = (a - 1 + k) * sp.log(q) + ((b - 1 + n - k) * sp.log(1 - q) if coin else -(b + n) * q)
        return str(sp.solve(sp.diff(log, q), q)[0])
    if coin:
        up, down = (a + k, b + n - k) if show["wanted"].startswith("E[p") else (b + n - k, a + k)
        ratio = sp.gammasimp(sp.gamma(up + 1) * sp.gamma(up + down) / (sp.gamma(up) * sp.gamma(up + down + 1)))
        return str(sp.simplify(ratio))
    first = sp.gammasimp(sp.gamma(a + k + 1) / sp.gamma(a + k)) / (b + n)
    second = sp.gammasimp(sp.gamma(a + k + 2) / sp.gamma(a + k)) / (b + n) ** 2
    return str(sp.simplify(first if show["wanted"].startswith("E") else second - first**2))
