"""Formulas of one attention layer, by the number they have in the text."""

from beikao.kit import Draw, Question, symbolic

PARAMETERS, SCORES = "multi-head-attention/heads-multiply-parameters", "multi-head-attention/scores-forget-heads"
# number: (right, wrong)
CASES = {
    1: ("4*d^2", {PARAMETERS: "4*h*d^2"}),
    2: ("4*n*d^2+2*n^2*d", {PARAMETERS: "h*(4*n*d^2+2*n^2*d)"}),
    3: ("2*n^2*d", {PARAMETERS: "2*h*n^2*d"}),
    4: ("h*n^2", {SCORES: "n^2"}),
    5: ("2*d", {PARAMETERS: "2*d/h"}),
    6: ("n/(2*d)", {PARAMETERS: "h*n/(2*d)"}),
}


def make(draw: Draw) -> Question:
    case = draw.choice(sorted(CASES))
    right, wrong = CASES[case]
    over = {"n": (3, 9), "d": (2, 8), "h": (2, 5)}
    return Question(show={"case": case}, truth=symbolic(right, over=over), wrong=wrong)


def second_way(show) -> str:
    """Counted matrix by matrix: rows times inner length times columns."""
    projections = "+".join(["n*d*d"] * 4)
    heads = "h*(n*(d/h)*n)+h*(n*n*(d/h))"
    return {
        1: "+".join(["d*d"] * 4),
        2: f"{projections}+{heads}",
        3: heads,
        4: "h*n*n",
        5: f"({projections})/(({heads})/n)",
        6: f"({heads})/({projections})",
    }[show["case"]]
