"""How many passes a masked objective needs for as many scored predictions as one causal pass."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    length, rate, passes = draw.choice([128, 256, 512, 1024]), draw.choice([10, 15, 20, 25, 30, 40]), draw.integer(2, 5)
    right = passes * (length - 1) / (length * rate / 100)
    return Question(
        show={"length": length, "rate": rate, "passes": passes},
        truth=numeric(right, rel=0.02),
        steps={"causal": passes * (length - 1), "masked": length * rate / 100},
        wrong={"pretraining-objectives/all-places-teach": passes},
    )


def second_way(show) -> float:
    """Count predictions over a thousand sequences of both kinds."""
    causal = sum(len(range(1, show["length"])) for _ in range(1000)) * show["passes"]
    return causal / (1000 * show["length"] * show["rate"] / 100)
