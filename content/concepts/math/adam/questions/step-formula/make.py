"""The first step of a variant, as a formula in r (rate), g (gradient > 0), e (eps), d (decay), w (weight)."""

from beikao.kit import Draw, Question, symbolic

CASES = {
    "SGD": "r*g",
    "SGD + L2": "r*(g+d*w)",
    "Adam": "r*g/(g+e)",
    "AdamW": "r*g/(g+e)+r*d*w",
    "Adam + L2": "r*(g+d*w)/(g+d*w+e)",
    "sign": "r",
}


def make(draw: Draw) -> Question:
    name = draw.choice(sorted(CASES))
    wrong = {"adam/l2-equals-decay": "r*(g+d*w)/(g+d*w+e)"} if name == "AdamW" else {}
    if name == "Adam":
        wrong = {"adam/eps-anywhere": "r*g/sqrt(g^2+e)"}
    return Question(
        show={"name": "signSGD" if name == "sign" else name},
        truth=symbolic(CASES[name], over={"r": (0.1, 1), "g": (0.5, 3), "e": (0.1, 0.5), "d": (0.1, 0.5), "w": (1, 4)}),
        wrong=wrong,
    )


def second_way(show) -> str:
    """Run the update rule on symbols by hand, moments first."""
    g = "(g+d*w)" if show["name"].endswith("L2") else "g"
    if show["name"].startswith("SGD"):
        return f"r*{g}"
    if show["name"] == "signSGD":
        return "r*abs(g)/g"
    first, second = f"(0.1*{g}/0.1)", f"(0.001*{g}^2/0.001)"
    extra = "+r*d*w" if show["name"] == "AdamW" else ""
    return f"r*{first}/(sqrt({second})+e){extra}"
