"""Formulas of tiled attention, by the number they have in the text."""

from beikao.kit import Draw, Question, symbolic

MEAN, BASE = "efficient-attention/blocks-average", "efficient-attention/block-max-is-global"
CASES = {
    1: ("ln(exp(a)+exp(b))", {MEAN: "ln((exp(a)+exp(b))/2)"}),
    2: ("(exp(a)*x+exp(b)*y)/(exp(a)+exp(b))", {MEAN: "(x+y)/2"}),
    3: ("exp(a)/(exp(a)+exp(b))", {MEAN: "1/2"}),
    4: ("exp(a-b)", {BASE: "exp(b-a)"}),
    5: ("exp(x-a)", {BASE: "exp(x)/a"}),
    6: ("p*(g-d)", {"attention/jacobian-diagonal": "p*(1-p)*g"}),
}


def make(draw: Draw) -> Question:
    case = draw.choice(sorted(CASES))
    right, wrong = CASES[case]
    over = {"a": (1, 3), "b": (1.5, 4), "x": (-2, 1), "y": (2, 5), "p": (0.1, 0.9), "g": (1, 2), "d": (-1, 0.5)}
    return Question(show={"case": case}, truth=symbolic(right, over=over), wrong=wrong)


def second_way(show) -> str:
    """With totals A = exp(a) and B = exp(b), and softmax differentiated entry by entry."""
    return {
        1: "ln(exp(a)*(1+exp(b)/exp(a)))",
        2: "x+(y-x)*exp(b)/(exp(a)+exp(b))",
        3: "1/(1+exp(b-a))",
        4: "exp(a)/exp(b)",
        5: "exp(x)/exp(a)",
        6: "p*(1-p)*g-p*(d-p*g)",
    }[show["case"]]
