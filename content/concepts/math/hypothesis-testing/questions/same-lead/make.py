"""Three comparisons with the same lead but different numbers of split questions, by strength of evidence."""

from beikao.kit import Draw, Question, order


def make(draw: Draw) -> Question:
    lead = draw.integer(7, 16)
    losses = draw.shuffle([draw.integer(0, 3), draw.integer(10, 18), draw.integer(36, 60)])
    show = {"n": draw.choice([500, 800, 1000]), "lead": lead}
    for name, lost in zip("abc", losses, strict=True):
        show |= {f"w{name}": lost + lead, f"l{name}": lost}
    ranked = sorted("abc", key=lambda name: show[f"l{name}"])
    z = {f"z{name}": lead / (show[f"w{name}"] + show[f"l{name}"]) ** 0.5 for name in "abc"}
    return Question(
        show=show,
        truth=order(*ranked),
        steps=z,
        wrong={"hypothesis-testing/concordant-pairs-count": ranked[::-1]},
    )


def second_way(show) -> list:
    """Exact p-values from scipy."""
    from scipy.stats import binomtest

    return sorted("abc", key=lambda x: binomtest(show[f"w{x}"], show[f"w{x}"] + show[f"l{x}"], 0.5).pvalue)
