"""The ratio of two tokens' probabilities, or the probability of one of two, at temperature T."""

from beikao.kit import Draw, Question, symbolic

CASES = {
    ("ratio", "p, q"): ("(p/q)^(1/T)", "p/q"),
    ("ratio", "p, 2q"): ("(p/(2*q))^(1/T)", "p/(2*q)"),
    ("ratio", "3p, q"): ("(3*p/q)^(1/T)", "3*p/q"),
    ("share", "p, q"): ("p^(1/T)/(p^(1/T)+q^(1/T))", "p/(p+q)"),
    ("share", "p, 2q"): ("p^(1/T)/(p^(1/T)+(2*q)^(1/T))", "p/(p+2*q)"),
    ("share", "3p, q"): ("(3*p)^(1/T)/((3*p)^(1/T)+q^(1/T))", "3*p/(3*p+q)"),
}
KINDS = {"ratio": "P_T(1)/P_T(2)", "share": "\\frac{P_T(1)}{P_T(1)+P_T(2)}"}


def make(draw: Draw) -> Question:
    kind, given = draw.choice(sorted(CASES))
    right, plain = CASES[kind, given]
    return Question(
        show={"what": KINDS[kind], "given": given},
        truth=symbolic(right, over={"p": (0.1, 0.4), "q": (0.05, 0.2), "T": (0.3, 3)}),
        wrong={"decoding/temperature-on-probabilities": plain},
    )


def second_way(show) -> str:
    """Through the difference of the logits."""
    first, second = (part.replace("2q", "2*q").replace("3p", "3*p") for part in show["given"].split(", "))
    gap = f"(ln({first})-ln({second}))/T"
    return f"exp({gap})" if show["what"].startswith("P") else f"1/(1+exp(-({gap})))"
