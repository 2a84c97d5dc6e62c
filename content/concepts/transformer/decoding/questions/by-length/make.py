"""Two finished candidates of different length: which wins under length normalisation?"""

from beikao.kit import Draw, Question, choice


def make(draw: Draw) -> Question:
    short, long = draw.integer(3, 8), draw.integer(10, 24)
    alpha = draw.choice([0.5, 0.7, 1.0])
    b = -round(long * draw.uniform(0.4, 1.0), 1)
    a = round(b * draw.uniform(0.25, 0.9), 1)  # the short one always has the larger sum
    scores = {"short": a / short**alpha, "long": b / long**alpha}
    if abs(scores["short"] - scores["long"]) < 0.05 * abs(scores["long"]):
        draw.reject()
    best = max(scores, key=scores.__getitem__)
    return Question(
        show={"a": -a, "short": short, "b": -b, "long": long, "alpha": alpha},
        truth=choice(best),
        steps={"sa": scores["short"], "sb": scores["long"]},
        wrong={"decoding/lengths-compare": "short"} if best == "long" else {},
    )


def second_way(show) -> str:
    """In logarithms: total / length**alpha is larger where ln(-total) - alpha ln(length) is smaller."""
    import math

    a = math.log(show["a"]) - show["alpha"] * math.log(show["short"])
    b = math.log(show["b"]) - show["alpha"] * math.log(show["long"])
    return "short" if a < b else "long"
