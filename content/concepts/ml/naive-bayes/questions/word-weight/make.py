"""What the occurrences of one word add to the log-odds, as a formula."""

from beikao.kit import Draw, Question, symbolic


def make(draw: Draw) -> Question:
    alpha, k = draw.choice([1, 2, 3]), draw.integer(1, 4)
    top = f"ln((a+{alpha})/(b+{alpha}))"
    one = f"{top}+ln((N+{alpha}*V)/(M+{alpha}*V))"
    wrong = {
        "naive-bayes/smoothing-in-numerator-only": f"{k}*({top}+ln(N/M))",
        "naive-bayes/vocabulary-forgotten": f"{k}*({top}+ln((N+{alpha})/(M+{alpha})))",
    }
    if k > 1:
        wrong["naive-bayes/presence-is-count"] = one
    return Question(
        show={"alpha": alpha, "k": k},
        truth=symbolic(
            f"{k}*({one})", over={"a": (20, 60), "b": (1, 10), "M": (100, 200), "N": (300, 500), "V": (900, 1500)}
        ),
        wrong=wrong,
    )


def second_way(show) -> str:
    """The log of the ratio of two products, one factor for each occurrence."""
    alpha = show["alpha"]
    one = f"((a+{alpha})/(M+{alpha}*V))/((b+{alpha})/(N+{alpha}*V))"
    return "ln(" + "*".join([f"({one})"] * show["k"]) + ")"
