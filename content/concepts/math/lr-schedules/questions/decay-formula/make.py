"""The decay of a named shape as a formula in peak b, floor f and progress p."""

from beikao.kit import Draw, Question, symbolic

SHAPES = {
    "cosine": "f+(b-f)*(1+cos(pi*p))/2",
    "linear": "b-(b-f)*p",
    "1 − sqrt": "f+(b-f)*(1-sqrt(p))",
    "exponential": "b*(f/b)^p",
    "square (1 − p)²": "f+(b-f)*(1-p)^2",
}
ADDED = {
    "cosine": "f+b*(1+cos(pi*p))/2",
    "linear": "f+b*(1-p)",
    "1 − sqrt": "f+b*(1-sqrt(p))",
    "square (1 − p)²": "f+b*(1-p)^2",
}


def make(draw: Draw) -> Question:
    shape = draw.choice(sorted(SHAPES))
    return Question(
        show={"shape": shape},
        truth=symbolic(SHAPES[shape], over={"b": (2, 5), "f": (0.1, 1), "p": (0.05, 0.95)}),
        wrong={"lr-schedules/floor-is-added": ADDED[shape]} if shape in ADDED else {},
    )


def second_way(show) -> str:
    """Weights of peak and floor, written the other way round."""
    keep = {
        "cosine": "cos(pi*p/2)^2",
        "linear": "(1-p)",
        "1 − sqrt": "(1-sqrt(p))",
        "square (1 − p)²": "(1-2*p+p^2)",
    }
    if show["shape"] == "exponential":
        return "exp((1-p)*log(b)+p*log(f))"
    return f"b*{keep[show['shape']]}+f*(1-{keep[show['shape']]})"
