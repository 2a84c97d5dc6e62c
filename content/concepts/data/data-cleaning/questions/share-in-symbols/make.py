"""One share after a filter, as a formula; numbered, the texts list what each number means."""

from beikao.kit import Draw, Question, symbolic

CASES = {
    1: ("b*(1-r)/(b*(1-r)+(1-b)*(1-f))", "1-r"),
    2: ("(1-b)*f/(b*r+(1-b)*f)", "f"),
    3: ("b*r/(b*r+(1-b)*f)", "r"),
    4: ("(1-b)*(1-f)/(b*(1-r)+(1-b)*(1-f))", "1-f"),
}


def make(draw: Draw) -> Question:
    case = draw.integer(1, 4)
    lost = draw.choice([0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4])
    right, loose = (formula.replace("f", str(lost)) for formula in CASES[case])
    return Question(
        show={"case": case, "lost": lost},
        truth=symbolic(right, over={"b": (0.2, 0.8), "r": (0.5, 0.95)}),
        wrong={"data-cleaning/rates-have-one-base": loose},
    )


def second_way(show) -> str:
    """One minus the share of the other kind, in the same pile."""
    f = show["lost"]
    bad, good = ("b*(1-r)", f"(1-b)*(1-{f})") if show["case"] in (1, 4) else ("b*r", f"(1-b)*{f}")
    other = good if show["case"] in (1, 3) else bad
    return f"1-({other})/({bad}+{good})"
