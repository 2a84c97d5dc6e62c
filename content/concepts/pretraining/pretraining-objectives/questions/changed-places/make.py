"""The chance that an ordinary place of the input differs from the text."""

from beikao.kit import Draw, Question, symbolic

# the shares of [MASK] and of random tokens among the chosen, as formulas
SHARES = [("4/5", "1/10"), ("7/10", "1/5"), ("3/5", "1/5"), ("9/10", "1/20"), ("1/2", "1/4"), ("2/3", "1/6")]


def make(draw: Draw) -> Question:
    mask, other = draw.choice(SHARES)
    return Question(
        show={"mask": mask, "other": other},
        truth=symbolic(f"r*({mask}+({other})*(1-1/V))", over={"r": (0.1, 0.6), "V": (3, 12)}),
        wrong={"pretraining-objectives/mask-always": "r"},
    )


def second_way(show) -> str:
    """All that is chosen, less what is kept and what is drawn as itself."""
    mask, other = show["mask"], show["other"]
    return f"r-r*(1-{mask}-{other})-r*{other}/V"
