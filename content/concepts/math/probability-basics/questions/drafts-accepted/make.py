"""Expected accepted drafts in one round of speculative decoding."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    g, a = draw.integer(3, 8), draw.choice([0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9])
    return Question(
        show={"g": g, "a": a},
        truth=numeric(sum(a**j for j in range(1, g + 1)), abs=0.02),
        wrong={"probability-basics/independence-assumed": g * a},
    )


def second_way(show) -> float:
    """The distribution of the number accepted, then its mean."""
    g, a = show["g"], show["a"]
    stops = [(j, a**j * (1 - a)) for j in range(g)] + [(g, a**g)]
    return sum(j * p for j, p in stops)
