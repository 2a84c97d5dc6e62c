"""Formulas of a decoder-only model, by the number they have in the text."""

from beikao.kit import Draw, Question, symbolic

GATED, MADD = "transformer-block/gated-has-two-matrices", "transformer-block/madd-is-one-flop"
LOOKUP, TIED = "transformer-block/lookup-is-a-product", "transformer-block/tied-counts-twice"
CASES = {
    1: ("4*d^2+3*d*f", {GATED: "4*d^2+2*d*f"}),
    2: ("L*(4*d^2+3*d*f)+2*V*d", {GATED: "L*(4*d^2+2*d*f)+2*V*d", TIED: "L*(4*d^2+3*d*f)+V*d"}),
    3: ("4*n*d", {MADD: "2*n*d"}),
    4: (
        "2*L*(4*d^2+3*d*f)+4*L*n*d+2*V*d",
        {MADD: "L*(4*d^2+3*d*f)+2*L*n*d+V*d", LOOKUP: "2*L*(4*d^2+3*d*f)+4*L*n*d+4*V*d"},
    ),
    5: ("2*d+3*f/2", {GATED: "2*d+f"}),
    6: (
        "6*L*(4*d^2+3*d*f)+12*L*n*d+6*V*d",
        {"transformer-block/training-is-forward": "2*L*(4*d^2+3*d*f)+4*L*n*d+2*V*d"},
    ),
}


def make(draw: Draw) -> Question:
    case = draw.choice(sorted(CASES))
    right, wrong = CASES[case]
    over = {"L": (2, 6), "d": (2, 8), "f": (3, 12), "V": (20, 50), "n": (3, 9)}
    return Question(show={"case": case}, truth=symbolic(right, over=over), wrong=wrong)


def second_way(show) -> str:
    """Counted matrix by matrix: for a product, two times rows times inner length times columns."""
    block = "(" + "+".join(["d*d"] * 4 + ["d*f"] * 3) + ")"
    scores = "(2*n*d*n+2*n*n*d)/n"
    products = "(" + "+".join(["2*n*d*d"] * 4 + ["2*n*d*f"] * 2 + ["2*n*f*d"]) + ")/n"
    forward = f"L*({products}+{scores})+2*n*d*V/n"
    return {
        1: block,
        2: f"V*d+L*{block}+d*V",
        3: scores,
        4: forward,
        5: f"{products}/(({scores})/n)",
        6: f"3*({forward})",
    }[show["case"]]
