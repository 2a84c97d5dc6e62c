"""FLOPs of a product or of a chain, as a formula."""

from beikao.kit import Draw, Question, symbolic

CASES = {
    "X (b×i) · W (i×o)": "2*b*i*o",
    "X (b×i) · W₁ (i×o) · W₂ (o×i)": "4*b*i*o",
    "Xᵀ (i×b) · G (b×o)": "2*b*i*o",
    "X (b×i) · Xᵀ (i×b)": "2*b^2*i",
    "W (i×o) · Wᵀ (o×i)": "2*i^2*o",
}


def make(draw: Draw) -> Question:
    shapes = draw.choice(sorted(CASES))
    over = {"b": (2, 64), "i": (2, 64), "o": (2, 64)}
    return Question(
        show={"shapes": shapes},
        truth=symbolic(CASES[shapes], over=over),
        wrong={"matrix-ops/flops-without-two": CASES[shapes].replace("2*", "", 1).replace("4*", "2*", 1)},
    )


def second_way(show) -> str:
    """Walk the chain left to right and add 2 m k n for each product."""
    import re

    pairs = re.findall(r"\((\w)×(\w)\)", show["shapes"])
    rows, inner = pairs[0]
    terms = []
    for _, columns in pairs[1:]:
        terms.append(f"2*{rows}*{inner}*{columns}")
        inner = columns
    return "+".join(terms)
