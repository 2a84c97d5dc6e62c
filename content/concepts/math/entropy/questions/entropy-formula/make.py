"""Entropy in nats as a formula, for one of four ways a token is chosen (numbered; the texts list them)."""

from beikao.kit import Draw, Question, symbolic

CASES = {
    1: ("-a*ln(a)-(1-a)*ln((1-a)/n)+ln(2)", "ln(2*(n+1))"),
    2: ("-a*ln(a)-(1-a)*ln(1-a)+a*ln(m)+(1-a)*ln(n)+ln(3)", "ln(3*(m+n))"),
    3: ("-a*ln(a/2)-(1-a)*ln((1-a)/n)+ln(5)", "ln(5*(n+2))"),
    4: ("-a*ln(a)-(1-a)*ln((1-a)/n)+ln(m)", "ln(m*(n+1))"),
    5: ("-a*ln(a/m)-(1-a)*ln(1-a)+ln(4)", "ln(4*(m+1))"),
}


def make(draw: Draw) -> Question:
    case = draw.choice(sorted(CASES))
    truth, uniform = CASES[case]
    kinds = {1: ("1", "n", "2"), 2: ("m", "n", "3"), 3: ("2", "n", "5"), 4: ("1", "n", "m"), 5: ("m", "1", "4")}
    first, second, extra = kinds[case]
    return Question(
        show={"first": first, "second": second, "extra": extra},
        truth=symbolic(truth, over={"a": (0.1, 0.4), "m": (3, 9), "n": (12, 40)}),
        wrong={"entropy/entropy-is-count": uniform},
    )


def second_way(show) -> str:
    """The chain rule: which group, then which token within it, then the independent second token."""
    groups = "-a*ln(a)-(1-a)*ln(1-a)"
    return f"{groups}+a*ln({show['first']})+(1-a)*ln({show['second']})+ln({show['extra']})"
