"""Perplexity when shares of the tokens get given probabilities, as a formula."""

from beikao.kit import Draw, Question, symbolic

# what the rest of the tokens get: (as text, as formula)
RESTS = {"q": "q", "q^2": "q^2", "1/n": "1/n", "q/2": "q/2"}
FIRSTS = {"p": "p", "2p/3": "2*p/3"}


def make(draw: Draw) -> Question:
    first, rest = draw.choice(sorted(FIRSTS)), draw.choice(sorted(RESTS))
    a, b = FIRSTS[first], RESTS[rest]
    over = {"a": (0.2, 0.8), "p": (0.5, 0.9), "q": (0.05, 0.3), "n": (5, 40)}
    return Question(
        show={"first": first, "rest": rest},
        truth=symbolic(f"({a})^(-a)*({b})^(a-1)", over=over),
        wrong={"language-modelling/arithmetic-mean-probability": f"1/(a*({a})+(1-a)*({b}))"},
    )


def second_way(show) -> str:
    """The exponential of the mean surprise."""
    first = show["first"].replace("2p", "2*p")
    return f"exp(-a*ln({first})-(1-a)*ln({show['rest']}))"
