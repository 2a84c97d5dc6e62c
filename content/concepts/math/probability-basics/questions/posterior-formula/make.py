"""Total probability and Bayes as formulas."""

from beikao.kit import Draw, Question, symbolic

CASES = (
    (r"P(B\mid F)", "p*h/(p*h+(1-p)*f)", "h"),
    (r"P(\bar B\mid F)", "(1-p)*f/(p*h+(1-p)*f)", "f"),
    (r"P(B\mid\bar F)", "p*(1-h)/(p*(1-h)+(1-p)*(1-f))", "1-h"),
    (r"P(\bar B\mid\bar F)", "(1-p)*(1-f)/(p*(1-h)+(1-p)*(1-f))", "1-f"),
    (r"P(\bar F)", "p*(1-h)+(1-p)*(1-f)", None),
)


def make(draw: Draw) -> Question:
    wanted, formula, turned = draw.choice(CASES)
    return Question(
        show={"wanted": wanted},
        truth=symbolic(formula, over={"p": (0.05, 0.6), "h": (0.6, 0.95), "f": (0.05, 0.4)}),
        wrong={"probability-basics/base-rate-ignored": turned} if turned else {},
    )


def second_way(show) -> str:
    """Odds for the conditional ones, the complement for the last."""
    wanted = show["wanted"]
    if r"\mid" not in wanted:
        return "1-(p*h+(1-p)*f)"
    ratio = "((1-h)/(1-f))" if wanted.endswith(r"\bar F)") else "(h/f)"
    odds = f"(p/(1-p)*{ratio})"
    return f"1/(1+{odds})" if wanted.startswith(r"P(\bar B") else f"{odds}/(1+{odds})"
